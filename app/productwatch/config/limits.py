"""Every operation of the API behind its limits."""

from django.conf import settings
from ninja import NinjaAPI
from ninja.operation import Operation

from productwatch.config.operations import operations
from productwatch.platform import reads
from productwatch.platform.limiter.gate import ReadGate
from productwatch.platform.limiter.limiter import Limiter, RedisLimiter, Unlimited
from productwatch.platform.limiter.policies import Policy, policies_of
from productwatch.platform.limiter.routes import behind


def put_behind_limits(api: NinjaAPI) -> None:
    """Call it once all routers are added."""
    limiter: Limiter = RedisLimiter() if settings.RATE_LIMITS_ENABLED else Unlimited()
    reads.set_gate(ReadGate())
    for operation in operations(api):
        run = behind(limits_of(operation), limiter, operation.run, with_read=_is_cached(operation))
        operation.run = run  # type: ignore[method-assign]  # as Ninja does for decorators


def limits_of(operation: Operation) -> tuple[Policy, ...]:
    return policies_of(operation.view_func, operation.methods)


def _is_cached(operation: Operation) -> bool:
    """Whether it is answered by `reads.answer`: what else could say 304?"""
    return 304 in operation.response_models
