"""Changing many products at once: each change stands or falls by itself, unless they are to stand together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from productwatch.catalog import selectors
from productwatch.catalog.models import Category, Product
from productwatch.catalog.services.categories import placing
from productwatch.catalog.services.differences import Diff
from productwatch.catalog.services.fields import Fields
from productwatch.catalog.services.product_types.attributes import shared_types
from productwatch.catalog.services.products.writing import columns_of, give
from productwatch.platform.crossing import CrossedError, is_passing
from productwatch.platform.preconditions import Precondition, demanded
from productwatch.platform.problems import Conflict, Invalid, NotFound, Problem, invalid

TRIES = 5

Found = Mapping[str, Callable[[Any], Any]]
Result = Diff | Problem


@dataclass(frozen=True, slots=True)
class Change:
    """`if_match` is what If-Match would say; None binds the change to nothing."""

    slug: str
    fields: Fields
    if_match: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change did, or why it was refused; `tag` is that of the product now, None where there is none."""

    slug: str
    result: Result
    tag: str | None = None


def change_many(changes: Sequence[Change], *, together: bool = False, by: UUID | None = None) -> list[Outcome]:
    """Changes products, each another one by the slug that it has before, and returns what became of each, in order.

    A change is refused as `products.change` would refuse it, by a Problem whose pointers lead through `#/items`; where
    they are to stand together, Conflict is raised instead, and names all that is wrong. What others crossed is done
    again.
    """
    for _ in range(TRIES - 1):
        try:
            return _all_changed(changes, together=together, by=by)
        except Exception as error:
            if not is_passing(error):
                raise
    return _all_changed(changes, together=together, by=by)


def within(number: int, refusal: Problem) -> Problem:
    """The refusal of the change at that place of the request, its pointers leading there."""
    if "errors" not in refusal.members:
        return refusal
    place = f"#/items/{number}/change"
    errors = [error | {"pointer": place + error["pointer"].removeprefix("#")} for error in refusal.members["errors"]]
    return Invalid(errors) if isinstance(refusal, Invalid) else type(refusal)(refusal.detail, errors=errors)


@transaction.atomic
def _all_changed(changes: Sequence[Change], *, together: bool, by: UUID | None) -> list[Outcome]:
    """Others lock categories, types and products in this order, and many of them in that of ids or slugs."""
    found: Found = {"category": _categories(changes), "type": _types(changes)}
    products = _locked(change.slug for change in changes)
    results = [_result(number, change, products, found, by) for number, change in enumerate(changes)]
    if together:
        _refuse_any(results)
    return [*_told(changes, results, {slug: product.id for slug, product in products.items()})]


def _result(number: int, change: Change, products: Mapping[str, Product], found: Found, by: UUID | None) -> Result:
    try:
        with transaction.atomic():
            product = _seen(change.slug, products.get(change.slug), demanded(change.if_match))
            return give(product, columns_of(change.fields, found), by)
    except Problem as refusal:
        return within(number, refusal)


def _seen(slug: str, product: Product | None, only_if: Precondition) -> Product:
    if product is None:
        raise NotFound(f"There is no product {slug!r}.")
    only_if.check(product.version, partial(selectors.current_tag, slug))
    return product


def _refuse_any(results: Sequence[Result]) -> None:
    refused = {number: result for number, result in enumerate(results) if isinstance(result, Problem)}
    errors = [
        error
        for number, refusal in refused.items()
        for error in refusal.members.get("errors") or [{"pointer": f"#/items/{number}", "detail": refusal.detail}]
    ]
    if errors:
        raise Conflict(f"Nothing is changed: {len(refused)} of {len(results)} changes are refused.", errors=errors)


def _told(changes: Sequence[Change], results: Sequence[Result], ids: Mapping[str, UUID]) -> Iterator[Outcome]:
    tags = selectors.current_tags(ids.values())
    for change, result in zip(changes, results, strict=True):
        yield Outcome(change.slug, result, tags[ids[change.slug]] if change.slug in ids else None)


def _locked(slugs: Iterable[str]) -> dict[str, Product]:
    """Those in the catalog, by slug. What they point to is read behind the lock, for others may have changed it."""
    rows = Product.objects.select_for_update().filter(slug__in=[*slugs], archived_at=None).order_by("slug")
    return {product.slug: product for product in rows.prefetch_related("category", "type")}


def _categories(changes: Sequence[Change]) -> Callable[[Any], Any]:
    ids = placing.by_slug(_named("category", changes))
    kept = placing.kept(ids.values())
    if kept.keys() != {*ids.values()}:
        raise CrossedError
    rows: dict[str, Category] = {slug: kept[number] for slug, number in ids.items()}
    return partial(_of, rows, "category", "category")


def _types(changes: Sequence[Change]) -> Callable[[Any], Any]:
    return partial(_of, shared_types(_named("type", changes)), "type", "product type")


def _named(field: str, changes: Sequence[Change]) -> set[str]:
    return {slug for change in changes if isinstance(slug := change.fields.get(field), str)}


def _of(rows: Mapping[str, Any], field: str, noun: str, slug: str | None) -> Any:
    if slug is not None and slug not in rows:
        raise invalid(f"#/{field}", f"there is no {noun} {slug!r}")
    return rows[slug] if slug is not None else None
