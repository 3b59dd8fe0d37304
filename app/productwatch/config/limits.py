"""Every operation of the API behind its limits."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.operation import Operation

from productwatch.config.middleware.known import Run, learn
from productwatch.config.operations import operations
from productwatch.platform import reads
from productwatch.platform.limiter.gate import ReadGate
from productwatch.platform.limiter.limiter import in_force
from productwatch.platform.limiter.policies import Policy, policies_of
from productwatch.platform.limiter.routes import behind


def put_behind_limits(api: NinjaAPI) -> None:
    """Call it once all routers are added."""
    limiter = in_force()
    reads.set_gate(ReadGate())
    for operation in operations(api):
        policies, with_read = limits_of(operation), _is_cached(operation)
        if with_read and _asks_by_address_alone(operation):
            _teach(operation, partial(behind, policies, limiter, with_read=True))
        run = behind(policies, limiter, operation.run, with_read=with_read)
        operation.run = run  # type: ignore[method-assign]  # as Ninja does for decorators


def _teach(operation: Operation, guarded: Callable[[Run], Run]) -> None:
    """Has its addresses known, once it has answered them well."""
    view = operation.view_func

    def run(request: HttpRequest, **values: Any) -> HttpResponseBase:
        try:
            answer: HttpResponseBase = view(request, **values)
        except Exception as error:  # noqa: BLE001 - as Ninja's own `run` does
            return operation.api.on_exception(request, error)
        return answer

    known = guarded(run)

    @wraps(view)
    def teaching(request: HttpRequest, **values: Any) -> HttpResponseBase:
        answer: HttpResponseBase = view(request, **values)
        if answer.status_code in {200, 304}:
            learn(request, known, values)
        return answer

    operation.view_func = teaching


def _asks_by_address_alone(operation: Operation) -> bool:
    """Whether nobody has to sign in, and Ninja hands its view nothing of a header, a cookie or a body."""
    sources = {model.__ninja_param_source__ for model in operation.models}
    return not operation.auth_callbacks and sources <= {"path", "query"}


def limits_of(operation: Operation) -> tuple[Policy, ...]:
    return policies_of(operation.view_func, operation.methods)


def _is_cached(operation: Operation) -> bool:
    """Whether it is answered by `reads.answer`: what else could say 304?"""
    return 304 in operation.response_models
