"""Signing in by an OpenID issuer, with a script and without one."""

import pytest
from django.test import Client

from productwatch.accounts.models import FinishedFlow, Identity, RefreshFamily, User
from productwatch.audit.models import Entry
from tests.app.accounts.browsing import ANN, PAGE, by_issuer, finished, linked, returned, started
from tests.app.accounts.calling import ROOT, is_problem, me, refreshed
from tests.app.openid_issuer import Server, signed_by_ec

pytestmark = pytest.mark.django_db


def test_offers_the_issuers_by_name(issuer: Server) -> None:
    offered = Client().get(f"{ROOT}/openid").json()["items"]
    assert offered == [{"name": "shop", "label": "Shop", "start": "/account/openid/shop/start"}]


def test_brings_a_session_like_any_other(ann: User, issuer: Server) -> None:
    linked(ann, issuer)
    pair = by_issuer(issuer).json()
    assert me(pair["access"]).json()["email"] == "ann@example.com"
    assert me(refreshed(pair["refresh"])["access"]).status_code == 200
    assert RefreshFamily.objects.get().user == ann


def test_takes_no_script(ann: User, issuer: Server) -> None:
    linked(ann, issuer)
    browser = Client()
    sent = browser.get("/account/openid/shop/start")
    assert sent.status_code == 302
    answer = returned(browser, issuer.consent(sent["Location"]))
    assert me(answer.json()["access"]).json()["email"] == "ann@example.com"


def test_goes_on_to_our_own_page_that_it_began_for(ann: User, issuer: Server) -> None:
    linked(ann, issuer)
    browser = Client()
    answer = returned(browser, issuer.consent(started(browser, page=PAGE)))
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, PAGE)
    assert finished(browser, answer["Location"]).status_code == 200


def test_hands_on_nothing_that_the_issuer_was_not_asked_for(issuer: Server) -> None:
    browser = Client()
    address = issuer.consent(started(browser, page=PAGE)) + "&token=stolen&next=https://elsewhere.test"
    assert "elsewhere" not in returned(browser, address)["Location"]


@pytest.mark.parametrize(
    "page", ["https://elsewhere.test", "//elsewhere.test", "/other", "/signed-in/../other", "\\\\elsewhere.test"]
)
def test_goes_on_to_no_other_page(issuer: Server, page: str) -> None:
    answer = Client().post(f"{ROOT}/openid/shop/start", {"page": page}, content_type="application/json")
    assert is_problem(answer, 422)
    assert is_problem(Client().get("/account/openid/shop/start", {"page": page}), 422)


def test_asks_for_an_address_and_no_more(issuer: Server) -> None:
    assert "&scope=openid+email&" in started(Client()).replace("%20", "+")


def test_keeps_its_cookie_from_scripts_and_other_sites(issuer: Server, settings: object) -> None:
    browser = Client()
    started(browser)
    cookie = browser.cookies["openid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (True, "Lax", "/", 600)


def test_keeps_its_cookie_to_this_very_host_where_there_is_tls(issuer: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.PUBLIC_URL", "https://shop.example.com")
    browser = Client()
    started(browser)
    cookie = browser.cookies["__Host-openid"]
    assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")


def test_is_kept_by_nobody_on_the_way(ann: User, issuer: Server) -> None:
    linked(ann, issuer)
    browser = Client()
    address = issuer.consent(started(browser))
    assert "no-store" in returned(browser, address)["Cache-Control"]
    assert "no-store" in browser.get("/account/openid/shop/start")["Cache-Control"]


def test_by_a_key_of_an_elliptic_curve(ann: User, issuer: Server) -> None:
    linked(ann, issuer)
    issuer.signed = signed_by_ec
    assert by_issuer(issuer).status_code == 200


def test_by_an_issuer_that_wants_its_secret_in_the_form(ann: User, issuer: Server) -> None:
    linked(ann, issuer)
    issuer.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert by_issuer(issuer).status_code == 200


def test_asks_the_issuer_for_its_documents_once(ann: User, issuer: Server) -> None:
    linked(ann, issuer)
    for _ in range(3):
        assert by_issuer(issuer).status_code == 200
    assert sorted(set(issuer.asked)) == ["/.well-known/openid-configuration", "/keys", "/token"]
    assert (issuer.asked.count("/.well-known/openid-configuration"), issuer.asked.count("/keys")) == (1, 1)


def test_stands_in_the_audit_log(ann: User, issuer: Server) -> None:
    linked(ann, issuer)
    by_issuer(issuer)
    assert Entry.objects.get().act == "sign-in"
    by_issuer(issuer, sub="nobody", email=None)
    refusal = Entry.objects.get(act="openid-sign-in-refused")
    assert refusal.details == {"issuer": "shop"}


def test_notes_when_an_identity_was_used(ann: User, issuer: Server) -> None:
    linked(ann, issuer)
    by_issuer(issuer)
    assert Identity.objects.get().used_at is not None


def test_of_somebody_deactivated_is_refused(dan: User, issuer: Server) -> None:
    linked(dan, issuer)
    assert is_problem(by_issuer(issuer), 401)
    assert not RefreshFamily.objects.exists()


def test_by_an_issuer_that_there_is_not_is_told(issuer: Server) -> None:
    answer = Client().post(f"{ROOT}/openid/other/start", {}, content_type="application/json")
    assert is_problem(answer, 404)
    assert is_problem(Client().get("/account/openid/other/callback", {"code": "x", "state": "x"}), 404)


def test_leaves_nothing_until_somebody_comes_back(issuer: Server) -> None:
    started(Client())
    assert not FinishedFlow.objects.exists()


def test_that_its_owner_broke_off_is_refused(issuer: Server) -> None:
    browser = Client()
    state = dict(part.split("=") for part in started(browser).split("?")[1].split("&"))["state"]
    answer = browser.get("/account/openid/shop/callback", {"error": "access_denied", "state": state, "iss": issuer.url})
    assert is_problem(answer, 401)
    assert ANN["email"] not in answer.content.decode()
