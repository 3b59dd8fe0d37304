"""Passwords that would cost much, or say little."""

from secrets import token_hex

import httpx

from tests.security.attack import all_refused, attack, held, refused
from tests.security.target import API, Target

LENGTHS = (0, 4096, 1_000_000)


@attack("passwords of 0, 4,096 and a million characters, and one with a NUL, at registration")
def registered(target: Target) -> str:
    return all_refused([_tried(target, "register", password) for password in _strange()], 413, 422)


@attack("the same passwords at sign-in")
def signed_in(target: Target) -> str:
    return all_refused([_tried(target, "login", password) for password in _strange()], 401, 413, 422)


@attack("a password that everybody has, and one like the address")
def weak(target: Target) -> str:
    weak = ("password123", "qwertyuiop", "1234567890", "somebody-else@example.com")
    return all_refused([_tried(target, "register", password, "somebody-else@example.com") for password in weak], 422)


@attack("a million wrong characters hold no thread: others are answered meanwhile")
def long_one(target: Target) -> str:
    answer = _tried(target, "login", "x" * 1_000_000)
    held(answer.elapsed.total_seconds() < 5, "it took longer than five seconds")
    return refused(answer, 413, 422)


def _strange() -> list[str]:
    return [*("x" * length for length in LENGTHS), "a NUL\0 in the middle of it"]


def _tried(target: Target, route: str, password: str, email: str = "") -> httpx.Response:
    given = {"email": email or f"{token_hex(6)}@example.com", "password": password}
    return target.stranger().post(f"{API}/auth/{route}", json=given)
