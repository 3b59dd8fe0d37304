"""The audit log's routes."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from productwatch.audit import schemas, selectors, services
from productwatch.audit.actors import actor_of
from productwatch.platform import clock
from productwatch.platform.auth import needs
from productwatch.platform.database import give_back
from productwatch.platform.json import private_json
from productwatch.platform.permissions import Permission

router = Router(tags=["audit"])

_FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "the entries, one JSON object a line, as the list shows them",
            "headers": {"Content-Disposition": {"required": True, "schema": {"type": "string"}}},
            "content": {"application/jsonl": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@router.get(
    "/audit",
    auth=needs(Permission.AUDIT_READ),
    operation_id="list_audit_entries",
    summary="Who did what in matters of security, page by page",
    response={200: schemas.AuditEntries},
)
def list_audit_entries(request: HttpRequest, query: Query[schemas.AuditPage]) -> HttpResponse:
    """The newest first. Nobody can change an entry, and none is removed while it is younger than ninety days."""
    return private_json(selectors.entries(_wanted(query), query.cursor, query.limit))


@router.get(
    "/audit/export",
    auth=needs(Permission.AUDIT_READ),
    operation_id="export_audit_entries",
    summary="Who did what in matters of security, as a file",
    response={200: None},
    openapi_extra=_FILE,
)
def export_audit_entries(request: HttpRequest, query: Query[schemas.AuditFilters]) -> HttpResponseBase:
    """All that the list with the same filters would show, the oldest first, up to this moment. That somebody has taken
    it stands in the log, too.
    """
    wanted = _wanted(query, until=clock.now())
    services.record_at_times(services.EXPORTED, actor_of(request), services.THE_LOG)
    response = StreamingHttpResponse(_lines(wanted), content_type="application/jsonl")
    response["Content-Disposition"] = f'attachment; filename="audit-{clock.now():%Y-%m-%d}.jsonl"'
    response["Cache-Control"] = "no-store"
    return response


def _wanted(query: schemas.AuditFilters, until: datetime | None = None) -> selectors.Wanted:
    end = min(query.end or until, until) if until else query.end
    return selectors.Wanted(query.act, query.actor, query.subject, query.first, end)


def _lines(wanted: selectors.Wanted) -> Iterator[bytes]:
    """A portion at a time; whoever reads slowly holds no connection to the database meanwhile."""
    for portion in selectors.portions(wanted):
        give_back()
        yield b"".join(orjson.dumps(entry) + b"\n" for entry in portion)
