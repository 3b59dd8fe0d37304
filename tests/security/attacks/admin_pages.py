"""The admin's pages, from other sites and from before signing in."""

from re import search

import httpx

from tests.security.attack import attack, held, refused
from tests.security.target import Person, Target

LOGIN, COOKIE = "/admin/login/", "admin_session"


@attack("a form of another site that changes something in the admin (CSRF)")
def forged(target: Target) -> str:
    browser = _inside(target)
    refused(browser.post("/admin/catalog/product/add/", data={"name": "Forged"}), 403)
    wrong = {"csrfmiddlewaretoken": "x" * 64, "name": "Forged"}
    return refused(browser.post("/admin/catalog/product/add/", data=wrong), 403)


@attack("signing somebody in from another site (CSRF)")
def signed_in_by_another(target: Target) -> str:
    given = {"username": target.admin.email, "password": target.admin.password}
    return refused(target.stranger().post(LOGIN, data=given), 403)


@attack("a session that was set before signing in (fixation)")
def fixed(target: Target) -> str:
    browser = target.stranger()
    browser.cookies.set(COOKIE, "chosen-by-somebody-else", path="/admin/")
    _enter(browser, target.admin)
    given = [cookie.value for cookie in browser.cookies.jar if cookie.name == COOKIE]
    held("chosen-by-somebody-else" not in given[-1:], "the session goes on under the chosen name")
    other = target.stranger()
    other.cookies.set(COOKIE, "chosen-by-somebody-else", path="/admin/")
    return refused(other.get("/admin/"), 302)


@attack("a way out of the admin's sign-in to another site (open redirect)")
def led_away(target: Target) -> str:
    places = ("https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)", "/admin/../api/docs")
    for place in places:
        browser = target.stranger()
        answer = _enter(browser, target.admin, place)
        led = answer.headers.get("Location", "")
        held(answer.status_code == 302 and led.startswith("/admin/") and ".." not in led, f"{place} leads to {led}")
    return "each leads to the admin"


@attack("the admin's pages by a customer, by a token of the API, and by nobody")
def by_others(target: Target) -> str:
    customer = target.customer()
    held(_enter(target.stranger(), customer).status_code == 200, "a customer was let in")
    refused(customer.client.get("/admin/", headers=target.admin.bearer()), 302)
    return refused(target.stranger().get("/admin/accounts/user/"), 302)


@attack("the admin in a frame of another site (clickjacking)")
def framed(target: Target) -> str:
    page = target.stranger().get(LOGIN)
    policy = page.headers["Content-Security-Policy"]
    held("frame-ancestors 'none'" in policy and page.headers["X-Frame-Options"] == "DENY", policy)
    return "frame-ancestors 'none'"


@attack("signing out of the admin leaves a copy of its cookie good")
def kept_cookie(target: Target) -> str:
    browser = _inside(target)
    copy = target.stranger()
    copy.cookies.update(browser.cookies)
    held(copy.get("/admin/").status_code == 200, "the copy was never good")
    page = browser.get("/admin/")
    browser.post("/admin/logout/", data={"csrfmiddlewaretoken": _token(page)})
    return refused(copy.get("/admin/"), 302)


def _inside(target: Target) -> httpx.Client:
    browser = target.stranger()
    held(_enter(browser, target.admin).status_code == 302, "the admin was not let in")
    return browser


def _enter(browser: httpx.Client, person: Person, way_on: str | None = None) -> httpx.Response:
    page = browser.get(LOGIN, params={"next": way_on} if way_on else {})
    given = {"csrfmiddlewaretoken": _token(page), "username": person.email, "password": person.password}
    return browser.post(str(page.url), data=given)


def _token(page: httpx.Response) -> str:
    found = search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert found, page.text
    return found[1]
