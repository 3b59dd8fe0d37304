"""What was measured, in one file: build/bench.json, shown as docs/benchmarks.md, each line with its machine."""

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
FIGURES, PAGE = ROOT / "build" / "bench.json", ROOT / "docs" / "benchmarks.md"

HEAD = """\
# Benchmarks

Made by `make bench`, each beside its rival in the same run. Trust the ratios: the times are those of one machine, on a
busy day.

| what | measured | must be | machine |
|---|---|---|---|
"""


def tell(what: str, measured: str, must: str) -> None:
    """Keeps the line in both files, in place of an earlier one about the same."""
    told = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    told[what] = {"measured": measured, "must": must, "machine": machine(), "at": datetime.now(UTC).isoformat()}
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(told, indent=2, ensure_ascii=False, sort_keys=True))
    lines = [
        f"| {name} | {line['measured']} | {line['must']} | {line['machine']} |" for name, line in sorted(told.items())
    ]
    PAGE.write_text(HEAD + "\n".join(lines) + "\n")


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
