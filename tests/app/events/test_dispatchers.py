"""Dispatchers run beside each other and are killed: each event's effect is there once all the same."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from productwatch.events import selectors, services
from productwatch.events.models import Event
from productwatch.platform import clock
from tests.app.events.dispatcher import DONE, KIND

pytestmark = [pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).parents[3]


@contextmanager
def dispatcher(step: str) -> Iterator["subprocess.Popen[str]"]:
    """Upon the test's own database; killed at the end of the block where it still runs."""
    before, _, query = os.environ["DATABASE_URL"].partition("?")
    url = f"{before.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{query}"
    environment = os.environ | {
        "DATABASE_URL": url,
        "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("", "app", "local", "operator")),
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-W", "ignore", "-m", "tests.app.events.dispatcher", step]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def effects() -> list[str]:
    return sorted(Event.objects.filter(kind=DONE).values_list("subject", flat=True))


def recorded(count: int) -> list[str]:
    for number in range(count):
        services.record(KIND, f"{number:04}", {})
    return [f"{number:04}" for number in range(count)]


@pytest.mark.parametrize("step", ["claimed", "handling"])
def test_of_which_one_is_killed_lose_nothing_and_do_nothing_twice(step: str) -> None:
    subjects = recorded(3)
    with dispatcher(step) as process:
        assert said(process) == "here"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (effects(), selectors.pending()) == ([], 3)
    Event.objects.filter(kind=KIND).update(due_at=clock.now() - timedelta(seconds=1))
    with dispatcher("") as process:
        assert said(process) == "3"
    assert (effects(), selectors.pending()) == (subjects, 0)


def test_of_which_one_is_killed_let_the_others_events_pass() -> None:
    recorded(3)
    with dispatcher("handling") as process:
        assert said(process) == "here"
        with dispatcher("") as other:
            assert said(other) == "2"
    assert len(effects()) == 2


@pytest.mark.timeout(300)
def test_of_which_four_run_at_once_do_each_thing_once() -> None:
    subjects = recorded(400)
    with dispatcher("") as a, dispatcher("") as b, dispatcher("") as c, dispatcher("") as d:
        counts = [int(said(process)) for process in (a, b, c, d)]
    assert (effects(), sum(counts), selectors.pending()) == (subjects, 400, 0)
    assert set(Event.objects.filter(kind=KIND).values_list("attempts", flat=True)) == {1}
