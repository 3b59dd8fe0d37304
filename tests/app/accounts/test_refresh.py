"""A refresh token works once, for the next pair."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from productwatch.accounts.models import RefreshFamily, RefreshToken, Role, User
from productwatch.platform import tokens
from tests.app.accounts.calling import claims, is_problem, me, post, refreshed, signed_in


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 21, 8, 0, 0, 250_000, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def first(clock: time_machine.Traveller, ann: User) -> str:
    return str(signed_in(ann.email)["refresh"])


def ended_by() -> str:
    return RefreshFamily.objects.get().ended_by


def test_answers_as_login_does(ann: User, first: str) -> None:
    answer = post("refresh", refresh=first)
    assert answer.json().keys() == {"access", "refresh", "token_type", "expires_in"}
    assert answer["Cache-Control"] == "no-store"
    assert me(answer.json()["access"]).json()["email"] == ann.email


def test_stays_within_the_session(first: str) -> None:
    pair = refreshed(refreshed(first)["refresh"])
    assert claims(pair["refresh"])["sid"] == claims(pair["access"])["sid"] == claims(first)["sid"]
    assert RefreshToken.objects.count() == 3


def test_lives_two_weeks_from_each_use(clock: time_machine.Traveller, first: str) -> None:
    clock.shift(13 * 24 * 3600)
    second = refreshed(first)["refresh"]
    clock.shift(13 * 24 * 3600)
    assert refreshed(second)


def test_tells_the_role_of_today(ann: User, first: str) -> None:
    User.objects.update(role=Role.ADMIN)
    assert claims(refreshed(first)["access"])["role"] == "admin"


def test_whose_answer_was_lost_brings_the_same_one_again(clock: time_machine.Traveller, first: str) -> None:
    lost = refreshed(first)
    clock.shift(10)
    again = refreshed(first)
    assert again["refresh"] == lost["refresh"]
    assert claims(again["access"])["iat"] == claims(lost["access"])["iat"] + 10
    assert refreshed(again["refresh"])


def test_used_again_after_its_successor_ends_the_session(first: str) -> None:
    third = refreshed(refreshed(first)["refresh"])["refresh"]
    assert is_problem(post("refresh", refresh=first), 401)
    assert ended_by() == "reuse"
    assert is_problem(post("refresh", refresh=third), 401)


def test_used_again_too_late_ends_the_session(clock: time_machine.Traveller, first: str) -> None:
    second = refreshed(first)["refresh"]
    clock.shift(10.1)
    assert is_problem(post("refresh", refresh=first), 401)
    assert ended_by() == "reuse"
    assert is_problem(post("refresh", refresh=second), 401)


def test_used_again_is_told_in_the_log(first: str, ann: User, caplog: pytest.LogCaptureFixture) -> None:
    refreshed(refreshed(first)["refresh"])
    post("refresh", refresh=first)
    [record] = [record for record in caplog.records if record.name == "productwatch.accounts.services.endings"]
    assert record.levelname == "WARNING"
    assert vars(record).items() >= {"reason": "reuse", "user": str(ann.id)}.items()
    assert first not in str(vars(record))


def test_used_again_leaves_other_sessions_alone(first: str, ann: User) -> None:
    other = signed_in(ann.email)["refresh"]
    refreshed(refreshed(first)["refresh"])
    post("refresh", refresh=first)
    assert refreshed(other)


def test_of_a_deactivated_user_ends_the_session(first: str) -> None:
    User.objects.update(is_active=False)
    assert is_problem(post("refresh", refresh=first), 401)
    assert ended_by() == "deactivation"
    User.objects.update(is_active=True)
    assert is_problem(post("refresh", refresh=first), 401)


def test_brings_nothing_more_after_two_weeks(clock: time_machine.Traveller, first: str) -> None:
    clock.shift(14 * 24 * 3600 + tokens.LEEWAY + 1)
    assert is_problem(post("refresh", refresh=first), 401)
    assert ended_by() == ""


def test_that_no_row_knows_is_refused(first: str) -> None:
    RefreshFamily.objects.all().delete()
    assert is_problem(post("refresh", refresh=first), 401)


def test_is_no_access_token(ann: User) -> None:
    pair = signed_in(ann.email)
    assert is_problem(post("refresh", refresh=pair["access"]), 401)
    assert is_problem(me(pair["refresh"]), 401)


def test_of_another_audience_is_refused(first: str) -> None:
    stranger = tokens.InternalToken()
    stranger.payload |= {"jti": claims(first)["jti"], "token_type": "refresh"}
    assert is_problem(post("refresh", refresh=str(stranger)), 401)
    assert refreshed(first)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "ü.ü.ü"])
def test_made_up_is_refused(token: str) -> None:
    answer = post("refresh", refresh=token)
    assert is_problem(answer, 401)
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", [{}, {"refresh": 5}, {"refresh": "x" * 5000}, {"refresh": "\0"}, {"refresh": "x", "y": 1}]
)
def test_misspelt_is_invalid(body: dict[str, object]) -> None:
    assert is_problem(post("refresh", **body), 422)
