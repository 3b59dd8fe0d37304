"""A second factor is begun with the password, active with its first right code, and given up with both."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine

from productwatch.accounts.models import RecoveryCode, SecondFactor, User
from productwatch.accounts.services import enrolment
from productwatch.accounts.services.enrolment import TO_CONFIRM
from productwatch.audit.models import Entry
from productwatch.platform import clock
from tests.app.accounts.calling import PASSWORD, asked, is_problem, me, post, refreshed, signed_in
from tests.app.accounts.factors import App, begun, code_of, enrolled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def access(ann: User) -> str:
    return str(signed_in(ann.email)["access"])


@pytest.fixture
def app(ann: User) -> App:
    return enrolled(ann.email)


def test_is_begun_with_the_password(access: str) -> None:
    answer = asked("POST", "second-factor", access, {"password": "not the password"})
    assert is_problem(answer, 422)
    assert not SecondFactor.objects.exists()


def test_is_shown_as_apps_take_it(access: str) -> None:
    answer = asked("POST", "second-factor", access, {"password": PASSWORD})
    read = pyotp.parse_uri(answer.json()["uri"])
    assert (read.secret, read.name, read.issuer) == (answer.json()["secret"], "ann@example.com", "testserver")
    assert answer["Cache-Control"] == "no-store"


def test_is_not_demanded_before_its_first_code(access: str, ann: User) -> None:
    begun(access)
    assert asked("GET", "second-factor", access).json() == {"active_since": None, "recovery_codes": 0}
    assert signed_in(ann.email)


def test_is_not_confirmed_by_a_wrong_code(access: str, ann: User) -> None:
    secret = begun(access)
    for code in (code_of(secret, 4), "123456", "ABCD-EFGH"):
        assert is_problem(asked("POST", "second-factor/confirm", access, {"code": code}), 422)
    assert signed_in(ann.email)


def test_tells_since_when_it_is_active(ann: User) -> None:
    start = datetime(2026, 11, 21, 8, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        app = enrolled(ann.email)
        told = asked("GET", "second-factor", app.session["access"]).json()
    assert told == {"active_since": "2026-11-21T08:00:00+00:00", "recovery_codes": 10}


def test_waits_a_quarter_of_an_hour(access: str) -> None:
    secret = begun(access)
    SecondFactor.objects.update(begun_at=datetime.now(UTC) - TO_CONFIRM - timedelta(seconds=1))
    assert is_problem(asked("POST", "second-factor/confirm", access, {"code": code_of(secret)}), 409)


def test_is_forgotten_when_no_code_has_come_for_it(access: str, ann: User) -> None:
    begun(access)
    assert forgotten(TO_CONFIRM - timedelta(seconds=10)) == 0
    assert forgotten(TO_CONFIRM + timedelta(seconds=10)) == 1
    assert not SecondFactor.objects.exists()


def test_is_not_forgotten_once_it_is_active(app: App) -> None:
    assert forgotten(timedelta(days=400)) == 0


def forgotten(after: timedelta) -> int:
    with time_machine.travel(clock.now() + after, tick=False):
        return enrolment.forget_unconfirmed()


def test_may_be_begun_again(access: str) -> None:
    first, second = begun(access), begun(access)
    assert is_problem(asked("POST", "second-factor/confirm", access, {"code": code_of(first)}), 422)
    assert asked("POST", "second-factor/confirm", access, {"code": code_of(second)}).status_code == 200


def test_is_begun_by_nobody_who_has_one(app: App) -> None:
    access = app.session["access"]
    assert is_problem(asked("POST", "second-factor", access, {"password": PASSWORD}), 409)
    assert is_problem(asked("POST", "second-factor/confirm", access, {"code": app.code()}), 409)


def test_ends_all_sessions_that_began_without_it(ann: User) -> None:
    other, mine = signed_in(ann.email), signed_in(ann.email)
    secret = begun(mine["access"])
    asked("POST", "second-factor/confirm", mine["access"], {"code": code_of(secret)})
    assert is_problem(post("refresh", refresh=other["refresh"]), 401)
    assert [is_problem(me(pair["access"]), 401) for pair in (other, mine)] == [True, True]
    assert me(refreshed(mine["refresh"])["access"]).status_code == 200


def test_is_given_up_with_password_and_code(app: App, ann: User) -> None:
    proof = {"password": PASSWORD, "code": app.code()}
    assert asked("POST", "second-factor/remove", app.session["access"], proof).status_code == 204
    assert signed_in(ann.email)
    assert (SecondFactor.objects.count(), RecoveryCode.objects.count()) == (0, 0)


def test_is_given_up_with_a_recovery_code(app: App, ann: User) -> None:
    proof = {"password": PASSWORD, "code": app.recovery_codes[0]}
    assert asked("POST", "second-factor/remove", app.session["access"], proof).status_code == 204


@pytest.mark.parametrize(("wrong", "pointer"), [({"password": "no"}, "#/password"), ({"code": "123456"}, "#/code")])
def test_is_not_given_up_without(app: App, wrong: dict[str, str], pointer: str) -> None:
    answer = asked(
        "POST", "second-factor/remove", app.session["access"], {"password": PASSWORD, "code": app.code()} | wrong
    )
    assert is_problem(answer, 422)
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert SecondFactor.objects.get().active_at


def test_is_given_up_by_nobody_who_has_none(access: str) -> None:
    proof = {"password": PASSWORD, "code": "123456"}
    assert is_problem(asked("POST", "second-factor/remove", access, proof), 409)


def test_comes_and_goes_in_the_audit_log(app: App, ann: User) -> None:
    asked("POST", "second-factor/remove", app.session["access"], {"password": PASSWORD, "code": app.code()})
    found = Entry.objects.filter(act__startswith="second-factor").order_by("id")
    assert list(found.values_list("act", "actor_id", "subject_id")) == [
        ("second-factor-on", ann.id, ann.id),
        ("second-factor-off", ann.id, ann.id),
    ]
