"""The routes of notifications: following a product, and what was sent to whom."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from productwatch.notifications import schemas, selectors, services
from productwatch.platform.auth import SignedInRequest, needs
from productwatch.platform.json import json_response
from productwatch.platform.permissions import Permission
from productwatch.platform.schema import problems

router = Router(tags=["notifications"])


@router.put(
    "/products/{slug}/follow",
    auth=needs(Permission.FOLLOWS_WRITE),
    operation_id="follow_product",
    summary="Follow a product",
    response={204: None} | problems(404),
)
def follow_product(request: SignedInRequest, slug: str) -> HttpResponse:
    """From now on a mail tells you when the product's price changes; asking again changes nothing."""
    services.follow(request.auth.user_id, slug)
    return HttpResponse(status=204)


@router.delete(
    "/products/{slug}/follow",
    auth=needs(Permission.FOLLOWS_WRITE),
    operation_id="unfollow_product",
    summary="Follow a product no more",
    response={204: None} | problems(404),
)
def unfollow_product(request: SignedInRequest, slug: str) -> HttpResponse:
    """You hear of the product no more; 204 too where you did not follow it."""
    services.unfollow(request.auth.user_id, slug)
    return HttpResponse(status=204)


@router.get(
    "/deliveries",
    auth=needs(Permission.DELIVERIES_READ),
    operation_id="list_deliveries",
    summary="What was sent to whom, page by page",
    response={200: schemas.Deliveries},
)
def list_deliveries(request: HttpRequest, page: Query[schemas.DeliveryPage]) -> HttpResponse:
    """The newest first, each with how far it came."""
    return json_response(selectors.delivery_page(page.state, page.kind, page.cursor, page.limit))
