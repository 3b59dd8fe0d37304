"""The visits of a day, brought in from a file beside those of today: two flushers, one of which is lost on the way.

With PW_NODE_DOWN and PW_NODE_UP, commands that take a node's name, its whole node is lost; otherwise the pod alone.
"""

import gzip
import io
import json
import os
import random
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import httpx
import pytest

from tests.cluster.kubectl import Namespace, Pod
from tests.cluster.release import Release
from tests.cluster.shop import Person, Shop, new_product, visits_of
from tests.cluster.test_imports import SERIES, begun, look
from tests.cluster.traffic import Traffic
from tests.cluster.waiting import eventually

TODAY = datetime.now(UTC).date()
DOWN, UP = os.environ.get("PW_NODE_DOWN", ""), os.environ.get("PW_NODE_UP", "")
TAKEN_OVER = 400
"""Seconds: until the pod is known to be gone, its entries are claimed, and the rest is counted."""

EACH_READS = 20
"""Products."""


@pytest.mark.timeout(2400)
@pytest.mark.parametrize(
    ("visits", "products", "days"), [(20_000, 400, 2), pytest.param(1_000_000, 10_000, 3, marks=pytest.mark.long)]
)
def test_is_exact_though_a_flusher_is_lost(  # noqa: PLR0913, PLR0917 - what it stands on, and how much there is
    release: Release, shop: Shop, admin: Person, visits: int, products: int, days: int
) -> None:
    namespace, product, day = release.namespace, new_product(admin), TODAY - timedelta(days=days)
    slugs = [f"{SERIES}-visited{visits}-{products}-{number}" for number in range(products)]
    job = begun(admin, products, f"visited{visits}")
    eventually("the products are there", lambda: look(admin, job)["state"] == "succeeded", within=600)
    before, packed = overview(admin, day), written(visits, slugs, day)

    def visit(number: int) -> httpx.Response:
        with shop.visitor(10_000 + number) as visitor:
            return visitor.post(f"/products/{product['slug']}/visits")

    with two_flushers(namespace) as (staying, leaving), Traffic({"visit": visit}, each=0.1) as traffic:
        filling = Filling(namespace, staying, packed)
        filling.start()
        eventually("some are counted", lambda: overview(admin, day)["visits"] > before["visits"], within=120)
        with lost(namespace, leaving):
            filling.join(1200)
            assert f"{visits} sent" in " ".join(filling.said.split())
            eventually(
                "all are counted",
                lambda: overview(admin, day)["visits"] == before["visits"] + visits,
                within=TAKEN_OVER,
            )
    acknowledged, sent = traffic.acknowledged("visit"), traffic.sent("visit")
    eventually("those of today, too", lambda: visits_of(admin, product) >= acknowledged, within=TAKEN_OVER)
    assert acknowledged <= visits_of(admin, product) <= sent
    assert overview(admin, day)["visitors"] == before["visitors"] + visits // EACH_READS
    assert str(before["visits"] + visits) in namespace.manage("report", "--day", day.isoformat()).replace(",", "")
    some = Counter(json.loads(line)["product"] for line in gzip.decompress(packed).splitlines())
    for slug in random.sample(slugs, 20):
        assert visits_of_day(admin, slug, day) == some[slug]


class Filling(Thread):
    """The command, in a flusher's pod, fed from here."""

    def __init__(self, namespace: Namespace, pod: Pod, packed: bytes) -> None:
        super().__init__()
        command = ("python", "manage.py", "backfill_visits", "-")
        self._command = ["kubectl", "--namespace", namespace.name, "exec", "-i", pod.name, "--", *command]
        self._packed, self.said = packed, ""

    def run(self) -> None:
        ended = subprocess.run(self._command, input=self._packed, capture_output=True, check=False, timeout=1200)
        self.said = (ended.stdout + ended.stderr).decode()


def written(visits: int, slugs: list[str], day: date) -> bytes:
    """From midnight to midnight; each visitor reads some products in a row, which lie anywhere, and none twice."""
    chosen, lines = random.Random(visits), io.BytesIO()
    with gzip.GzipFile(fileobj=lines, mode="w", compresslevel=1) as file:
        for visitor in range(visits // EACH_READS):
            second = visitor * 86_400 * EACH_READS // visits
            at = datetime.combine(day, datetime.min.time(), UTC) + timedelta(seconds=second)
            first = int(len(slugs) * chosen.random() ** 3)
            for number in range(first, first + EACH_READS):
                row = {"at": at.isoformat(), "product": slugs[number % len(slugs)], "visitor": str(visitor)}
                file.write(json.dumps(row).encode() + b"\n")
    return lines.getvalue()


@contextmanager
def two_flushers(namespace: Namespace) -> Iterator[tuple[Pod, Pod]]:
    """The one that stays, and the one to be lost: where nodes go, one that is not beside Postgres and Redis."""
    scale(namespace, 2)
    stores = {pod.node for component in ("postgresql", "redis") for pod in namespace.pods(component)}
    pods = sorted(namespace.pods("flusher"), key=lambda pod: pod.node not in stores)
    yield pods[0], pods[-1]
    scale(namespace, 1)


def scale(namespace: Namespace, replicas: int) -> None:
    namespace.kubectl("scale", "deployment", "pw-flusher", f"--replicas={replicas}")
    eventually(
        f"flushers are {replicas}",
        lambda: [pod.is_ready for pod in namespace.pods("flusher") if not pod.is_ending] == [True] * replicas,
        within=240,
    )


@contextmanager
def lost(namespace: Namespace, pod: Pod) -> Iterator[None]:
    """Without a word of warning; a lost node comes back at the end."""
    if not DOWN:
        namespace.kill(pod.name)
        yield
        return
    subprocess.run([*DOWN.split(), pod.node], check=True, timeout=120)
    try:
        yield
    finally:
        subprocess.run([*UP.split(), pod.node], check=True, timeout=240)


def overview(admin: Person, day: date) -> dict[str, int]:
    answer = admin.client.get("/analytics/overview", params={"from": day.isoformat(), "to": day.isoformat()})
    assert answer.status_code == 200, answer.text
    return {name: answer.json()[name] for name in ("visits", "visitors")}


def visits_of_day(admin: Person, slug: str, day: date) -> int:
    period = {"from": day.isoformat(), "to": day.isoformat()}
    return int(admin.client.get(f"/products/{slug}/analytics", params=period).json()["visits"])
