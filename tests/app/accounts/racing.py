"""Requests that meet at one row: all are known to wait there before any may go on."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from time import monotonic
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import QuerySet

Result = TypeVar("Result")

PATIENCE = 10
"""Seconds."""


def meeting_at(rows: QuerySet[Any], *calls: Callable[[], Result]) -> list[Result]:
    """What the calls return, made in parallel, when all have had to wait for the rows."""
    with ThreadPoolExecutor(len(calls)) as pool:
        with _held(rows):
            running = [pool.submit(_alone, call) for call in calls]
            _until(lambda: _waiting() == len(calls))
        return [call.result(PATIENCE) for call in running]


@contextmanager
def _held(rows: QuerySet[Any]) -> Iterator[None]:
    with transaction.atomic():
        assert list(rows.select_for_update())
        yield


def _alone(call: Callable[[], Result]) -> Result:
    try:
        return call()
    finally:
        connection.close()


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


def _until(condition: Callable[[], bool]) -> None:
    pause, end = Event(), monotonic() + PATIENCE
    while not condition():
        assert monotonic() < end, "the calls never met"
        pause.wait(0.01)
