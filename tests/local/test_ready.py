"""What `ready.json` tells is what a later command goes by."""

from pathlib import Path

from productwatch_local.ports import Ports
from productwatch_local.ready import forget, ports_of, write


def content(public: str, internal: str) -> dict[str, str]:
    return {"url": f"http://localhost:{public}", "metrics_url": f"http://localhost:{internal}/metrics"}


def test_names_the_ports_of_who_runs(tmp_path: Path) -> None:
    write(tmp_path, content("8123", "9123"))
    assert ports_of(tmp_path) == Ports(8123, 9123)


def test_names_none_where_nobody_runs(tmp_path: Path) -> None:
    write(tmp_path, content("8123", "9123"))
    forget(tmp_path)
    assert ports_of(tmp_path) is None
