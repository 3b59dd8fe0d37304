"""What of products and categories may be given, as the services take it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict, cast

from productwatch.catalog.attributes import Attribute, Values
from productwatch.catalog.models import Image, ListedImage
from productwatch.catalog.schemas import (
    CategoryChange,
    CategoryIn,
    ProductChange,
    ProductIn,
    ProductTypeChange,
    ProductTypeIn,
)
from productwatch.platform.money import Money, NotMoney
from productwatch.platform.problems import invalid


class Fields(TypedDict, total=False):
    """`category` and `type` are slugs; what is left out stays as it is, or is empty on a new product."""

    slug: str
    name: str
    description: str
    price: Money
    category: str | None
    type: str | None
    attributes: Values
    stock: int
    sku: str | None
    brand: str | None
    tags: list[str]
    image: Image | None
    images: list[ListedImage]
    status: str
    publish_from: datetime | None
    publish_until: datetime | None


class CategoryFields(TypedDict, total=False):
    """`parent` is a slug; what is left out stays as it is, or is empty in a new category."""

    slug: str
    name: str
    parent: str | None
    icon: str | None
    colour: str | None
    position: int


class TypeFields(TypedDict, total=False):
    """What is left out stays as it is, or is empty in a new product type."""

    slug: str
    name: str
    attributes: list[Attribute]


def given_by(body: ProductIn | ProductChange, besides: Iterable[str] = ()) -> Fields:
    """What the body gives, `besides` left out; no slug is none. Invalid where the price is not of its currency."""
    given = body.model_dump(include=body.model_fields_set - {*besides})
    if "price" in given:
        given["price"] = _money(**given["price"])
    return cast("Fields", _with_slug_or_without(given))


def category_given_by(body: CategoryIn | CategoryChange) -> CategoryFields:
    """What the body gives; no slug is none."""
    given = body.model_dump(include=body.model_fields_set)
    return cast("CategoryFields", _with_slug_or_without(given))


def type_given_by(body: ProductTypeIn | ProductTypeChange) -> TypeFields:
    """What the body gives, each attribute with all of its members; no slug is none."""
    given = body.model_dump(include=body.model_fields_set)
    return cast("TypeFields", _with_slug_or_without(given))


def as_before(diff: Mapping[str, list[Any]]) -> Fields:
    """What the fields of a version's diff were before it; Invalid where that is no amount any more."""
    given = {name: old for name, (old, _new) in diff.items()}
    if "price" in given:
        given["price"] = _money(**given["price"])
    for name in given.keys() & {"publish_from", "publish_until"}:
        given[name] = given[name] and datetime.fromisoformat(given[name])
    return cast("Fields", given)


def _with_slug_or_without(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if (name, value) != ("slug", None)}


def _money(amount: str, currency: str) -> Money:
    try:
        return Money(Decimal(amount), currency)
    except NotMoney as error:
        raise invalid(f"#/price/{error.part}", str(error)) from None
