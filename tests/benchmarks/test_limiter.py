"""Limiting a request costs little more than one INCR of its principal's counter, in the same run on the same server."""

import pytest

from tests.benchmarks.results import tell
from tests.benchmarks.turns import best

ROUNDS, TIMES = 400, 40
AT_MOST = 1.4
"""Times as long as an INCR: what published limiters reach that are exact."""


@pytest.mark.usefixtures("installation")
def test_reaches_the_ratio() -> None:
    from productwatch.platform.limiter.limiter import (  # noqa: PLC0415 - settings are there only now
        Charge,
        RedisLimiter,
    )
    from productwatch.platform.limiter.names import names  # noqa: PLC0415
    from productwatch.platform.limiter.policies import READS  # noqa: PLC0415
    from productwatch.platform.redis import guarded  # noqa: PLC0415
    from productwatch.platform.trips import Trip  # noqa: PLC0415

    limiter = RedisLimiter()

    def limit() -> None:
        limiter.charge([Charge.to(READS, "address", "192.0.2.1")])

    def increment() -> None:
        trip = Trip()
        trip.add("INCR", names(READS, "counter", "192.0.2.1")[0])
        with guarded():
            trip.go()

    taken = best({"ours": limit, "INCR": increment}, rounds=ROUNDS, times=TIMES)
    ours, rival = taken["ours"], taken["INCR"]
    tell("limiting a request", f"{ours:.0f} µs; one INCR {rival:.0f} µs: {ours / rival:.2f}×", f"≤ {AT_MOST}×")
    assert ours <= AT_MOST * rival
