"""The client's address is what the trusted proxies say, whatever else a client sends."""

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from productwatch.platform.client_ip import client_ip


def address(forwarded: str | None, remote: str = "10.0.0.9") -> str:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return client_ip(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))


def test_without_proxies_is_who_calls(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 0
    assert address("1.2.3.4") == "10.0.0.9"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "1.2.3.4, 203.0.113.5", "203.0.113.5"),
        (2, "1.2.3.4, 203.0.113.5, 10.1.1.1", "203.0.113.5"),
        (2, "203.0.113.5", "10.0.0.9"),
        (1, "", "10.0.0.9"),
    ],
)
def test_behind_proxies_is_what_the_outermost_wrote(
    settings: Settings, proxies: int, forwarded: str, found: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert address(forwarded) == found


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:DB8::0:1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("x", "0.0.0.0"),
    ],
)
def test_has_one_form(settings: Settings, written: str, canonical: str) -> None:
    settings.TRUSTED_PROXIES = 0
    assert address(None, remote=written) == canonical
