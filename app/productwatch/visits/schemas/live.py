"""What is visited now."""

from ninja import Field, Schema


class Minute(Schema):
    start: str = Field(json_schema_extra={"format": "date-time"}, description="in UTC")
    visits: int


class RecentlyVisited(Schema):
    slug: str = Field(examples=["white-plimsolls"])
    name: str = Field(examples=["White Plimsolls"])
    visits: int


class Recent(Schema):
    visits: int
    minutes: list[Minute] = Field(description="thirty, of which the last one is under way")
    top: list[RecentlyVisited] = Field(
        description="the ten that were visited most in the running quarter of an hour and the two before"
    )
