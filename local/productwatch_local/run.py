"""`make run`: everything on this machine, from nothing to ready, and down again in order."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from productwatch_local import console, ready, workloads
from productwatch_local.children import Children
from productwatch_local.instance import the_only_one
from productwatch_local.interruption import Interrupted, Interruption
from productwatch_local.ports import Ports, demand_free
from productwatch_local.problems import CannotStart
from productwatch_local.processes import Program
from productwatch_local.servers import Servers
from productwatch_local.settings import environment
from productwatch_local.workloads import Workload

PATIENCE = 300
"""Seconds in which everything must have become ready."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What runs: programs that prepare, one after the other, the data of each version, or new data; then the rest."""

    version: Callable[[], str] = workloads.version
    at_first: Callable[[Mapping[str, str]], Sequence[Program]] = workloads.at_first
    each_version: Callable[[Mapping[str, str]], Sequence[Program]] = workloads.each_version
    workloads: Callable[[Mapping[str, str], Ports], Sequence[Workload]] = workloads.workloads


APPLICATION = Plan()


def run(folder: Path, ports: Ports, plan: Plan = APPLICATION) -> None:
    """Runs until it is asked to end; CannotStart where something is in the way, or a process dies."""
    began = time.monotonic()
    with the_only_one(folder), Interruption() as interruption:
        Run(folder.resolve(), ports, plan, interruption).until_interrupted(began)


class Run:
    """One run of a plan in a folder that is ours alone."""

    def __init__(self, folder: Path, ports: Ports, plan: Plan, interruption: Interruption) -> None:
        self._folder = folder
        self._ports = ports
        self._plan = plan
        self._interruption = interruption
        self._servers = Servers.anew(folder)
        self._environment = environment(folder, self._servers, ports)
        self._workloads = plan.workloads(self._environment, ports)
        self._children = Children(folder, console.show)

    def until_interrupted(self, began: float) -> None:
        try:
            self._heal()
            demand_free(self._ports, len(self._workloads))
            self._servers.start()
            self._prepare()
            self._start()
            self._tell(time.monotonic() - began)
            while True:
                self._turn()
        except Interrupted:
            console.say("\nStopping.")
        finally:
            ready.forget(self._folder)
            self._children.stop()
            self._servers.stop()

    def _heal(self) -> None:
        """Ends what an earlier run left that was itself killed."""
        ready.forget(self._folder)
        for workload in self._workloads:
            if workload.program.end_left_over(self._folder):
                console.say(f"Ended {workload.program.name}, which an earlier run had left behind.")

    def _prepare(self) -> None:
        """Not where the same version has done it already to these data; only of data of our own can that be known."""
        note = self._folder / "prepared"
        noted = note.read_text() if note.exists() and not self._servers.new_data else None
        if noted == self._plan.version() and self._servers.own_data:
            return
        programs = [*self._plan.each_version(self._environment)]
        if noted is None:
            programs += self._plan.at_first(self._environment)
        for program in programs:
            self._complete(program)
        note.write_text(self._plan.version())

    def _complete(self, program: Program) -> None:
        child = self._children.start(program)
        while not self._children.has_finished(child):
            self._children.turn()
            self._interruption.check()

    def _start(self) -> None:
        """Starts all and waits until each has said that it is ready."""
        for workload in self._workloads:
            self._children.start(workload.program)
        deadline = time.monotonic() + PATIENCE
        waited_for = list(self._workloads)
        while waited_for:
            if time.monotonic() > deadline:
                names = ", ".join(workload.program.name for workload in waited_for)
                raise CannotStart(f"Not ready after {PATIENCE} s: {names}.")
            self._turn()
            waited_for = [workload for workload in waited_for if not workload.is_ready()]

    def _turn(self) -> None:
        self._children.turn()
        self._children.demand_alive()
        self._interruption.check()

    def _tell(self, seconds: float) -> None:
        content = ready.ready(self._folder, self._ports)
        ready.write(self._folder, content)
        console.say(ready.banner(content, seconds))
