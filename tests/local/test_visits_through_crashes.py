"""Whoever is killed when: each visit that was acknowledged is in Postgres once, and no other one twice.

Two rounds each time; CRASH_ROUNDS=20 for all of them, CRASH_SEED for those of an earlier run.
"""

import os
import random
import secrets
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest

from productwatch_local.processes import until
from tests.local.crashing import Installation, Readers

ROUNDS = int(os.environ.get("CRASH_ROUNDS", "2"))
SEED = int(os.environ.get("CRASH_SEED", "0")) or secrets.randbelow(10**9)

KEPT = """
SELECT trim(E'\n' FROM value), count(*) FROM visits_visit JOIN visits_subject ON id = campaign GROUP BY value
"""
COUNTED = "SELECT sum(hits) FROM visits_quarter WHERE dimension = 0"

pytestmark = [
    pytest.mark.usefixtures("own_servers"),
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which processes are below another"),
]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    found = Installation(tmp_path)
    try:
        found.start()
        yield found
    finally:
        found.stop()


@pytest.mark.timeout(1800)
def test_loses_nothing_that_was_acknowledged_and_counts_nothing_twice(installation: Installation) -> None:
    chosen = random.Random(SEED)
    told = [f"CRASH_SEED={SEED}"]
    readers = Readers(installation.url)
    with readers.reading():
        for victims in _victims(chosen, list(installation.parts)):
            before = len(readers.acknowledged)
            assert until(lambda: len(readers.acknowledged) > before + 50, 60), told  # noqa: B023 - asked at once
            sleep(chosen.uniform(0, 0.5))
            told.append("+".join(victims))
            for name in victims:
                installation.parts[name].kill()
            sleep(chosen.uniform(0, 1))
            for name in sorted(victims, key=list(installation.parts).index):
                installation.parts[name].start()
    assert until(lambda: installation.waiting() == 0, 120), told
    kept = Counter(dict(installation.rows(KEPT)))
    assert set(readers.acknowledged) - set(kept) == set(), told
    assert [name for name, count in kept.items() if count > 1] == [], told
    assert installation.rows(COUNTED) == [(kept.total(),)], told
    assert len(readers.acknowledged) > 50 * ROUNDS


def _victims(chosen: random.Random, parts: list[str]) -> list[list[str]]:
    """One each round, each as often as the others, and sometimes a second one with it."""
    firsts = [each for _ in range(ROUNDS // len(parts) + 1) for each in chosen.sample(parts, len(parts))][:ROUNDS]
    seconds = [chosen.choice(parts) if chosen.random() < 0.25 else first for first in firsts]
    return [list(dict.fromkeys(pair)) for pair in zip(firsts, seconds, strict=True)]
