"""What admins change in the catalog stands in the audit log, unless a history of its own tells who did it."""

from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.operation import Operation

from productwatch.audit.actors import actor_of
from productwatch.audit.services import Subject, record
from productwatch.config.operations import CHANGING, operations
from productwatch.platform.permissions import Permission

HAVE_A_HISTORY = frozenset(
    {"create_product", "change_product", "change_products", "archive_product", "restore_product", "undo_change"}
    | {"add_image", "reorder_images", "change_image", "remove_image"}
)
"""What becomes of products is told by their versions, with who did it: there may be thousands a day."""


def is_audited(operation: Operation) -> bool:
    guards = [getattr(guard, "permission", None) for guard in operation.auth_callbacks]
    changes = not CHANGING.isdisjoint(operation.methods)
    return changes and Permission.CATALOG_WRITE in guards and operation.operation_id not in HAVE_A_HISTORY


def audit_changes(api: NinjaAPI) -> None:
    """From now on these operations leave an entry in the transaction of their effect. Call it before `take_keys`: what
    is answered once more is not done once more.
    """
    for operation in filter(is_audited, operations(api)):
        operation.view_func = _audited(operation)


def _audited(operation: Operation) -> Any:
    view, act = operation.view_func, str(operation.operation_id).replace("_", "-")

    @wraps(view)
    def audited(request: HttpRequest, **values: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = view(request, **values)
            resource = response.headers.get("Location", request.path)
            record(act, actor_of(request), Subject("catalog", None), resource=resource)
        return response

    return audited
