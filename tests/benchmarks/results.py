"""What was measured, in one file, docs/benchmarks.md: each line with its machine."""

import os
import platform
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"

HEAD = """\
# Benchmarks

Made by `make bench`, each beside its rival in the same run. Trust the ratios: the times are those of one machine, on a
busy day.

| what | measured | must be | machine |
|---|---|---|---|
"""


def tell(what: str, measured: str, must: str) -> None:
    """Keeps the line, in place of an earlier one about the same."""
    lines = PAGE.read_text().removeprefix(HEAD).splitlines() if PAGE.exists() else []
    told = {line.split(" | ")[0].removeprefix("| "): line for line in lines}
    told[what] = f"| {what} | {measured} | {must} | {machine()} |"
    PAGE.write_text(HEAD + "\n".join(told[name] for name in sorted(told)) + "\n")


def machine() -> str:
    return f"{os.cpu_count()} cores of {_processor()}, Python {platform.python_version()}"


def _processor() -> str:
    """Its name, which Linux alone tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
