"""Registering makes a customer, and tells nobody who was one before."""

from collections.abc import Callable

import pytest

from productwatch.accounts import hashers
from productwatch.accounts.models import User
from tests.app.accounts.calling import PASSWORD, is_problem, me, post, signed_in

pytestmark = pytest.mark.django_db


def test_lets_one_sign_in() -> None:
    assert post("register", email="bob@example.com", password=PASSWORD).status_code == 201
    assert me(signed_in("bob@example.com")["access"]).json()["role"] == "customer"


def test_answers_alike_for_a_known_address(ann: User) -> None:
    known = post("register", email=ann.email, password="another password")
    new = post("register", email="bob@example.com", password="another password")
    assert (known.status_code, known.content) == (new.status_code, new.content)
    assert known.headers.keys() == new.headers.keys()


def test_costs_alike_for_a_known_address(ann: User, hashes_made: Callable[[], int]) -> None:
    post("register", email=ann.email, password="another password")
    assert hashes_made() == 1
    post("register", email="bob@example.com", password="another password")
    assert hashes_made() == 2


def test_leaves_a_known_account_as_it_is(carol: User) -> None:
    post("register", email=carol.email, password="another password")
    assert signed_in(carol.email)
    assert User.objects.get().role == "admin"


def test_takes_an_address_in_any_case_for_the_same(ann: User) -> None:
    assert post("register", email="ANN@Example.com", password="another password").status_code == 201
    assert User.objects.get() == ann


@pytest.mark.parametrize(
    "password",
    ["", "2short", "password123", "bob@example", "x" * 129, "nul \0 in the middle", 1234567890, None],
    ids=["empty", "short", "common", "like-the-address", "long", "nul", "number", "null"],
)
def test_refuses_a_password(password: object) -> None:
    answer = post("register", email="bob@example.com", password=password)
    assert is_problem(answer, 422)
    assert {error["pointer"] for error in answer.json()["errors"]} == {"#/password"}
    assert not User.objects.exists()


@pytest.mark.parametrize("email", ["", "bob", "bob@", "a@b@c.example", "x" * 250 + "@a.example", "b\0b@example.com", 7])
def test_refuses_an_address(email: object) -> None:
    answer = post("register", email=email, password=PASSWORD)
    assert is_problem(answer, 422)
    assert {error["pointer"] for error in answer.json()["errors"]} == {"#/email"}


def test_refuses_to_be_told_a_role() -> None:
    answer = post("register", email="bob@example.com", password=PASSWORD, role="admin")
    assert is_problem(answer, 422)
    assert answer.json()["errors"][0]["pointer"] == "#/role"


def test_repeats_no_password_in_a_refusal() -> None:
    assert "sesame77" not in post("register", email="bob", password="sesame77").content.decode()


def test_is_put_off_while_all_slots_hash() -> None:
    with hashers._slot(), hashers._slot():
        answer = post("register", email="bob@example.com", password=PASSWORD)
    assert is_problem(answer, 503)
    assert answer["Retry-After"] == "1"
    assert not User.objects.exists()
