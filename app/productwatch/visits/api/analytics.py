"""The routes of what was visited when."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from productwatch.catalog import selectors as catalog
from productwatch.platform.auth import needs
from productwatch.platform.json import private_json
from productwatch.platform.permissions import Permission
from productwatch.platform.schema import problems
from productwatch.visits import schemas, selectors

router = Router(tags=["visits"], auth=needs(Permission.ANALYTICS_READ))

MEANING = """\
A visit is one reading of a product by one visitor in ten seconds. Visitors are exact for a UTC day; of several days
they are added up, so who comes again on another day counts again, and a day of another zone, which lies in two UTC
days, is an upper bound. Archived products keep their visits; bots are not counted."""

_NOT_COMPARED = {"before": None}


@router.get(
    "/products/{slug}/analytics",
    operation_id="product_analytics",
    by_alias=True,
    summary="Visits of a product",
    description=MEANING,
    response={200: schemas.Analytics} | problems(404),
)
def product_analytics(request: HttpRequest, slug: str, query: Query[schemas.Series]) -> HttpResponse:
    period, product_id = query.period(), catalog.product_id(slug)
    return private_json(_NOT_COMPARED | selectors.analytics(period, product_id, compare=query.compare))


@router.get(
    "/analytics/overview",
    operation_id="analytics_overview",
    by_alias=True,
    summary="Visits of all products, and the most visited ones",
    description=MEANING,
    response={200: schemas.Overview},
)
def analytics_overview(request: HttpRequest, query: Query[schemas.Series]) -> HttpResponse:
    return private_json(_NOT_COMPARED | selectors.overview(query.period(), compare=query.compare))


@router.get(
    "/analytics/movers",
    operation_id="movers",
    summary="Products that gained and lost most visits on the period before",
    response={200: schemas.Movers},
)
def movers(request: HttpRequest, query: Query[schemas.Days]) -> HttpResponse:
    """A product that was not visited before gains all that it has."""
    return private_json(selectors.movers(query.period()))


@router.get(
    "/analytics/bots",
    operation_id="visits_of_bots",
    summary="Visits that were taken for those of bots, by reason",
    response={200: schemas.Bots},
)
def visits_of_bots(request: HttpRequest, query: Query[schemas.Days]) -> HttpResponse:
    """They are kept apart and count nowhere else."""
    return private_json({"items": selectors.bots(query.period())})


@router.get(
    "/analytics/sessions",
    operation_id="sessions_of_visitors",
    summary="VisitSessions by UTC day",
    response={200: schemas.VisitSessions},
)
def sessions_of_visitors(request: HttpRequest, query: Query[schemas.Days]) -> HttpResponse:
    """A session ends after thirty idle minutes. It is counted once its day is over, and ends with the day."""
    return private_json(selectors.sessions(query.period()))
