"""One run at a time in a folder: a lock that ends with the process that holds it, whatever ends that."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from productwatch_local.problems import CannotStart


class AlreadyRunning(CannotStart):
    """Somebody else works in the folder; `pid` is that process."""

    def __init__(self, pid: str) -> None:
        super().__init__(
            f"Product Watch runs here already, as process {pid}: stop it there with Ctrl-C, or `kill {pid}`."
        )
        self.pid = pid


@contextmanager
def the_only_one(folder: Path) -> Iterator[None]:
    """Holds the folder; AlreadyRunning where another process holds it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunning(lock.read().strip()) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
