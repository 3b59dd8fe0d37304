"""What the user sees: each line with the name of the process that says it, in that process' colour."""

import os
import sys

COLOURS = {"api": 36, "live": 31, "worker": 32, "flusher": 35, "beat": 33, "database": 34, "catalog": 34}
WIDTH = max(map(len, COLOURS))


def show(name: str, line: str) -> None:
    prefix = f"{name:<{WIDTH}} │"
    if colourful():
        prefix = f"\033[{COLOURS.get(name, 37)}m{prefix}\033[0m"
    print(f"{prefix} {line}", flush=True)


def say(text: str) -> None:
    print(text, flush=True)


def complain(text: str) -> None:
    print(f"\n{text}", file=sys.stderr, flush=True)


def colourful() -> bool:
    """See no-color.org."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
