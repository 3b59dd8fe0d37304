"""A forgotten password is set anew by who reads the mail, and whatever a stranger had begun ends."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from productwatch.accounts.models import OneTimeToken, RefreshFamily, User
from productwatch.accounts.services import email_changes, resetting
from productwatch.accounts.services.resetting import TIME_TO_RESET
from productwatch.audit.actors import THE_SYSTEM
from productwatch.audit.models import Entry
from productwatch.notifications.services.accounts import AT_MOST, WITHIN
from productwatch.platform.revocations import revocations
from tests.app.accounts.calling import PASSWORD, asked, is_problem, me, post, signed_in
from tests.app.accounts.racing import meeting_at
from tests.app.mailbox import Mailbox

NEW, START = "otters under the new bridge", datetime(2026, 11, 21, 8, tzinfo=UTC)
KNOWN, UNKNOWN, DEACTIVATED = "ann@example.com", "nobody@example.com", "dan@example.com"

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(ann: User, mailbox: Mailbox) -> Callable[[], str]:
    def asked_for() -> str:
        assert post("password/forgotten", email=ann.email).status_code == 202
        return mailbox.one().token

    return asked_for


def reset(token: str, password: object = NEW) -> Any:
    return post("password/reset", token=token, password=password)


def test_is_by_a_mail_that_leads_to_a_page(ann: User, mailbox: Mailbox) -> None:
    post("password/forgotten", email="ANN@example.com")
    letter = mailbox.one()
    assert (letter.to, letter.kind) == (ann.email, "password_reset")
    assert f"http://testserver/account/reset#token={letter.token}" in letter.links


def test_sets_the_password(ann: User, token: Callable[[], str]) -> None:
    assert reset(token()).status_code == 204
    assert signed_in(ann.email, NEW)
    assert is_problem(post("login", email=ann.email, password=PASSWORD), 401)


def test_removes_passkeys_which_a_stranger_may_have_made(ann: User, token: Callable[[], str]) -> None:
    ann.passkeys.create(name="a stranger's", credential_id=b"id", public_key=b"key")
    reset(token())
    assert not ann.passkeys.exists()
    assert Entry.objects.filter(act="passkey-removed").count() == 1


def test_is_told_to_the_owner(token: Callable[[], str], mailbox: Mailbox) -> None:
    reset(token())
    letter = mailbox.one()
    assert (letter.to, letter.subject) == (KNOWN, "Your password at Product Watch was changed")


@pytest.mark.parametrize("email", [UNKNOWN, DEACTIVATED])
def test_is_mailed_to_nobody_else(dan: User, mailbox: Mailbox, email: str) -> None:
    assert post("password/forgotten", email=email).status_code == 202
    assert mailbox.new() == []


def test_is_asked_for_with_the_same_answer_and_work(ann: User, dan: User, hashes_made: Callable[[], int]) -> None:
    told, done = set(), []
    for email in (KNOWN, UNKNOWN, DEACTIVATED):
        with CaptureQueriesContext(connection) as captured:
            answer = post("password/forgotten", email=email)
        told.add((answer.status_code, answer.content, *answer.headers))
        done.append([query["sql"][:60] for query in captured if "SAVEPOINT" not in query["sql"]])
    assert len(told) == 1
    assert done[0] == done[1] == done[2]
    assert hashes_made() == 0


@pytest.mark.django_db(transaction=True)
def test_ends_all_sessions_and_revokes_all_keys(ann: User, token: Callable[[], str]) -> None:
    pair = signed_in(ann.email)
    wish = {"name": "mine", "scopes": ["follows.write"], "password": PASSWORD}
    assert asked("POST", "keys", pair["access"], wish).status_code == 201
    reset(token())
    revocations.look_again()
    assert is_problem(me(pair["access"]), 401)
    assert is_problem(post("refresh", refresh=pair["refresh"]), 401)
    assert RefreshFamily.objects.get().ended_by == "new-password"
    assert not ann.keys.filter(revoked_at=None).exists()


def test_calls_off_a_change_of_the_address(ann: User, token: Callable[[], str], mailbox: Mailbox) -> None:
    email_changes.ask(ann.id, "mallory@example.com", PASSWORD, THE_SYSTEM)
    agree, prove = (letter.token for letter in mailbox.new())
    reset(token())
    assert [post("email/confirm", token=each).status_code for each in (prove, agree)] == [422, 422]


def test_works_once(ann: User, token: Callable[[], str]) -> None:
    used = token()
    reset(used)
    assert is_problem(reset(used, "a third passphrase of hers"), 422)
    assert signed_in(ann.email, NEW)


@pytest.mark.django_db(transaction=True)
def test_works_once_for_two_who_come_at_once(ann: User, token: Callable[[], str]) -> None:
    use = partial(reset, token())
    assert sorted(answer.status_code for answer in meeting_at(User.objects.all(), use, use)) == [204, 422]


def test_works_with_the_latest_mail_alone(token: Callable[[], str]) -> None:
    first, second = token(), token()
    assert [reset(each).status_code for each in (first, second)] == [422, 204]


def test_has_its_time(token: Callable[[], str]) -> None:
    with time_machine.travel(START, tick=False) as clock:
        mine = token()
        clock.shift(TIME_TO_RESET)
        assert is_problem(reset(mine), 422)


def test_outlasts_the_bound_of_mails(ann: User, mailbox: Mailbox) -> None:
    """A stranger who asks and asks keeps nobody out: the last mail works as long as no other comes."""
    assert TIME_TO_RESET >= WITHIN
    for _ in range(AT_MOST * 2):
        post("password/forgotten", email=ann.email)
    letters = mailbox.new()
    assert len(letters) == AT_MOST
    assert [reset(letter.token).status_code for letter in letters].count(204) == 1


def test_ends_with_a_change_of_the_password(ann: User, token: Callable[[], str]) -> None:
    mine = token()
    asked("POST", "password", signed_in(ann.email)["access"], {"current": PASSWORD, "new": NEW})
    assert is_problem(reset(mine, "a third passphrase of hers"), 422)
    assert not OneTimeToken.objects.exists()


def test_is_nothing_for_who_was_deactivated_meanwhile(ann: User, token: Callable[[], str]) -> None:
    mine = token()
    User.objects.update(is_active=False)
    assert is_problem(reset(mine), 422)


def test_goes_to_no_address_that_was_left_meanwhile(ann: User, mailbox: Mailbox) -> None:
    resetting.ask(ann.email)
    assert resetting.token_for(ann.id, "another@example.com") is None


@pytest.mark.parametrize("password", ["", "short", "password123", KNOWN, "x" * 129, "x" * 1_000_000, "nul \0 inside"])
def test_with_a_bad_password_leaves_the_token(ann: User, token: Callable[[], str], password: str) -> None:
    mine = token()
    answer = reset(mine, password)
    assert is_problem(answer, 422)
    assert {error["pointer"] for error in answer.json()["errors"]} == {"#/password"}
    assert reset(mine).status_code == 204


def test_is_in_the_audit_log(ann: User, token: Callable[[], str]) -> None:
    reset(token())
    acts = list(Entry.objects.order_by("id").values_list("act", "actor_kind", "subject_id"))
    assert acts == [("password-reset-asked", "anonymous", ann.id), ("password-reset", "user", ann.id)]
