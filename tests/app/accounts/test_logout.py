"""Signing out ends the session of a refresh token."""

import pytest

from productwatch.accounts.models import RefreshFamily, User
from tests.app.accounts.calling import is_problem, post, refreshed, signed_in


def test_ends_the_session(ann: User) -> None:
    token = signed_in(ann.email)["refresh"]
    answer = post("logout", refresh=token)
    assert (answer.status_code, answer.content) == (204, b"")
    assert is_problem(post("refresh", refresh=token), 401)
    assert RefreshFamily.objects.get().ended_by == "logout"


def test_ends_it_by_a_used_token_too(ann: User) -> None:
    first = signed_in(ann.email)["refresh"]
    second = refreshed(first)["refresh"]
    assert post("logout", refresh=first).status_code == 204
    assert is_problem(post("refresh", refresh=second), 401)


def test_is_the_same_the_second_time(ann: User) -> None:
    token = signed_in(ann.email)["refresh"]
    post("logout", refresh=token)
    ended = RefreshFamily.objects.get().ended_at
    assert post("logout", refresh=token).status_code == 204
    assert RefreshFamily.objects.get().ended_at == ended


def test_leaves_other_sessions_alone(ann: User) -> None:
    one, other = signed_in(ann.email)["refresh"], signed_in(ann.email)["refresh"]
    post("logout", refresh=one)
    assert refreshed(other)


def test_takes_no_access_token(ann: User) -> None:
    pair = signed_in(ann.email)
    assert is_problem(post("logout", refresh=pair["access"]), 401)
    assert refreshed(pair["refresh"])


@pytest.mark.django_db
def test_refuses_what_is_no_token() -> None:
    assert is_problem(post("logout", refresh="x"), 401)
    assert is_problem(post("logout"), 422)
