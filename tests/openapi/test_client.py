"""The typed Python client; `make lint` checks the types of its story, and a whole run hears it (tests/local)."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MADE = ROOT / "build/client"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if is_source(file)}


def is_source(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def test_is_made_the_same_each_time(tmp_path: Path) -> None:
    subprocess.run(["make", "--silent", "client", f"BUILD_DIR={tmp_path}"], cwd=ROOT, check=True)
    assert contents(tmp_path / "client") == contents(MADE), "run `make client`"
