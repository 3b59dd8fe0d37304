"""Changing product types: each function is one transaction, after which every product still fits its type."""

from typing import Any

from django.db import IntegrityError, transaction

from productwatch.catalog import selectors
from productwatch.catalog.models import ProductType
from productwatch.catalog.services import freshness
from productwatch.catalog.services.constraints import violated
from productwatch.catalog.services.differences import difference
from productwatch.catalog.services.fields import TypeFields
from productwatch.catalog.services.product_types.retyping import refuse_misfits
from productwatch.catalog.slugs import numbered, slug_of
from productwatch.events import services as events
from productwatch.platform.preconditions import ANY_VERSION, Precondition
from productwatch.platform.problems import Conflict, NotFound


@transaction.atomic
def create(fields: TypeFields) -> str:
    """Adds a product type, which needs a name, and returns its slug: the given one, or one made from the name.

    Conflict is raised where the slug is taken.
    """
    kind = ProductType(**fields)
    if not kind.slug:
        next(slug for slug in numbered(slug_of(kind.name) or "type") if _inserted(kind, slug))
    elif not _inserted(kind, kind.slug):
        detail = f"{kind.slug!r} is the slug of another product type"
        raise Conflict(f"{detail}.", errors=[{"pointer": "#/slug", "detail": detail}])
    _tell("created", kind)
    return kind.slug


@transaction.atomic
def change(slug: str, fields: TypeFields, *, only_if: Precondition = ANY_VERSION) -> None:
    """Gives the product type these fields; where that changes nothing, nothing is written.

    NotFound is raised where there is no such product type, Conflict where a product would not fit it any more,
    PreconditionFailed where it is no longer as the caller has seen it.
    """
    kind = _locked(slug)
    only_if.check(kind.version, lambda: selectors.product_type(slug).tag)
    before = _facts(kind)
    for name, value in fields.items():
        setattr(kind, name, value)
    changed = difference(before, _facts(kind))
    if changed:
        refuse_misfits(kind, before["attributes"])
        kind.version += 1
        kind.save(force_update=True)
        _tell("changed", kind, diff=changed)


@transaction.atomic
def remove(slug: str, *, only_if: Precondition = ANY_VERSION) -> None:
    """Deletes a product type that no product has. NotFound is raised where there is none, Conflict where one has it.

    PreconditionFailed is raised where it is no longer as the caller has seen it.
    """
    kind = _locked(slug)
    only_if.check(kind.version, lambda: selectors.product_type(slug).tag)
    if products := kind.products.count():
        detail = f"{products:,} products are of the type {slug!r}, those out of the catalog included"
        raise Conflict(f"{detail}: give them another one first.", errors=[{"pointer": "#/slug", "detail": detail}])
    _tell("removed", kind)
    kind.delete()


def _locked(slug: str) -> ProductType:
    """The product type, to be changed by nobody else, and taken by no product, until the transaction ends."""
    kind = ProductType.objects.select_for_update().filter(slug=selectors.possible_product_type(slug)).first()
    if kind is None:
        raise NotFound(f"There is no product type {slug!r}.")
    return kind


def _facts(kind: ProductType) -> dict[str, Any]:
    return {"name": kind.name, "attributes": kind.attributes}


def _inserted(kind: ProductType, slug: str) -> bool:
    """False where the slug is taken; the transaction goes on."""
    kind.slug = slug
    try:
        with transaction.atomic():
            kind.save(force_insert=True)
    except IntegrityError as error:
        if violated(error) != "product_type_slug_is_taken_once":
            raise
        return False
    return True


def _tell(what: str, kind: ProductType, **more: Any) -> None:
    told = {"slug": kind.slug, "name": kind.name, **more}
    events.record(f"product_type.{what}", str(kind.id), told)
    freshness.type_changed(kind.slug)
