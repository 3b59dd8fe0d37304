"""A setting that is missing or wrong stops the process with one line that says what to set."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from productwatch.config import environment


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PW_A", "PW_A_FILE"):
        monkeypatch.delenv(name, raising=False)


def test_is_read_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("value\n")
    monkeypatch.setenv("PW_A_FILE", str(tmp_path / "a"))
    assert environment.text("PW_A") == "value"


def test_that_is_missing_is_named() -> None:
    with pytest.raises(SystemExit, match="PW_A is not set: set PW_A, or PW_A_FILE"):
        environment.text("PW_A")


def test_whose_file_cannot_be_read_names_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PW_A_FILE", "/nowhere/a")
    with pytest.raises(SystemExit, match="PW_A_FILE names /nowhere/a, which cannot be read: No such file"):
        environment.text("PW_A")


def test_that_is_no_number_says_what_it_must_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PW_A", "many")
    with pytest.raises(SystemExit, match="PW_A is 'many': it must be a whole number"):
        environment.whole("PW_A", 1)


def test_that_is_a_short_secret_is_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PW_A", "hush")
    with pytest.raises(SystemExit) as refusal:
        environment.long_secret("PW_A")
    assert "at least 32" in str(refusal.value)
    assert "hush" not in str(refusal.value)


@pytest.mark.parametrize("url", ["", "shop.test", "ftp://shop.test", "https://shop.test/path", "https://shop.test?a"])
def test_of_the_public_url_must_be_an_address_alone(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("PW_A", url)
    with pytest.raises(SystemExit, match="PW_A"):
        environment.public_url("PW_A")


def test_of_a_database_may_name_a_socket() -> None:
    found = environment.database("postgresql://pw@/shop?host=/run/pw&port=5433", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"], found["PASSWORD"]) == ("/run/pw", "5433", "shop", "p@ss")


@pytest.mark.parametrize(
    ("url", "with_password", "broker"),
    [
        ("redis://host:6379/1", "redis://:p%40s@host:6379/1", "redis://:p%40s@host:6379/1"),
        ("rediss://host/1", "rediss://:p%40s@host/1", "rediss://:p%40s@host/1?ssl_cert_reqs=required"),
        (
            "unix:///run/a.sock?db=2",
            "unix://:p%40s@/run/a.sock?db=2",
            "redis+socket://:p%40s@/run/a.sock?virtual_host=2",
        ),
    ],
)
def test_of_redis_takes_its_password_apart(url: str, with_password: str, broker: str) -> None:
    found = environment.redis(url, "p@s")
    assert (found, environment.broker(found)) == (with_password, broker)


def last_words(environ: dict[str, str]) -> str:
    command = [sys.executable, "manage.py", "check"]
    ended = subprocess.run(command, cwd="app", env=environ, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    return ended.stderr.strip()


def test_ends_the_process_in_one_line() -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("SECRET_KEY")}
    assert last_words(environ) == (
        "productwatch: SECRET_KEY is not set: set SECRET_KEY, or SECRET_KEY_FILE to the path of a file that holds it"
    )


def test_of_a_limit_must_be_requests_over_seconds() -> None:
    assert last_words(os.environ | {"RATE_LIMIT_SIGN_IN": "many"}) == (
        "productwatch: RATE_LIMIT_SIGN_IN is 'many': it must be requests/seconds like 600/60"
    )


@pytest.mark.parametrize("sender", ["", "Shop", "Shop, Inc <a@b.example>", "a@b.example, c@d.example", "a@"])
def test_of_the_sender_must_be_one_address(sender: str) -> None:
    with pytest.raises(ValueError, match=sender or ".*"):
        environment.sender(sender)


@pytest.mark.parametrize("sender", ["a@b.example", "Shop <a@b.example>", '"Shop, Inc" <a@b.example>'])
def test_of_the_sender_may_have_a_name(sender: str) -> None:
    assert environment.sender(sender) == sender


@pytest.mark.parametrize("named", ["https://shop.example.com", "http://[::1]:3000", "*", ""])
def test_of_origins_are_what_browsers_send(named: str) -> None:
    assert ",".join(environment.origins(named)) == named


@pytest.mark.parametrize("named", ["shop.example.com", "https://shop.example.com/", "https://Shop.example.com", "null"])
def test_of_origins_are_nothing_else(named: str) -> None:
    with pytest.raises(ValueError, match=re.escape(named)):
        environment.origins(named)
