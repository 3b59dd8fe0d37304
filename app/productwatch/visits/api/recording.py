"""The route that counts visits of pages which were kept elsewhere."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from productwatch.platform.idempotency import without_key
from productwatch.platform.limiter.policies import Policy, limited
from productwatch.platform.schema import problems
from productwatch.visits import schemas
from productwatch.visits.services import recording

router = Router(tags=["visits"])

VISITS = Policy("visits")


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
