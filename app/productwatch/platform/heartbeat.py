"""A sign of life in a file: its age tells whether a loop still turns, without asking the process anything.

`python -m productwatch.platform.heartbeat --max-age 60` is the probe; it imports nothing heavy.
"""

import argparse
import os
import sys
import time
from pathlib import Path

DEFAULT = "/tmp/heartbeat"  # noqa: S108 - a pod's own memory


def beat() -> None:
    """Tells that the loop has turned."""
    file().touch()


def file() -> Path:
    return Path(os.environ.get("HEARTBEAT_FILE") or DEFAULT)


def age(path: Path) -> float | None:
    """Seconds since the last beat; None where there was none."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return None


def main() -> int:
    parser = argparse.ArgumentParser(description="Tells by its exit code whether the heartbeat is young enough.")
    parser.add_argument("--max-age", type=float, default=60, help="seconds")
    parser.add_argument("--file", type=Path, default=file())
    arguments = parser.parse_args()
    found = age(arguments.file)
    if found is not None and found <= arguments.max_age:
        return 0
    reason = "there is none" if found is None else f"it is {found:.0f} s old"
    print(f"no young heartbeat at {arguments.file}: {reason}", file=sys.stderr)  # noqa: T201 - for the probe's event
    return 1


if __name__ == "__main__":
    sys.exit(main())
