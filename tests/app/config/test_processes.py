"""`manage.py` becomes server and worker before Django is set up, once the settings are known to be there."""

import os
import subprocess
import sys

import pytest

from productwatch import processes
from productwatch.config.queues import beat_schedule


def manage(*arguments: str, without: str = "") -> "subprocess.CompletedProcess[str]":
    environ = {name: value for name, value in os.environ.items() if name != without}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd="app", env=environ, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", processes.PROCESSES)
def test_says_which_setting_is_missing_and_ends(name: str) -> None:
    ended = manage(name, without="DATA_KEY")
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "DATA_KEY is not set" in ended.stderr


@pytest.mark.parametrize("name", processes.PROCESSES)
def test_refuses_an_option_that_it_does_not_know(name: str) -> None:
    ended = manage(name, "--unknown")
    assert (ended.returncode, "--unknown" in ended.stderr) == (2, True)


def test_lists_them_with_the_other_commands() -> None:
    listed = manage("help").stdout.split()
    assert {"serve", "worker", "beat", "flush_visits"} <= set(listed)


def test_reads_settings_without_loading_django() -> None:
    code = "import sys, productwatch.config.settings; assert not {'django', 'celery'} & set(sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], cwd="app", check=False, env=os.environ | {"PYTHONPATH": "."})
    assert ended.returncode == 0


@pytest.mark.parametrize("name", processes.PROCESSES)
@pytest.mark.parametrize(("set_by_user", "found"), [(None, "1048576"), ("65536", "65536")])
def test_gives_back_what_was_large(
    monkeypatch: pytest.MonkeyPatch, name: str, set_by_user: str | None, found: str
) -> None:
    became: list[str] = []

    def become(_program: str, _command: list[str]) -> None:
        became.append(os.environ["MALLOC_MMAP_THRESHOLD_"])

    monkeypatch.setattr(os, "execvp", become)
    monkeypatch.setattr(
        os, "environ", dict(os.environ) | ({"MALLOC_MMAP_THRESHOLD_": set_by_user} if set_by_user else {})
    )
    processes.become([name])
    assert became == [found]


def test_knows_each_task_that_the_clock_wakes() -> None:
    """In a process of its own, which imports what a worker does: tests have imported more."""
    code = (
        "import os; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'productwatch.config.settings')\n"
        "import django; django.setup()\n"
        "from productwatch.config.celery import app\n"
        "app.loader.import_default_modules(); print(*app.tasks)"
    )
    environ = os.environ | {"PYTHONPATH": "."}
    listed = subprocess.run([sys.executable, "-c", code], cwd="app", check=True, env=environ, capture_output=True)
    assert {str(entry["task"]) for entry in beat_schedule.values()} <= set(listed.stdout.decode().split())
