"""A request counts for who is signed in, else for the client's address."""

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from productwatch.platform.limiter import principals


def address(remote: str, forwarded: str = "") -> str:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return principals.address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))


def test_is_no_address_that_the_client_makes_up(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    assert {address("10.0.0.9", f"1.2.3.{number}, 203.0.113.5") for number in range(3)} == {"203.0.113.5"}


@pytest.mark.parametrize(
    ("remote", "found"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
    ],
)
def test_is_a_subscribers_whole_network(remote: str, found: str) -> None:
    assert address(remote) == found


def test_is_the_address_where_the_token_is_none() -> None:
    request = RequestFactory().get("/", headers={"Authorization": "Bearer nonsense"}, REMOTE_ADDR="192.0.2.1")
    assert principals.user_or_address(request) == ("address", "192.0.2.1")
