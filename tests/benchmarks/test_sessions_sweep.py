"""A million sessions that are over go in slices, and nobody who is signed in meanwhile waits for one."""

import hashlib
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import perf_counter, thread_time
from typing import Any

import pytest

from productwatch_operator.signing_keys import ring
from tests.benchmarks.results import tell

SESSIONS, USERS = 1_000_000, 10_000
LONGEST = 0.1
"""Seconds for which anything may be held."""

PASSWORD = "otter under the old bridge"
MADE = f"""
    INSERT INTO accounts_user (id, email, password, role, is_active, token_version, created_at)
    SELECT gen_random_uuid(), n || '@sweep.test', '!', 'customer', true, 0, now() FROM generate_series(1, {USERS}) AS n;

    CREATE TEMPORARY TABLE made AS
    SELECT n, gen_random_uuid() AS id FROM generate_series(1, {SESSIONS}) AS n;

    WITH owners AS (SELECT id, row_number() OVER () AS n FROM accounts_user WHERE email LIKE '%@sweep.test')
    INSERT INTO accounts_refreshfamily (id, user_id, started_at, ended_at, ended_by, device, browser)
    SELECT made.id, owners.id, now() - interval '15 days',
           CASE WHEN made.n % 2 = 0 THEN now() - interval '2 hours' END, '', 'desktop', 'Firefox'
    FROM made JOIN owners ON owners.n = made.n % {USERS} + 1;

    INSERT INTO accounts_refreshtoken (digest, family_id, issued_at, expires_at)
    SELECT sha256(n::text::bytea), id, now() - interval '15 days',
           now() + CASE WHEN n % 2 = 0 THEN interval '7 days' ELSE interval '-2 hours' END FROM made;
"""
"""Half have ended, half are as old as no token gets."""


@pytest.mark.usefixtures("installation")
@pytest.mark.timeout(1800)
def test_holds_nobody_up(tmp_path: Path) -> None:
    from productwatch.accounts.models import RefreshFamily  # noqa: PLC0415 - settings are there only now
    from productwatch.accounts.services import upkeep  # noqa: PLC0415

    make_many(tmp_path)
    began, cost = perf_counter(), cpu()
    with (
        in_parallel(refreshing()) as refreshes,
        in_parallel(touching()) as touches,
        in_parallel(asking_nothing()) as nothings,
        timed() as statements,
    ):
        gone = upkeep.forget_expired()
        cost = cpu() - cost
    took, held = perf_counter() - began, holds(statements)
    told = {
        "a slice": held,
        "refresh": refreshes,
        "use of a token that goes just now": touches,
        "SELECT 1, for comparison": nothings,
    }
    measured = "; ".join(f"{name} {spread(durations)}" for name, durations in told.items())
    what = "sweep of a million sessions that are over: waits (half, 99 of 100, all within)"
    each = f"CPU of a slice, ours and Postgres' {cost / len(held) * 1000:.1f} ms"
    tell(what, f"{measured}; {each}; {took:.0f} s in all", f"a slice ≤ {LONGEST * 1000:.0f} ms")
    assert gone == SESSIONS
    assert RefreshFamily.objects.count() == 1
    assert max(held) <= LONGEST
    assert cost / len(held) <= LONGEST / 4  # what it takes where nobody else wants the cores


def make_many(folder: Path) -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    settings.SIGNING_KEYS_FILE = folder / "ring.json"
    settings.SIGNING_KEYS_FILE.write_text(ring.dumps(ring.first_ring()))
    with connection.cursor() as cursor:
        cursor.execute(MADE)
        cursor.execute("ANALYZE accounts_refreshfamily, accounts_refreshtoken")


def asking_nothing() -> Callable[[], None]:
    """What the machine itself makes somebody wait for."""
    from django.db import connection  # noqa: PLC0415

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    return ask


def refreshing() -> Callable[[], None]:
    """Somebody who is signed in, and refreshes."""
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415

    from productwatch.accounts.models import User  # noqa: PLC0415
    from productwatch.accounts.services import sessions  # noqa: PLC0415

    User.objects.create(email="ann@sweep.test", password=make_password(PASSWORD))
    pairs = [sessions.sign_in("ann@sweep.test", PASSWORD)]

    def refresh() -> None:
        pairs[:] = [sessions.refresh(pairs[0].refresh)]

    return refresh


def touching() -> Callable[[], None]:
    """Somebody who shows a token that may go just now."""
    from productwatch.accounts.models import RefreshToken  # noqa: PLC0415
    from productwatch.platform import clock  # noqa: PLC0415

    chosen = random.Random(0)

    def touch() -> None:
        digest = hashlib.sha256(str(chosen.randint(1, SESSIONS)).encode()).digest()
        RefreshToken.objects.filter(digest=digest, used_at=None).update(used_at=clock.now())

    return touch


@contextmanager
def in_parallel(work: Callable[[], None]) -> Iterator[list[float]]:
    """How long each time took, while the block ran."""
    from django.db import connection  # noqa: PLC0415

    over, took = Event(), list[float]()

    def again_and_again() -> None:
        while not over.wait(0.005):
            began = perf_counter()
            work()
            took.append(perf_counter() - began)
        connection.close()

    thread = Thread(target=again_and_again)
    thread.start()
    try:
        yield took
    finally:
        over.set()
        thread.join()


@contextmanager
def timed() -> Iterator[list[tuple[float, float, str]]]:
    """When each statement of this thread began and ended."""
    from django.db import connection  # noqa: PLC0415

    found: list[tuple[float, float, str]] = []

    def noted(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        began = perf_counter()
        try:
            return execute(sql, *rest)
        finally:
            found.append((began, perf_counter(), sql))

    with connection.execute_wrapper(noted):
        yield found


def cpu() -> float:
    """Seconds that this thread has used, and Postgres for it."""
    from django.db import connection  # noqa: PLC0415

    connection.ensure_connection()
    fields = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    user, system = fields[11:13]
    return thread_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def holds(statements: list[tuple[float, float, str]]) -> list[float]:
    """For how long each slice held its rows: it begins with what it locks, and is over when the next one begins."""
    begins = [start for start, _, sql in statements if "FOR UPDATE" in sql]
    ends = [*begins[1:], statements[-1][1]]
    return [end - start for start, end in zip(begins, ends, strict=True)]


def spread(durations: list[float]) -> str:
    """What half of them, 99 in a hundred, and all took at most."""
    found = sorted(durations)
    places = (len(found) // 2, len(found) * 99 // 100, len(found) - 1)
    return f"{', '.join(f'{found[place] * 1000:.1f}' for place in places)} ms"
