"""The values that the catalog's API takes, each with its bounds and the words for what is amiss."""

import re
from collections.abc import Callable
from typing import Annotated, Any

from ninja import Field
from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from productwatch.catalog import slugs
from productwatch.catalog.attributes import CODE, LONGEST_VALUE, Value
from productwatch.catalog.models import (
    LARGEST_POSITION,
    LARGEST_STOCK,
    LONGEST_BRAND,
    LONGEST_CHOICE,
    LONGEST_CODE,
    LONGEST_ICON,
    LONGEST_NAME,
    LONGEST_QUERY,
    LONGEST_SKU,
    LONGEST_TAG,
    LONGEST_TEXT,
    LONGEST_UNIT,
    LONGEST_URL,
    MOST_ATTRIBUTES,
    MOST_TAGS,
)
from productwatch.platform.schema import MAYBE_TEXT

_CONTROL = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
_LINE = rf"^[^{_CONTROL}]*[^\s{_CONTROL}][^{_CONTROL}]*$"
_MAYBE_LINE = rf"^[^{_CONTROL}]*$"
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
    _text(MAYBE_TEXT, LONGEST_TEXT, examples=["Canvas, with a rubber sole."]),
    AfterValidator(_shaped(MAYBE_TEXT, "text with no NUL character")),
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

Words = Annotated[
    str,
    _text(_LINE, LONGEST_QUERY, examples=["oak stool"]),
    _a_line,
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

Code = Annotated[
    str,
    _text(CODE, LONGEST_CODE, examples=["size"], description="what programs call it"),
    AfterValidator(_shaped(CODE, "lower-case letters a to z, digits and underscores, the first a letter")),
]
Unit = Annotated[str, _text(_LINE, LONGEST_UNIT, examples=["cm"]), _a_line]
Choice = Annotated[str, _text(_LINE, LONGEST_CHOICE, examples=["red"]), _a_line]


def _text_or_truth(value: Any) -> Any:
    if not isinstance(value, str | bool):
        raise PydanticCustomError("value", 'must be true, false or a text; numbers are texts, too, such as "42.5"')
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        raise PydanticCustomError("length", "must be no longer than {most} characters", {"most": LONGEST_VALUE})
    return value


Attributes = Annotated[
    dict[str, Annotated[Value, BeforeValidator(_text_or_truth), Field(json_schema_extra={"maxLength": LONGEST_VALUE})]],
    Field(
        max_length=MOST_ATTRIBUTES,
        examples=[{"size": "42", "waterproof": True}],
        description="by their codes, as the product's type wants them; numbers as decimal strings",
    ),
]
MOST_ASKED = 20
AskedAttribute = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_]*:", max_length=LONGEST_CODE + LONGEST_VALUE + 1, examples=["size:42"])
]


def absent() -> Any:
    """Stands for a field that was left out; as a factory it is no part of the documented schema."""
