"""Signing in by an issuer that others have written, and that runs beside us: `oidc-provider-mock`."""

import json
import secrets
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from productwatch.accounts.models import Identity, User
from productwatch.platform.openid.issuers import Issuer
from productwatch.platform.openid.provider import provider_of
from productwatch_local.ports import taken
from productwatch_local.processes import until
from tests.app.accounts.browsing import returned, started
from tests.app.accounts.calling import is_problem, me

pytestmark = pytest.mark.django_db

EVE = {"sub": "eve", "email": "eve@example.com", "email_verified": True}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = next(port for _ in range(1000) if not taken(port := secrets.choice(range(20_000, 32_000))))
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--require-nonce", "true", "--user-claims", json.dumps(EVE)]
    said = Path(tmp_path_factory.mktemp("issuer") / "said")
    with said.open("w") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        assert until(lambda: taken(port) or process.poll() is not None, 60), said.read_text()
        assert process.poll() is None, said.read_text()
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.fixture
def issuer(url: str, settings: Settings) -> Issuer:
    found = Issuer("shop", "Shop", url, "any-client", "any-secret", frozenset({"example.com"}))
    settings.OPENID_ISSUERS = {"shop": found}
    provider_of.cache_clear()
    return found


def consent(authorization_url: str, sub: str) -> str:
    """What its page does when somebody chooses who they are."""
    parts = urlsplit(authorization_url)
    connection = HTTPConnection(parts.netloc, timeout=20)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", f"{parts.path}?{parts.query}", urlencode({"sub": sub}), form)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    assert answer.status == 302, text
    return str(answer.headers["Location"])


def test_makes_an_account_and_finds_it_again(issuer: Issuer) -> None:
    for _ in range(2):
        browser = Client()
        answer = returned(browser, consent(started(browser), "eve"))
        assert me(answer.json()["access"]).json()["email"] == "eve@example.com"
    assert (User.objects.count(), Identity.objects.get().subject) == (1, "eve")


def test_makes_none_for_an_address_that_was_not_verified(issuer: Issuer) -> None:
    browser = Client()
    assert is_problem(returned(browser, consent(started(browser), "mallory@example.com")), 403)
    assert not User.objects.exists()
