"""What the API takes and gives where something is searched."""

from typing import Annotated, Literal

from ninja import Field, Schema

from productwatch.catalog.schemas.values import Words
from productwatch.platform.schema import Filters

MOST_FACETS = 10

_FACET = r"^(brand|tag|category|type|attribute\.[a-z][a-z0-9_]*)$"

FacetName = Annotated[str, Field(pattern=_FACET, max_length=80, examples=["brand"])]


class Total(Schema):
    """How many products there are in all."""

    count: int = Field(examples=[3])
    exact: bool = Field(
        description="false where there are more than 10,000, of which the newest 10,000 are ranked and counted"
    )


class FacetValue(Schema):
    value: str = Field(examples=["shoes"], description="as the list's parameter of that name takes it")
    label: str = Field(examples=["Shoes"], description="for people")
    products: int = Field(examples=[3], description="how many of the list have it")


class Facet(Schema):
    name: str = Field(examples=["category"])
    values: list[FacetValue] = Field(description="the most frequent 50, the most frequent first")


class Meaning(Schema):
    typed: str = Field(examples=["stol"])
    meant: list[str] = Field(examples=[["stool"]], description="the likeliest first")


class Suggest(Filters):
    q: Words = Field(description="what has been typed so far")


class Suggestion(Schema):
    kind: Literal["category", "brand", "product"]
    text: str = Field(examples=["Oak stool"])
    slug: str | None = Field(examples=["oak-stool"], description="of a product or category; null for a brand")


class Suggestions(Schema):
    items: list[Suggestion] = Field(description="at most ten")
