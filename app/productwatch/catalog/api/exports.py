"""The routes of product exports."""

from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from productwatch.catalog import schemas, selectors
from productwatch.catalog.models import ExportJob
from productwatch.catalog.services.files import exports
from productwatch.platform import reads
from productwatch.platform.auth import SignedInRequest, needs
from productwatch.platform.jobs.answers import BEGUN, POLLED, begun, progress
from productwatch.platform.jobs.files import File, described, download
from productwatch.platform.jobs.turns import cancel
from productwatch.platform.permissions import Permission
from productwatch.platform.reads import Representation
from productwatch.platform.schema import Page, problems

router = Router(tags=["catalog"], auth=needs(Permission.CATALOG_WRITE))

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}


@router.post(
    "/product-exports",
    operation_id="export_products",
    summary="Write products into a file",
    response={202: schemas.ExportJob},
    openapi_extra=BEGUN,
)
def export_products(request: SignedInRequest, body: schemas.ExportIn) -> HttpResponse:
    """A job does it: follow its `Location`. Each thousand is written as it is at that moment."""
    choice = selectors.Choice(body.category, body.brand, body.tag, body.type, tuple(body.attribute), body.status)
    job_id = exports.begin(choice, body.format, by=request.auth.user_id)
    return begun(request, job_id, selectors.export_job(job_id, exports.KEPT))


@router.get(
    "/product-exports",
    operation_id="list_product_exports",
    summary="Exports, page by page",
    response={200: schemas.ExportJobPage, 304: None},
)
def list_product_exports(request: HttpRequest, query: Query[Page]) -> HttpResponse:
    """Those whose files have not expired."""
    page = selectors.export_job_page(query.cursor, query.limit, exports.KEPT)
    return reads.shown(request, Representation(orjson.dumps(page)), reads.PRIVATE)


@router.get(
    "/product-exports/{uuid:job_id}",
    operation_id="get_product_export",
    summary="How far an export is",
    response={200: schemas.ExportJob, 304: None} | problems(404),
    openapi_extra=POLLED,
)
def get_product_export(request: HttpRequest, job_id: UUID) -> HttpResponse:
    return progress(request, selectors.export_job(job_id, exports.KEPT))


@router.get(
    "/product-exports/{uuid:job_id}/file",
    operation_id="download_product_export",
    summary="The file of an export",
    response={200: None} | problems(404, 409),
    openapi_extra=described(*MEDIA_TYPES.values()),
)
def download_product_export(request: HttpRequest, job_id: UUID) -> HttpResponseBase:
    """An import reads it as it is. It comes as gzip where that is accepted."""
    job = selectors.finished_export(job_id)
    name = f"products-{job.created_at:%Y-%m-%d}.{job.form}"
    media_type = MEDIA_TYPES[job.form]
    return download(request, File(name, media_type, exports.size(job), exports.plain(job), exports.gzipped(job)))


@router.post(
    "/product-exports/{uuid:job_id}/cancel",
    operation_id="cancel_product_export",
    summary="End an export before its time",
    response={200: schemas.ExportJob} | problems(404, 409),
)
def cancel_product_export(request: HttpRequest, job_id: UUID) -> HttpResponse:
    cancel(ExportJob.objects, job_id)
    return progress(request, selectors.export_job(job_id, exports.KEPT))
