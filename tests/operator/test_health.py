"""The health that the kubelet sees calls for a restart only where one would help."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from productwatch_operator import health
from productwatch_operator.echo import UNHEARD, Echo
from productwatch_operator.rounds import Rounds
from productwatch_operator.running import _not_alive, _not_ready
from productwatch_operator.watch import Watch


async def never() -> bool:
    return False


def rounds() -> Rounds:
    return Rounds("tests", never, rest=60)


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """An operator that lives and is not ready."""
    runner = await health.serve(0, live=list, ready=lambda: ["a Secret is missing"])
    yield next(f"http://127.0.0.1:{address[1]}" for address in runner.addresses if address[0] == "0.0.0.0")
    await runner.cleanup()


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("path", "status", "faults"), [("/healthz", 200, []), ("/readyz", 503, ["a Secret is missing"])]
)
async def test_is_told_at_once_with_its_reason(url: str, path: str, status: int, faults: list[str]) -> None:
    async with aiohttp.ClientSession() as http, http.get(url + path) as answer:
        assert (answer.status, await answer.json()) == (status, {"faults": faults})


def test_is_good_while_the_first_round_runs() -> None:
    assert _not_alive([rounds()], Echo()) == []


def test_is_bad_when_no_round_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    still = rounds()
    monkeypatch.setattr("productwatch_operator.rounds.monotonic", lambda: still._turned + 301)
    assert _not_alive([still], Echo()) == ["no round of tests has ended for minutes"]


def test_is_bad_when_the_watch_hears_none_of_what_is_written() -> None:
    echo = Echo()
    for _ in range(UNHEARD):
        assert _not_alive([], echo) == []
        echo.sent()
    assert _not_alive([], echo) == ["the watch does not hear what is written"]


def test_is_good_while_the_watch_hears_anything() -> None:
    echo = Echo()
    for _ in range(UNHEARD):
        echo.sent()
        echo.heard()
    assert _not_alive([], echo) == []


def test_is_not_ready_before_all_is_in_place() -> None:
    bootstrap = rounds()
    watch = Watch(None, "", Echo(), lambda: None)  # type: ignore[arg-type]  # it asks no cluster here
    assert len(_not_ready(bootstrap, watch)) == 2
    bootstrap.settled = watch.served = True
    assert _not_ready(bootstrap, watch) == []
