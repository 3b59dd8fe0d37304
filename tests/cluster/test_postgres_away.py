"""Postgres away: what was read last still answers, all else fails at once, no pod goes, and it heals by itself."""

from secrets import token_hex

import pytest

from tests.cluster.kubectl import Namespace
from tests.cluster.patience import Patience
from tests.cluster.release import Release
from tests.cluster.shop import Person, Row, Shop, change_price, new_product
from tests.cluster.sink import Sink
from tests.cluster.waiting import during, eventually

A_MARK_LIVES = 60
"""Seconds for which an answer may be given without asking Postgres whether it is still the same."""

A_TOKEN_LIVES = 240
"""Seconds for which an admin is surely still signed in, since nobody can sign in meanwhile."""

TURNS = 6
"""Requests after which each of two pods has had its turn."""


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seconds", [A_MARK_LIVES + 20, pytest.param(600, marks=pytest.mark.long)])
def test_is_survived(release: Release, shop: Shop, admin: Person, mails: Sink, seconds: int) -> None:
    namespace, known, unknown = release.namespace, new_product(admin), new_product(admin)
    admin.client.get(f"/products/{known['slug']}")
    before = restarts(namespace)
    with namespace.away("pw-postgresql"):
        complaints, warnings = used(shop, admin, known, unknown, seconds)
        assert all(pod.is_ready for pod in namespace.pods("api"))
        assert dependencies(shop) == {"database": "away", "redis": "ok", "signing_keys": "ok"}
    assert complaints == []
    assert warnings[-1].startswith("110")
    assert_goes_on(shop, mails, unknown)
    assert restarts(namespace) == before


def used(shop: Shop, admin: Person, known: Row, unknown: Row, seconds: float) -> tuple[list[str], list[str]]:
    """What was wrong while everybody went on using the shop, and the warnings with which the known product came."""
    patience, warnings, live = Patience(), list[str](), f"{shop.environment.ingress_url}/healthz/live"
    with shop.visitor() as visitor:
        for gone in during(seconds):
            answer = visitor.get(f"/products/{known['slug']}")
            patience.works(answer)
            warnings.append(answer.headers.get("Warning", ""))
            patience.waits(visitor.get(f"/products/{unknown['slug']}"))
            patience.waits(visitor.post("/auth/login", json={"email": admin.email, "password": admin.password}))
            if gone < A_TOKEN_LIVES:
                patience.waits(admin.client.patch(f"/products/{known['slug']}", json={"stock": 1}))
            patience.works(visitor.get(live))
    return patience.told(), warnings


def dependencies(shop: Shop) -> dict[str, str]:
    with shop.visitor() as visitor:
        answer = visitor.get(f"{shop.environment.ingress_url}/healthz/ready")
    assert answer.status_code == 200
    states: dict[str, str] = answer.json()["dependencies"]
    return states


def assert_goes_on(shop: Shop, mails: Sink, product: Row) -> None:
    eventually("every pod asks Postgres again", lambda: all(asks_postgres(shop) for _ in range(TURNS)), within=60)
    with shop.visitor() as visitor:
        assert visitor.get(f"/products/{product['slug']}").is_success
    admin = shop.admin()
    change_price(admin, product, "9.00")
    eventually("the mail is there", lambda: mails.recipients(product["name"]) == [admin.email], within=90)


def asks_postgres(shop: Shop) -> bool:
    nobody = {"email": f"nobody-{token_hex(4)}@example.com", "password": "no such person"}
    with shop.visitor() as visitor:
        answer = visitor.post("/auth/login", json=nobody)
    return answer.status_code == 401


def restarts(namespace: Namespace) -> dict[str, int]:
    """Of all pods but the one that was taken away."""
    return {name: count for name, count in namespace.restarts().items() if name != "pw-postgresql-0"}
