"""A crash in the middle of work loses no mail and no visit that was acknowledged."""

from collections import Counter

import httpx

from tests.cluster.kubectl import Namespace
from tests.cluster.release import Release
from tests.cluster.shop import Person, Row, Shop, change_price, deliveries, follow, new_product, visits_of
from tests.cluster.sink import Sink
from tests.cluster.traffic import Traffic
from tests.cluster.waiting import during, eventually

KILL_CHILDREN = """
import os, pathlib, signal
workers = {path.parent for path in pathlib.Path("/proc").glob("[0-9]*/cmdline") if b"celery" in path.read_bytes()}
for process in workers:
    parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
    if process.with_name(parent) in workers:
        os.kill(int(process.name), signal.SIGKILL)
"""
ANSWER_TAKES = 8
"""Seconds, fewer than the sender waits."""

LEASE_AND_SWEEP = 180
"""Seconds: a minute until the lease of a dead worker's try ends, another until the sweep, and the sending."""

FOLLOWERS, PROCESSES = 4, 2


def test_of_a_worker_loses_no_mail(release: Release, shop: Shop, admin: Person, mails: Sink) -> None:
    """First the processes that work are killed, then the whole pod; each has mails in hand."""
    namespace = release.namespace
    products = [new_product(admin), new_product(admin)]
    people = [admin, *followers_of(shop, products)]
    with mails.slow(ANSWER_TAKES):
        caught(mails, admin, products[0])
        namespace.python(worker(namespace), KILL_CHILDREN)
        caught(mails, admin, products[1])
        namespace.kill(worker(namespace))
    everybody = sorted((product["slug"], person.email) for product in products for person in people)
    later = shop.admin()
    eventually("every mail is accepted", lambda: accepted(later, mails, products) == everybody, within=LEASE_AND_SWEEP)
    counts = Counter(mail["delivery_id"] for product in products for mail in mails.mails(product["name"]))
    assert sum(count > 1 for count in counts.values()) <= 2 * PROCESSES, "more came twice than were in hand"


def test_of_api_and_flusher_loses_no_visit(release: Release, shop: Shop, admin: Person) -> None:
    namespace, product = release.namespace, new_product(admin)

    def visit(number: int) -> httpx.Response:
        with shop.visitor(400 + number) as visitor:
            return visitor.post(f"/products/{product['slug']}/visits")

    with Traffic({"visit": visit}, each=0.1) as traffic:
        for component in ("api", "flusher", "api"):
            namespace.kill(namespace.pods(component)[0].name)
            list(during(5))
    acknowledged, sent = traffic.acknowledged("visit"), traffic.sent("visit")
    eventually("visits are counted", lambda: visits_of(admin, product) >= acknowledged, within=90)
    assert 50 < acknowledged <= visits_of(admin, product) <= sent


def test_heals_by_itself(release: Release) -> None:
    eventually("every pod is ready", release.is_ready, within=90)


def followers_of(shop: Shop, products: list[Row]) -> list[Person]:
    followers = [shop.customer() for _ in range(FOLLOWERS)]
    for follower in followers:
        for product in products:
            follow(follower, product)
    return followers


def caught(mails: Sink, admin: Person, product: Row) -> None:
    """Returns while mails about the product's new price are on their way."""
    assert change_price(admin, product, "9.00").status_code == 200
    eventually("a mail is on its way", lambda: mails.mails(product["name"]), within=60)


def worker(namespace: Namespace) -> str:
    return next(pod.name for pod in namespace.pods("worker-default") if pod.is_ready)


def accepted(admin: Person, mails: Sink, products: list[Row]) -> list[tuple[str, str]]:
    """Product and recipient of each mail that the sink has and of which the deliveries tell that it was accepted."""
    done = {row["id"] for row in deliveries(admin) if row["state"] == "accepted"}
    return sorted(
        {
            (product["slug"], mail["to"])
            for product in products
            for mail in mails.mails(product["name"])
            if mail["delivery_id"] in done
        }
    )
