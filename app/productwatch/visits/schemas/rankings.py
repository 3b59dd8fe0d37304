"""What was visited most, by what is known of a visit."""

from ninja import Field, Schema

from productwatch.platform.schema import Next
from productwatch.visits.schemas.analytics import DAILY, VisitedProduct


class VisitedProductPage(Schema):
    items: list[VisitedProduct]
    next: Next


class VisitedCategory(Schema):
    slug: str = Field(examples=["shoes"], description="empty: products of no category")
    name: str = Field(examples=["Shoes"])
    visits: int = Field(examples=[120])
    visitors: int = Field(examples=[80], description=f"{DAILY}, and who visits two products does, too")


class VisitedCategoryPage(Schema):
    items: list[VisitedCategory]
    next: Next


class Campaign(Schema):
    source: str = Field(examples=["newsletter"], description="empty, as the other two: none was named")
    medium: str = Field(examples=["email"])
    campaign: str = Field(examples=["spring"])
    visits: int = Field(examples=[120])
    visitors: int = Field(examples=[80], description=DAILY)


class CampaignPage(Schema):
    items: list[Campaign]
    next: Next


class Trait(Schema):
    value: str = Field(examples=["example.org"], description="empty: none, or not known")
    visits: int = Field(examples=[120])
    visitors: int = Field(examples=[80], description=DAILY)


class TraitPage(Schema):
    items: list[Trait]
    next: Next
