"""Processes of our own: each in a group of its own, ended when we end, and known again after a crash of ours."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None

Running = subprocess.Popen[str]


@dataclass(frozen=True, slots=True)
class Program:
    """What is started, and how it wants to be stopped; `patience` is in seconds."""

    name: str
    command: Sequence[str]
    stop_with: signal.Signals = signal.SIGTERM
    patience: float = 20
    environment: Mapping[str, str] | None = None
    folder: Path | None = None

    def start(self, records: Path, output: int | None = None) -> Running:
        """Starts it out of reach of the terminal's Ctrl-C; on Linux it is stopped when the calling thread dies."""

        def leash() -> None:
            if _LIBC is not None:
                _LIBC.prctl(_PR_SET_PDEATHSIG, int(self.stop_with))

        process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            env=self.environment,
            cwd=self.folder,
            process_group=0,
            preexec_fn=leash,  # noqa: PLW1509 - one call of libc, looked up before the fork
            text=True,
        )
        self._record(records).write_text(f"{process.pid} {born(process.pid)}")
        return process

    def stop(self, process: Running, records: Path, meanwhile: Callable[[], None] = lambda: None) -> int:
        """Ends it and returns its exit code; what then is left of its group, or all after `patience`, is killed."""

        def ended() -> bool:
            meanwhile()
            return process.poll() is not None

        process.send_signal(self.stop_with)
        until(ended, self.patience)
        _send(-process.pid, signal.SIGKILL)
        self._record(records).unlink(missing_ok=True)
        return process.wait()

    def end_left_over(self, records: Path) -> bool:
        """Ends what an earlier run of ours, itself killed, left running; tells whether there was something."""
        record = self._record(records)
        pid, _, birth = record.read_text().partition(" ") if record.exists() else ("0", "", "")
        record.unlink(missing_ok=True)
        if not birth or born(int(pid)) != birth:
            return False
        _send(int(pid), self.stop_with)
        if not until(lambda: born(int(pid)) != birth, self.patience):
            _send(-int(pid), signal.SIGKILL)
            until(lambda: born(int(pid)) != birth, self.patience)
        return True

    def _record(self, records: Path) -> Path:
        records.mkdir(mode=0o700, parents=True, exist_ok=True)
        return records / f"{self.name}.process"


def born(pid: int) -> str | None:
    """When the process of that number began, which tells it from a later one; None where there is none."""
    if sys.platform != "linux":
        shown = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return shown.stdout.strip() or None
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if state == "Z" else fields[18]


def until(condition: Callable[[], bool], patience: float, pause: float = 0.02) -> bool:
    """Whether the condition came true within `patience` seconds."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def _send(pid: int, what: signal.Signals) -> None:
    """To a process, or to a whole group where `pid` is negative."""
    with suppress(ProcessLookupError, PermissionError):  # the latter is what a Mac says of a group that has just ended
        os.kill(pid, what)
