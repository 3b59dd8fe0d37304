"""Several threads at once, each with a database connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection, transaction

Result = TypeVar("Result")


def at_once(*works: Callable[[], Result]) -> list[Result]:
    """Begins all together and returns what each returned, in their order; the first error is raised again."""
    start = threading.Barrier(len(works))

    def run(work: Callable[[], Result]) -> Result:
        start.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def while_held(hold: Callable[[], Result], work: Callable[[], Result]) -> tuple[Result, Result]:
    """What both return, `work` having come to wait for what `hold` did in a transaction that was still open."""

    def run() -> Result:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            held = hold()
            waiting = thread.submit(run)
            while not _blocks_somebody():
                assert not waiting.done(), "nobody had to wait"
        return held, waiting.result()


def _blocks_somebody() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid() = ANY (SELECT unnest(pg_blocking_pids(pid)) FROM pg_locks)")
        return bool(cursor.fetchone()[0])
