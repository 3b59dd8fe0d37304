"""OpenID issuers come from the environment, and what is wrong with one is said in a line."""

from pathlib import Path

import pytest

from productwatch.config import openid
from productwatch.platform.openid.issuers import GOOGLE

HERE = "https://shop.example.com"
CORP = {
    "OPENID_ISSUERS": "corp",
    "OPENID_CORP_URL": "https://login.example.com/realms/all",
    "OPENID_CORP_CLIENT_ID": "shop",
    "OPENID_CORP_CLIENT_SECRET": "a-secret",
}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in CORP.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_are_none_unless_told() -> None:
    assert (openid.issuers(HERE), openid.pages()) == ({}, frozenset())


def test_are_told_by_name(told: pytest.MonkeyPatch) -> None:
    told.setenv("OPENID_CORP_VOUCHES_FOR", "example.com, example.org")
    told.setenv("OPENID_CORP_LABEL", "Example's own")
    (issuer,) = openid.issuers(HERE).values()
    assert (issuer.name, issuer.label, issuer.url) == ("corp", "Example's own", CORP["OPENID_CORP_URL"])
    assert issuer.vouches_for == {"example.com", "example.org"}


def test_are_known_by_their_name_where_they_are_google(told: pytest.MonkeyPatch) -> None:
    told.setenv("OPENID_ISSUERS", "google")
    told.setenv("OPENID_GOOGLE_CLIENT_ID", "shop")
    told.setenv("OPENID_GOOGLE_CLIENT_SECRET", "a-secret")
    (issuer,) = openid.issuers(HERE).values()
    assert (issuer.url, issuer.label, issuer.vouches_for) == (GOOGLE, "Google", frozenset())


def test_have_their_secret_in_a_file(told: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("of-a-file\n")
    told.setenv("OPENID_CORP_CLIENT_SECRET_FILE", str(tmp_path / "secret"))
    issuer = openid.issuers(HERE)["corp"]
    assert issuer.client_secret == "of-a-file"
    assert "of-a-file" not in repr(issuer)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("OPENID_ISSUERS", "corp,corp", "OPENID_ISSUERS is 'corp,corp': it must be names"),
        ("OPENID_ISSUERS", "Corp", "OPENID_ISSUERS is 'Corp'"),
        ("OPENID_ISSUERS", "corp/../x", "OPENID_ISSUERS is"),
        ("OPENID_CORP_URL", "", "OPENID_CORP_URL is not set"),
        ("OPENID_CORP_URL", "http://login.example.com", "OPENID_CORP_URL is 'http://login.example.com'"),
        ("OPENID_CORP_URL", "http://127.0.0.1:9000", "OPENID_CORP_URL is"),
        ("OPENID_CORP_URL", "https://user:word@login.example.com", "OPENID_CORP_URL is"),
        ("OPENID_CORP_URL", "https://login.example.com?a=b", "OPENID_CORP_URL is"),
        ("OPENID_CORP_URL", "login.example.com", "OPENID_CORP_URL is"),
        ("OPENID_CORP_CLIENT_ID", "", "OPENID_CORP_CLIENT_ID is not set"),
        ("OPENID_CORP_CLIENT_SECRET", "", "OPENID_CORP_CLIENT_SECRET is not set"),
        ("OPENID_CORP_VOUCHES_FOR", "@example.com", "OPENID_CORP_VOUCHES_FOR is"),
        ("OPENID_CORP_VOUCHES_FOR", "*.example.com", "OPENID_CORP_VOUCHES_FOR is"),
        ("OPENID_PAGES", "https://elsewhere.test", "OPENID_PAGES is"),
        ("OPENID_PAGES", "//elsewhere.test", "OPENID_PAGES is"),
        ("OPENID_PAGES", "signed-in", "OPENID_PAGES is"),
    ],
)
def test_that_are_wrong_stop_the_start(told: pytest.MonkeyPatch, name: str, value: str, why: str) -> None:
    told.setenv(name, value)
    with pytest.raises(SystemExit, match=f"^productwatch: {why}") as stopped:
        (openid.issuers(HERE), openid.pages())
    assert "\n" not in str(stopped.value)
    assert "a-secret" not in str(stopped.value)


def test_may_be_on_a_developer_s_own_machine(told: pytest.MonkeyPatch) -> None:
    told.setenv("OPENID_CORP_URL", "http://127.0.0.1:9000")
    assert openid.issuers("http://localhost:8000")["corp"].is_local


@pytest.mark.parametrize("page", ["/signed-in", "/account/signed-in", "/"])
def test_name_pages_of_our_own(told: pytest.MonkeyPatch, page: str) -> None:
    told.setenv("OPENID_PAGES", f"{page}, /other")
    assert openid.pages() == {page, "/other"}
