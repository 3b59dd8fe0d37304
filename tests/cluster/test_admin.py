"""The admin through the ingress: its pages, and the files that they are made of, which the image brings along."""

from re import findall, search

import httpx

from tests.cluster.shop import Person, Shop


def test_shows_the_dashboard_to_the_admin_who_signs_in(shop: Shop) -> None:
    with shop.visitor() as browser:
        assert "Dashboard" in entered(browser, shop.admin()).text


def test_stays_shut_for_a_customer(shop: Shop) -> None:
    with shop.visitor() as browser:
        assert "The address or the password is wrong." in entered(browser, shop.customer()).text


def test_has_files_that_browsers_may_keep_for_ever(shop: Shop) -> None:
    with shop.visitor() as browser:
        page = browser.get(login_page(browser))
        files = set(findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
        answers = [browser.get(page.url.join(file)) for file in files]
    assert len(files) > 3
    assert {answer.status_code for answer in answers} == {200}
    assert [answer.url for answer in answers if "immutable" not in answer.headers.get("Cache-Control", "")] == []


def entered(browser: httpx.Client, person: Person) -> httpx.Response:
    page = browser.get(login_page(browser))
    token = search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token, page.text
    given = {"csrfmiddlewaretoken": token[1], "username": person.email, "password": person.password}
    return browser.post(page.url, data=given, follow_redirects=True)


def login_page(browser: httpx.Client) -> httpx.URL:
    return browser.base_url.join("/admin/login/")
