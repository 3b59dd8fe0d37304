"""A core of an api pod answers at least 35 % as often as one of bare Granian and Django that returns the same bytes."""

import logging

import httpx
import pytest

from tests.cluster import bare
from tests.cluster.kubectl import Namespace
from tests.cluster.release import Release
from tests.cluster.shop import Shop, new_product
from tests.cluster.waiting import eventually

logger = logging.getLogger("cluster")

PRODUCTS, REQUESTS, ROUNDS = 25, 3000, 3
AT_LEAST = 0.35

TICKS = """
import os
from pathlib import Path
def spent(stat):
    return sum(map(int, stat.read_text().rpartition(')')[2].split()[11:13]))
def found():
    for stat in Path('/proc').glob('[0-9]*/stat'):
        try:
            yield spent(stat)
        except OSError:
            pass  # a process that has just ended
print(sum(found()) / os.sysconf('SC_CLK_TCK'))
"""
"""Prints the processor's seconds that the pod's processes have used."""


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_request_through_the_ingress_costs_at_most_three_bare_ones(release: Release, shop: Shop) -> None:
    admin = shop.admin()
    for _ in range(PRODUCTS):
        new_product(admin, description="Of oak. " * 20, stock=4)
    release.upgrade(rateLimit={"enabled": False}, api={"replicas": 1})
    with shop.visitor() as visitor:
        visitor.get("/products")
        body = visitor.get("/products")
        bare.deploy(release.namespace, shop.environment.app_image, body.text)
        with httpx.Client(base_url=str(visitor.base_url), headers={"Host": bare.HOST}, trust_env=False) as rival:
            eventually("the rival answers", lambda: rival.get("/products").content == body.content, within=30)
            ours, bares = compared(release.namespace, visitor, rival)
    bare.remove(release.namespace)
    release.upgrade()
    logger.info("CPU a request: ours %.0f µs, bare %.0f µs: %.0f %%", ours, bares, 100 * bares / ours)
    assert bares / ours >= AT_LEAST


def compared(namespace: Namespace, visitor: httpx.Client, rival: httpx.Client) -> tuple[float, float]:
    """Microseconds of the processor a request, the least of some rounds taken in turn."""
    (api,) = (pod.name for pod in namespace.pods("api") if pod.is_ready)
    rounds = [(cost(namespace, api, visitor), cost(namespace, bare.NAME, rival)) for _ in range(ROUNDS)]
    ours, bares = zip(*rounds, strict=True)
    return min(ours), min(bares)


def cost(namespace: Namespace, pod: str, client: httpx.Client) -> float:
    before = float(namespace.python(pod, TICKS))
    for _ in range(REQUESTS):
        assert client.get("/products").status_code == 200
    return (float(namespace.python(pod, TICKS)) - before) / REQUESTS * 1e6
