"""What is measured tells how long a run took and how it ended."""

import pytest
from prometheus_client import REGISTRY

from productwatch_operator.metrics import measured

pytestmark = pytest.mark.anyio


def counted(handler: str, outcome: str) -> float:
    labels = {"handler": handler, "outcome": outcome}
    return REGISTRY.get_sample_value("productwatch_operator_reconcile_seconds_count", labels) or 0


async def test_a_run_that_succeeds() -> None:
    @measured("good")
    async def run(value: int) -> int:
        return value

    assert await run(7) == 7
    assert (counted("good", "ok"), counted("good", "error")) == (1, 0)


async def test_a_run_that_fails() -> None:
    @measured("bad")
    async def run() -> None:
        raise ValueError("a mistake")

    with pytest.raises(ValueError, match="a mistake"):
        await run()
    assert (counted("bad", "ok"), counted("bad", "error")) == (0, 1)
