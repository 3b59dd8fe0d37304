"""An issuer is linked to an account by its owner, who shows the password once more, and unlinked likewise."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.test import Client

from productwatch.accounts.models import Identity, Purpose, User
from productwatch.accounts.services import one_time_tokens
from productwatch.audit.models import Entry
from productwatch.platform import clock
from tests.app.accounts.browsing import ANN, by_issuer, finished, linked
from tests.app.accounts.calling import PASSWORD, asked, is_problem, me, post, refreshed, signed_in
from tests.app.openid_issuer import Server

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vouched_for_by_nobody(issuer: Server, settings: Any) -> None:
    settings.OPENID_ISSUERS = {"shop": issuer.issuer(vouches_for=frozenset())}


def linking(browser: Client, access: str, **body: Any) -> Any:
    headers = {"Authorization": f"Bearer {access}"}
    return browser.post("/api/v1/auth/openid/shop/link", body, content_type="application/json", headers=headers)


def test_is_signed_in_by_from_then_on(ann: User, issuer: Server) -> None:
    browser = Client()
    begun = linking(browser, signed_in(ann.email)["access"], password=PASSWORD).json()
    pair = finished(browser, issuer.consent(begun["authorization_url"], **ANN)).json()
    assert me(pair["access"]).json()["email"] == ann.email
    assert by_issuer(issuer).status_code == 200
    assert Entry.objects.filter(act="identity-linked", actor_id=ann.id).count() == 1


def test_whatever_address_it_tells(ann: User, issuer: Server) -> None:
    browser = Client()
    begun = linking(browser, signed_in(ann.email)["access"], password=PASSWORD).json()
    person = {"email": "other@elsewhere.test", "email_verified": False}
    assert finished(browser, issuer.consent(begun["authorization_url"], **person)).status_code == 200
    assert Identity.objects.get().user == ann


@pytest.mark.parametrize("body", [{}, {"password": "wrong"}, {"password": ""}])
def test_is_not_begun_without_the_password(ann: User, issuer: Server, body: dict[str, str]) -> None:
    browser = Client()
    assert is_problem(linking(browser, signed_in(ann.email)["access"], **body), 422)
    assert "openid" not in browser.cookies


def test_is_begun_by_nobody_who_is_not_signed_in(issuer: Server) -> None:
    assert is_problem(linking(Client(), "x", password=PASSWORD), 401)


def test_is_not_somebody_else_s(ann: User, carol: User, issuer: Server) -> None:
    linked(carol, issuer)
    browser = Client()
    begun = linking(browser, signed_in(ann.email)["access"], password=PASSWORD).json()
    assert is_problem(finished(browser, issuer.consent(begun["authorization_url"])), 409)
    assert Identity.objects.get().user == carol


def test_is_one_person_at_an_issuer(ann: User, issuer: Server) -> None:
    linked(ann, issuer, "2002")
    browser = Client()
    begun = linking(browser, signed_in(ann.email)["access"], password=PASSWORD).json()
    assert is_problem(finished(browser, issuer.consent(begun["authorization_url"])), 409)


def test_is_not_linked_to_who_was_deactivated_meanwhile(ann: User, issuer: Server) -> None:
    browser = Client()
    begun = linking(browser, signed_in(ann.email)["access"], password=PASSWORD).json()
    User.objects.update(is_active=False)
    assert is_problem(finished(browser, issuer.consent(begun["authorization_url"])), 403)
    assert not Identity.objects.exists()


def test_is_not_linked_by_what_was_begun_before_a_reset(ann: User, issuer: Server) -> None:
    browser = Client()
    begun = linking(browser, signed_in(ann.email)["access"], password=PASSWORD).json()
    reset(ann)
    assert is_problem(finished(browser, issuer.consent(begun["authorization_url"])), 403)


def test_is_unlinked_by_a_reset(ann: User, issuer: Server) -> None:
    linked(ann, issuer)
    reset(ann)
    assert is_problem(by_issuer(issuer), 403)
    assert Entry.objects.filter(act="identity-unlinked", subject_id=ann.id).count() == 1


def reset(user: User) -> None:
    token = one_time_tokens.give(user.id, Purpose.RESET_PASSWORD, timedelta(hours=1))
    assert post("password/reset", token=token, password="otters of a quite different river").status_code == 204


def test_is_listed_for_its_owner(ann: User, carol: User, issuer: Server) -> None:
    linked(ann, issuer)
    linked(carol, issuer, "2002")
    (found,) = asked("GET", "identities", signed_in(ann.email)["access"]).json()["items"]
    assert (found["issuer"], found["used_at"]) == (issuer.url, None)
    assert "subject" not in found


def unlinked(access: str, identity: object, **body: Any) -> Any:
    return asked("POST", f"identities/{identity}/unlink", access, body, **{"Content-Type": "application/json"})


def test_is_unlinked(ann: User, issuer: Server) -> None:
    linked(ann, issuer)
    access = signed_in(ann.email)["access"]
    assert unlinked(access, Identity.objects.get().id, password=PASSWORD).status_code == 204
    assert is_problem(by_issuer(issuer), 403)
    assert Entry.objects.get(act="identity-unlinked").details == {"issuer": issuer.url}


@pytest.mark.parametrize("password", ["wrong", None])
def test_is_not_unlinked_without_the_password(ann: User, issuer: Server, password: str | None) -> None:
    linked(ann, issuer)
    access = signed_in(ann.email)["access"]
    assert is_problem(unlinked(access, Identity.objects.get().id, password=password), 422)
    assert Identity.objects.exists()


def test_is_unlinked_by_nobody_else(ann: User, carol: User, issuer: Server) -> None:
    linked(ann, issuer)
    access = signed_in(carol.email)["access"]
    assert is_problem(unlinked(access, Identity.objects.get().id, password=PASSWORD), 404)
    assert is_problem(unlinked(access, uuid4(), password=PASSWORD), 404)


def test_stays_where_nothing_else_lets_its_owner_in(ann: User, issuer: Server) -> None:
    linked(ann, issuer)
    User.objects.update(password=make_password(None))
    access = by_issuer(issuer).json()["access"]
    assert is_problem(unlinked(access, Identity.objects.get().id), 409)


def test_goes_where_a_passkey_lets_its_owner_in(ann: User, issuer: Server) -> None:
    linked(ann, issuer)
    User.objects.filter(id=ann.id).update(password=make_password(None))
    ann.passkeys.create(name="phone", credential_id=b"1", public_key=b"2")
    assert unlinked(by_issuer(issuer).json()["access"], Identity.objects.get().id).status_code == 204


def test_of_who_has_no_password_takes_a_sign_in_of_just_now(ann: User, issuer: Server) -> None:
    linked(ann, issuer)
    ann.identities.create(issuer="https://elsewhere.test", subject="1001")
    User.objects.update(password=make_password(None))
    with time_machine.travel(clock.now() - timedelta(minutes=11)):
        long_ago = by_issuer(issuer).json()["refresh"]
    stale = refreshed(long_ago)["access"]
    shop = Identity.objects.get(issuer=issuer.url).id
    assert is_problem(unlinked(stale, shop), 422)
    assert unlinked(by_issuer(issuer).json()["access"], shop).status_code == 204
