"""Signing in gives a pair of tokens for the right password, and one refusal for all else."""

from collections.abc import Callable

import pytest

from productwatch.accounts import hashers
from productwatch.accounts.models import RefreshFamily, RefreshToken, User
from tests.app.accounts.calling import PASSWORD, claims, is_problem, post, signed_in

pytestmark = pytest.mark.django_db


def test_answers_a_pair_that_nothing_may_keep(ann: User) -> None:
    answer = post("login", email=ann.email, password=PASSWORD)
    assert answer.json().keys() == {"access", "refresh", "token_type", "expires_in"}
    assert (answer.json()["token_type"], answer.json()["expires_in"]) == ("Bearer", 300)
    assert answer["Cache-Control"] == "no-store"


def test_takes_an_address_in_any_case(ann: User) -> None:
    assert signed_in("Ann@EXAMPLE.com")


def test_gives_an_access_token_for_five_minutes(carol: User) -> None:
    access = claims(signed_in(carol.email)["access"])
    assert (access["sub"], access["role"], access["token_type"]) == (str(carol.id), "admin", "access")
    assert access["sid"] == str(RefreshFamily.objects.get().id)
    assert access["exp"] - access["iat"] == 300


def test_gives_a_refresh_token_for_two_weeks(ann: User) -> None:
    token = claims(signed_in(ann.email)["refresh"])
    assert (token["sub"], token["token_type"]) == (str(ann.id), "refresh")
    assert token["exp"] - token["iat"] == 14 * 24 * 3600


def test_keeps_no_token(ann: User) -> None:
    """Who reads the table can neither build a token nor name one."""
    jti = claims(signed_in(ann.email)["refresh"])["jti"]
    assert jti not in str(RefreshToken.objects.values().get())
    assert bytes.fromhex(jti) not in bytes(RefreshToken.objects.get().digest)


def test_begins_a_session_each_time(ann: User) -> None:
    one, other = claims(signed_in(ann.email)["access"]), claims(signed_in(ann.email)["access"])
    assert one["sid"] != other["sid"]


def test_refuses_all_else_alike(ann: User, dan: User) -> None:
    wrong = post("login", email=ann.email, password="not the password")
    unknown = post("login", email="nobody@example.com", password=PASSWORD)
    deactivated = post("login", email=dan.email, password=PASSWORD)
    assert all(is_problem(answer, 401) for answer in (wrong, unknown, deactivated))
    assert wrong.json()["detail"] == unknown.json()["detail"] == deactivated.json()["detail"]
    assert wrong["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("email", ["ann@example.com", "dan@example.com", "nobody@example.com"])
@pytest.mark.parametrize("password", [PASSWORD, "not the password"])
def test_costs_one_hash(ann: User, dan: User, hashes_made: Callable[[], int], email: str, password: str) -> None:
    post("login", email=email, password=password)
    assert hashes_made() == 1


@pytest.mark.parametrize("email", ["ann@example.com", "nobody@example.com"])
def test_is_put_off_while_all_slots_hash(ann: User, email: str) -> None:
    with hashers._slot(), hashers._slot():
        answer = post("login", email=email, password=PASSWORD)
    assert is_problem(answer, 503)
    assert answer["Retry-After"] == "1"
    assert signed_in(ann.email)


@pytest.mark.parametrize("password", ["x" * 129, "nul \0", 5, None])
def test_refuses_what_can_be_no_password(ann: User, password: object) -> None:
    assert is_problem(post("login", email=ann.email, password=password), 422)
