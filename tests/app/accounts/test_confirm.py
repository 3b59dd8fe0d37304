"""Confirming makes the account of who reads its mails, with a password of their own."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.contrib.auth.hashers import make_password

from productwatch.accounts.models import OneTimeToken, Registration, User
from productwatch.accounts.services import confirming
from productwatch.accounts.services.confirming import KEPT, TIME_TO_CONFIRM
from productwatch.accounts.tasks import forget_expired
from productwatch.audit.models import Entry
from tests.app.accounts.calling import PASSWORD, is_problem, me, post, signed_in
from tests.app.accounts.racing import meeting_at
from tests.app.mailbox import Mailbox

BOB, MINE, THEIRS = "bob@example.com", "a passphrase that bob knows", "a passphrase that mallory knows"
START = datetime(2026, 11, 21, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(mailbox: Mailbox) -> Callable[..., str]:
    def registered(password: str = PASSWORD, email: str = BOB) -> str:
        post("register", email=email, password=password)
        return mailbox.one().token

    return registered


def may_sign_in(password: str, email: str = BOB) -> bool:
    return post("login", email=email, password=password).status_code == 200


def test_lets_one_sign_in(token: Callable[..., str]) -> None:
    assert post("confirm", token=token()).status_code == 204
    assert me(signed_in(BOB)["access"]).json()["role"] == "customer"


def test_is_in_the_audit_log(token: Callable[..., str]) -> None:
    post("confirm", token=token())
    bob = User.objects.get()
    asked, registered = Entry.objects.order_by("id")
    assert (asked.act, asked.actor_kind, asked.subject_kind) == ("registration-asked", "anonymous", "unknown")
    assert (registered.act, registered.actor_id, registered.subject_id) == ("registered", bob.id, bob.id)


def test_may_choose_another_password(token: Callable[..., str]) -> None:
    post("confirm", token=token(THEIRS), password=MINE)
    assert (may_sign_in(MINE), may_sign_in(THEIRS)) == (True, False)


def test_of_a_token_that_was_used_is_refused(token: Callable[..., str]) -> None:
    used = token()
    post("confirm", token=used)
    again = post("confirm", token=used, password=THEIRS)
    assert is_problem(again, 422)
    assert again.json() | {"request_id": ""} == post("confirm", token="x" * 43).json() | {"request_id": ""}
    assert may_sign_in(PASSWORD)


@pytest.mark.parametrize("password", ["short", "password123", BOB, "x" * 129, "x" * 4096, "nul \0 in the middle"])
def test_with_a_bad_password_leaves_the_token(token: Callable[..., str], password: str) -> None:
    mine = token()
    answer = post("confirm", token=mine, password=password)
    assert is_problem(answer, 422)
    assert {error["pointer"] for error in answer.json()["errors"]} == {"#/password"}
    assert post("confirm", token=mine).status_code == 204


@pytest.mark.parametrize("token", ["", "x", "x" * 101, "x" * 1_000_000, "nul \0", 7, None])
def test_refuses_what_is_no_token(token: object) -> None:
    answer = post("confirm", token=token, password=PASSWORD)
    assert is_problem(answer, 422)
    assert {error["pointer"] for error in answer.json()["errors"]} == {"#/token"}


def test_costs_no_hash_without_a_token_that_works(hashes_made: Callable[[], int]) -> None:
    post("confirm", token="x" * 43, password=PASSWORD)
    assert hashes_made() == 0


@pytest.mark.parametrize("clock_is_off", [timedelta(), timedelta(minutes=-2), timedelta(minutes=2)])
def test_has_its_time(mailbox: Mailbox, token: Callable[..., str], clock_is_off: timedelta) -> None:
    with time_machine.travel(START, tick=False) as clock:
        mine = token()
        clock.shift(TIME_TO_CONFIRM - timedelta(minutes=3) + clock_is_off)
        assert post("confirm", token=mine).status_code == 204


def test_comes_too_late(token: Callable[..., str]) -> None:
    with time_machine.travel(START, tick=False) as clock:
        mine = token()
        clock.shift(TIME_TO_CONFIRM)
        assert is_problem(post("confirm", token=mine), 422)
    assert not User.objects.exists()


class TestAgainstAStrangerWhoRegistersTheAddress:
    """Mallory can register Bob's address, and cannot read his mails."""

    def test_before_its_owner_does(self, token: Callable[..., str]) -> None:
        token(THEIRS)
        post("confirm", token=token(MINE), password=MINE)
        assert (may_sign_in(MINE), may_sign_in(THEIRS)) == (True, False)

    def test_after_its_owner_has(self, token: Callable[..., str]) -> None:
        mine = token(MINE)
        token(THEIRS)
        post("confirm", token=mine, password=MINE)
        assert (may_sign_in(MINE), may_sign_in(THEIRS)) == (True, False)

    def test_and_has_the_wrong_mail_opened(self, token: Callable[..., str]) -> None:
        theirs = token(THEIRS)
        token(MINE)
        post("confirm", token=theirs, password=MINE)
        assert (may_sign_in(MINE), may_sign_in(THEIRS)) == (True, False)

    @pytest.mark.parametrize("opened", [0, 1])
    def test_by_a_program_that_sends_no_password(self, token: Callable[..., str], opened: int) -> None:
        tokens = [token(THEIRS), token(MINE)]
        answer = post("confirm", token=tokens[opened])
        assert is_problem(answer, 422)
        assert answer.json()["errors"][0]["pointer"] == "#/password"
        assert not User.objects.exists()

    def test_and_the_other_mail_works_no_more(self, token: Callable[..., str]) -> None:
        theirs, mine = token(THEIRS), token(MINE)
        post("confirm", token=mine, password=MINE)
        assert is_problem(post("confirm", token=theirs, password=THEIRS), 422)
        assert not may_sign_in(THEIRS)
        assert not Registration.objects.exists()
        assert not OneTimeToken.objects.exists()

    def test_once_the_account_is_there(self, token: Callable[..., str], mailbox: Mailbox) -> None:
        post("confirm", token=token(MINE))
        post("register", email=BOB, password=THEIRS)
        assert mailbox.one().subject.startswith("You have an account")
        assert not may_sign_in(THEIRS)

    def test_while_the_account_comes_to_be_another_way(self, token: Callable[..., str]) -> None:
        theirs = token(THEIRS)
        User.objects.create(email=BOB, password=make_password(MINE))
        assert is_problem(post("confirm", token=theirs), 422)
        assert User.objects.count() == 1

    def test_and_fills_the_mailbox(self, mailbox: Mailbox) -> None:
        """Beyond the bound no mail comes, and those that came let the owner choose a password."""
        for _ in range(6):
            post("register", email=BOB, password=THEIRS)
        *_, last = mailbox.new()
        post("register", email=BOB, password=MINE)
        assert mailbox.new() == []
        post("confirm", token=last.token, password=MINE)
        assert (may_sign_in(MINE), may_sign_in(THEIRS)) == (True, False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("one_mail", [True, False], ids=["one mail twice", "two mails"])
def test_at_once_makes_one_account(token: Callable[..., str], *, one_mail: bool) -> None:
    first = token(MINE)
    second = first if one_mail else token(MINE)
    calls = [partial(post, "confirm", token=each, password=MINE) for each in (first, second)]
    answers = meeting_at(Registration.objects.all(), *calls)
    assert sorted(answer.status_code for answer in answers) == [204, 422]
    assert User.objects.count() == 1


def test_that_nobody_does_is_forgotten(token: Callable[..., str]) -> None:
    with time_machine.travel(START, tick=False) as clock:
        token()
        clock.shift(KEPT)
        assert forget_expired() == 1  # the token, which has ended
        assert Registration.objects.exists()
        clock.shift(timedelta(seconds=1))
        assert forget_expired() == 1
    assert not Registration.objects.exists()


def test_is_mailed_no_more_once_it_is_done(token: Callable[..., str]) -> None:
    post("confirm", token=token())
    assert confirming.token_for(User.objects.get().id) is None
