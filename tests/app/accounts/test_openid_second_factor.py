"""A second factor that is demanded is demanded of who signs in by an issuer, too."""

from typing import Any

import pytest
from django.test import Client

from productwatch.accounts.models import RefreshFamily, User
from tests.app.accounts.browsing import finished, linked, returned, started
from tests.app.accounts.calling import PASSWORD, ROOT, asked, is_problem, me
from tests.app.accounts.factors import App, enrolled
from tests.app.openid_issuer import Server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def app(ann: User, issuer: Server) -> App:
    linked(ann, issuer)
    found = enrolled(ann.email)
    RefreshFamily.objects.all().delete()
    return found


def half_way(issuer: Server) -> Client:
    browser = Client()
    answer = finished(browser, issuer.consent(started(browser)))
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/second-factor-required")
    return browser


def goes_on(browser: Client, code: str) -> Any:
    return browser.post(f"{ROOT}/openid/code", {"code": code}, content_type="application/json")


def test_and_brings_no_session_without(app: App, issuer: Server) -> None:
    half_way(issuer)
    assert not RefreshFamily.objects.exists()


def test_and_lets_in_with_its_code(app: App, issuer: Server) -> None:
    pair = goes_on(half_way(issuer), app.code()).json()
    assert me(pair["access"]).json()["email"] == "ann@example.com"


def test_and_may_be_mistyped(app: App, issuer: Server) -> None:
    browser = half_way(issuer)
    assert is_problem(goes_on(browser, "000000"), 401)
    assert goes_on(browser, app.code()).status_code == 200


def test_without_a_script(app: App, issuer: Server) -> None:
    browser = Client()
    assert is_problem(returned(browser, issuer.consent(started(browser))), 401)
    assert goes_on(browser, app.code()).status_code == 200


def test_in_the_browser_of_the_sign_in_alone(app: App, issuer: Server) -> None:
    half_way(issuer)
    assert is_problem(goes_on(Client(), app.code()), 401)
    fresh = Client()
    started(fresh)
    assert is_problem(goes_on(fresh, app.code()), 401)


def test_and_its_cookie_begins_no_other_sign_in(app: App, issuer: Server) -> None:
    browser = half_way(issuer)
    other = Client()
    address = issuer.consent(started(other))
    assert is_problem(finished(browser, address), 401)


def test_of_nobody_who_was_deactivated_meanwhile(app: App, issuer: Server) -> None:
    browser = half_way(issuer)
    User.objects.update(is_active=False)
    assert is_problem(goes_on(browser, app.code()), 401)


def test_of_who_links_an_issuer(ann: User, issuer: Server) -> None:
    browser, factor = Client(), enrolled(ann.email)
    begun = linking(browser, factor, password=PASSWORD, code=factor.code()).json()
    answer = finished(browser, issuer.consent(begun["authorization_url"]))
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/second-factor-required")


def linking(browser: Client, factor: App, **body: str) -> Any:
    headers = {"Authorization": f"Bearer {factor.session['access']}"}
    return browser.post(f"{ROOT}/openid/shop/link", body, content_type="application/json", headers=headers)


@pytest.mark.parametrize("code", [{}, {"code": "000000"}])
def test_before_a_link_begins(ann: User, issuer: Server, code: dict[str, str]) -> None:
    browser = Client()
    assert is_problem(linking(browser, enrolled(ann.email), password=PASSWORD, **code), 422)
    assert "openid" not in browser.cookies


def test_before_a_link_ends(app: App, ann: User, issuer: Server) -> None:
    access, path = (
        goes_on(half_way(issuer), app.code()).json()["access"],
        f"identities/{ann.identities.get().id}/unlink",
    )
    assert is_problem(asked("POST", path, access, {"password": PASSWORD}), 422)
    proof = {"password": PASSWORD, "code": app.recovery_codes[0]}
    assert asked("POST", path, access, proof).status_code == 204
