"""A run in a process of its own, watched by what it prints."""

import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

from productwatch_local.ports import taken
from productwatch_local.processes import until

ROOT = Path(__file__).parents[2]
CODE = os.pathsep.join(str(ROOT / place) for place in (".", "local", "operator"))
STAND_INS = "tests.local.stand_ins"
APPLICATION = "productwatch_local"


def free_ports() -> dict[str, str]:
    """A free port with another one behind it, and the first of five in a row: below those that clients are given."""
    while True:
        public = secrets.choice(range(20_000, 32_000, 7))
        if not any(taken(public + place) for place in range(7)):
            return {"PORT": str(public), "INTERNAL_PORT": str(public + 2)}


class Started:
    """`python -m MODULE --folder FOLDER WORDS…`, its output in a file."""

    def __init__(self, module: str, folder: Path, *words: str, **environment: str) -> None:
        self.folder = folder
        self._said = folder.with_suffix(f".{len(list(folder.parent.iterdir()))}.log")
        command = [sys.executable, "-m", module, "--folder", str(folder), *words]
        with self._said.open("w") as output:
            self.process = subprocess.Popen(
                command,
                env={**os.environ, "PYTHONPATH": CODE, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self._said.read_text()

    def ready(self, patience: float = 60) -> "Started":
        """Waits until it says so, and shows what it said where it does not."""
        assert until(lambda: self._is_ready() or self.process.poll() is not None, patience), self.said
        assert self._is_ready(), self.said
        return self

    def ended(self, with_signal: signal.Signals | None = None, patience: float = 60) -> int:
        """The exit code, after the signal or by itself."""
        if with_signal:
            self.process.send_signal(with_signal)
        return self.process.wait(patience)

    def _is_ready(self) -> bool:
        return "Product Watch is ready" in self.said
