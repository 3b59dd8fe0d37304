"""A file of products, sent by the ingress, is brought in to its last row, though its worker is killed on the way."""

import logging
from secrets import token_hex

import pytest

from tests.cluster.release import Release
from tests.cluster.shop import Person, Row
from tests.cluster.waiting import during, eventually

logger = logging.getLogger("cluster")

SERIES = token_hex(3)
"""Tells the files of this run from those of another."""

LEASE_AND_SWEEP = 240
"""Seconds: until the dead worker's lease ends, until the sweep, and to the end."""


@pytest.mark.parametrize("rows", [8_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_survives_its_worker(release: Release, admin: Person, rows: int) -> None:
    job = begun(admin, rows)
    eventually("a part is in", lambda: look(admin, job)["rows"]["done"] > 0, within=90)
    (worker,) = (pod.name for pod in release.namespace.pods("worker-default") if not pod.is_ending)
    release.namespace.kill(worker)
    at_the_kill = look(admin, job)
    assert at_the_kill["rows"]["done"] < rows
    eventually("the import is over", lambda: look(admin, job)["state"] == "succeeded", within=LEASE_AND_SWEEP)
    assert {"total": rows, "done": rows, "created": rows}.items() <= look(admin, job)["rows"].items()


@pytest.mark.long
def test_of_a_hundred_thousand_rows_tells_how_far_it_is(admin: Person) -> None:
    job, seen = begun(admin, 100_000, "watched"), list[int]()
    for _ in during(240, each=2):
        told = look(admin, job)
        seen.append(told["rows"]["done"])
        if told["state"] == "succeeded":
            break
    logger.info("rows done, every 2 s: %s", seen)
    assert seen == sorted(seen)
    assert seen[-1] == 100_000
    assert len({*seen}) > 3


def begun(admin: Person, rows: int, series: str = "killed") -> str:
    """The address of an import's job."""
    headers = {"Content-Type": "text/csv"}
    answer = admin.client.post("/product-imports", content=a_file(rows, series), headers=headers)
    assert answer.status_code == 202, answer.text
    return answer.headers["Location"].removeprefix("/api/v1")


def a_file(rows: int, series: str) -> bytes:
    lines = ["slug,name,description,category,price,currency,stock"]
    for number in range(rows):
        slug = f"{SERIES}-{series}-{rows}-{number}"
        lines.append(f"{slug},Lamp {number},Of brass.,Lights > Lamps,{number % 90}.50,EUR,{number % 7}")
    return "\n".join(lines).encode()


def look(admin: Person, job: str) -> Row:
    answer = admin.client.get(job)
    assert answer.status_code == 200, answer.text
    told: Row = answer.json()
    return told
