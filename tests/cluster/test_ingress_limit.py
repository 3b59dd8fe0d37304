"""The limit of the ingress refuses whoever asks too often, for a while."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from tests.cluster.shop import Shop
from tests.cluster.waiting import eventually

ASKERS, SECONDS = 12, 30


def statuses(shop: Shop) -> Counter[int]:
    """Of requests as fast as they go, until one is refused or the time is over."""
    answers: Counter[int] = Counter()
    until, limit = monotonic() + SECONDS, shop.environment.limit_status

    def ask(number: int) -> None:
        with shop.visitor(300 + number) as visitor:
            while not answers[limit] and monotonic() < until:
                answers[visitor.get(f"{shop.environment.ingress_url}/healthz/live").status_code] += 1

    with ThreadPoolExecutor(ASKERS) as askers:
        list(askers.map(ask, range(ASKERS)))
    return answers


def test_is_told(shop: Shop) -> None:
    answers = statuses(shop)
    assert set(answers) == {200, shop.environment.limit_status}, answers


def test_passes(shop: Shop) -> None:
    with shop.visitor() as visitor:
        eventually("requests are answered", lambda: visitor.get("/products").status_code == 200, within=30)
