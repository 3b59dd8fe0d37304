"""The visits' routes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from productwatch.catalog import selectors as catalog
from productwatch.platform.auth import SignedInRequest, needs
from productwatch.platform.cursors import Cursors
from productwatch.platform.idempotency import without_key
from productwatch.platform.json import private_json
from productwatch.platform.limiter.policies import Policy, limited
from productwatch.platform.permissions import Permission
from productwatch.platform.schema import problems
from productwatch.platform.sse import hall
from productwatch.platform.sse.frames import MEDIA_TYPE
from productwatch.visits import periods, schemas, selectors
from productwatch.visits.services import recording

router = Router(tags=["visits"])

VISITS = Policy("visits")

MEANING = """\
A visit is one reading of a product by one visitor in ten seconds. Visitors are exact for a UTC day; of several days
they are added up, so who comes again on another day counts again, and a day of another zone, which lies in two UTC
days, is an upper bound. Archived products keep their visits; bots are not counted."""


_STREAM: dict[str, Any] = {
    "responses": {
        200: {
            "description": "the stream",
            "headers": {"Cache-Control": {"required": True, "schema": {"type": "string"}}},
            "content": {
                MEDIA_TYPE: {
                    "schema": {"type": "string"},
                    "examples": {"a visit": {"value": 'retry: 2000\n\nevent: visits\ndata: {"visits":1,…}\n\n'}},
                }
            },
        }
    }
}


@router.post(
    "/products/{slug}/visits",
    auth=None,
    operation_id="record_visit",
    summary="Count a visit of a page that was kept elsewhere",
    response={202: None} | problems(404),
)
@without_key("a visit counts once in its ten seconds, and nobody is known by whom")
@limited(VISITS)
def record_visit(request: HttpRequest, slug: str, page: Query[schemas.VisitedPage]) -> HttpResponse:
    """Needs no body. Shares its ten seconds with reading the product. Staff and who opts out (Sec-GPC, DNT) are not
    counted.
    """
    recording.record(request, slug, page.told())
    return HttpResponse(status=202)


@router.get(
    "/products/{slug}/analytics",
    auth=needs(Permission.ANALYTICS_READ),
    operation_id="product_analytics",
    summary="Visits of a product",
    description=MEANING,
    response={200: schemas.Analytics} | problems(404),
)
def product_analytics(request: HttpRequest, slug: str, query: Query[schemas.Series]) -> HttpResponse:
    period = periods.asked_for(query.first, query.last, query.tz, query.interval)
    return private_json(selectors.analytics(period, catalog.product_id(slug)))


@router.get(
    "/analytics/overview",
    auth=needs(Permission.ANALYTICS_READ),
    operation_id="analytics_overview",
    summary="Visits of all products, and the most visited ones",
    description=MEANING,
    response={200: schemas.Overview},
)
def analytics_overview(request: HttpRequest, query: Query[schemas.Series]) -> HttpResponse:
    return private_json(selectors.overview(periods.asked_for(query.first, query.last, query.tz, query.interval)))


@router.get(
    "/analytics/products",
    auth=needs(Permission.ANALYTICS_READ),
    operation_id="visited_products",
    summary="Visited products, most visited first, page by page",
    description=f"{MEANING} Counting goes on between two pages: a product may move meanwhile.",
    response={200: schemas.VisitedProductPage},
)
def visited_products(request: HttpRequest, query: Query[schemas.Ranking]) -> HttpResponse:
    period = periods.asked_for(query.first, query.last, query.tz)
    cursors = Cursors("visited products", query.first, query.last, query.tz)
    return private_json(selectors.product_page(period, cursors, query.cursor, query.limit))


@router.get(
    "/analytics/recent",
    auth=needs(Permission.ANALYTICS_READ),
    operation_id="recent_visits",
    summary="Visits of the last 30 minutes",
    response={200: schemas.Recent},
)
def recent_visits(request: HttpRequest) -> HttpResponse:
    """Minute by minute, as `/analytics/live` tells them without being asked again."""
    return private_json(selectors.last_minutes())


@router.get(
    "/analytics/live",
    auth=needs(Permission.ANALYTICS_READ),
    operation_id="live_visits",
    summary="Visits while they happen",
    response={200: None} | problems(421),
    openapi_extra=_STREAM,
)
def live_visits(request: SignedInRequest) -> HttpResponse:
    """[Server-sent events](https://html.spec.whatwg.org/multipage/server-sent-events.html). Each `visits` has what
    `/analytics/recent` answers as its data: one comes at once, and another within two seconds when something has
    changed. `stale` says that nothing newer can be told for now. The stream ends after a quarter of an hour, and within
    half a minute after who asked may no longer: `end` says why, and its client comes again.
    """
    return hall.place().enter(request, request.auth)
