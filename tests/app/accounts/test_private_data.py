"""A whole life of an account leaves nothing private in the logs: no address, password, token, key or body."""

import logging
from typing import Any

import pytest

from productwatch.accounts.models import User
from productwatch.accounts.services import users
from productwatch.audit.actors import THE_SYSTEM
from tests.app.accounts.calling import PASSWORD, asked, claims, post, refreshed, signed_in
from tests.app.mailbox import Mailbox

NEW, EMAIL = "otters under the new bridge", "olga@example.com"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> Any:
    """All that was logged at any level, with what came by `extra=`."""
    caplog.set_level(logging.DEBUG)
    return lambda: f"{[vars(record) for record in caplog.records]} {caplog.text} {capsys.readouterr()}"


def a_life(mailbox: Mailbox) -> list[str]:
    """Everything in it that nobody else may know."""
    post("register", email=EMAIL, password=PASSWORD)
    mailed = mailbox.one().token
    post("confirm", token=mailed)
    post("login", email=EMAIL, password="not the password")
    first = signed_in(EMAIL)
    second = refreshed(first["refresh"])
    key = asked(
        "POST", "keys", second["access"], {"name": "mine", "scopes": ["follows.write"], "password": PASSWORD}
    ).json()["key"]
    asked("GET", "me", key)
    asked("POST", "password", second["access"], {"current": PASSWORD, "new": NEW})
    third = refreshed(second["refresh"])
    post("refresh", refresh=first["refresh"])
    users.change(User.objects.get(email=EMAIL).id, THE_SYSTEM, is_active=False)
    tokens = [pair[kind] for pair in (first, second, third) for kind in ("access", "refresh")]
    names = [claims(pair["refresh"])["jti"] for pair in (first, second, third)]
    return [EMAIL, PASSWORD, NEW, "not the password", key, mailed, "/account/confirm", *tokens, *names, "127.0.0.1"]


def test_are_not_there(logged: Any, mailbox: Mailbox) -> None:
    secrets = a_life(mailbox)
    told = logged()
    assert "a session ended" in told
    assert [secret for secret in secrets if secret in told] == []
