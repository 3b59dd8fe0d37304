"""A run: ready when all is ready, one at a time, ended in order, and clear about what stands in its way."""

import json
import shutil
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path

import pytest

from productwatch_local.ports import taken
from productwatch_local.processes import until
from tests.local.conftest import Start
from tests.local.running import free_ports
from tests.local.stand_ins import LISTENS, python


def test_tells_in_a_private_file_where_to_go(start: Start) -> None:
    run = start().ready()
    file = run.folder / "ready.json"
    told = json.loads(file.read_text())
    assert set(told) == {"url", "live_url", "admin_email", "admin_password", "mail_dir", "metrics_url"}
    assert all(value in run.said for value in told.values())
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stops_who_takes_requests_first(start: Start, how: signal.Signals) -> None:
    run = start().ready()
    assert run.ended(how) == 0
    stopped = [line.split()[0] for line in run.said.splitlines() if "stopped (exit code 0)" in line]
    assert stopped == ["api", "worker"]


def test_that_has_stopped_leaves_nothing_to_mistake_for_a_running_one(start: Start) -> None:
    run = start().ready()
    run.ended(signal.SIGTERM)
    left = {path.name for path in run.folder.iterdir()}
    assert left == {"keys", "lock", "mail", "prepared"}


def test_loads_the_catalog_the_first_time_only(start: Start) -> None:
    first = start().ready()
    first.ended(signal.SIGTERM)
    again = start().ready()
    assert ("loaded" in first.said, "loaded" in again.said) == (True, False)


@pytest.mark.usefixtures("own_servers")
@pytest.mark.parametrize(("version", "migrates"), [("1", False), ("2", True)])
def test_prepares_its_own_data_once_a_version(start: Start, version: str, *, migrates: bool) -> None:
    start().ready().ended(signal.SIGTERM)
    again = start(DATA_VERSION=version).ready()
    assert ("migrated" in again.said, "loaded" in again.said) == (migrates, False)


@pytest.mark.usefixtures("own_servers")
def test_prepares_new_data_whatever_it_has_noted(start: Start) -> None:
    first = start().ready()
    first.ended(signal.SIGTERM)
    shutil.rmtree(first.folder / "postgresql")
    again = start().ready()
    assert "migrated" in again.said
    assert "loaded" in again.said


def test_keeps_keys_and_password(start: Start) -> None:
    first = start().ready()
    keys = {path.name: path.read_text() for path in (first.folder / "keys").iterdir()}
    first.ended(signal.SIGTERM)
    start().ready()
    assert {path.name: path.read_text() for path in (first.folder / "keys").iterdir()} == keys


def test_names_the_one_that_runs_already(start: Start) -> None:
    first = start().ready()
    second = start()
    assert second.ended() == 1
    assert f"runs here already, as process {first.process.pid}" in second.said
    assert (first.folder / "ready.json").exists()


@pytest.mark.parametrize("name", ["PORT", "INTERNAL_PORT"])
def test_names_a_taken_port_and_how_to_choose_another(start: Start, name: str) -> None:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        port = str(somebody.getsockname()[1])
        run = start(**{name: port})
        assert run.ended() == 1
    assert f"Port {port} is taken" in run.said
    assert f"with {name}=" in run.said


def test_refuses_a_port_that_is_none(start: Start) -> None:
    run = start(PORT="http")
    assert run.ended() == 1
    assert run.said.strip() == "PORT is 'http': it must be a port, like 8000."


def test_says_which_child_died_and_stops_the_rest(start: Start) -> None:
    run = start().ready()
    _die(json.loads((run.folder / "ready.json").read_text())["url"])
    assert run.ended() == 1
    assert "api ended by itself (exit code 7); it said last:\n    I cannot go on" in run.said
    assert "worker   │ stopped (exit code 0)" in run.said
    assert not (run.folder / "ready.json").exists()


def test_goes_no_further_than_a_preparation_that_fails(start: Start) -> None:
    run = start(PREPARATION="3")
    assert run.ended() == 1
    assert "database ended by itself (exit code 3); it said last:\n    migrated" in run.said
    assert "loaded" not in run.said


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has died")
def test_that_is_killed_takes_its_children_along(start: Start) -> None:
    killed = start().ready()
    port = int(json.loads((killed.folder / "ready.json").read_text())["url"].rpartition(":")[2])
    killed.ended(signal.SIGKILL)
    assert until(lambda: not taken(port), 10)


def test_begins_anew_after_one_that_was_killed(start: Start) -> None:
    start().ready().ended(signal.SIGKILL)
    again = start().ready()
    assert again.ended(signal.SIGTERM) == 0


def test_ends_what_an_earlier_one_left_behind(start: Start, tmp_path: Path) -> None:
    ports = free_ports()
    port = int(ports["PORT"])
    left = python("api", LISTENS, port).start(tmp_path / "run")
    assert until(lambda: taken(port), 10)
    run = start(**ports).ready()
    assert "Ended api, which an earlier run had left behind." in run.said
    assert left.wait(10) == 0


def test_does_not_end_a_stranger_that_has_the_number_of_an_earlier_child(start: Start, tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (tmp_path / "run").mkdir()
        (tmp_path / "run/api.process").write_text(f"{stranger.pid} 1")
        start().ready()
        assert stranger.poll() is None
        stranger.kill()


def _die(url: str) -> None:
    connection = HTTPConnection(url.removeprefix("http://"), timeout=5)
    connection.request("GET", "/die")
    with pytest.raises(RemoteDisconnected):
        connection.getresponse()
    connection.close()
