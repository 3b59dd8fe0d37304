"""Signing in at the admin is signing in: the same people, hashes, limits and log; and a session that ends in time."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.test import Client
from pytest_django.fixtures import Settings

from productwatch.accounts.models import RefreshFamily, Role, User
from productwatch.accounts.services import endings, passwords, users
from productwatch.accounts.services.admin_sessions import IDLE, LONGEST
from productwatch.audit.actors import THE_SYSTEM
from productwatch.audit.models import Entry
from productwatch.config.admin.frame import COOKIE
from productwatch.platform.limiter.quota import Quota
from tests.app.accounts.factors import enrolled
from tests.app.conftest import ClientOf

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

PASSWORD = "otter under the old bridge"
LOGIN = "/admin/login/"
START = datetime(2026, 11, 21, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol() -> User:
    return User.objects.create(email="carol@example.com", role=Role.ADMIN, password=make_password(PASSWORD))


def signed_in(user: User, browser: Client | None = None) -> Client:
    browser = browser or Client()
    assert enter(browser, user.email).status_code == 302
    return browser


def enter(browser: Client, email: str, password: str = PASSWORD, query: str = "", code: str = "") -> "Answer":
    return browser.post(LOGIN + query, {"username": email, "password": password, "code": code})


def is_let_in(browser: Client) -> bool:
    return browser.get("/admin/").status_code == 200


def test_lets_staff_in(carol: User) -> None:
    assert is_let_in(signed_in(carol))


def test_gives_a_cookie_that_scripts_and_other_sites_do_not_get(carol: User) -> None:
    cookie = enter(Client(), carol.email).cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/admin/")
    assert not cookie["secure"]


def test_keeps_the_cookie_off_plain_http_where_the_site_is_not_plain(carol: User, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    assert enter(Client(), carol.email).cookies[COOKIE]["secure"]


def test_keeps_a_hash_of_the_cookie_alone(carol: User) -> None:
    browser = signed_in(carol)
    token = RefreshFamily.objects.get().tokens.get()
    assert browser.cookies[COOKIE].value.encode() not in bytes(token.digest)
    assert len(token.digest) == 32


@pytest.mark.parametrize("email", ["carol@example.com", "nobody@example.com", "nonsense", "carl@example.com"])
def test_refuses_all_others_alike(carol: User, customer: User, email: str) -> None:
    User.objects.filter(id=customer.id).update(password=make_password(PASSWORD))
    answer = enter(Client(), email, PASSWORD if email == customer.email else "wrong")
    assert "The address or the password is wrong." in answer.content.decode()
    assert COOKIE not in answer.cookies
    assert Entry.objects.filter(act="sign-in-refused").count() == 1


def test_is_in_the_audit_log(carol: User) -> None:
    signed_in(carol)
    entry = Entry.objects.get(act="sign-in")
    assert (entry.actor_id, entry.subject_id) == (carol.id, carol.id)


def test_asks_for_the_second_factor_of_who_has_one(carol: User) -> None:
    app = enrolled(carol.email)
    assert "Send `code`, too" in enter(Client(), carol.email).content.decode()
    assert "The code is wrong" in enter(Client(), carol.email, code="000000").content.decode()
    browser = Client()
    enter(browser, carol.email, code=app.code())
    assert is_let_in(browser)


def test_wants_a_second_factor_of_everybody_where_the_settings_do(carol: User, settings: Settings) -> None:
    app = enrolled(carol.email)
    edda = User.objects.create(email="edda@example.com", role=Role.EDITOR, password=carol.password)
    settings.ADMIN_NEEDS_SECOND_FACTOR = True
    assert "Here everybody needs a second factor" in enter(Client(), edda.email).content.decode()
    assert enter(Client(), carol.email, code=app.code()).status_code == 302


def test_counts_as_signing_in_at_the_api_does(carol: User, settings: Settings) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"sign-in": Quota(1, 60)}
    browser = signed_in(carol)
    assert "Too many requests" in enter(browser, carol.email).content.decode()


@pytest.mark.parametrize("length", [0, 129, 4096, 1_000_000])
def test_bounds_a_password_before_it_is_hashed(carol: User, length: int) -> None:
    assert enter(Client(), carol.email, "x" * length).status_code in {200, 400}
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/api/docs",
        "/admin//evil",
        "/admin/../api/docs",
        "",
    ],
)
def test_leads_nowhere_but_into_the_admin(carol: User, wanted: str) -> None:
    answer = enter(Client(), carol.email, query=f"?next={wanted}")
    assert answer["Location"].startswith("/admin/")
    assert ".." not in answer["Location"]


def test_leads_on_to_what_was_asked_for(carol: User) -> None:
    browser = Client()
    asked = browser.get("/admin/catalog/product/?q=stool")
    query = asked["Location"].partition("?")[2]
    assert enter(browser, carol.email, query=f"?{query}")["Location"] == "/admin/catalog/product/?q=stool"


def test_lets_nobody_fix_a_session(carol: User) -> None:
    browser = Client()
    browser.cookies[COOKIE] = planted = "x" * 43 + ".0"
    signed_in(carol, browser)
    assert browser.cookies[COOKIE].value != planted
    thief = Client()
    thief.cookies[COOKIE] = planted
    assert not is_let_in(thief)


def test_begins_another_session_each_time(carol: User) -> None:
    browser = signed_in(carol)
    first = browser.cookies[COOKIE].value
    assert signed_in(carol, browser).cookies[COOKIE].value != first


def test_makes_a_new_token_against_forgery(carol: User) -> None:
    browser = Client()
    before = browser.get(LOGIN).cookies["admin_csrf"].value
    assert enter(browser, carol.email).cookies["admin_csrf"].value != before


def test_wants_the_form_to_be_its_own(carol: User) -> None:
    answer = enter(Client(enforce_csrf_checks=True), carol.email)
    assert (answer.status_code, answer["Content-Type"]) == (403, "text/html; charset=utf-8")
    assert COOKIE not in answer.cookies


def test_is_ended_by_signing_out(carol: User) -> None:
    browser = signed_in(carol)
    cookie = browser.cookies[COOKIE].value
    browser.post("/admin/logout/")
    browser.cookies[COOKIE] = cookie
    assert not is_let_in(browser)
    assert RefreshFamily.objects.get().ended_by == "logout"


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.ANALYST])
def test_is_ended_by_another_role(carol: User, admin: User, role: Role) -> None:
    browser = signed_in(carol)
    users.change(carol.id, THE_SYSTEM, role=role)
    assert not is_let_in(browser)


def test_is_ended_by_deactivation(carol: User, admin: User) -> None:
    browser = signed_in(carol)
    users.change(carol.id, THE_SYSTEM, is_active=False)
    assert not is_let_in(browser)


def test_is_ended_by_a_new_password(carol: User) -> None:
    browser = signed_in(carol)
    session = RefreshFamily.objects.get()
    passwords.change(carol.id, session.id, PASSWORD, "another otter, another bridge", THE_SYSTEM)
    assert not is_let_in(browser)


def test_is_one_of_ones_sessions_and_ended_as_one(carol: User, client_of: ClientOf) -> None:
    browser = signed_in(carol)
    [listed] = client_of(carol).get("/api/v1/auth/sessions").json()["items"]
    endings.end_one(carol.id, listed["id"], THE_SYSTEM)
    assert not is_let_in(browser)


def test_ends_when_nobody_asks_for_long(carol: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        browser = signed_in(carol)
        clock.shift(IDLE - timedelta(minutes=1))
        assert is_let_in(browser)
        clock.shift(IDLE - timedelta(minutes=1))
        assert is_let_in(browser)
        clock.shift(IDLE)
        assert not is_let_in(browser)


def test_ends_after_half_a_day_whoever_asks(carol: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        browser = signed_in(carol)
        each = IDLE - timedelta(minutes=1)
        for _ in range(LONGEST // each + 1):
            assert is_let_in(browser)
            clock.shift(each)
        assert not is_let_in(browser)


def test_no_token_of_the_api_is_let_in(admin_client: Client) -> None:
    assert not is_let_in(admin_client)


def test_no_cookie_of_the_admin_is_let_in_at_the_api(carol: User) -> None:
    assert signed_in(carol).get("/api/v1/users").status_code == 401


@pytest.mark.parametrize("cookie", ["", "x", "x" * 5000, "ä.0", ".0", "0.", "\\000"])
def test_a_cookie_that_is_none_is_nobodys(db: None, cookie: str) -> None:
    browser = Client()
    browser.cookies[COOKIE] = cookie
    assert browser.get("/admin/").status_code in {302, 431}
