"""The key ring is read again when its file changes, and a broken file changes nothing."""

import json
from pathlib import Path

import pytest

from productwatch.platform.keyring import Ring, RingFile
from productwatch_operator.signing_keys.ring import dumps, first_ring


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ring.json"
    path.write_text(dumps(first_ring("one")))
    return path


def test_follows_its_file(path: Path) -> None:
    ring = RingFile(path)
    assert ring.current().active == "one"
    path.write_text(dumps(first_ring("second")))
    assert ring.current().active == "second"


def test_that_breaks_stays_what_it_was(path: Path) -> None:
    ring = RingFile(path)
    ring.current()
    path.write_text("{")
    assert ring.current().active == "one"
    path.unlink()
    assert ring.current().active == "one"


def test_that_was_never_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"none\.json"):
        RingFile(tmp_path / "none.json").current()


def test_publishes_no_private_part(path: Path) -> None:
    published = json.dumps(Ring.parse(path.read_text()).jwks())
    assert '"x"' in published
    assert '"d"' not in published


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"active": "a", "keys": []}', '{"active": "a", "keys": [{"kid": "../a"}]}']
)
def test_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no key ring"):
        Ring.parse(text)
