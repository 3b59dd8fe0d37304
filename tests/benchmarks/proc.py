"""What a process and all below it cost, as Linux tells it."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

TICKS = os.sysconf("SC_CLK_TCK")
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_RESIDENT = re.compile(r"^Vm(?:RSS|HWM):\s+(\d+) kB", re.MULTILINE)

Result = TypeVar("Result")


def family(pid: int) -> list[int]:
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in below for each in family(int(child)))]


def processor(pid: int) -> float:
    """Seconds of CPU so far, the system's share included."""
    return sum(_ticks(each) for each in family(pid)) / TICKS


def memory(pid: int) -> float:
    """MiB, what processes share counted once (PSS): what a pod is charged with."""
    rollups = (Path(f"/proc/{each}/smaps_rollup").read_text() for each in family(pid))
    return sum(int(found[1]) for rollup in rollups if (found := _PSS.search(rollup))) / 1024


def peak(work: Callable[[], Result]) -> tuple[float, Result]:
    """MiB by which this process was larger at the most, while `work` was done, than before; and what that returned."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak is forgotten
    before = _resident()[1]
    result = work()
    return (_resident()[0] - before) / 1024, result


def _resident() -> tuple[int, int]:
    """The peak and what there is now, in KiB."""
    highest, now = _RESIDENT.findall(Path("/proc/self/status").read_text())
    return int(highest), int(now)


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
