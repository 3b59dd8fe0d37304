"""What the API takes and gives of categories."""

from typing import Annotated

from ninja import Field, Schema

from productwatch.catalog import slugs
from productwatch.catalog.models import DEEPEST
from productwatch.catalog.schemas.values import Colour, Icon, Name, Position, Slug, absent
from productwatch.platform.schema import Body, Filters, Next, Page
from productwatch.platform.sparse import NOT_EXPLODED, SEPARATED, OneOf


class CategoryIn(Body):
    """A new category."""

    slug: Slug | None = Field(None, description="made from the name where it is left out", examples=["sandals"])
    name: Name = Field(examples=["Sandals"])
    parent: Slug | None = Field(None, description="the category that it lies in; null for a root", examples=["shoes"])
    icon: Icon | None = None
    colour: Colour | None = None
    position: Position = Field(0, description="siblings come in the order of their positions, then of their slugs")


class CategoryChange(Body):
    """The fields that change; what is left out stays, and null empties."""

    slug: Slug = Field(default_factory=absent, description="the earlier one leads on to it", examples=["sandals"])
    name: Name = Field(default_factory=absent, examples=["Sandals"])
    parent: Slug | None = Field(
        default_factory=absent, description="moves all below it along; null makes it a root", examples=["shoes"]
    )
    icon: Icon | None = Field(default_factory=absent)
    colour: Colour | None = Field(default_factory=absent)
    position: Position = Field(default_factory=absent)


class CategoryMerge(Body):
    into: Slug = Field(
        description="the category that takes over; it lies neither in the merged one nor below it", examples=["shoes"]
    )


class Tree(Filters):
    depth: int = Field(DEEPEST, ge=1, le=DEEPEST, description="how many levels; further ones are left out")


class Step(Schema):
    slug: str = Field(examples=["shoes"])
    name: str = Field(examples=["Shoes"])


class Place(Step):
    path: list[Step] = Field(description="from the root of the tree down to the category itself")


class CategoryOfProduct(Place):
    """With `expand=category` all of it."""

    parent: str | None = Field(default_factory=absent, examples=["clothes"])
    icon: str | None = Field(default_factory=absent, examples=["mdi:shoe-sneaker"])
    colour: str | None = Field(default_factory=absent, examples=["#aa5500"])
    position: int = Field(default_factory=absent, examples=[1])


class Category(Place):
    parent: str | None = Field(description="the category that it lies in; null for a root", examples=["clothes"])
    icon: str | None = Field(examples=["mdi:shoe-sneaker"])
    colour: str | None = Field(examples=["#aa5500"])
    position: int = Field(examples=[1])


class Branch(Step):
    icon: str | None = Field(examples=["mdi:shoe-sneaker"])
    colour: str | None = Field(examples=["#aa5500"])
    children: list["Branch"]


class CategoryTree(Schema):
    items: list[Branch] = Field(description="the roots, siblings in the order of their positions, then of their slugs")


class CategoryPage(Schema):
    items: list[Category]
    next: Next


class CategoryView(Filters):
    """What of categories is shown."""

    fields: Annotated[list[Annotated[str, OneOf(tuple(Category.model_fields))]], SEPARATED, NOT_EXPLODED] = Field(
        default_factory=list,
        description="only these members of a category, with commas between",
    )


class Categories(CategoryView, Page):
    parent: str | None = Field(
        None,
        max_length=slugs.LONGEST,
        pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$",
        description="only what lies in this category itself, in the order of positions; empty for the roots",
        examples=["shoes"],
    )
