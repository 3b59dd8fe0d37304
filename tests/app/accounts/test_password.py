"""A password is changed by who knows it; other sessions end, and an absurd one is refused before it is hashed."""

from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import make_password
from pytest_django.fixtures import Settings

from productwatch.accounts.models import RefreshFamily, User
from productwatch.accounts.services import passwords
from productwatch.audit.models import Entry
from tests.app.accounts.calling import PASSWORD, asked, is_problem, me, post, refreshed, signed_in

NEW = "otters under the new bridge"

pytestmark = pytest.mark.django_db(transaction=True)


def test_is_the_new_one_from_then_on(ann: User) -> None:
    access = signed_in(ann.email)["access"]
    assert asked("POST", "password", access, {"current": PASSWORD, "new": NEW}).status_code == 204
    assert is_problem(post("login", email=ann.email, password=PASSWORD), 401)
    assert signed_in(ann.email, NEW)


def test_ends_all_other_sessions(ann: User) -> None:
    other, mine = signed_in(ann.email), signed_in(ann.email)
    asked("POST", "password", mine["access"], {"current": PASSWORD, "new": NEW})
    assert is_problem(me(other["access"]), 401)
    assert is_problem(post("refresh", refresh=other["refresh"]), 401)
    assert me(refreshed(mine["refresh"])["access"]).status_code == 200
    assert set(RefreshFamily.objects.values_list("ended_by", flat=True)) == {"new-password", ""}


def test_ends_the_access_tokens_of_before(ann: User) -> None:
    mine = signed_in(ann.email)
    asked("POST", "password", mine["access"], {"current": PASSWORD, "new": NEW})
    assert is_problem(me(mine["access"]), 401)


def test_is_not_changed_by_who_does_not_know_it(ann: User) -> None:
    access = signed_in(ann.email)["access"]
    answer = asked("POST", "password", access, {"current": "not the password", "new": NEW})
    assert is_problem(answer, 422)
    assert answer.json()["errors"][0]["pointer"] == "#/current"
    assert me(access).status_code == 200
    assert Entry.objects.get(act="password-refused").subject_id == ann.id


@pytest.mark.parametrize(
    "new",
    ["", "2short", "password123", "ann@example", "x" * 129, "x" * 4096, "x" * 1_000_000, "nul \0 in it", 7, PASSWORD],
    ids=["empty", "short", "common", "like-the-address", "129", "4096", "1M", "nul", "number", "the-same"],
)
def test_is_not_changed_to(ann: User, new: object) -> None:
    access = signed_in(ann.email)["access"]
    answer = asked("POST", "password", access, {"current": PASSWORD, "new": new})
    assert is_problem(answer, 422)
    assert {error["pointer"] for error in answer.json()["errors"]} == {"#/new"}
    assert signed_in(ann.email)


@pytest.mark.parametrize("password", ["", "x" * 129, "x" * 4096, "x" * 1_000_000, "nul \0"])
def test_that_cannot_be_one_is_never_hashed(ann: User, hashes_made: Callable[[], int], password: str) -> None:
    answers = [post("register", email="b@example.com", password=password)]
    if password:
        answers.append(post("login", email=ann.email, password=password))
    assert [answer.status_code for answer in answers] == [422] * len(answers)
    assert hashes_made() == 0


def costs(settings: Settings, *costs: int) -> None:
    settings.ARGON2 = costs
    settings.PASSWORD_HASHERS = list(settings.PASSWORD_HASHERS)  # Django makes its hashers anew


def test_is_hashed_anew_at_sign_in_where_the_parameters_have_changed(ann: User, settings: Settings) -> None:
    costs(settings, 8192, 1, 1)
    signed_in(ann.email)
    ann.refresh_from_db()
    assert "$m=8192,t=1,p=1$" in ann.password
    assert signed_in(ann.email)


def test_is_not_hashed_anew_for_a_wrong_one(ann: User, settings: Settings, hashed: str) -> None:
    costs(settings, 8192, 1, 1)
    post("login", email=ann.email, password="not the password")
    ann.refresh_from_db()
    assert ann.password == hashed


def test_that_was_changed_meanwhile_is_not_brought_back_by_a_renewal(ann: User, settings: Settings) -> None:
    costs(settings, 8192, 1, 1)
    User.objects.update(password=make_password(NEW))
    assert passwords.fits(ann, PASSWORD)
    ann.refresh_from_db()
    assert passwords.fits(ann, NEW)


def test_that_is_changed_while_it_is_compared_begins_no_session(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fits(user: User | None, password: str) -> bool:
        User.objects.update(password=make_password(NEW))
        return True

    monkeypatch.setattr(passwords, "fits", fits)
    assert is_problem(post("login", email=ann.email, password=PASSWORD), 401)
    assert not RefreshFamily.objects.exists()
