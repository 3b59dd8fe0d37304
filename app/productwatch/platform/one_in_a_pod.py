"""What only one process of a pod may do at a time: a lock on a file in its /tmp, which ends with the process.

On a machine that several installations share, each has a lock of its own.
"""

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from productwatch.platform.keyed_hash import keyed_hash


@contextmanager
def one_in_a_pod(name: str) -> Iterator[bool]:
    """Whether nobody else in the pod is within; nobody waits."""
    file = f"productwatch-{keyed_hash('one-in-a-pod', name).hex()}.lock"
    with (Path(tempfile.gettempdir()) / file).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
