"""Every operation of the API takes a body no longer than it declares."""

from ninja import NinjaAPI

from productwatch.config.operations import operations
from productwatch.platform.bodies import bounded

_WITHOUT_BODY = frozenset({"GET", "HEAD"})


def bound_bodies(api: NinjaAPI) -> None:
    """Call it once all routers are added, and last: what is too long costs nothing."""
    for operation in operations(api):
        if not _WITHOUT_BODY.issuperset(operation.methods):
            operation.run = bounded(operation.view_func, operation.run)  # type: ignore[method-assign]  # as Ninja does
