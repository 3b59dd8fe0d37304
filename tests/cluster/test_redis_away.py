"""Redis away: reading goes on, whatever needs it fails at once, nothing restarts, and all goes on when it is back."""

import httpx
import pytest

from tests.cluster.api_client import granted
from tests.cluster.kubectl import Namespace
from tests.cluster.load import under_load
from tests.cluster.patience import Patience
from tests.cluster.release import Release
from tests.cluster.shop import Person, Row, Shop, change_price, follow, new_product, usd, visits_of
from tests.cluster.sink import Sink
from tests.cluster.waiting import during, eventually

TURNS = 4
"""Requests by which each pod should have been asked."""

DROPPED = 'productwatch_visits_dropped_total{reason="redis_away"}'


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seconds", [40, pytest.param(600, marks=pytest.mark.long)])
def test_is_survived(release: Release, shop: Shop, admin: Person, mails: Sink, seconds: int) -> None:
    namespace, follower, product = release.namespace, shop.customer(), new_product(admin)
    follow(follower, product)
    before = restarts(namespace)
    with shop.visitor() as visitor:
        session = Session(admin, visitor)
        with namespace.away("pw-redis"):
            complaints = used(session, product, seconds)
            dropped = namespace.figure("api", DROPPED)
            assert release_is_in_service(namespace)
    assert complaints == []
    assert dropped > 0
    assert_goes_on(shop, mails, product, follower, session.credentials)
    assert restarts(namespace) == before


@pytest.mark.parametrize("seconds", [15, pytest.param(90, marks=pytest.mark.long)])
def test_no_reader_of_many_is_refused(release: Release, shop: Shop, admin: Person, seconds: int) -> None:
    paths = ["/products", f"/products/{new_product(admin)['slug']}", "/categories"]
    release.upgrade(rateLimit={"enabled": False})
    with under_load(shop, paths) as load:
        read_for(seconds)
        load.phase = "while it goes, is away and comes"
        with release.namespace.away("pw-redis"):
            read_for(seconds)
        load.phase = "afterwards"
        read_for(seconds)
    release.upgrade()
    assert load.failures == []
    assert min(len(waits) for waits in load.waits.values()) > seconds


def read_for(seconds: float) -> None:
    for _ in during(seconds):
        pass


class Session:
    """An admin's, begun while that was possible, and gone on with."""

    def __init__(self, admin: Person, visitor: httpx.Client) -> None:
        self.admin, self.visitor = admin, visitor
        self.credentials = {"email": admin.email, "password": admin.password}
        self._refresh = granted(visitor.post("/auth/login", json=self.credentials))["refresh"]

    def refresh(self) -> httpx.Response:
        answer = self.visitor.post("/auth/refresh", json={"refresh": self._refresh})
        if answer.is_success:
            tokens = answer.json()
            self._refresh = tokens["refresh"]
            self.admin.client.headers["Authorization"] = f"Bearer {tokens['access']}"
        return answer


def used(session: Session, product: Row, seconds: float) -> list[str]:
    """What was wrong while everybody went on using the shop; the price is changed as soon as that is possible."""
    patience, path, changed = Patience(), f"/products/{product['slug']}", False
    visitor, admin = session.visitor, session.admin
    for gone in during(seconds):
        patience.works(visitor.get(path))
        patience.works(visitor.get("/products"))
        patience.works_or_waits(visitor.post(f"{path}/visits"))
        patience.works_or_waits(visitor.post("/auth/login", json=session.credentials))
        patience.works(session.refresh())
        patience.works(admin.client.patch(path, json={"stock": int(gone)}))
        changed = changed or patience.works(admin.client.patch(path, json={"price": usd("9.00")}))
    return patience.told()


def assert_goes_on(shop: Shop, mails: Sink, product: Row, follower: Person, credentials: dict[str, str]) -> None:
    """People sign in again, the mails of what changed meanwhile come by themselves, and visits count."""
    eventually(
        "every pod lets people sign in", lambda: all(signs_in(shop, credentials) for _ in range(TURNS)), within=30
    )
    admin = shop.admin()
    change_price(admin, product, "9.00")
    everybody = sorted([admin.email, follower.email])
    eventually("everybody has a mail", lambda: mails.recipients(product["name"]) == everybody, within=180)
    counted = visits_of(admin, product)
    with shop.visitor(800) as visitor:
        eventually(
            "visits are taken", lambda: visitor.post(f"/products/{product['slug']}/visits").is_success, within=30
        )
    eventually("visits are counted", lambda: visits_of(admin, product) > counted, within=30)


def signs_in(shop: Shop, credentials: dict[str, str]) -> bool:
    with shop.visitor() as visitor:
        return visitor.post("/auth/login", json=credentials).is_success


def restarts(namespace: Namespace) -> dict[str, int]:
    """Of all pods but the one that was taken away."""
    return {name: count for name, count in namespace.restarts().items() if name != "pw-redis-0"}


def release_is_in_service(namespace: Namespace) -> bool:
    return all(pod.is_ready for pod in namespace.pods("api"))
