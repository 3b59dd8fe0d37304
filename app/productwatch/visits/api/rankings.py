"""The routes of what was visited most, by what is known of a visit; nothing of it is crossed with anything else."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from productwatch.platform.auth import needs
from productwatch.platform.cursors import Cursors
from productwatch.platform.json import private_json
from productwatch.platform.permissions import Permission
from productwatch.visits import schemas, selectors
from productwatch.visits.api.analytics import MEANING

router = Router(tags=["visits"], auth=needs(Permission.ANALYTICS_READ))

GOES_ON = f"{MEANING} Counting goes on between two pages: what is ranked may move meanwhile."


def _page(dimension: selectors.Dimension, query: schemas.Ranking) -> HttpResponse:
    cursors = Cursors("visited", dimension, query.first, query.last, query.tz)
    return private_json(selectors.breakdown(query.period(), dimension, cursors, query.cursor, query.limit))


@router.get(
    "/analytics/products",
    operation_id="visited_products",
    summary="Visited products, most visited first, page by page",
    description=GOES_ON,
    response={200: schemas.VisitedProductPage},
)
def visited_products(request: HttpRequest, query: Query[schemas.Ranking]) -> HttpResponse:
    return _page("product", query)


@router.get(
    "/analytics/categories",
    operation_id="visited_categories",
    summary="Visited categories, most visited first, page by page",
    description=GOES_ON,
    response={200: schemas.VisitedCategoryPage},
)
def visited_categories(request: HttpRequest, query: Query[schemas.Ranking]) -> HttpResponse:
    return _page("category", query)


@router.get(
    "/analytics/referrers",
    operation_id="visits_by_referrer",
    summary="Hosts that led here, most visited first, page by page",
    description=GOES_ON,
    response={200: schemas.TraitPage},
)
def visits_by_referrer(request: HttpRequest, query: Query[schemas.Ranking]) -> HttpResponse:
    return _page("referrer", query)


@router.get(
    "/analytics/campaigns",
    operation_id="visits_by_campaign",
    summary="Campaigns that led here, most visited first, page by page",
    description=GOES_ON,
    response={200: schemas.CampaignPage},
)
def visits_by_campaign(request: HttpRequest, query: Query[schemas.Ranking]) -> HttpResponse:
    return _page("campaign", query)


@router.get(
    "/analytics/devices",
    operation_id="visits_by_device",
    summary="Kinds of devices, most visited first, page by page",
    description=GOES_ON,
    response={200: schemas.TraitPage},
)
def visits_by_device(request: HttpRequest, query: Query[schemas.Ranking]) -> HttpResponse:
    return _page("device", query)


@router.get(
    "/analytics/browsers",
    operation_id="visits_by_browser",
    summary="Families of browsers, most visited first, page by page",
    description=GOES_ON,
    response={200: schemas.TraitPage},
)
def visits_by_browser(request: HttpRequest, query: Query[schemas.Ranking]) -> HttpResponse:
    return _page("browser", query)


@router.get(
    "/analytics/countries",
    operation_id="visits_by_country",
    summary="Countries, most visited first, page by page",
    description=GOES_ON,
    response={200: schemas.TraitPage},
)
def visits_by_country(request: HttpRequest, query: Query[schemas.Ranking]) -> HttpResponse:
    return _page("country", query)
