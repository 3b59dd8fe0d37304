"""Registering asks who reads the mails of the address, and tells nobody whether it has an account."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from productwatch.accounts import hashers
from productwatch.accounts.models import Registration, User
from productwatch.accounts.services import registration
from productwatch.notifications.models import Delivery
from productwatch.notifications.services.accounts import AT_MOST
from tests.app.accounts.calling import PASSWORD, is_problem, post
from tests.app.mailbox import Mailbox

NEW, PENDING, KNOWN = "new@example.com", "pending@example.com", "ann@example.com"

pytestmark = pytest.mark.django_db


@pytest.fixture
def others(ann: User, mailbox: Mailbox) -> None:
    """One address waits to be confirmed, another has an account."""
    post("register", email=PENDING, password=PASSWORD)
    mailbox.new()


def rows() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in apps.get_models() if model._meta.managed}


def added(act: Callable[[], Any]) -> dict[str, int]:
    before = rows()
    act()
    return {name: count - before[name] for name, count in rows().items() if count != before[name]}


def test_brings_a_mail_that_leads_to_a_page(mailbox: Mailbox) -> None:
    assert post("register", email=NEW, password=PASSWORD).status_code == 202
    letter = mailbox.one()
    assert (letter.to, letter.subject) == (NEW, "Confirm your address at Product Watch")
    assert letter.links[1] == f"http://testserver/account/confirm#token={letter.token}"


def test_makes_nobody_who_could_sign_in(ann: User, mailbox: Mailbox) -> None:
    post("register", email=NEW, password=PASSWORD)
    mailbox.new()
    right, wrong = post("login", email=NEW, password=PASSWORD), post("login", email=ann.email, password="not it")
    assert is_problem(right, 401)
    assert right.json()["detail"] == wrong.json()["detail"]
    assert right.headers.keys() == wrong.headers.keys()
    assert User.objects.get() == ann


@pytest.mark.usefixtures("others")
def test_answers_alike_whatever_the_address() -> None:
    answers = [post("register", email=email, password="a fourth passphrase") for email in (NEW, PENDING, KNOWN)]
    assert len({(answer.status_code, answer.content, *answer.headers) for answer in answers}) == 1


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize("email", [NEW, PENDING, KNOWN])
def test_costs_one_hash(hashes_made: Callable[[], int], email: str) -> None:
    post("register", email=email, password="a fourth passphrase")
    assert hashes_made() == 1


@pytest.mark.usefixtures("others")
def test_asks_the_database_alike_whatever_the_address() -> None:
    asked = []
    for email in (NEW, PENDING, KNOWN):
        with CaptureQueriesContext(connection) as captured:
            post("register", email=email, password="a fourth passphrase")
        asked.append([query["sql"][:60] for query in captured if "SAVEPOINT" not in query["sql"]])
    assert asked[0] == asked[1] == asked[2]


@pytest.mark.usefixtures("others")
def test_adds_as_much_whatever_the_address(mailbox: Mailbox) -> None:
    def registered(email: str) -> None:
        post("register", email=email, password="a fourth passphrase")
        assert mailbox.one().to == email

    new, pending, known = (added(partial(registered, email)) for email in (NEW, PENDING, KNOWN))
    assert new.pop("OneTimeToken") == pending.pop("OneTimeToken") == 1
    assert new == pending == known == {"Registration": 1, "Event": 1, "Entry": 1, "Message": 1, "Delivery": 1}


def test_tells_the_owner_of_a_known_address(ann: User, mailbox: Mailbox) -> None:
    post("register", email=ann.email, password="a fourth passphrase")
    letter = mailbox.one()
    assert (letter.to, letter.subject) == (ann.email, "You have an account at Product Watch already")
    assert "confirm" not in letter.text
    assert Delivery.objects.get().recipient == ann.id


def test_leaves_a_known_account_as_it_is(carol: User, mailbox: Mailbox) -> None:
    before = User.objects.values().get()
    post("register", email=carol.email, password="a fourth passphrase")
    mailbox.new()
    assert User.objects.values().get() == before


def test_tells_nobody_who_was_deactivated(dan: User, mailbox: Mailbox) -> None:
    post("register", email=dan.email, password=PASSWORD)
    assert mailbox.new() == []


@pytest.mark.parametrize("email", ["ANN@Example.com", "ann@example.com"])
def test_takes_an_address_in_any_case_for_the_same(ann: User, mailbox: Mailbox, email: str) -> None:
    post("register", email=email, password=PASSWORD)
    assert mailbox.one().subject.startswith("You have an account")


def test_takes_an_address_with_a_plus_for_another(ann: User, mailbox: Mailbox) -> None:
    post("register", email="ann+shop@example.com", password=PASSWORD)
    assert mailbox.one().to == "ann+shop@example.com"


@pytest.mark.parametrize(
    "password",
    ["", "2short", "password123", "bob@example", "x" * 129, "x" * 4096, "x" * 1_000_000, "nul \0 inside", 12345, None],
    ids=["empty", "short", "common", "like-the-address", "long", "longer", "a-million", "nul", "number", "null"],
)
def test_refuses_a_password_before_it_is_hashed(password: object, hashes_made: Callable[[], int]) -> None:
    answer = post("register", email="bob@example.com", password=password)
    assert is_problem(answer, 422)
    assert {error["pointer"] for error in answer.json()["errors"]} == {"#/password"}
    assert hashes_made() == 0
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "email",
    [
        *("", "bob", "bob@", "a@b@c.example", "b\0b@example.com", 7),
        *("x" * 250 + "@a.example", f"bob@{'x' * 60}.{'y' * 250}.example", f"{'x' * 60}@{'y.' * 130}example"),
        *("аnn@example.com", "ａnn@example.com", "ann\u200b@example.com", "ann@exam\u200eple.com"),
    ],
)
def test_refuses_an_address(email: object) -> None:
    answer = post("register", email=email, password=PASSWORD)
    assert is_problem(answer, 422)
    assert {error["pointer"] for error in answer.json()["errors"]} == {"#/email"}


def test_takes_a_host_that_looks_like_another_for_itself(ann: User, mailbox: Mailbox) -> None:
    post("register", email="ann@exаmple.com", password=PASSWORD)  # the second a is Cyrillic
    assert mailbox.one().to == "ann@xn--exmple-4nf.com"


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
    assert not Registration.objects.exists()


def test_a_hundred_times_brings_few_mails(ann: User, mailbox: Mailbox, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for email in (NEW, KNOWN):
        for _ in range(100):
            registration.register(email, PASSWORD)
        assert len(mailbox.new()) == AT_MOST
