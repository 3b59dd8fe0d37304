"""Sessions of others, and of before."""

import httpx

from tests.security.attack import attack, held, refused
from tests.security.target import API, Target


@attack("a stolen refresh token, used after its owner has used it")
def reused(target: Target) -> str:
    person = target.customer()
    stolen = person.tokens()["refresh"]
    second = _refreshed(person.client, stolen).raise_for_status().json()
    third = _refreshed(person.client, second["refresh"]).raise_for_status().json()
    refused(_refreshed(target.stranger(), stolen), 401)
    return refused(_refreshed(person.client, third["refresh"]), 401)


@attack("a refresh token after its session was signed out of")
def signed_out(target: Target) -> str:
    person = target.customer()
    token = person.tokens()["refresh"]
    person.client.post(f"{API}/auth/logout", json={"refresh": token}).raise_for_status()
    return refused(_refreshed(target.stranger(), token), 401)


@attack("ending another's session by its id")
def anothers(target: Target) -> str:
    owner, thief = target.customer(), target.customer()
    bearer = owner.bearer()
    (session,) = owner.client.get(f"{API}/auth/sessions", headers=bearer).json()["items"]
    tried = thief.client.delete(f"{API}/auth/sessions/{session['id']}", headers=thief.bearer())
    held(owner.client.get(f"{API}/auth/me", headers=bearer).status_code == 200, "the session has ended")
    return refused(tried, 404)


@attack("an access token from before the password was changed")
def before_the_change(target: Target) -> str:
    person = target.customer()
    stolen, own = person.bearer(), person.bearer()
    change = {"current": person.password, "new": f"{person.password} and more"}
    person.client.post(f"{API}/auth/password", json=change, headers=own).raise_for_status()
    held(target.until_refused("/auth/me", stolen), "the stolen token is still good after a minute")
    return "401 within a minute"


def _refreshed(client: httpx.Client, token: str) -> httpx.Response:
    return client.post(f"{API}/auth/refresh", json={"refresh": token})
