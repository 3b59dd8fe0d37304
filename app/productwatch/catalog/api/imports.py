"""The routes of product imports."""

from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from productwatch.catalog import schemas, selectors
from productwatch.catalog.models import ImportJob
from productwatch.catalog.services.files import imports
from productwatch.catalog.services.files.parts import Form
from productwatch.platform import reads
from productwatch.platform.auth import SignedInRequest, needs
from productwatch.platform.bodies import takes_files
from productwatch.platform.jobs.answers import BEGUN, POLLED, begun, progress
from productwatch.platform.jobs.turns import cancel
from productwatch.platform.permissions import Permission
from productwatch.platform.problems import UnsupportedMediaType
from productwatch.platform.reads import Representation
from productwatch.platform.schema import Page, problems
from productwatch.platform.uploads import streamed, upload_of

router = Router(tags=["catalog"], auth=needs(Permission.CATALOG_WRITE))

FORMS: dict[str, Form] = {"application/x-ndjson": "jsonl", "application/jsonl": "jsonl", "text/csv": "csv"}
"""By the media type of the body; a generated client sends the last one."""

_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in FORMS},
    }
}


@router.post(
    "/product-imports",
    operation_id="import_products",
    summary="Bring a file of products into the catalog",
    response={202: schemas.ImportJob} | problems(411, 413, 415, 422),
    openapi_extra=_FILE | BEGUN,
)
@takes_files("MAX_IMPORT_BYTES")
@streamed
def import_products(request: SignedInRequest, query: Query[schemas.Importing]) -> HttpResponse:
    """A job does it: follow its `Location`. What is no product file at all is refused at once."""
    form = FORMS.get(request.content_type or "")
    if form is None:
        raise UnsupportedMediaType(f"Send the file as one of {', '.join(FORMS)}.")
    job_id = imports.begin(
        upload_of(request), form, dry_run=query.dry_run, stops=query.on_error == "stop", by=request.auth.user_id
    )
    return begun(request, job_id, selectors.import_job(job_id))


@router.get(
    "/product-imports",
    operation_id="list_product_imports",
    summary="Imports, page by page",
    response={200: schemas.ImportJobPage, 304: None},
)
def list_product_imports(request: HttpRequest, query: Query[Page]) -> HttpResponse:
    """Those of the last 30 days."""
    page = selectors.import_job_page(query.cursor, query.limit)
    return reads.shown(request, Representation(orjson.dumps(page)), reads.PRIVATE)


@router.get(
    "/product-imports/{uuid:job_id}",
    operation_id="get_product_import",
    summary="How far an import is",
    response={200: schemas.ImportJob, 304: None} | problems(404),
    openapi_extra=POLLED,
)
def get_product_import(request: HttpRequest, job_id: UUID) -> HttpResponse:
    return progress(request, selectors.import_job(job_id))


@router.get(
    "/product-imports/{uuid:job_id}/errors",
    operation_id="list_import_errors",
    summary="Which rows of an import could not be written, page by page",
    response={200: schemas.RowErrorPage, 304: None} | problems(404),
)
def list_import_errors(request: HttpRequest, job_id: UUID, query: Query[Page]) -> HttpResponse:
    page = selectors.import_fault_page(job_id, query.cursor, query.limit)
    return reads.shown(request, Representation(orjson.dumps(page)), reads.PRIVATE)


@router.post(
    "/product-imports/{uuid:job_id}/cancel",
    operation_id="cancel_product_import",
    summary="End an import before its time",
    response={200: schemas.ImportJob} | problems(404, 409),
)
def cancel_product_import(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """What has been written stays."""
    cancel(ImportJob.objects, job_id)
    return progress(request, selectors.import_job(job_id))
