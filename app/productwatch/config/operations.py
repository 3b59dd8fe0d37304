"""The operations of the API, for whatever holds for many of them."""

from collections.abc import Iterator

from ninja import NinjaAPI
from ninja.operation import Operation

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
"""Methods."""


def operations(api: NinjaAPI) -> Iterator[Operation]:
    """Call it once all routers are added."""
    for router in api._get_bound_routers():  # noqa: SLF001 - as Ninja's own description of the API does
        for view in router.path_operations.values():
            yield from view.operations
