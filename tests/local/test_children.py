"""The processes of a run: heard to the last line, and ended whatever they do."""

from pathlib import Path

import pytest

from productwatch_local.children import Child, ChildDied, Children
from productwatch_local.processes import Program, Running, until
from tests.local.stand_ins import python

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
TALKATIVE = """
import signal, sys, time
def end(*_):
    for number in range(20_000):
        print("the last words are long", number)
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print("up", flush=True)
time.sleep(60)
"""
WITH_OFFSPRING = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"])
time.sleep(60)
"""


class Heard(Children):
    def __init__(self, folder: Path) -> None:
        self.lines: list[str] = []
        super().__init__(folder, lambda name, line: self.lines.append(f"{name}: {line}"))

    def up(self, program: Program) -> Child:
        child = self.start(program)
        assert until(lambda: self._heard(f"{program.name}: up"), 10)
        return child

    def _heard(self, line: str) -> bool:
        self.turn(0)
        return line in self.lines


@pytest.fixture
def children(tmp_path: Path) -> Heard:
    return Heard(tmp_path)


def test_are_killed_when_they_do_not_listen(children: Heard) -> None:
    children.up(python("stubborn", STUBBORN, patience=0.2))
    children.stop()
    assert children.lines == ["stubborn: up", "stubborn: stopped (killed by SIGKILL)"]


def test_may_say_a_lot_while_they_stop(children: Heard) -> None:
    children.up(python("talkative", TALKATIVE))
    children.stop()
    assert len(children.lines) == 20_002
    assert children.lines[-1] == "talkative: stopped (exit code 0)"


def test_take_their_offspring_along(children: Heard) -> None:
    children.up(python("parent", WITH_OFFSPRING))
    children.stop()
    assert children.lines[-1] == "parent: stopped (killed by SIGTERM)"


def test_that_die_are_told_with_their_last_line_even_unfinished(children: Heard) -> None:
    child = children.start(python("short", "import sys; sys.stdout.write('no newline'); sys.exit(2)"))
    child.process.wait(10)
    with pytest.raises(ChildDied, match=r"short ended by itself \(exit code 2\); it said last:\n    no newline"):
        children.demand_alive()
    children.stop()


class EndsAfterALook(Running):
    def poll(self) -> int | None:
        looked = self.returncode
        self.wait(10)
        return looked


def test_that_finish_right_after_they_were_looked_at_are_done_at_the_next_look(
    children: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("productwatch_local.processes.subprocess.Popen", EndsAfterALook)
    child = children.start(python("task", "print('done')"))
    assert not children.has_finished(child)
    assert children.has_finished(child)


def test_that_have_finished_well_are_done(children: Heard) -> None:
    child = children.start(python("task", "print('done')"))
    assert until(lambda: children.has_finished(child), 10)
    children.demand_alive()
    assert children.lines == ["task: done"]
