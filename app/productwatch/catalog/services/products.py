"""Changing products: each function is one transaction, and tells what it did by a version and an event."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from productwatch.catalog import selectors
from productwatch.catalog.models import Category, Product, ProductVersion
from productwatch.catalog.services.constraints import violated
from productwatch.catalog.services.fields import Fields
from productwatch.catalog.slugs import numbered, slug_of
from productwatch.events import services as events
from productwatch.platform import clock, reads
from productwatch.platform.problems import Conflict, NotFound, invalid

Diff = dict[str, list[Any]]
Kind = ProductVersion.Kind


@transaction.atomic
def create(fields: Fields, slug: str | None = None) -> str:
    """Adds a product, which needs a name and a price, and returns its slug: the given one, or one made from the name.

    Conflict is raised where slug or sku are taken, Invalid where there is no such category.
    """
    product = Product(**_columns(fields))
    if slug is None:
        _insert_with_free_slug(product)
    elif not _inserted(product, slug):
        raise _taken("slug", slug)
    _tell(product, Kind.CREATED, {})
    return product.slug


@transaction.atomic
def change(slug: str, fields: Fields) -> Diff:
    """Gives the product these fields and returns what that changed; where that is nothing, nothing is written.

    NotFound is raised where there is no such product, Conflict where the sku is taken, Invalid for the category.
    """
    columns = _columns(fields)
    product = _locked(slug)
    before = facts(product)
    for name, value in columns.items():
        setattr(product, name, value)
    changed = difference(before, facts(product))
    if changed:
        _save_next_version(product)
        _tell(product, Kind.CHANGED, changed)
    return changed


@transaction.atomic
def archive(slug: str) -> None:
    """Takes the product out of the public catalog; all that points to it stays. NotFound where it is not there."""
    product = _locked(slug)
    product.archived_at = clock.now()
    _save_next_version(product)
    _tell(product, Kind.ARCHIVED, {})


def facts(product: Product) -> dict[str, Any]:
    """What of a product can change, ready for JSON."""
    return {
        "name": product.name,
        "description": product.description,
        "price": product.price.as_json(),
        "category": product.category.slug if product.category else None,
        "stock": product.stock,
        "sku": product.sku,
        "image": product.image,
    }


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Diff:
    """What it was and what it became, for each member that is another now."""
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}


def _columns(fields: Fields) -> dict[str, Any]:
    return {name: _category(value) if name == "category" else value for name, value in fields.items()}


def _category(slug: Any) -> Category | None:
    """The category, kept from being deleted until the transaction ends."""
    if slug is None:
        return None
    try:
        return _kept(slug)
    except NotFound:
        raise invalid("#/category", f"there is no category {slug!r}") from None


def _kept(slug: str) -> Category:
    found = Category.objects.raw("SELECT * FROM catalog_category WHERE slug = %s FOR KEY SHARE", [slug])
    return found[0] if found else _kept(selectors.category_now(slug))


def _locked(slug: str) -> Product:
    products = Product.objects.select_for_update(of=("self",)).select_related("category")
    product = products.filter(slug=selectors.possible(slug), archived_at=None).first()
    if product is None:
        raise NotFound(f"There is no product {slug!r}.")
    return product


def _insert_with_free_slug(product: Product) -> None:
    wanted = slug_of(product.name) or str(product.id)
    taken = set(Product.objects.filter(slug__startswith=wanted[:70]).values_list("slug", flat=True))
    next(slug for slug in numbered(wanted) if slug not in taken and _inserted(product, slug))


def _inserted(product: Product, slug: str) -> bool:
    """False where the slug is taken, perhaps by somebody who was faster; the transaction goes on."""
    product.slug = slug
    try:
        with transaction.atomic():
            product.save(force_insert=True)
    except IntegrityError as error:
        if violated(error) == "product_slug_is_taken_once":
            return False
        raise _refusal(error, product) from error
    return True


def _save_next_version(product: Product) -> None:
    product.version += 1
    product.updated_at = clock.now()
    try:
        with transaction.atomic():
            product.save(force_update=True)
    except IntegrityError as error:
        raise _refusal(error, product) from error


def _refusal(error: IntegrityError, product: Product) -> Exception:
    return _taken("sku", str(product.sku)) if violated(error) == "product_sku_is_taken_once" else error


def _taken(field: str, value: str) -> Conflict:
    detail = f"{value!r} is the {field} of another product"
    return Conflict(f"{detail}.", errors=[{"pointer": f"#/{field}", "detail": detail}])


def _tell(product: Product, kind: Kind, diff: Diff) -> None:
    product.versions.create(number=product.version, kind=kind, diff=diff, at=product.updated_at)
    told = {"slug": product.slug, "name": product.name, "diff": diff}
    events.record(f"product.{kind.value}", str(product.id), told)
    reads.changed(f"product:{product.slug}", "products")
