"""Addresses that are not what they seem, and questions about who has an account."""

from secrets import token_hex

import httpx

from tests.security.attack import all_refused, attack, held, refused
from tests.security.target import API, Target

PASSWORD = "a long way to the otters"
MOST_MAILS = 5


@attack("addresses of 320 characters, with line breaks, NUL, or several at once")
def strange_addresses(target: Target) -> str:
    stranger = target.stranger()
    strange = [
        f"{'a' * 308}@example.com",
        "admin@example.com\nBcc: everybody@example.com",
        "admin@example.com,mallory@example.com",
        "admin@example.com mallory@example.com",
        "admin＠example.com",
        "admin@example.com\0.example.org",
        '"admin@example.com"@',
    ]
    return all_refused([_registered(stranger, email) for email in strange], 422)


@attack("the admin's address in letters that look alike, with the admin's password")
def look_alikes(target: Target) -> str:
    stranger = target.stranger()
    alike = ["аdmin@example.com", "admin@exаmple.com", "ADMİN@example.com", "admın@example.com", "admin+@example.com"]
    given = [{"email": email, "password": target.admin.password} for email in alike]
    return all_refused([stranger.post(f"{API}/auth/login", json=each) for each in given], 401, 422)


@attack("finding out by registration who has an account")
def told_by_registration(target: Target) -> str:
    stranger = target.stranger()
    known, unknown = _registered(stranger, target.admin.email), _registered(stranger, f"{token_hex(6)}@example.com")
    held(known.status_code == unknown.status_code, f"{known.status_code} and {unknown.status_code}")
    held(known.content == unknown.content, "the answers differ")
    return f"both times {known.status_code}, the same bytes"


@attack("finding out by sign-in who has an account")
def told_by_sign_in(target: Target) -> str:
    stranger = target.stranger()
    known, unknown = (
        stranger.post(f"{API}/auth/login", json={"email": email, "password": PASSWORD})
        for email in (target.admin.email, f"{token_hex(6)}@example.com")
    )
    alike = {name: value for name, value in known.json().items() if name not in {"instance", "request_id"}}
    other = {name: value for name, value in unknown.json().items() if name not in {"instance", "request_id"}}
    held(alike == other, "the answers differ")
    return refused(known, 401) and refused(unknown, 401)


@attack("signing in before the address is confirmed")
def unconfirmed(target: Target) -> str:
    stranger, email = target.stranger(), f"{token_hex(6)}@example.com"
    _registered(stranger, email).raise_for_status()
    return refused(stranger.post(f"{API}/auth/login", json={"email": email, "password": PASSWORD}), 401)


@attack("the link of a confirmation, used twice")
def replayed(target: Target) -> str:
    email = f"{token_hex(6)}@example.com"
    _registered(target.stranger(), email).raise_for_status()
    token = target.token_mailed_to(email)
    target.confirm(token).raise_for_status()
    return refused(target.confirm(token), 400, 404, 409, 410, 422)


@attack("a confirmation that nobody was sent")
def invented(target: Target) -> str:
    invented = ("x" * 43, "../../etc/passwd", "%00", "")
    return all_refused([target.confirm(token) for token in invented], 400, 404, 410, 422)


@attack("a hundred registrations of one address fill its mailbox")
def flooded(target: Target) -> str:
    email = f"{token_hex(6)}@example.com"
    answers = [_registered(target.stranger(), email) for _ in range(100)]
    held({answer.status_code for answer in answers} <= {202, 429}, "they were answered unlike each other")
    last = target.customer()  # whose mail is behind theirs
    mails = len(target.mails_to(email))
    held(target.mails_to(last.email) and 1 <= mails <= MOST_MAILS, f"{mails} mails were sent")
    return f"{mails} mails"


@attack("the victim's address, registered beforehand with the attacker's password")
def hijacked_beforehand(target: Target) -> str:
    email, attackers, own = f"{token_hex(6)}@example.com", "the attacker's own secret", "the victim's very own secret"
    _registered(target.stranger(), email, attackers).raise_for_status()
    wrong = target.token_mailed_to(email)
    _registered(target.stranger(), email, own).raise_for_status()
    right = target.token_mailed_to(email, number=2)
    all_refused([target.confirm(token) for token in (wrong, right)], 422)
    target.confirm(wrong, password=own).raise_for_status()
    refused(target.stranger().post(f"{API}/auth/login", json={"email": email, "password": attackers}), 401)
    target.stranger().post(f"{API}/auth/login", json={"email": email, "password": own}).raise_for_status()
    return "whoever opens the mail chooses the password, and must"


def _registered(client: httpx.Client, email: str, password: str = PASSWORD) -> httpx.Response:
    return client.post(f"{API}/auth/register", json={"email": email, "password": password})
