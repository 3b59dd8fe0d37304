"""Several threads at once, each with a database connection of its own."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
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
    with held_up(hold, work) as (held, waiting):
        pass
    return held, waiting.result()


@contextmanager
def held_up(hold: Callable[[], Result], work: Callable[[], Result]) -> Iterator[tuple[Result, Future[Result]]]:
    """While `work` waits for what `hold` did, in a transaction that ends with the block."""

    def run() -> Result:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread, transaction.atomic():
        held = hold()
        waiting = thread.submit(run)
        while not _blocks_somebody():
            assert not waiting.done(), "nobody had to wait"
        yield held, waiting


def _blocks_somebody() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid() = ANY (SELECT unnest(pg_blocking_pids(pid)) FROM pg_locks)")
        return bool(cursor.fetchone()[0])
