"""How a browser signs in by the issuer `shop`."""

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from django.test import Client

from productwatch.accounts.models import User
from tests.app.accounts.calling import ROOT
from tests.app.openid_issuer import Server

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

ANN: dict[str, Any] = {"sub": "1001", "email": "ann@example.com", "email_verified": True}
PAGE = "/signed-in"


def started(browser: Client, **body: Any) -> str:
    """Where the browser is sent."""
    answer = browser.post(f"{ROOT}/openid/shop/start", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return str(answer.json()["authorization_url"])


def returned(browser: Client, address: str) -> "Answer":
    """The browser follows the issuer's link back to us."""
    parts = urlsplit(address)
    return browser.get(parts.path, dict(parse_qsl(parts.query)))


def finished(browser: Client, address: str, **changes: Any) -> "Answer":
    """A page's script hands on what the issuer has added to its address."""
    given = dict(parse_qsl(urlsplit(address).query)) | changes
    body = {name: value for name, value in given.items() if value is not None}
    return browser.post(f"{ROOT}/openid/shop/finish", body, content_type="application/json")


def by_issuer(issuer: Server, **person: Any) -> "Answer":
    """From the beginning to the end, in a browser of its own."""
    browser = Client()
    return finished(browser, issuer.consent(started(browser), **{**ANN, **person}))


def linked(user: User, issuer: Server, subject: str = "1001") -> None:
    user.identities.create(issuer=issuer.url, subject=subject)
