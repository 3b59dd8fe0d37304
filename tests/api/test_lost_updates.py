"""Of 200 who change what they have seen at the same time, one does; the others are told, and nothing is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx
import pytest

from tests.api.service import Service

AT_ONCE, ROUNDS = 200, 3
BUSY = {429, 503}
STOOL: dict[str, Any] = {"name": "Contested stool", "price": {"amount": "10.00", "currency": "USD"}}


class Contest:
    """One product, and an admin in as many windows as there are threads."""

    def __init__(self, service: Service) -> None:
        self._client = httpx.Client(
            base_url=service.url,
            headers={"Authorization": f"Bearer {service.token('admin')}"},
            limits=httpx.Limits(max_connections=AT_ONCE),
            timeout=60,
        )
        self.place = self._client.post("/api/v1/products", json=STOOL).raise_for_status().headers["Location"]

    def close(self) -> None:
        self._client.close()

    def read(self, path: str = "") -> httpx.Response:
        return self._client.get(self.place + path).raise_for_status()

    def changed(self, tag: str, stock: int) -> int:
        """The status; asks again as long as that is no answer yet."""
        while (status := self._changed(tag, stock)) in BUSY:
            pass
        return status

    def _changed(self, tag: str, stock: int) -> int:
        return self._client.patch(self.place, json={"stock": stock}, headers={"If-Match": tag}).status_code


@pytest.fixture
def contest(service: Service) -> Iterator[Contest]:
    contest = Contest(service)
    yield contest
    contest.close()


def test_one_wins_each_version(contest: Contest) -> None:
    winners = []
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for round_ in range(ROUNDS):
            stocks = range(1 + AT_ONCE * round_, 1 + AT_ONCE * (round_ + 1))
            tag = contest.read().headers["ETag"]
            statuses = dict(zip(stocks, threads.map(partial(contest.changed, tag), stocks), strict=True))
            winners += [stock for stock, status in statuses.items() if status == 200]
            assert sorted(statuses.values()) == [200, *[412] * (AT_ONCE - 1)]
    history = contest.read("/history").json()["items"]
    assert [version["diff"]["stock"][1] for version in reversed(history[:-1])] == winners
    assert contest.read().json()["stock"] == winners[-1]
