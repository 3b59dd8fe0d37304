"""Taking back what a version changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from uuid import UUID

from django.db import transaction

from productwatch.catalog import selectors
from productwatch.catalog.models import ProductVersion
from productwatch.catalog.services.differences import Diff
from productwatch.catalog.services.fields import as_before
from productwatch.catalog.services.images.writing import brought_back
from productwatch.catalog.services.products.writing import columns_of, give, locked
from productwatch.platform.preconditions import ANY_VERSION, Precondition
from productwatch.platform.problems import Conflict, Invalid, NotFound


@transaction.atomic
def undo(slug: str, number: int, *, by: UUID | None = None, only_if: Precondition = ANY_VERSION) -> Diff:
    """Gives the fields that this version changed the values that they had before it, as a new version.

    What other versions changed stays. Returns what became different; where that is nothing, nothing is written.
    NotFound is raised where there is no such product or version; Conflict where that version changed no fields, the
    product is archived, or a value can no longer be had; PreconditionFailed as by a change.
    """
    version = _undoable(slug, number)
    with _conflict_where_invalid():
        columns = columns_of(as_before(version.diff))
    product = locked(slug)
    if product.archived_at is not None:
        raise Conflict("The product is archived: restore it first.")
    only_if.check(product.version, partial(selectors.current_tag, slug))
    if "images" in columns:
        columns["images"] = brought_back(product, columns["images"])
    with _conflict_where_invalid():
        return give(product, columns, by, undoes=number)


@contextmanager
def _conflict_where_invalid() -> Iterator[None]:
    """What was right once is not the client's mistake now."""
    try:
        yield
    except Invalid as refusal:
        raise Conflict(refusal.detail, **refusal.members) from None


def _undoable(slug: str, number: int) -> ProductVersion:
    """A version never changes: it needs no lock."""
    version = ProductVersion.objects.filter(product__slug=selectors.possible(slug), number=number).first()
    if version is None:
        raise NotFound(f"There is no product {slug!r} with a version {number}.")
    if version.kind != ProductVersion.Kind.CHANGED:
        raise Conflict(f"Version {number} cannot be undone: the product was {version.kind} by it.")
    return version
