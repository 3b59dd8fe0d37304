"""Which products a list holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from productwatch.catalog.attributes import Value, read
from productwatch.catalog.models import Product, ProductType
from productwatch.catalog.selectors.categories import categories_below
from productwatch.platform.problems import invalid

Rows = TypeVar("Rows", bound=QuerySet[Product, Any])


@dataclass(frozen=True, slots=True)
class Choice:
    """Of one category and all below it, of one brand, with one tag, of one type, all or only what is in stock.

    Each of `attributes` is a code of the type and a value as `code:value`; of values of one code a product has any.
    With a status those of it, which are for admins alone; otherwise what the public sees.
    """

    category: str | None = None
    brand: str | None = None
    tag: str | None = None
    type: str | None = None
    attributes: tuple[str, ...] = ()
    status: str | None = None
    in_stock: bool = False


def chosen(products: Rows, choice: Choice) -> Rows:
    """Those of the choice; Invalid where the type has no such attribute, or that no such value."""
    if choice.category:
        products = products.filter(category__in=list(categories_below(choice.category)))
    if choice.brand:
        products = products.filter(brand=choice.brand)
    if choice.tag:
        products = products.filter(tags__contains=[choice.tag])
    if choice.in_stock:
        products = products.filter(stock__gt=0)
    if choice.type:
        kind = ProductType.objects.filter(slug=choice.type).first()
        products = products.filter(*_having(kind, choice.attributes), type=kind) if kind else products.none()
    elif choice.attributes:
        raise invalid("#/attribute", "needs `type`, whose attributes these are")
    return products


def asked_values(kind: ProductType, asked: Sequence[str]) -> dict[str, list[Value]]:
    """What is asked for of each code; Invalid where the type has no such attribute, or that no such value."""
    known = {attribute["code"]: attribute for attribute in kind.attributes}
    values: dict[str, list[Value]] = {}
    for number, text in enumerate(asked):
        code, _, value = text.partition(":")
        if code not in known:
            raise invalid(f"#/attribute/{number}", f"{code!r} is no attribute of the type {kind.slug!r}")
        try:
            found = read(known[code], value)
        except ValueError as error:
            raise invalid(f"#/attribute/{number}", f"{code!r} {error}") from None
        values.setdefault(code, []).append(found)
    return values


def _having(kind: ProductType, asked: Sequence[str]) -> Iterator[Q]:
    """For each code that any of its values is there."""
    for code, values in asked_values(kind, asked).items():
        yield reduce(or_, (Q(attributes__contains={code: value}) for value in values))
