"""Every operation that changes something takes an Idempotency-Key, unless its route declares why it does not."""

from functools import wraps
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.operation import Operation

from productwatch.config.operations import CHANGING, operations
from productwatch.platform.idempotency import Once, reason_without_key
from productwatch.platform.uploads import is_streamed, upload_of


def takes_key(operation: Operation) -> bool:
    return not CHANGING.isdisjoint(operation.methods) and reason_without_key(operation.view_func) is None


def take_keys(api: NinjaAPI, once: Once) -> None:
    """From now on the operations of the API do so. They are wrapped behind sign-in, limits and the checks of what is
    given: who may not ask is told no answer, and what could not begin is not kept.
    """
    for operation in filter(takes_key, operations(api)):
        if not operation.auth_callbacks:
            raise ImproperlyConfigured(f"{operation.operation_id} is for everybody: whose key would it take?")
        operation.view_func = _answered_once(operation, once)


def _answered_once(operation: Operation, once: Once) -> Any:
    view = operation.view_func

    @wraps(view)
    def answered_once(request: HttpRequest, **values: Any) -> HttpResponse:
        if is_streamed(view):
            upload_of(request)

        def work() -> Any:
            headed = values.get(operation.signature.response_arg or "") or operation.api.create_temporal_response(
                request
            )
            return operation._result_to_response(request, view(request, **values), headed)  # noqa: SLF001 - as `run` does

        return once.answer(request, str(request.auth.user_id), work)  # type: ignore[attr-defined]  # Ninja puts it there

    return answered_once
