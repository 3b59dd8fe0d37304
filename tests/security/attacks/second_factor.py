"""Codes of a second factor: none, old ones, used ones, and all of them one after the other."""

from dataclasses import dataclass
from time import time

import httpx
import pyotp

from tests.security.attack import all_refused, attack, held, refused
from tests.security.target import API, Person, Target

STEP = 30
"""Seconds for which a code is the app's."""


@dataclass(frozen=True, slots=True)
class Careful:
    """A person with an app."""

    person: Person
    app: pyotp.TOTP
    recovery_codes: list[str]

    def code(self, steps: int = 0) -> str:
        return self.app.at(int(time()) + steps * STEP)


@attack("signing in with the password alone where a second factor was set up")
def without(target: Target) -> str:
    return refused(_careful(target).person.sign_in(), 401)


@attack("a code that was used before")
def replayed(target: Target) -> str:
    careful = _careful(target)
    code = careful.code(+1)  # that of now was shown when the app was set up
    careful.person.sign_in(code=code).raise_for_status()
    return refused(careful.person.sign_in(code=code), 401)


@attack("the code of a clock that is two minutes off, either way")
def off(target: Target) -> str:
    careful = _careful(target)
    return all_refused([careful.person.sign_in(code=careful.code(steps)) for steps in (-4, 4)], 401)


@attack("a recovery code that was used before")
def recovered_twice(target: Target) -> str:
    careful = _careful(target)
    careful.person.sign_in(code=careful.recovery_codes[0]).raise_for_status()
    return refused(careful.person.sign_in(code=careful.recovery_codes[0]), 401)


@attack("trying codes one after the other, which does not keep their owner out")
def guessed(target: Target) -> str:
    careful = _careful(target)
    person = careful.person
    thief = Person(person.email, person.password, target.stranger())
    wrong = [
        f"{number:06}" for number in range(60) if f"{number:06}" not in {careful.code(step) for step in (-1, 0, 1)}
    ]
    answers = [thief.sign_in(code=code) for code in wrong]
    held(answers[-1].status_code == 429, f"the last try of {len(wrong)} was answered {answers[-1].status_code}")
    person.sign_in(code=careful.recovery_codes[1]).raise_for_status()
    return all_refused(answers, 401, 429)


@attack("taking a second factor away with the password alone")
def taken_away(target: Target) -> str:
    careful = _careful(target)
    pair = careful.person.tokens(code=careful.recovery_codes[2])
    given = {"password": careful.person.password, "code": "000000"}
    return refused(_posted(careful.person, "/remove", given, pair["access"]), 422, 401)


def _careful(target: Target) -> Careful:
    person = target.customer()
    pair = person.tokens()
    begun = _posted(person, "", {"password": person.password}, pair["access"]).raise_for_status().json()
    app = pyotp.TOTP(begun["secret"])
    confirmed = _posted(person, "/confirm", {"code": app.now()}, pair["access"]).raise_for_status()
    return Careful(person, app, confirmed.json()["recovery_codes"])


def _posted(person: Person, path: str, given: dict[str, str], access: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {access}"}
    return person.client.post(f"{API}/auth/second-factor{path}", json=given, headers=headers)
