"""Changing products: each function is one transaction, and tells what it did by a version and an event."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from productwatch.catalog import selectors
from productwatch.catalog.models import Category, FormerProductSlug, Product, ProductVersion, Status
from productwatch.catalog.services.constraints import violated
from productwatch.catalog.services.differences import Diff, difference
from productwatch.catalog.services.fields import Fields
from productwatch.catalog.services.product_types.attributes import fit, shared_type
from productwatch.catalog.services.products import schedule
from productwatch.catalog.services.search import indexing
from productwatch.catalog.slugs import numbered, slug_of
from productwatch.events import services as events
from productwatch.platform import clock, reads
from productwatch.platform.preconditions import ANY_VERSION, Precondition
from productwatch.platform.problems import Conflict, NotFound, invalid

Columns = dict[str, Any]
Kind = ProductVersion.Kind


@transaction.atomic
def create(fields: Fields, *, by: UUID | None = None) -> str:
    """Adds a product, which needs a name and a price, and returns its slug: the given one, or one made from the name.

    Conflict is raised where slug or sku are taken, Invalid where there is no such category or type, the attributes do
    not fit it, or the status and its times contradict each other.
    """
    product = drafted(columns_of(fields))
    if not product.slug:
        _insert_with_free_slug(product)
    elif not _inserted(product, product.slug):
        raise _taken("slug", product.slug)
    tell(product, Kind.CREATED, by)
    return product.slug


@transaction.atomic
def change(slug: str, fields: Fields, *, by: UUID | None = None, only_if: Precondition = ANY_VERSION) -> Diff:
    """Gives the product these fields and returns what that changed; where that is nothing, nothing is written.

    NotFound is raised where there is no such product or it is archived, Conflict where the sku is taken, Invalid for
    category, type and attributes, and for a status and times that contradict each other, PreconditionFailed where it
    is no longer as the caller has seen it.
    """
    columns = columns_of(fields)
    product = _unarchived(slug)
    only_if.check(product.version, partial(selectors.current_tag, slug))
    return give(product, columns, by)


@transaction.atomic
def archive(slug: str, *, by: UUID | None = None, only_if: Precondition = ANY_VERSION) -> None:
    """Takes the product out of the catalog; all that points to it stays. NotFound where it is not there."""
    product = _unarchived(slug)
    only_if.check(product.version, partial(selectors.current_tag, slug))
    put_away(product, by)


@transaction.atomic
def restore(slug: str, *, by: UUID | None = None, only_if: Precondition = ANY_VERSION) -> None:
    """Brings an archived product back, with the status that it had, but no end that has passed.

    NotFound where there never was one, Conflict where it is not archived.
    """
    product = locked(slug)
    if product.archived_at is None:
        raise Conflict("The product is not archived.")
    only_if.check(product.version, partial(selectors.current_tag, slug))
    before = facts(product)
    product.archived_at = None
    schedule.forget_end(product, clock.now())
    _save_next_version(product)
    tell(product, Kind.RESTORED, by, difference(before, facts(product)))


def publish(product: Product) -> None:
    """The time has come for a product that is locked."""
    product.stage = Status.PUBLISHED
    _save_next_version(product)
    tell(product, Kind.PUBLISHED, None, {"status": [Status.SCHEDULED.value, Status.PUBLISHED.value]})


def put_away(product: Product, by: UUID | None) -> None:
    """Archives a product that is locked."""
    product.archived_at = clock.now()
    _save_next_version(product)
    tell(product, Kind.ARCHIVED, by)


def opened(slug: str, only_if: Precondition) -> Product:
    """The product as its caller has seen it, for `give`; NotFound and PreconditionFailed as by a change."""
    product = _unarchived(slug)
    only_if.check(product.version, partial(selectors.current_tag, slug))
    return product


def give(product: Product, columns: Columns, by: UUID | None, undoes: int | None = None) -> Diff:
    """The change itself, on a product that is locked after the category that it gets; Invalid as `applied` says."""
    changed = applied(product, columns)
    if changed:
        _save_next_version(product)
        if "slug" in changed:
            _leave(changed["slug"][0], product)
        tell(product, Kind.CHANGED, by, changed, undoes)
    return changed


def drafted(columns: Columns) -> Product:
    """A new product of these columns, which nobody writes yet; Invalid as below."""
    product = Product(**columns)
    fit(product, columns)
    schedule.refuse_contradiction(product, clock.now())
    return product


def applied(product: Product, columns: Columns) -> Diff:
    """Sets the columns, which nobody writes yet, and returns what that changed.

    Invalid where attributes do not fit the type, or the status and its times contradict each other.
    """
    before = facts(product)
    for name, value in columns.items():
        setattr(product, name, value)
    fit(product, columns)
    changed = difference(before, facts(product))
    if changed.keys() & schedule.PARTS:
        schedule.refuse_contradiction(product, clock.now())
    return changed


def slug_after(changed: Diff, slug: str) -> str:
    """The slug of a product that had this one before the change."""
    return str(changed["slug"][1]) if "slug" in changed else slug


def facts(product: Product) -> dict[str, Any]:
    """What of a product can change, ready for JSON."""
    return {
        "slug": product.slug,
        "name": product.name,
        "description": product.description,
        "price": product.price.as_json(),
        "category": product.category.slug if product.category else None,
        "type": product.type.slug if product.type else None,
        "attributes": product.attributes,
        "stock": product.stock,
        "sku": product.sku,
        "brand": product.brand,
        "tags": product.tags,
        "image": product.image,
        "images": [{"id": shown["id"], "alt": shown["alt"]} for shown in product.images],
        **schedule.told(product),
    }


def columns_of(fields: Fields, found: Mapping[str, Callable[[Any], Any]] | None = None) -> Columns:
    """The columns of the product's row; `found` looks up by slug what is not to be asked for here."""
    named = found or {"category": _category, "type": shared_type}
    columns = {name: named[name](value) if name in named else value for name, value in fields.items()}
    return {"stage" if name == "status" else name: value for name, value in columns.items()}


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


def locked(slug: str) -> Product:
    """The product, archived or not, which nobody else changes until the transaction ends; NotFound where none is.

    Category and type are read once it is locked: a join would show none where somebody faster has given it another.
    """
    products = Product.objects.select_for_update().prefetch_related("category", "type")
    product = products.filter(slug=selectors.possible(slug)).first()
    if product is None:
        raise NotFound(f"There is no product {slug!r}.")
    return product


def _unarchived(slug: str) -> Product:
    product = locked(slug)
    if product.archived_at is not None:
        raise NotFound(f"There is no product {slug!r}.")
    return product


def _insert_with_free_slug(product: Product) -> None:
    wanted = slug_of(product.name) or str(product.id)
    taken = {
        slug
        for slugs in (Product.objects, FormerProductSlug.objects)
        for slug in slugs.filter(slug__startswith=wanted[:70]).values_list("slug", flat=True)
    }
    next(slug for slug in numbered(wanted) if slug not in taken and _inserted(product, slug))


def _inserted(product: Product, slug: str) -> bool:
    """False where the slug is taken, perhaps by somebody who was faster; the transaction goes on."""
    product.slug = slug
    try:
        with transaction.atomic():
            product.save(force_insert=True)
            return not _was_of_another(product)
    except IntegrityError as error:
        if violated(error) == "product_slug_is_taken_once":
            return False
        raise _refusal(error, product) from error


def _was_of_another(product: Product) -> bool:
    """Asked once the row holds its slug: whoever gives that slug up at this moment has been waited for."""
    taken = FormerProductSlug.objects.filter(slug=product.slug).exclude(product=product).exists()
    if taken:
        transaction.set_rollback(True)
    return taken


def _leave(slug: str, product: Product) -> None:
    """The slug leads to the product from now on; one that it takes back leads there by itself."""
    if _was_of_another(product):
        raise _taken("slug", product.slug)
    product.former_slugs.filter(slug=product.slug).delete()
    product.former_slugs.create(slug=slug)
    reads.changed(f"product:{slug}")


def _save_next_version(product: Product) -> None:
    product.version += 1
    product.updated_at = clock.now()
    try:
        with transaction.atomic():
            product.save(force_update=True)
    except IntegrityError as error:
        raise _refusal(error, product) from error


def _refusal(error: IntegrityError, product: Product) -> Exception:
    fields = {"product_sku_is_taken_once": "sku", "product_slug_is_taken_once": "slug"}
    field = fields.get(violated(error) or "")
    return _taken(field, str(getattr(product, field))) if field else error


def _taken(field: str, value: str) -> Conflict:
    detail = f"{value!r} is the {field} of another product" + ", or was" * (field == "slug")
    return Conflict(f"{detail}.", errors=[{"pointer": f"#/{field}", "detail": detail}])


def tell(product: Product, kind: Kind, by: UUID | None, diff: Diff | None = None, undoes: int | None = None) -> None:
    """Keeps what happened as a version, and lets everybody know: by an event, and by stale answers."""
    diff = diff or {}
    product.versions.create(
        number=product.version, kind=kind, diff=diff, at=product.updated_at, by_id=by, undoes=undoes
    )
    if kind != Kind.CHANGED or indexing.is_seen(diff):
        indexing.index([product.id])
    told = {"slug": product.slug, "name": product.name, "status": schedule.status_of(product), "diff": diff}
    events.record(f"product.{kind.value}", str(product.id), told)
    if kind == Kind.CHANGED and diff.get("status", [""])[-1] == Status.PUBLISHED:
        events.record("product.published", str(product.id), told)
    reads.changed(f"product:{product.slug}", "products")
