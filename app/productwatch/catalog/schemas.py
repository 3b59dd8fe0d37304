"""What the catalog's API takes and gives."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from productwatch.catalog import slugs
from productwatch.catalog.models import LARGEST_STOCK, LONGEST_NAME, LONGEST_SKU, LONGEST_TEXT, LONGEST_URL
from productwatch.platform.schema import Body, Next, Page

_CONTROL = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
_LINE = rf"^[^{_CONTROL}]*[^\s{_CONTROL}][^{_CONTROL}]*$"
_MAYBE_LINE, _MAYBE_TEXT = rf"^[^{_CONTROL}]*$", r"^[^\x00]*$"
_PATH = r"[A-Za-z0-9._~%!$&'()*+,;=@-]+"
_TAIL = r"[A-Za-z0-9._~%!$&'()*+,;=@:/?-]*"
_IMAGE = rf"^(https?://[A-Za-z0-9.-]+(:[0-9]+)?([/?]{_TAIL})?|/?{_PATH}(/{_PATH})*(\?{_TAIL})?)$"
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

    slug: Slug | None = Field(None, description="its address for good; made from the name where it is left out")
    name: Name
    description: Description = ""
    price: PriceIn
    category: Slug | None = Field(None, description="the category's slug", examples=["shoes"])
    stock: Stock = 0
    sku: Sku | None = None
    image: ImageIn | None = None


class ProductChange(Body):
    """The fields that change, each as a whole; what is left out stays, and null empties."""

    name: Name = Field(default_factory=_absent)
    description: Description = Field(default_factory=_absent)
    price: PriceIn = Field(default_factory=_absent)
    category: Slug | None = Field(default_factory=_absent, description="the category's slug", examples=["shoes"])
    stock: Stock = Field(default_factory=_absent)
    sku: Sku | None = Field(default_factory=_absent)
    image: ImageIn | None = Field(default_factory=_absent)


class Products(Page):
    category: Slug | None = Field(None, description="only what lies in this category or below it", examples=["shoes"])


class Price(Schema):
    amount: str = Field(examples=["10.00"], description="with all decimals of its currency")
    currency: str = Field(examples=["USD"], description="ISO 4217")


class Image(Schema):
    url: str = Field(examples=["products/white-plimsolls.png"])
    alt: str = Field(examples=["A pair of white plimsolls"])


class Step(Schema):
    slug: str = Field(examples=["shoes"])
    name: str = Field(examples=["Shoes"])


class Category(Step):
    path: list[Step] = Field(description="from the root of the tree down to the category itself")


class Product(Schema):
    slug: str = Field(examples=["white-plimsolls"])
    name: str = Field(examples=["White Plimsolls"])
    description: str = Field(examples=["Canvas, with a rubber sole."])
    price: Price
    category: Category | None
    stock: int = Field(examples=[12])
    sku: str | None = Field(examples=["918223582"])
    image: Image | None
    created_at: datetime
    updated_at: datetime


class ProductPage(Schema):
    items: list[Product]
    next: Next


class CategoryPage(Schema):
    items: list[Category]
    next: Next
