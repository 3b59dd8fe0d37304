"""The embedded servers: real, private, durable, and healed where an earlier run ended badly."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from productwatch_local import programs
from productwatch_local.problems import CannotStart
from productwatch_local.processes import born, until
from productwatch_local.servers import Servers, running
from tests.local.running import CODE

pytestmark = pytest.mark.usefixtures("own_servers")

HOLDS = """
import pathlib, signal, sys
from productwatch_local.servers import running
with running(pathlib.Path(sys.argv[1])):
    print("started", flush=True)
    signal.pause()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all of these tests: making a database takes most of the time of a first start."""
    return tmp_path_factory.mktemp("servers")


@pytest.fixture
def holder(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that has started both."""
    command = [sys.executable, "-c", HOLDS, str(folder)]
    environment = {**os.environ, "PYTHONPATH": CODE}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "started\n"
        yield process
        process.kill()


def ask(servers: Servers, question: str) -> object:
    with psycopg.connect(servers.database_url) as connection:
        row = connection.execute(question.encode()).fetchone()
        return row[0] if row else None


def test_listen_to_nobody_but_the_owner_of_their_folder(folder: Path) -> None:
    with running(folder) as servers:
        assert ask(servers, "SHOW listen_addresses") == ""
        with redis.Redis.from_url(servers.redis_url) as client:
            assert client.config_get("port") == {"port": "0"}
        assert [path.stat().st_mode & 0o777 for path in (folder, folder / "sockets")] == [0o700, 0o700]


def test_sort_as_the_chart_s_do_and_have_its_extensions(folder: Path) -> None:
    with running(folder) as servers:
        ours = "FROM pg_database WHERE datname = 'productwatch'"
        assert ask(servers, f"SELECT datlocprovider::text || datlocale {ours}") == "bC.UTF-8"
        assert ask(servers, "SELECT count(*) FROM pg_available_extensions WHERE name IN ('pg_trgm', 'unaccent')") == 2


def test_keep_their_data(folder: Path) -> None:
    with running(folder) as servers, redis.Redis.from_url(servers.redis_url) as client:
        with psycopg.connect(servers.database_url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        client.set("kept", "seven")
    with running(folder) as servers, redis.Redis.from_url(servers.redis_url) as client:
        assert (ask(servers, "SELECT number FROM kept"), client.get("kept")) == (7, b"seven")


def test_are_reached_by_a_short_path_where_their_folder_s_is_too_long(folder: Path) -> None:
    long = folder / ("x" * 90)
    with running(long, durable=False) as servers:
        assert ask(servers, "SELECT 1") == 1
        short = (long / "sockets").resolve()
        assert (len(str(short)) < 60, short.stat().st_mode & 0o777) == (True, 0o700)
    assert not short.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has died")
def test_end_with_the_process_that_started_them(folder: Path, holder: "subprocess.Popen[str]") -> None:
    pids = _pids(folder)
    holder.kill()
    assert until(lambda: not any(map(born, pids)), 10)


def test_start_again_after_they_were_killed(folder: Path, holder: "subprocess.Popen[str]") -> None:
    for pid in (*_pids(folder), holder.pid):
        os.kill(pid, signal.SIGKILL)
    holder.wait(10)
    with running(folder) as servers:
        assert ask(servers, "SELECT 1") == 1


def test_start_where_an_old_note_names_somebody_else_s_process(folder: Path) -> None:
    with running(folder):
        note = (folder / "postgresql/postmaster.pid").read_text()
    (folder / "postgresql/postmaster.pid").write_text(note.replace(note.partition("\n")[0], str(os.getppid())))
    with running(folder) as servers:
        assert ask(servers, "SELECT 1") == 1


def test_are_not_started_where_others_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://shop@db.example.com/shop")
    monkeypatch.setenv("REDIS_URL", "redis://redis.example.com/0")
    with running(tmp_path) as servers:
        assert servers.database_url == "postgresql://shop@db.example.com/shop"
        assert list((tmp_path / "sockets").iterdir()) == []


@pytest.mark.parametrize(("wheels", "setting"), [("POSTGRES", "DATABASE_URL"), ("VALKEY", "REDIS_URL")])
def test_that_no_wheel_has_for_the_platform_can_be_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, wheels: str, setting: str
) -> None:
    monkeypatch.setattr(programs, wheels, ())
    with pytest.raises(CannotStart, match=f"set {setting} to"), running(folder):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must become somebody else for PostgreSQL")
def test_tell_root_what_to_do_where_it_can_be_nobody_else(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CannotStart, match="run this as an ordinary user, or set DATABASE_URL"), running(folder):
        pass


def test_tell_why_they_do_not_start(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "postgresql").mkdir()
    with pytest.raises(CannotStart, match=r"PostgreSQL does not start: .*postgresql\.log"), running(tmp_path):
        pass


def _pids(folder: Path) -> list[int]:
    return [int((folder / f"{name}.process").read_text().split()[0]) for name in ("postgresql", "valkey")]
