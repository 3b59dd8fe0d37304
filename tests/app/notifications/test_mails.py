"""A mail of a price change tells the old and the new price, leads to the product, and lets nobody write into it."""

import pytest
from pytest_django import Settings

from productwatch.notifications.mails import Mail, mail_of
from tests.app.notifications.queued import CONTEXT


def mail(why: str = "follows", **context: str) -> Mail:
    return mail_of("price_change", {**CONTEXT, "why": why, **context})


@pytest.mark.parametrize("told", ["Stool", "9.00 USD", "10.00 USD", "http://testserver/api/v1/products/stool"])
def test_tells_it_in_text_and_html(told: str) -> None:
    assert told in mail().text
    assert told in mail().html


def test_links_to_the_public_url_alone(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://shop.example.com"
    assert '<a href="https://shop.example.com/api/v1/products/stool">' in mail().html
    assert "testserver" not in mail().html + mail().text


@pytest.mark.parametrize(
    ("why", "told"), [("follows", "because you follow Stool"), ("administers", "because you administer Product Watch")]
)
def test_tells_why_one_gets_it(why: str, told: str) -> None:
    assert told in mail(why).text
    assert told in mail(why).html


def test_shows_a_name_as_it_is_written() -> None:
    odd = mail(name="<b>5 & 6</b>")
    assert "<b>5" not in odd.html
    assert "&lt;b&gt;5 &amp; 6&lt;/b&gt;" in odd.html
    assert "<b>5 & 6</b>" in odd.text


def test_has_one_line_of_subject_whatever_the_name() -> None:
    assert mail(name="Stool\r\nBcc: eve@example.com").subject.startswith("Stool Bcc: eve@example.com: now 9.00 USD")
