"""The key ring is read again when its file changes, and a broken file changes nothing."""

import json
import logging
import os
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY

from productwatch.platform.keyring import MOST_KEYS, NoRing, Ring, RingFile
from productwatch_operator.signing_keys.ring import dumps, first_ring
from productwatch_operator.signing_keys.rotation import promoted, staged
from tests.app.at_once import at_once

FIRST, SECOND = first_ring("first"), first_ring("other")
KEY = FIRST["keys"][0]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ring.json"
    path.write_text(dumps(FIRST))
    return path


def broken() -> float | None:
    return REGISTRY.get_sample_value("productwatch_key_ring_broken")


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]


def test_follows_its_file(path: Path) -> None:
    ring = RingFile(path)
    assert ring.current().active == "first"
    path.write_text(dumps(first_ring("second")))
    assert ring.current().active == "second"


def test_follows_the_link_of_a_secret_s_mount(tmp_path: Path) -> None:
    """As the kubelet swaps it, with a file behind it of the same size and time."""
    for name, content in (("..1", FIRST), ("..2", SECOND)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ring.json").write_text(dumps(content))
        os.utime(tmp_path / name / "ring.json", (1, 1))
    (tmp_path / "..data").symlink_to("..1")
    (tmp_path / "ring.json").symlink_to("..data/ring.json")
    ring = RingFile(tmp_path / "ring.json")
    assert ring.current().active == "first"
    (tmp_path / "..data_tmp").symlink_to("..2")
    (tmp_path / "..data_tmp").rename(tmp_path / "..data")
    assert ring.current().active == "other"


def test_is_parsed_once_a_change(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = RingFile(path)
    kept = ring.current()
    monkeypatch.setattr(Ring, "parse", lambda _text: 1 / 0)
    assert ring.current() is kept


@pytest.mark.parametrize("length", [0, 1, 40, len(dumps(SECOND)) // 2, len(dumps(SECOND)) - 1])
def test_that_is_cut_stays_what_it_was(path: Path, length: int, caplog: pytest.LogCaptureFixture) -> None:
    ring = RingFile(path)
    ring.current()
    path.write_text(dumps(SECOND)[:length])
    with caplog.at_level(logging.ERROR):
        assert [ring.current().active for _ in range(3)] == ["first"] * 3
    assert errors(caplog) == ["the key ring cannot be used; the last good one stays"]
    assert (broken(), ring.fault is None) == (1, False)


def test_whose_file_is_gone_stays_and_is_told_of_once(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    ring = RingFile(path)
    ring.current()
    gone = path.rename(path.with_suffix(".gone"))
    assert [ring.current().active for _ in range(3)] == ["first"] * 3
    assert len(errors(caplog)) == 1
    gone.rename(path)
    assert (ring.current().active, ring.fault, broken()) == ("first", None, 0)


def test_that_was_broken_is_followed_again(path: Path) -> None:
    ring = RingFile(path)
    path.write_text("{")
    with pytest.raises(NoRing):
        ring.current()
    path.write_text(dumps(FIRST))
    assert (ring.current().active, ring.fault, broken()) == ("first", None, 0)


def test_that_was_never_there_is_nobody_s_fault_who_asks(tmp_path: Path) -> None:
    with pytest.raises(NoRing) as refused:
        RingFile(tmp_path / "none.json").current()
    assert (refused.value.status, refused.value.headers["Retry-After"]) == (503, "5")


def test_is_there_for_all_who_ask_first(path: Path) -> None:
    ring = RingFile(path)
    assert {found.active for found in at_once(*[ring.current] * 8)} == {"first"}


def test_publishes_staged_keys_and_no_private_half(path: Path) -> None:
    published = Ring.parse(dumps(staged(FIRST, "second"))).jwks()["keys"]
    assert [key["kid"] for key in published] == ["first", "second"]
    assert all(set(key) == {"kty", "crv", "alg", "use", "kid", "x"} for key in published)


def test_publishes_nothing_that_is_no_part_of_a_public_key() -> None:
    key = KEY | {"note": "made on a Monday", "d2": "secret"}
    assert "Monday" not in json.dumps(Ring.parse(dumps({"active": "first", "keys": [key]})).jwks())


def test_has_another_revision_after_each_step() -> None:
    steps = (FIRST, staged(FIRST, "second"), promoted(staged(FIRST, "second")), first_ring("first"))
    assert len({Ring.parse(dumps(ring)).revision for ring in steps}) == 4


def test_keeps_its_revision_when_its_keys_change_places() -> None:
    ring = staged(FIRST, "second")
    turned = ring | {"keys": ring["keys"][::-1]}
    assert Ring.parse(dumps(turned)).revision == Ring.parse(dumps(ring)).revision


def with_keys(*keys: Any, active: Any = "first") -> str:
    return json.dumps({"active": active, "keys": keys})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        with_keys(active="a"),
        with_keys({"kid": "../a"}),
        with_keys(KEY, "key"),
        with_keys(KEY | {"kid": "../first"}, active="../first"),
        with_keys(KEY | {"kid": 7}, active=7),
        with_keys(KEY, active="other"),
        with_keys(KEY, active=["first"]),
        with_keys(KEY, KEY),
        with_keys(*(KEY | {"kid": f"{number}"} for number in range(MOST_KEYS)), KEY),
        with_keys({name: value for name, value in KEY.items() if name != "d"}),
        with_keys({name: value for name, value in KEY.items() if name != "alg"}),
        with_keys(KEY | {"alg": "HS256"}),
        with_keys(KEY | {"kty": "oct", "k": "c2VjcmV0"}),
        with_keys(KEY | {"crv": "Ed448"}),
        with_keys(KEY | {"x": "AAAA"}),
        with_keys(KEY | {"x": 7}),
        with_keys(KEY | {"x": SECOND["keys"][0]["x"]}),
        with_keys(KEY, SECOND["keys"][0] | {"x": ""}),
    ],
)
def test_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no key ring"):
        Ring.parse(text)


def test_tells_nothing_of_a_key_that_it_refuses() -> None:
    text = with_keys(KEY | {"x": SECOND["keys"][0]["x"]})
    with pytest.raises(ValueError, match="no key ring") as refused:
        Ring.parse(text)
    assert KEY["d"] not in str(refused.value)
