"""What the catalog's API takes and gives."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from productwatch.catalog import slugs
from productwatch.catalog.models import (
    DEEPEST,
    LARGEST_POSITION,
    LARGEST_STOCK,
    LONGEST_BRAND,
    LONGEST_ICON,
    LONGEST_NAME,
    LONGEST_SKU,
    LONGEST_TAG,
    LONGEST_TEXT,
    LONGEST_URL,
    MOST_TAGS,
)
from productwatch.catalog.orders import Sort
from productwatch.platform.schema import Body, Filters, Next, Page

_CONTROL = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
_LINE = rf"^[^{_CONTROL}]*[^\s{_CONTROL}][^{_CONTROL}]*$"
_MAYBE_LINE, _MAYBE_TEXT = rf"^[^{_CONTROL}]*$", r"^[^\x00]*$"
_PATH = r"[A-Za-z0-9._~%!$&'()*+,;=@-]+"
_TAIL = r"[A-Za-z0-9._~%!$&'()*+,;=@:/?-]*"
_IMAGE = rf"^(https?://[A-Za-z0-9.-]+(:[0-9]+)?([/?]{_TAIL})?|/?{_PATH}(/{_PATH})*(\?{_TAIL})?)$"
_ICON, _COLOUR = r"^[A-Za-z0-9]+([:_./-][A-Za-z0-9]+)*$", r"^#[0-9A-Fa-f]{6}$"
_AMOUNT = r"^[0-9]{1,10}(\.[0-9]{1,10})?$"


def _shaped(pattern: str, expected: str) -> Callable[[str], str]:
    """A check of the whole text, whose failure says in words what is expected."""
    found = re.compile(pattern)

    def check(text: str) -> str:
        if not found.fullmatch(text):
            raise PydanticCustomError("shape", "must be {expected}", {"expected": expected})
        return text

    return check


def _text(pattern: str, longest: int, **more: Any) -> Any:
    return Field(max_length=longest, json_schema_extra={"pattern": pattern}, **more)


_a_line = AfterValidator(_shaped(_LINE, "one line of text, and not blank"))

Slug = Annotated[
    str,
    _text(slugs.PATTERN, slugs.LONGEST, examples=["white-plimsolls"]),
    AfterValidator(_shaped(slugs.PATTERN, "lower-case letters a to z and digits, in words joined by single hyphens")),
]
Name = Annotated[str, _text(_LINE, LONGEST_NAME, examples=["White Plimsolls"]), _a_line]
Sku = Annotated[str, _text(_LINE, LONGEST_SKU, examples=["918223582"], description="unique"), _a_line]
Brand = Annotated[str, _text(_LINE, LONGEST_BRAND, examples=["Seaside Shoes"]), _a_line]
Tag = Annotated[str, _text(_LINE, LONGEST_TAG, examples=["summer"]), _a_line]
Tags = Annotated[
    list[Tag],
    Field(max_length=MOST_TAGS, examples=[["canvas", "summer"]], description="kept once each, in alphabetical order"),
    AfterValidator(lambda tags: sorted(set(tags))),
]
Description = Annotated[
    str,
    _text(_MAYBE_TEXT, LONGEST_TEXT, examples=["Canvas, with a rubber sole."]),
    AfterValidator(_shaped(_MAYBE_TEXT, "text with no NUL character")),
]
Alt = Annotated[
    str,
    _text(_MAYBE_LINE, LONGEST_NAME, examples=["A pair of white plimsolls"]),
    AfterValidator(_shaped(_MAYBE_LINE, "one line of text")),
]
Stock = Annotated[int, Field(ge=0, le=LARGEST_STOCK, examples=[12])]
ImageUrl = Annotated[
    str,
    _text(
        _IMAGE,
        LONGEST_URL,
        examples=["products/white-plimsolls.png"],
        description="an http(s) address, or a path relative to wherever the client keeps images; given back as it came",
    ),
    AfterValidator(_shaped(_IMAGE, "an http or https address or a relative path, percent-encoded where needed")),
]
Amount = Annotated[
    str,
    _text(_AMOUNT, 21, examples=["10.00"], description="a decimal number, never rounded"),
    AfterValidator(_shaped(_AMOUNT, "a decimal number from zero up, such as 10.00")),
]
Currency = Annotated[
    str,
    _text("^[A-Z]{3}$", 3, examples=["USD"], description="ISO 4217"),
    AfterValidator(_shaped("[A-Z]{3}", "a currency's three capital letters")),
]

Icon = Annotated[
    str,
    _text(_ICON, LONGEST_ICON, examples=["mdi:shoe-sneaker"], description="the name of an icon that the client has"),
    AfterValidator(_shaped(_ICON, "the name of an icon: letters and digits, in words joined by one of : _ . / -")),
]
Colour = Annotated[
    str,
    _text(_COLOUR, 7, examples=["#aa5500"]),
    AfterValidator(_shaped(_COLOUR, "a colour as #rrggbb, in hexadecimal digits")),
    AfterValidator(str.lower),
]
Position = Annotated[int, Field(ge=0, le=LARGEST_POSITION, examples=[1])]


def _absent() -> Any:
    """Stands for a field that was left out; as a factory it is no part of the documented schema."""


class PriceIn(Body):
    amount: Amount
    currency: Currency


class ImageIn(Body):
    url: ImageUrl
    alt: Alt = ""


class ProductIn(Body):
    """A new product."""

    slug: Slug | None = Field(None, description="its address; made from the name where it is left out")
    name: Name
    description: Description = ""
    price: PriceIn
    category: Slug | None = Field(None, description="the category's slug", examples=["shoes"])
    stock: Stock = 0
    sku: Sku | None = None
    brand: Brand | None = None
    tags: Tags = Field(default_factory=list)
    image: ImageIn | None = None


class ProductChange(Body):
    """The fields that change, each as a whole; what is left out stays, and null empties."""

    slug: Slug = Field(default_factory=_absent, description="the earlier one leads on to it")
    name: Name = Field(default_factory=_absent)
    description: Description = Field(default_factory=_absent)
    price: PriceIn = Field(default_factory=_absent)
    category: Slug | None = Field(default_factory=_absent, description="the category's slug", examples=["shoes"])
    stock: Stock = Field(default_factory=_absent)
    sku: Sku | None = Field(default_factory=_absent)
    brand: Brand | None = Field(default_factory=_absent)
    tags: Tags = Field(default_factory=_absent)
    image: ImageIn | None = Field(default_factory=_absent)


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

    slug: Slug = Field(default_factory=_absent, description="the earlier one leads on to it", examples=["sandals"])
    name: Name = Field(default_factory=_absent, examples=["Sandals"])
    parent: Slug | None = Field(
        default_factory=_absent, description="moves all below it along; null makes it a root", examples=["shoes"]
    )
    icon: Icon | None = Field(default_factory=_absent)
    colour: Colour | None = Field(default_factory=_absent)
    position: Position = Field(default_factory=_absent)


class CategoryMerge(Body):
    into: Slug = Field(
        description="the category that takes over; it lies neither in the merged one nor below it", examples=["shoes"]
    )


class Products(Page):
    category: Slug | None = Field(None, description="only what lies in this category or below it", examples=["shoes"])
    brand: Brand | None = Field(None, description="only what is of this brand")
    tag: Tag | None = Field(None, description="only what has this tag")
    sort: Sort = Field(
        "slug",
        description="the order, with a minus the other way round; prices by their currency first",
        examples=["-created_at"],
    )


class Categories(Page):
    parent: str | None = Field(
        None,
        max_length=slugs.LONGEST,
        pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$",
        description="only what lies in this category itself, in the order of positions; empty for the roots",
        examples=["shoes"],
    )


class Tree(Filters):
    depth: int = Field(DEEPEST, ge=1, le=DEEPEST, description="how many levels; further ones are left out")


class Price(Schema):
    amount: str = Field(examples=["10.00"], description="with all decimals of its currency")
    currency: str = Field(examples=["USD"], description="ISO 4217")


class Image(Schema):
    url: str = Field(examples=["products/white-plimsolls.png"])
    alt: str = Field(examples=["A pair of white plimsolls"])


class Step(Schema):
    slug: str = Field(examples=["shoes"])
    name: str = Field(examples=["Shoes"])


class Place(Step):
    path: list[Step] = Field(description="from the root of the tree down to the category itself")


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


class Product(Schema):
    slug: str = Field(examples=["white-plimsolls"])
    name: str = Field(examples=["White Plimsolls"])
    description: str = Field(examples=["Canvas, with a rubber sole."])
    price: Price
    category: Place | None
    stock: int = Field(examples=[12])
    sku: str | None = Field(examples=["918223582"])
    brand: str | None = Field(examples=["Seaside Shoes"])
    tags: list[str] = Field(examples=[["canvas", "summer"]])
    image: Image | None
    created_at: datetime
    updated_at: datetime


class Person(Schema):
    id: UUID
    email: str = Field(examples=["ada@example.com"])


class Version(Schema):
    number: int = Field(examples=[3])
    kind: Literal["created", "changed", "archived", "restored"] = Field(examples=["changed"])
    at: datetime
    by: Person | None = Field(description="null for what no person did, such as an import")
    undoes: int | None = Field(examples=[2], description="the version whose change this one took back")
    diff: dict[str, tuple[Any, Any]] = Field(
        examples=[{"stock": [12, 11]}], description="each field that changed: what it was and what it became"
    )


class ProductPage(Schema):
    items: list[Product]
    next: Next


class History(Schema):
    items: list[Version]
    next: Next


class CategoryPage(Schema):
    items: list[Category]
    next: Next
