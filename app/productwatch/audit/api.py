"""The audit log's route."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from productwatch.audit import schemas, selectors
from productwatch.platform.auth import needs
from productwatch.platform.json import private_json
from productwatch.platform.permissions import Permission

router = Router(tags=["audit"])


@router.get(
    "/audit",
    auth=needs(Permission.AUDIT_READ),
    operation_id="list_audit_entries",
    summary="Who did what in matters of security, page by page",
    response={200: schemas.AuditEntries},
)
def list_audit_entries(request: HttpRequest, query: Query[schemas.AuditPage]) -> HttpResponse:
    """The newest first. Nobody can change an entry, and none is removed while it is younger than ninety days."""
    wanted = selectors.Wanted(query.act, query.actor, query.subject, query.first, query.end)
    return private_json(selectors.entries(wanted, query.cursor, query.limit))
