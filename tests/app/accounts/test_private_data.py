"""A whole life of an account leaves nothing private in logs, Redis or the audit log: no address, secret or body."""

import logging
from typing import Any

import pytest

from productwatch.accounts.models import User
from productwatch.accounts.services import users
from productwatch.audit.actors import THE_SYSTEM
from productwatch.audit.models import Entry
from productwatch.platform.redis import redis
from productwatch.privacy.tasks import erase_accounts, export_accounts
from tests.app.accounts.calling import PASSWORD, asked, claims, post, refreshed, signed_in
from tests.app.accounts.factors import code_of
from tests.app.leaks import in_redis
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
    for is_active in (False, True):
        users.change(User.objects.get(email=EMAIL).id, THE_SYSTEM, is_active=is_active)
    codes = its_end()
    tokens = [pair[kind] for pair in (first, second, third) for kind in ("access", "refresh")]
    names = [claims(pair["refresh"])["jti"] for pair in (first, second, third)]
    return [
        EMAIL,
        PASSWORD,
        NEW,
        "not the password",
        key,
        mailed,
        "/account/confirm",
        *tokens,
        *names,
        *codes,
        "127.0.0.1",
    ]


def its_end() -> list[str]:
    """With a second factor, an export and the erasure; what was shown for them."""
    fourth = signed_in(EMAIL, NEW)
    secret = asked("POST", "second-factor", fourth["access"], {"password": NEW}).json()["secret"]
    code = code_of(secret)
    codes: list[str] = asked("POST", "second-factor/confirm", fourth["access"], {"code": code}).json()["recovery_codes"]
    access = refreshed(fourth["refresh"])["access"]
    begun = asked("POST", "account/exports", access, {"password": NEW, "code": codes[0]})
    assert begun.status_code == 202, begun.content
    export_accounts()
    file: Any = asked("GET", f"account/exports/{begun.json()['id']}/file", access)
    assert EMAIL.encode() in b"".join(file.streaming_content)
    assert asked("DELETE", "account", access, {"password": NEW, "code": codes[1]}).status_code == 204
    erase_accounts()
    return [secret, *codes, fourth["access"], fourth["refresh"]]


def test_are_not_in_the_logs(logged: Any, mailbox: Mailbox) -> None:
    secrets = a_life(mailbox)
    told = logged()
    assert "a session ended" in told
    assert [secret for secret in secrets if secret in told] == []


def test_are_neither_in_redis_nor_in_the_audit_log(mailbox: Mailbox) -> None:
    secrets = a_life(mailbox)
    told = str(list(Entry.objects.values()))
    assert redis().dbsize()
    assert "account-erased" in told
    assert [secret for secret in secrets if secret in told or in_redis(secret)] == []
