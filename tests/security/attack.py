"""An attack: something that must not work, tried over HTTP as anybody may try it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx

from tests.security.target import Target

Attack = Callable[[Target], str]
"""Says how it was refused; GotThrough where it was not."""

_attacks: dict[str, Attack] = {}
_by_issuer: set[str] = set()


class GotThrough(AssertionError):  # noqa: N818 - what has happened
    """What must be refused was done."""


@dataclass(frozen=True, slots=True)
class Outcome:
    what: str
    refused: bool
    told: str


def attack(what: str, *, by_issuer: bool = False) -> Callable[[Attack], Attack]:
    """Registers what is tried, in words; what is tried `by_issuer` is tried where the target has one of ours."""

    def registered(tried: Attack) -> Attack:
        assert what not in _attacks, what
        _attacks[what] = tried
        _by_issuer.update({what} if by_issuer else ())
        return tried

    return registered


def tried_all(target: Target) -> Iterator[Outcome]:
    """One after the other, whatever becomes of each."""
    from tests.security.attacks import load  # noqa: PLC0415 - they register here

    load()
    for what, tried in _attacks.items():
        if what in _by_issuer and not target.has_issuer:
            continue
        try:
            yield Outcome(what, refused=True, told=tried(target))
        except Exception as reason:  # noqa: BLE001 - whatever it is, it was not refused
            yield Outcome(what, refused=False, told=f"{type(reason).__name__}: {reason}")


def refused(response: httpx.Response, *statuses: int) -> str:
    """How; GotThrough where the status is none of these."""
    if response.status_code not in statuses:
        asked = f"{response.request.method} {response.request.url.path}"
        raise GotThrough(f"{asked}: {response.status_code} {response.text[:300]}")
    return f"{response.status_code} {response.reason_phrase}"


def all_refused(responses: list[httpx.Response], *statuses: int) -> str:
    """The last one's how."""
    return [refused(response, *statuses) for response in responses][-1]


def held(condition: object, otherwise: str) -> None:
    if not condition:
        raise GotThrough(otherwise)
