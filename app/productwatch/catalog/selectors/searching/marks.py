"""The marks that a product must have to be of somebody's choice."""

from collections.abc import Iterator

from productwatch.catalog.attributes import Value
from productwatch.catalog.models import ProductType
from productwatch.catalog.selectors.categories import category_id
from productwatch.catalog.selectors.choices import Choice, asked_values
from productwatch.catalog.selectors.searching.candidates import Marks
from productwatch.platform.problems import NotFound, invalid


def marks_of(choice: Choice) -> Marks | None:
    """None where nothing can be of it: there is no such category or type. Invalid as for a list."""
    if choice.status:
        raise invalid("#/status", "cannot be searched: search finds what is published")
    if choice.attributes and not choice.type:
        raise invalid("#/attribute", "needs `type`, whose attributes these are")
    kind = ProductType.objects.filter(slug=choice.type).first() if choice.type else None
    if choice.type and kind is None:
        return None
    values = asked_values(kind, choice.attributes) if kind else {}
    try:
        every = tuple(_plain(choice))
    except NotFound:
        return None
    return Marks(every, tuple(tuple(_attribute(code, value) for value in found) for code, found in values.items()))


def _plain(choice: Choice) -> Iterator[str]:
    if choice.category:
        yield f"category:{category_id(choice.category)}"
    for name, value in (("brand", choice.brand), ("tag", choice.tag), ("type", choice.type)):
        if value:
            yield f"{name}:{value}"
    if choice.in_stock:
        yield "stock:in"


def _attribute(code: str, value: Value) -> str:
    """As Postgres writes what stands in JSON."""
    text = str(value).lower() if isinstance(value, bool) else value
    return f"attribute.{code}:{text}"
