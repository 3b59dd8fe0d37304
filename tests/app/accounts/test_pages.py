"""Pages that mails lead to do something once their form is sent, and nothing when they are read."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from productwatch.accounts.models import User
from productwatch.accounts.services import email_changes
from productwatch.audit.actors import THE_SYSTEM
from productwatch.platform.limiter.quota import Quota
from tests.app.accounts.calling import PASSWORD, post, signed_in
from tests.app.mailbox import Mailbox

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

BOB = "bob@example.com"
PAGES = ["confirm", "forgotten", "reset", "email"]

pytestmark = pytest.mark.django_db


def sent(page: str, **fields: str) -> "Answer":
    return Client(enforce_csrf_checks=True).post(f"/account/{page}", fields)


@pytest.fixture
def token(mailbox: Mailbox) -> str:
    post("register", email=BOB, password="a passphrase of a stranger")
    return mailbox.one().token


@pytest.mark.parametrize("page", PAGES)
def test_are_kept_by_nobody_and_send_no_referrer(client: Client, page: str) -> None:
    answer = client.get(f"/account/{page}")
    assert (answer.status_code, answer["Cache-Control"], answer["Referrer-Policy"]) == (200, "no-store", "no-referrer")
    assert "form-action 'self'; frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("page", PAGES)
def test_say_the_same_whatever_is_behind_the_address(client: Client, page: str) -> None:
    """What a scanner opens, with a token or without one."""
    assert client.get(f"/account/{page}?token=x").content == client.get(f"/account/{page}").content


def test_do_nothing_when_they_are_read(client: Client, token: str) -> None:
    for _ in range(2):
        client.get(f"/account/confirm?token={token}")
        client.head("/account/confirm")
    assert not User.objects.exists()
    assert sent("confirm", token=token, password=PASSWORD).status_code == 200


def test_make_an_account_with_the_password_that_is_typed(token: str) -> None:
    answer = sent("confirm", token=token, password=PASSWORD)
    assert "Your account is there" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert signed_in(BOB)


def test_never_take_the_password_of_the_registration(token: str) -> None:
    assert sent("confirm", token=token).status_code == 422
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["", "short", "password123", "x" * 129, "nul \0 in the middle"])
def test_show_what_is_wrong_and_keep_the_code_in_the_form(token: str, password: str) -> None:
    answer = sent("confirm", token=token, password=password)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in page
    assert f'value="{token}"' in page
    assert sent("confirm", token=token, password=PASSWORD).status_code == 200


def test_refuse_a_code_that_was_used(token: str) -> None:
    sent("confirm", token=token, password=PASSWORD)
    answer = sent("confirm", token=token, password=PASSWORD)
    assert answer.status_code == 422
    assert "The code does not work" in answer.content.decode()


def test_lead_from_a_forgotten_password_to_another_one(ann: User, mailbox: Mailbox) -> None:
    assert "Look into your mailbox" in sent("forgotten", email=ann.email).content.decode()
    page = sent("reset", token=mailbox.one().token, password="otters under the new bridge").content.decode()
    assert "Your password is set" in page
    assert signed_in(ann.email, "otters under the new bridge")


def test_say_the_same_to_whoever_has_no_account(ann: User, mailbox: Mailbox) -> None:
    known, unknown = (sent("forgotten", email=email) for email in (ann.email, "nobody@example.com"))
    assert known.content == unknown.content
    assert sent("forgotten", email="nobody").status_code == 422


def test_confirm_both_ends_of_a_change_of_address(ann: User, mailbox: Mailbox) -> None:
    email_changes.ask(ann.id, BOB, PASSWORD, THE_SYSTEM)
    one, other = (sent("email", token=letter.token).content.decode() for letter in mailbox.new())
    assert ("One of two" in one, "Your address is changed" in other) == (True, True)
    assert User.objects.get().email == BOB


def test_show_what_was_sent_as_text() -> None:
    page = sent("confirm", token='"><script>', password=PASSWORD).content.decode()
    assert "&quot;&gt;&lt;script&gt;" in page
    assert '"><script>' not in page


def test_take_no_long_form() -> None:
    assert sent("confirm", token="x", password="x" * 1_000_000).status_code == 413


def test_take_nothing_but_forms(client: Client) -> None:
    assert client.put("/account/confirm").status_code == 405
    assert client.post("/account/confirm", {"token": "x"}, "application/json").status_code == 422


def test_are_limited_as_signing_in_is(settings: Settings) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"sign-in": Quota(1, 60)}
    sent("confirm", token="x", password=PASSWORD)
    answer = sent("confirm", token="x", password=PASSWORD)
    assert (answer.status_code, answer["Content-Type"]) == (429, "text/html; charset=utf-8")
    assert 0 < int(answer["Retry-After"]) <= 60
    assert "Too many requests" in answer.content.decode()
