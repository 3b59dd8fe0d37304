"""An upgrade restarts only what has changed, and nobody outside notices it."""

from secrets import token_hex

import httpx

from tests.cluster.complaints import complaints
from tests.cluster.kubectl import Namespace
from tests.cluster.release import Release
from tests.cluster.shop import Person, Row, Shop, new_product, visits_of
from tests.cluster.traffic import Request, Traffic
from tests.cluster.waiting import eventually

ROLLED = {"api", "live", "worker-default", "flusher", "beat", "operator"}


def running(namespace: Namespace) -> dict[str, int]:
    """Each pod with how often it has restarted."""
    return {pod.name: pod.restarts for pod in namespace.pods() if not pod.is_done}


def test_of_nothing_restarts_nothing(release: Release) -> None:
    before = running(release.namespace)
    release.upgrade()
    assert running(release.namespace) == before


def test_of_everything_fails_no_request(release: Release, shop: Shop, admin: Person) -> None:
    product, namespace = new_product(admin), release.namespace
    before = {pod.name for pod in namespace.pods() if pod.component in ROLLED}
    with Traffic(requests_of(shop, admin, product)) as traffic:
        release.upgrade(defaults={"podAnnotations": {"rolled": token_hex(4)}})
        eventually("the old pods are gone", lambda: not before & {pod.name for pod in namespace.pods()}, within=90)
    assert traffic.failed() == []
    assert complaints(namespace) == []
    assert traffic.acknowledged("read") > 50
    visits = traffic.acknowledged("visit")
    eventually("every visit is counted", lambda: visits_of(admin, product) == visits, within=60)


def requests_of(shop: Shop, admin: Person, product: Row) -> dict[str, Request]:
    """Everybody reads, someone writes, and each time another visitor comes; `read` by signed-in readers is no visit."""
    path, reader = f"/products/{product['slug']}", shop.admin()

    def visit(number: int) -> httpx.Response:
        with shop.visitor(200 + number) as visitor:
            return visitor.post(f"{path}/visits")

    return {
        "read": lambda _: reader.client.get(path),
        "list": lambda _: reader.client.get("/products"),
        "write": lambda number: admin.client.patch(path, json={"stock": number}),
        "visit": visit,
    }
