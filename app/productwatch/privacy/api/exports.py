"""The routes of account exports."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from productwatch.accounts.api.secret_routes import NO_QUICK_HASH, SIGN_IN, SIGN_IN_DAILY
from productwatch.accounts.services.reauthentication import reauthenticated
from productwatch.audit.actors import actor_of
from productwatch.platform.auth import SignedInRequest, signed_in
from productwatch.platform.idempotency import without_key
from productwatch.platform.jobs.answers import BEGUN, POLL_SECONDS, RETRY_AFTER
from productwatch.platform.json import private_json
from productwatch.platform.limiter.policies import limited
from productwatch.platform.schema import Page, problems
from productwatch.privacy import schemas, selectors
from productwatch.privacy.services import exporting

router = Router(tags=["auth"], auth=signed_in)

_POLLED: dict[str, Any] = {"responses": {200: {"headers": {"Retry-After": RETRY_AFTER}}}}
_FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "the file",
            "headers": {"Content-Disposition": {"required": True, "schema": {"type": "string"}}},
        }
    }
}


@router.post(
    "/auth/account/exports",
    operation_id="export_account",
    summary="Write all that is kept of you into a file",
    response={202: schemas.AccountExport} | problems(409),
    openapi_extra=BEGUN,
)
@without_key(NO_QUICK_HASH)
@limited(SIGN_IN, SIGN_IN_DAILY)
def export_account(request: SignedInRequest, body: schemas.Reauthentication) -> HttpResponse:
    """Asks for your password once more. A job does it: follow its `Location`. One at a time, three a day."""
    by = actor_of(request)
    reauthenticated(request.auth, body.password, body.code, by)
    export_id = exporting.begin(request.auth.user_id, by)
    response = _told(request.auth.user_id, export_id, 202)
    response["Location"] = f"{request.path}/{export_id}"
    return response


@router.get(
    "/auth/account/exports",
    operation_id="list_account_exports",
    summary="Exports of your account, page by page",
    response={200: schemas.AccountExports},
)
def list_account_exports(request: SignedInRequest, query: Query[Page]) -> HttpResponse:
    """Those whose files have not expired."""
    return private_json(selectors.export_page(request.auth.user_id, query.cursor, query.limit))


@router.get(
    "/auth/account/exports/{uuid:export_id}",
    operation_id="get_account_export",
    summary="How far an export of your account is",
    response={200: schemas.AccountExport} | problems(404),
    openapi_extra=_POLLED,
)
def get_account_export(request: SignedInRequest, export_id: UUID) -> HttpResponse:
    return _told(request.auth.user_id, export_id)


@router.get(
    "/auth/account/exports/{uuid:export_id}/file",
    operation_id="download_account_export",
    summary="The file of an export of your account",
    response={200: schemas.AccountDocument} | problems(404, 409),
    openapi_extra=_FILE,
)
def download_account_export(request: SignedInRequest, export_id: UUID) -> HttpResponseBase:
    """One JSON document, for three days. It comes as gzip where that is accepted."""
    job = selectors.finished_export(request.auth.user_id, export_id)
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    content = exporting.gzipped(job) if zipped else exporting.plain(job)
    response = StreamingHttpResponse(content, content_type="application/json")
    response["Content-Length"] = str(exporting.gzipped_size(job) if zipped else job.size)
    if zipped:
        response["Content-Encoding"] = "gzip"
    response["Content-Disposition"] = f'attachment; filename="account-{job.created_at:%Y-%m-%d}.json"'
    response["Cache-Control"], response["Vary"] = "no-store", "Accept-Encoding"
    return response


def _told(user_id: UUID, export_id: UUID, status: int = 200) -> HttpResponse:
    found = selectors.export(user_id, export_id)
    response = private_json(found, status)
    if found["finished_at"] is None:
        response["Retry-After"] = str(POLL_SECONDS)
    return response
