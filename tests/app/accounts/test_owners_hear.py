"""Whoever owns an account is told by mail of each new way in, and of what guards it no more."""

import pytest

from productwatch.accounts.models import User
from productwatch.accounts.services import enrolment
from productwatch.audit.actors import THE_SYSTEM
from tests.app.accounts.authenticator import Authenticator
from tests.app.accounts.browsing import by_issuer
from tests.app.accounts.calling import PASSWORD, asked, signed_in
from tests.app.accounts.factors import enrolled
from tests.app.mailbox import Mailbox
from tests.app.openid_issuer import Server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def access(ann: User) -> str:
    return str(signed_in(ann.email)["access"])


def test_of_an_issuer_that_is_linked_by_the_address(ann: User, issuer: Server, mailbox: Mailbox) -> None:
    assert by_issuer(issuer).status_code == 200
    letter = mailbox.one()
    assert (letter.to, letter.subject) == (ann.email, "Another way to sign in to your account at Product Watch")
    assert "/account/forgotten" in letter.text


def test_of_it_once(ann: User, issuer: Server, mailbox: Mailbox) -> None:
    by_issuer(issuer)
    by_issuer(issuer)
    mailbox.one()


def test_of_a_passkey_that_comes_and_goes(access: str, mailbox: Mailbox) -> None:
    options = asked("POST", "passkeys/options", access, {"password": PASSWORD}).json()["options"]
    made = asked("POST", "passkeys", access, {"name": "phone", "credential": Authenticator().made(options)}).json()
    assert "passkey was added" in mailbox.one().subject
    asked("DELETE", f"passkeys/{made['id']}", access)
    assert "passkey was removed" in mailbox.one().subject


def test_of_a_second_factor_that_comes(ann: User, mailbox: Mailbox) -> None:
    enrolled(ann.email)
    assert "asks for a code now" in mailbox.one().subject


def test_of_a_second_factor_that_goes(ann: User, mailbox: Mailbox) -> None:
    enrolled(ann.email)
    mailbox.new()
    enrolment.reset(ann, THE_SYSTEM)
    assert "asks for no code any more" in mailbox.one().subject


def test_of_another_password(ann: User, access: str, mailbox: Mailbox) -> None:
    asked("POST", "password", access, {"current": PASSWORD, "new": "otters under the new bridge"})
    assert "password" in mailbox.one().subject
