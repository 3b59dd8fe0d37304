"""`me` tells who is signed in, and only them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from productwatch.accounts.models import User
from productwatch.platform import tokens
from tests.app.accounts.calling import ROOT, is_problem, me, post, signed_in


def test_tells_who_one_is(carol: User) -> None:
    answer = me(signed_in(carol.email)["access"])
    created = datetime.fromisoformat(answer.json().pop("created_at"))
    assert created == carol.created_at
    assert answer.json() | {"created_at": None} == {
        "id": str(carol.id),
        "email": "carol@example.com",
        "role": "admin",
        "created_at": None,
    }
    assert answer["Cache-Control"] == "no-store"


def test_takes_one_query(ann: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    access = signed_in(ann.email)["access"]
    with django_assert_num_queries(1):
        me(access)


@pytest.mark.django_db
def test_is_closed_to_strangers() -> None:
    answer = Client().get(f"{ROOT}/me")
    assert is_problem(answer, 401)
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["Basic", "bearer-ish", ""])
def test_takes_no_other_scheme(ann: User, scheme: str) -> None:
    access = signed_in(ann.email)["access"]
    answer = Client().get(f"{ROOT}/me", headers={"Authorization": f"{scheme} {access}"})
    assert is_problem(answer, 401)


def test_is_closed_after_five_minutes(ann: User) -> None:
    access = signed_in(ann.email)["access"]
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=300 + tokens.LEEWAY + 1)):
        assert is_problem(me(access), 401)


def test_is_closed_to_the_deactivated(ann: User) -> None:
    access = signed_in(ann.email)["access"]
    User.objects.update(is_active=False)
    assert is_problem(me(access), 401)


def test_is_read_only(ann: User) -> None:
    assert is_problem(post("me"), 405)
