"""Signing in by an issuer: what another browser began, what was answered before, what another issuer says."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from tests.security.attack import all_refused, attack, refused
from tests.security.target import API, Target

ROOT = f"{API}/auth/openid/shop"
REFUSALS = (401, 403)


@attack("an issuer's answer in a browser that has not begun the sign-in", by_issuer=True)
def of_another_browser(target: Target) -> str:
    answer = _answered(target, target.stranger())
    return refused(_finished(target.stranger(), answer), *REFUSALS)


@attack("an issuer's answer of another sign-in, in a browser that has begun one", by_issuer=True)
def swapped(target: Target) -> str:
    victim = target.stranger()
    _answered(target, victim)
    theirs = _answered(target, target.stranger())
    own_state = {"state": _answered(target, victim)["state"]}
    return all_refused([_finished(victim, theirs), _finished(victim, theirs | own_state)], *REFUSALS)


@attack("an issuer's answer, sent a second time", by_issuer=True)
def replayed(target: Target) -> str:
    browser = target.stranger()
    answer = _answered(target, browser)
    flow = dict(browser.cookies)
    _finished(browser, answer).raise_for_status()
    browser.cookies.update(flow)
    return refused(_finished(browser, answer), *REFUSALS)


@attack("an issuer's answer in the name of another issuer", by_issuer=True)
def mixed_up(target: Target) -> str:
    browser = target.stranger()
    return refused(_finished(browser, _answered(target, browser) | {"iss": "https://evil.example"}), *REFUSALS)


@attack("an ID token of another sign-in, issuer or client", by_issuer=True)
def of_another(target: Target) -> str:
    claims: list[dict[str, Any]] = [{"nonce": "another"}, {"iss": "https://evil.example"}, {"aud": "another"}]
    return all_refused([_with_claims(target, each) for each in claims], *REFUSALS)


@attack("going on to a page of somebody else's after a sign-in", by_issuer=True)
def redirected(target: Target) -> str:
    pages = ("https://evil.example/", "//evil.example", "/\\evil.example", "/nothing-of-ours")
    return all_refused([target.stranger().post(f"{ROOT}/start", json={"page": page}) for page in pages], 422)


def _with_claims(target: Target, claims: dict[str, Any]) -> httpx.Response:
    """What comes of an ID token with these in place of the right ones."""
    browser = target.stranger()
    answer = _answered(target, browser)
    target.issuer.claims = claims
    try:
        return _finished(browser, answer)
    finally:
        target.issuer.claims = {}


def _answered(target: Target, browser: httpx.Client) -> dict[str, str]:
    """What the issuer adds to our address, once somebody has begun in that browser and signed in there."""
    address = browser.post(f"{ROOT}/start", json={}).raise_for_status().json()["authorization_url"]
    person = {"email": f"{target.issuer.url[-5:]}@example.com", "email_verified": True}
    return dict(parse_qsl(urlsplit(target.issuer.consent(address, **person)).query))


def _finished(browser: httpx.Client, answer: dict[str, str]) -> httpx.Response:
    return browser.post(f"{ROOT}/finish", json=answer)
