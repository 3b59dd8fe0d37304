"""Links that come by mail: asked for in others' names, used twice, late, or for something else."""

from secrets import token_hex

import httpx

from tests.security.attack import all_refused, attack, held, refused
from tests.security.target import API, Person, Target

NEW = "entirely different otters"


@attack("finding out by a forgotten password who has an account")
def told_by_forgetting(target: Target) -> str:
    stranger = target.stranger()
    known, unknown = (_forgotten(stranger, email) for email in (target.admin.email, f"{token_hex(6)}@example.com"))
    held((known.status_code, known.content) == (unknown.status_code, unknown.content), "the answers differ")
    return f"both times {known.status_code}, the same bytes"


@attack("the link of a forgotten password, used twice")
def reset_twice(target: Target) -> str:
    person = target.customer()
    _forgotten(target.stranger(), person.email).raise_for_status()
    token = target.token_mailed_to(person.email, number=2)
    _reset(target, token).raise_for_status()
    return refused(_reset(target, token), 422)


@attack("a session of before the forgotten password was set anew")
def session_of_before(target: Target) -> str:
    person = target.customer()
    stolen = person.tokens()
    _forgotten(target.stranger(), person.email).raise_for_status()
    _reset(target, target.token_mailed_to(person.email, number=2)).raise_for_status()
    refused(target.stranger().post(f"{API}/auth/refresh", json={"refresh": stolen["refresh"]}), 401)
    bearer = {"Authorization": f"Bearer {stolen['access']}"}
    held(target.until_refused("/auth/me", bearer), "the stolen token is still good after a minute")
    return "401 within a minute"


@attack("the link of one thing, used for another")
def of_another_purpose(target: Target) -> str:
    person = target.customer()
    _forgotten(target.stranger(), person.email).raise_for_status()
    token = target.token_mailed_to(person.email, number=2)
    others = [target.confirm(token), target.stranger().post(f"{API}/auth/email/confirm", json={"token": token})]
    return all_refused(others, 422)


@attack("taking an account over by changing its address, without its owner's mailbox")
def address_taken(target: Target) -> str:
    owner, thieves = target.customer(), f"{token_hex(6)}@example.com"
    asked = _change(owner, thieves)
    held(asked.status_code == 202, f"{asked.status_code}")
    token = target.token_mailed_to(thieves)
    answer = target.stranger().post(f"{API}/auth/email/confirm", json={"token": token}).raise_for_status()
    held(answer.json() == {"is_changed": False}, "one end was enough")
    taken = Person(thieves, owner.password, target.stranger())
    owner.tokens()
    return refused(taken.sign_in(), 401)


@attack("changing the address without the password")
def changed_without_password(target: Target) -> str:
    owner = target.customer()
    return refused(_change(owner, f"{token_hex(6)}@example.com", "not the password"), 422)


@attack("a mailbox filled with links for a forgotten password")
def flooded(target: Target) -> str:
    person = target.customer()
    for _ in range(50):
        _forgotten(target.stranger(), person.email)
    last = target.customer()  # whose mail is behind theirs
    held(target.mails_to(last.email), "there are no mails at all")
    mails = len(target.mails_to(person.email))
    held(mails <= 6, f"{mails} mails were sent")
    return f"{mails} mails"


def _forgotten(client: httpx.Client, email: str) -> httpx.Response:
    return client.post(f"{API}/auth/password/forgotten", json={"email": email})


def _reset(target: Target, token: str) -> httpx.Response:
    return target.stranger().post(f"{API}/auth/password/reset", json={"token": token, "password": NEW})


def _change(person: Person, email: str, password: str | None = None) -> httpx.Response:
    given = {"email": email, "password": password or person.password}
    return person.client.post(f"{API}/auth/email", json=given, headers=person.bearer())
