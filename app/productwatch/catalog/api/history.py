"""The routes of a product's history."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from productwatch.catalog import schemas, selectors
from productwatch.catalog.services import products
from productwatch.catalog.services.products import undoing
from productwatch.platform import reads
from productwatch.platform.auth import SignedInRequest, needs
from productwatch.platform.permissions import Permission
from productwatch.platform.preconditions import if_match
from productwatch.platform.schema import Page, problems

router = Router(tags=["catalog"], auth=needs(Permission.CATALOG_WRITE))


@router.get(
    "/products/{slug}/history",
    operation_id="product_history",
    summary="What became of a product, the newest first, page by page",
    response={200: schemas.History, 304: None} | problems(404),
)
def product_history(request: HttpRequest, slug: str, query: Query[Page]) -> HttpResponse:
    """Of an archived product too. Its ETag serves as If-Match of whatever changes the product."""
    return reads.shown(request, selectors.history(slug, query.cursor, query.limit), reads.PRIVATE)


@router.post(
    "/products/{slug}/history/{int:number}/undo",
    operation_id="undo_change",
    summary="Take back what a version changed",
    response={200: schemas.ProductDetail} | problems(404, 409, 412),
)
def undo_change(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The fields that it changed become what they were before it, as a new version; all else stays as it is."""
    changed = undoing.undo(slug, number, by=request.auth.user_id, only_if=if_match(request))
    return reads.written(selectors.any_product(products.slug_after(changed, slug)))


@router.post(
    "/products/{slug}/restore",
    operation_id="restore_product",
    summary="Bring an archived product back into the catalog",
    response={200: schemas.ProductDetail} | problems(404, 409, 412),
)
def restore_product(request: SignedInRequest, slug: str) -> HttpResponse:
    products.restore(slug, by=request.auth.user_id, only_if=if_match(request))
    return reads.written(selectors.any_product(slug))
