"""The visits of the last half hour, asked for once; and the stream, which threads hold open for nobody."""

from datetime import timedelta

import pytest
from django.test import Client

from productwatch.platform import clock
from productwatch.platform.sse import hall
from productwatch.platform.sse.hall import Elsewhere
from productwatch.visits.services.flushing import flush
from tests.app.visits.hits import hit


@pytest.mark.usefixtures("stool")
def test_are_told_minute_by_minute(admin_client: Client) -> None:
    now = clock.now()
    times = [now, now - timedelta(minutes=29), now - timedelta(minutes=31)]
    flush([hit(at, visitor=number).packed() for number, at in enumerate(times)])
    told = admin_client.get("/api/v1/analytics/recent").json()
    assert (told["visits"], len(told["minutes"])) == (2, 30)
    assert [minute["visits"] for minute in (told["minutes"][0], told["minutes"][-1])] == [1, 1]


def test_are_streamed_by_another_process(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hall, "_place", Elsewhere())
    answer = admin_client.get("/api/v1/analytics/live")
    assert (answer.status_code, answer.json()["type"]) == (421, "/problems/misdirected")
