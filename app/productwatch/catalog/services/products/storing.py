"""Writing many products at once, in as many statements as one takes: rows, versions, and one event of them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from productwatch.catalog.models import FormerProductSlug, Product, ProductVersion
from productwatch.catalog.services.differences import Diff
from productwatch.catalog.services.products import schedule
from productwatch.catalog.services.search.indexing import index, is_seen
from productwatch.events import services as events
from productwatch.platform import clock, reads
from productwatch.platform.crossing import CrossedError

IMPORTED = "products.imported"

_FIXED = {"id", "slug", "created_at", "archived_at"}
_GIVEN = [
    field.name
    for field in Product._meta.concrete_fields  # noqa: SLF001 - documented
    if field.name not in _FIXED and not field.generated
]

Kind = ProductVersion.Kind


@dataclass(frozen=True, slots=True)
class Written:
    product: Product
    kind: ProductVersion.Kind
    diff: Diff


def create_all(products: Sequence[Product]) -> list[Written]:
    """Inserts them; IntegrityError or CrossedError where a slug or sku was given away meanwhile."""
    Product.objects.bulk_create(products)
    if FormerProductSlug.objects.filter(slug__in=[product.slug for product in products]).exists():
        raise CrossedError
    return [Written(product, Kind.CREATED, {}) for product in products]


def change_all(changes: Sequence[tuple[Product, Diff]]) -> list[Written]:
    """Writes what these products, which are locked, have become; IntegrityError as above."""
    _let_go_of_skus(changes)
    now = clock.now()
    for product, _ in changes:
        product.version += 1
        product.updated_at = now
    Product.objects.bulk_create(
        [product for product, _ in changes], update_conflicts=True, unique_fields=["id"], update_fields=_GIVEN
    )
    return [Written(product, Kind.CHANGED, diff) for product, diff in changes]


def tell_all(written: Sequence[Written], by: UUID | None) -> None:
    """Keeps what happened as versions, and lets everybody know: by one event, and by stale answers."""
    if not written:
        return
    ProductVersion.objects.bulk_create(
        ProductVersion(
            product=each.product,
            number=each.product.version,
            kind=each.kind,
            diff=each.diff,
            at=each.product.updated_at,
            by_id=by,
        )
        for each in written
    )
    index([each.product.id for each in written if each.kind != Kind.CHANGED or is_seen(each.diff)])
    slugs = [each.product.slug for each in written]
    prices = [_price(each) for each in written if "price" in each.diff]
    events.record(IMPORTED, "products", {"slugs": slugs, "prices": prices}, later=True)
    reads.changed("products", *(f"product:{slug}" for slug in slugs))


def _let_go_of_skus(changes: Sequence[tuple[Product, Diff]]) -> None:
    """An sku that one product hands to another is free before that takes it: Postgres compares row by row."""
    taken = {diff["sku"][1] for _, diff in changes if "sku" in diff}
    leaving = [product.id for product, diff in changes if "sku" in diff and diff["sku"][0] in taken - {None}]
    if leaving:
        Product.objects.filter(id__in=leaving).update(sku=None)


def _price(written: Written) -> dict[str, object]:
    product = written.product
    told = {"slug": product.slug, "name": product.name, "status": schedule.status_of(product)}
    return {"id": str(product.id), **told, "diff": {"price": written.diff["price"]}}
