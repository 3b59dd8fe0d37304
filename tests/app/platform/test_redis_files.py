"""Redis' files, written anew …"""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from productwatch.platform import redis_files
from productwatch.platform.redis import redis
from productwatch_local.processes import until

SECRET = b"\xc3sixteen or more."
PATIENCE = 60


def holds(folder: Path) -> list[str]:
    """The files in which the secret stands."""
    return sorted(file.name for file in folder.rglob("*") if file.is_file() and SECRET in file.read_bytes())


@pytest.fixture
def files(durable_redis: Path) -> Path:
    """Where they lie; each of them holds the secret, which has just been deleted."""
    redis().set("secret", SECRET)
    assert redis_files.rewritten(PATIENCE)
    redis().set("secret", SECRET)
    redis().delete("secret")
    assert len(holds(durable_redis)) == 3
    return durable_redis


def test_hold_nothing_that_was_deleted(files: Path) -> None:
    redis().set("kept", b"on and on")
    assert redis_files.rewritten(PATIENCE)
    assert until(lambda: holds(files) == [], 10)
    assert redis().get("kept") == b"on and on"


def test_are_waited_for_where_they_are_being_written(files: Path) -> None:
    redis().config_set("rdb-key-save-delay", 100_000)
    for number in range(20):
        redis().set(f"slow:{number}", "")
    redis().bgsave()
    assert not redis_files.rewritten(0.3)
    redis().config_set("rdb-key-save-delay", 0)
    assert redis_files.rewritten(PATIENCE)
    assert until(lambda: holds(files) == [], 10)


def test_that_cannot_be_written_are_not_taken_for_written(files: Path) -> None:
    (files / "dump.rdb").unlink()
    (files / "dump.rdb").mkdir()
    assert not redis_files.rewritten(PATIENCE)


@pytest.mark.usefixtures("own_redis")
def test_are_not_made_where_there_are_none(tmp_path: Path, settings: Settings) -> None:
    assert redis_files.rewritten(PATIENCE)
    assert not (tmp_path / "valkey" / "dump.rdb").exists()
