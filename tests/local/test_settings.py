"""The settings of a run: secrets are private and stay, the rest is the folder's, and the caller may add to them."""

from pathlib import Path

import pytest

from productwatch_local.ports import Ports
from productwatch_local.servers import Servers
from productwatch_local.settings import environment, kept
from productwatch_operator.signing_keys import ring


@pytest.fixture
def servers(tmp_path: Path) -> Servers:
    return Servers.anew(tmp_path)


def test_keep_a_secret_from_when_it_was_first_made(tmp_path: Path) -> None:
    path = kept(tmp_path / "keys/one", lambda: "first")
    assert kept(tmp_path / "keys/one", lambda: "second") == path
    assert Path(path).read_text() == "first"


def test_show_secrets_to_their_owner_alone(tmp_path: Path, servers: Servers) -> None:
    environment(tmp_path, servers, Ports(8000, 9000))
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}


def test_hold_a_ring_that_can_sign(tmp_path: Path, servers: Servers) -> None:
    made = environment(tmp_path, servers, Ports(8000, 9000))
    assert ring.signing_key(ring.parse(Path(made["SIGNING_KEYS_FILE"]).read_text()))


def test_name_secrets_by_file_only(tmp_path: Path, servers: Servers) -> None:
    made = environment(tmp_path, servers, Ports(8000, 9000))
    secrets = [path.read_text() for path in (tmp_path / "keys").iterdir()]
    assert not set(secrets) & set(made.values())


def test_take_the_caller_s_key_for_mail(tmp_path: Path, servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENDGRID_API_KEY", "of-the-caller")
    assert environment(tmp_path, servers, Ports(8000, 9000))["SENDGRID_API_KEY"] == "of-the-caller"


def test_follow_the_port(tmp_path: Path, servers: Servers) -> None:
    assert environment(tmp_path, servers, Ports(8010, 9000))["PUBLIC_URL"] == "http://localhost:8010"
