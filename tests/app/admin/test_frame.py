"""What stands around the pages: headers, errors as pages, and nothing of it around the API."""

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from productwatch.accounts.services import admin_sessions

pytestmark = pytest.mark.django_db


def test_scripts_come_from_here_alone_and_no_page_frames_it(browser: Client) -> None:
    answer = browser.get("/admin/")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval';" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert "no-store" in answer["Cache-Control"]


def test_forms_name_their_origin(browser: Client) -> None:
    """Under `no-referrer` a browser sends `Origin: null`, which Django takes for a forgery."""
    assert browser.get("/admin/")["Referrer-Policy"] == "same-origin"


def test_pages_hold_no_script_of_their_own(browser: Client) -> None:
    for address in ("/admin/", "/admin/catalog/product/", "/admin/catalog/product/add/", "/admin/login/"):
        page = browser.get(address).content.decode()
        assert all(" src=" in tag.partition(">")[0] for tag in page.split("<script")[1:]), address
        assert " onclick=" not in page


@pytest.mark.parametrize("address", ["/admin/nothing/", "/admin/catalog/product/nothing/change/", "/admin/x/y/"])
def test_what_is_not_there_is_told_by_a_page(browser: Client, address: str) -> None:
    answer = browser.get(address, follow=True)
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer.status_code in {200, 404}


def test_a_database_that_is_away_is_told_by_a_page(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_cookie: str) -> None:
        raise OperationalError

    monkeypatch.setattr(admin_sessions, "session_of", away)
    answer = browser.get("/admin/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "text/html; charset=utf-8")
    assert answer["Retry-After"]


def test_a_forged_form_changes_nothing(browser: Client) -> None:
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = browser.cookies
    for address in ("/admin/catalog/product/add/", "/admin/accounts/user/", "/admin/logout/"):
        assert forged.post(address, {}).status_code == 403


def test_the_form_of_another_site_is_forged(browser: Client) -> None:
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = browser.cookies
    token = browser.get("/admin/catalog/product/add/").cookies["admin_csrf"].value
    answer = forged.post("/admin/logout/", {"csrfmiddlewaretoken": token}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


def test_the_address_without_its_slash_leads_on() -> None:
    assert Client().get("/admin")["Location"] == "/admin/"


def test_the_api_goes_the_same_way_as_without_an_admin() -> None:
    """Neither a session nor messages nor a look at cookies is a part of the way that every request goes."""
    names = [name.rpartition(".")[2].lower() for name in settings.MIDDLEWARE]
    assert not [name for name in names if "session" in name or "message" in name or "auth" in name or "csrf" in name]
    answer = Client().get("/api/v1/products")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
