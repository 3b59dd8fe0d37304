"""The routes of files of what was visited."""

from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from productwatch.audit.actors import actor_of
from productwatch.platform import reads
from productwatch.platform.auth import SignedInRequest, needs
from productwatch.platform.jobs.answers import BEGUN, POLLED, begun, progress
from productwatch.platform.jobs.files import File, described, download
from productwatch.platform.permissions import Permission
from productwatch.platform.reads import Representation
from productwatch.platform.schema import Page, problems
from productwatch.visits import periods, schemas, selectors
from productwatch.visits.services import exporting

router = Router(tags=["visits"], auth=needs(Permission.ANALYTICS_READ))

CSV = "text/csv; charset=utf-8"


@router.post(
    "/analytics/exports",
    operation_id="export_visits",
    by_alias=True,
    summary="Write what was visited into a file",
    response={202: schemas.VisitExport},
    openapi_extra=BEGUN,
)
def export_visits(request: SignedInRequest, body: schemas.VisitExportIn) -> HttpResponse:
    """A job does it: follow its `Location`. The file is CSV."""
    period = periods.asked_for(body.first, body.last, body.tz, body.interval)
    job_id = exporting.begin(body.view, period, user_id=request.auth.user_id, by=actor_of(request))
    return begun(request, job_id, selectors.export_job(job_id, exporting.KEPT))


@router.get(
    "/analytics/exports",
    operation_id="list_visit_exports",
    by_alias=True,
    summary="Exports of visits, page by page",
    response={200: schemas.VisitExportPage, 304: None},
)
def list_visit_exports(request: HttpRequest, query: Query[Page]) -> HttpResponse:
    """Those whose files have not expired."""
    page = selectors.export_job_page(query.cursor, query.limit, exporting.KEPT)
    return reads.shown(request, Representation(orjson.dumps(page)), reads.PRIVATE)


@router.get(
    "/analytics/exports/{uuid:job_id}",
    operation_id="get_visit_export",
    by_alias=True,
    summary="How far an export of visits is",
    response={200: schemas.VisitExport, 304: None} | problems(404),
    openapi_extra=POLLED,
)
def get_visit_export(request: HttpRequest, job_id: UUID) -> HttpResponse:
    return progress(request, selectors.export_job(job_id, exporting.KEPT))


@router.get(
    "/analytics/exports/{uuid:job_id}/file",
    operation_id="download_visit_export",
    summary="The file of an export of visits",
    response={200: None} | problems(404, 409),
    openapi_extra=described(CSV),
)
def download_visit_export(request: HttpRequest, job_id: UUID) -> HttpResponseBase:
    """It comes as gzip where that is accepted."""
    job = selectors.finished_export(job_id)
    name = f"visits-{job.view}-{job.first}-{job.last}.csv"
    return download(request, File(name, CSV, exporting.size(job), exporting.plain(job), exporting.gzipped(job)))


@router.post(
    "/analytics/exports/{uuid:job_id}/cancel",
    operation_id="cancel_visit_export",
    by_alias=True,
    summary="End an export of visits before its time",
    response={200: schemas.VisitExport} | problems(404, 409),
)
def cancel_visit_export(request: HttpRequest, job_id: UUID) -> HttpResponse:
    exporting.stop(job_id, by=actor_of(request))
    return progress(request, selectors.export_job(job_id, exporting.KEPT))
