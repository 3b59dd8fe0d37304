"""The watch begins when the API server serves what it watches, and waits for an API server however long it is away."""

import asyncio
from itertools import islice

import pytest

from productwatch_operator.cluster import Cluster
from productwatch_operator.echo import Echo
from productwatch_operator.watch import Endless, Watch
from tests.operator.kubernetes import StandIn


@pytest.fixture
def watch(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Asks again at once."""
    monkeypatch.setattr("productwatch_operator.watch.AGAIN", 0)
    return Watch(cluster, "", Echo(), lambda: None)


@pytest.mark.anyio
@pytest.mark.parametrize(("status", "says"), [(404, "apply the chart's crds/"), (503, "cannot be asked")])
async def test_waits_and_says_why_once(
    watch: Watch, api: StandIn, status: int, says: str, caplog: pytest.LogCaptureFixture
) -> None:
    api.refusals["GET", "/signingkeyrings"] = status
    waiting = asyncio.create_task(watch._wait_until_served())
    async with asyncio.timeout(5):
        while len(api.calls) < 3:  # noqa: ASYNC110 - what is waited for is another task's turn
            await asyncio.sleep(0)
        assert not waiting.done()
        api.refusals.clear()
        await waiting
    assert len([record for record in caplog.records if says in record.message]) == 1


def test_never_gives_up() -> None:
    pauses = list(islice(Endless(), 10_000))
    assert pauses == sorted(pauses)
    assert pauses[-1] == 15
