"""An address is changed once both ends have confirmed it, and by nothing less."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
import time_machine

from productwatch.accounts.models import EmailChange, User
from productwatch.accounts.services import email_changes
from productwatch.accounts.services.email_changes import KEPT, TIME_TO_CONFIRM
from productwatch.accounts.tasks import forget_expired
from productwatch.audit.actors import THE_SYSTEM
from productwatch.audit.models import Entry
from productwatch.notifications.services.accounts import WITHIN
from tests.app.accounts.calling import PASSWORD, asked, is_problem, me, post, signed_in
from tests.app.accounts.racing import meeting_at
from tests.app.mailbox import Mailbox

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

Mailed = Callable[..., tuple[str, str]]
NEW, START = "ann.new@example.com", datetime(2026, 11, 21, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def ask(access: str, email: object = NEW, password: str = PASSWORD) -> "Answer":
    return asked("POST", "email", access, {"email": email, "password": password})


@pytest.fixture
def access(ann: User) -> str:
    return str(signed_in(ann.email)["access"])


@pytest.fixture
def tokens(access: str, mailbox: Mailbox) -> Mailed:
    """That of the present address, and that of the other one."""

    def mailed(email: str = NEW) -> tuple[str, str]:
        assert ask(access, email).status_code == 202
        by_kind = {letter.kind: letter.token for letter in mailbox.new()}
        return by_kind["email_agree"], by_kind["email_prove"]

    return mailed


def confirmed(token: str) -> tuple[int, object]:
    answer = post("email/confirm", token=token)
    return answer.status_code, answer.json().get("is_changed")


def test_is_mailed_to_both(ann: User, access: str, mailbox: Mailbox) -> None:
    ask(access)
    letters = {letter.to: letter for letter in mailbox.new()}
    assert set(letters) == {ann.email, NEW}
    for letter in letters.values():
        assert f"http://testserver/account/email#token={letter.token}" in letter.links


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["the present one first", "the other one first"])
def test_happens_once_both_have_confirmed(ann: User, tokens: Mailed, order: tuple[int, int]) -> None:
    mailed = tokens()
    assert confirmed(mailed[order[0]]) == (200, False)
    assert User.objects.get().email == ann.email
    assert confirmed(mailed[order[1]]) == (200, True)
    assert User.objects.get().email == NEW
    assert signed_in(NEW)


def test_leaves_sessions_as_they_are(access: str, tokens: Mailed) -> None:
    for token in tokens():
        confirmed(token)
    assert me(access).json()["email"] == NEW


@pytest.mark.parametrize("end", [0, 1])
def test_does_not_happen_by_one_end_twice(ann: User, tokens: Mailed, end: int) -> None:
    token = tokens()[end]
    assert [confirmed(token)[0] for _ in range(2)] == [200, 422]
    assert User.objects.get().email == ann.email


@pytest.mark.django_db(transaction=True)
def test_happens_once_for_both_at_once(tokens: Mailed) -> None:
    calls = [partial(confirmed, token) for token in tokens()]
    assert sorted(meeting_at(User.objects.all(), *calls), key=str) == [(200, False), (200, True)]
    assert User.objects.get().email == NEW


def test_asks_for_the_password(ann: User, access: str, mailbox: Mailbox) -> None:
    answer = ask(access, password="not the password")
    assert is_problem(answer, 422)
    assert answer.json()["errors"][0]["pointer"] == "#/password"
    assert mailbox.new() == []


@pytest.mark.parametrize("email", ["ann@example.com", "ANN@example.com", "", "ann", "аnn@example.com", "x" * 320, 7])
def test_is_refused_for_such_an_address(ann: User, access: str, email: object) -> None:
    answer = ask(access, email)
    assert is_problem(answer, 422)
    assert answer.json()["errors"][0]["pointer"] == "#/email"


def test_to_a_known_address_is_answered_as_any(carol: User, access: str, mailbox: Mailbox) -> None:
    free, taken = ask(access), ask(access, carol.email)
    assert (free.status_code, free.content, free.headers.keys()) == (202, taken.content, taken.headers.keys())


def test_to_a_known_address_tells_its_owner_and_never_happens(carol: User, access: str, mailbox: Mailbox) -> None:
    ask(access, carol.email)
    letters = {letter.to: letter for letter in mailbox.new()}
    assert letters[carol.email].subject == "You have an account at Product Watch already"
    assert confirmed(letters["ann@example.com"].token) == (200, False)
    assert User.objects.filter(email=carol.email).get() == carol


def test_to_an_address_that_was_taken_meanwhile_is_a_conflict(tokens: Mailed) -> None:
    agree, prove = tokens()
    confirmed(prove)
    User.objects.create(email=NEW)
    assert confirmed(agree)[0] == 409
    assert User.objects.filter(email="ann@example.com").exists()


def test_is_replaced_by_the_next(tokens: Mailed) -> None:
    first = tokens("mallory@example.com")
    second = tokens()
    assert [confirmed(token)[0] for token in first] == [422, 422]
    assert [confirmed(token)[0] for token in second] == [200, 200]
    assert User.objects.get().email == NEW


def test_is_called_off_by_another_password(access: str, tokens: Mailed) -> None:
    mailed = tokens()
    asked("POST", "password", access, {"current": PASSWORD, "new": "otters under the new bridge"})
    assert [confirmed(token)[0] for token in mailed] == [422, 422]


def test_is_nothing_for_who_was_deactivated_meanwhile(ann: User, tokens: Mailed) -> None:
    agree, prove = tokens()
    confirmed(agree)
    User.objects.update(is_active=False)
    assert confirmed(prove)[0] == 422
    assert User.objects.get().email == ann.email


def test_ends_what_was_mailed_to_the_address_of_before(ann: User, tokens: Mailed, mailbox: Mailbox) -> None:
    post("password/forgotten", email=ann.email)
    reset = mailbox.one().token
    for token in tokens():
        confirmed(token)
    assert post("password/reset", token=reset, password="otters under the new bridge").status_code == 422


def test_has_its_time(ann: User, mailbox: Mailbox) -> None:
    assert TIME_TO_CONFIRM >= WITHIN
    with time_machine.travel(START, tick=False) as clock:
        email_changes.ask(ann.id, NEW, PASSWORD, THE_SYSTEM)
        agree, prove = (letter.token for letter in mailbox.new())
        confirmed(agree)
        clock.shift(TIME_TO_CONFIRM)
        assert confirmed(prove)[0] == 422


def test_is_forgotten_when_nobody_confirms(ann: User, mailbox: Mailbox) -> None:
    with time_machine.travel(START, tick=False) as clock:
        email_changes.ask(ann.id, NEW, PASSWORD, THE_SYSTEM)
        clock.shift(KEPT + timedelta(seconds=1))
        forget_expired()
    assert not EmailChange.objects.exists()


def test_is_in_the_audit_log(tokens: Mailed) -> None:
    for token in tokens():
        confirmed(token)
    acts = Entry.objects.filter(act__startswith="email").order_by("id").values_list("act", flat=True)
    assert list(acts) == [f"email-change-{act}" for act in ("asked", "agreed", "proved", "done")]
