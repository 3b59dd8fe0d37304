"""Accounts: somebody who has one, and a session."""

from functools import cache

from django.contrib.auth.hashers import make_password

from productwatch.accounts.models import User
from productwatch.accounts.services import sessions
from tests.app.contract.case import Call, Case

EMAIL, PASSWORD = "ann@example.com", "otter under the old bridge"
"""The document's example of credentials."""


@cache
def hashed() -> str:
    return make_password(PASSWORD)


def an_account(rows: int) -> Call:
    User.objects.create(email=EMAIL, password=hashed())
    User.objects.bulk_create(User(email=f"{number}@example.com") for number in range(rows))
    return Call()


def a_session(rows: int) -> Call:
    an_account(rows)
    pair = sessions.sign_in(EMAIL, PASSWORD)
    for _ in range(rows):
        pair = sessions.refresh(pair.refresh)
    return Call(body={"refresh": pair.refresh})


CASES = {
    "register": Case(5),
    "login": Case(5, an_account),
    "refresh": Case(3, a_session),
    "logout": Case(3, a_session),
    "me": Case(1, knows_who_is_active=True),
}
