"""Passkeys: of others, made elsewhere, and answers that were given before."""

from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.app.accounts.authenticator import Authenticator
from tests.security.attack import all_refused, attack, refused
from tests.security.target import API, Person, Target

ROOT = f"{API}/auth/passkeys"


@attack("a passkey's answer, sent a second time")
def replayed(target: Target) -> str:
    answer = _with_passkey(target).used(_asked(target))
    _shown(target, answer).raise_for_status()
    return refused(_shown(target, answer), 401)


@attack("a passkey's answer that another site has asked for")
def of_another_site(target: Target) -> str:
    device = _with_passkey(target)
    here = device.origin, device.host
    answers = []
    for device.origin, device.host in (("https://shop.example", here[1]), (here[0], "shop.example")):
        answers.append(_shown(target, device.used(_asked(target))))
    return all_refused(answers, 401)


@attack("a passkey that nobody has, and another key under the name of one")
def foreign(target: Target) -> str:
    known, stranger = _with_passkey(target), _device(target)
    impostor = _device(target)
    impostor.credential_id = known.credential_id
    return all_refused([_shown(target, each.used(_asked(target))) for each in (stranger, impostor)], 401)


@attack("adding a passkey to an account by the options of another one")
def added_to_another(target: Target) -> str:
    owner, thief = target.customer(), target.customer()
    credential = _device(target).made(_options(thief, thief.bearer()))
    return refused(_added(owner, owner.bearer(), credential), 422)


@attack("adding a passkey to somebody's session without the password")
def added_without_password(target: Target) -> str:
    owner = target.customer()
    tried = owner.client.post(f"{ROOT}/options", json={"password": "not the password"}, headers=owner.bearer())
    return refused(tried, 422)


def _device(target: Target) -> Authenticator:
    return Authenticator(origin=target.url, host=urlsplit(target.url).hostname or "")


def _with_passkey(target: Target) -> Authenticator:
    """That of somebody new."""
    owner, device = target.customer(), _device(target)
    bearer = owner.bearer()
    _added(owner, bearer, device.made(_options(owner, bearer))).raise_for_status()
    return device


def _options(owner: Person, bearer: dict[str, str]) -> Any:
    answer = owner.client.post(f"{ROOT}/options", json={"password": owner.password}, headers=bearer)
    return answer.raise_for_status().json()["options"]


def _added(owner: Person, bearer: dict[str, str], credential: Any) -> httpx.Response:
    return owner.client.post(ROOT, json={"name": "phone", "credential": credential}, headers=bearer)


def _asked(target: Target) -> Any:
    return target.stranger().post(f"{ROOT}/sign-in/options").raise_for_status().json()["options"]


def _shown(target: Target, credential: Any) -> httpx.Response:
    return target.stranger().post(f"{ROOT}/sign-in", json={"credential": credential})
