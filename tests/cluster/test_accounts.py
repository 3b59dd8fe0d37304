"""An account is made, used and left through the ingress."""

from datetime import UTC, datetime, timedelta

import httpx
import jwt
import pyotp

from tests.cluster.api_client import granted
from tests.cluster.shop import Person, Shop


def login(person: Person) -> dict[str, str]:
    return granted(person.client.post("/auth/login", json={"email": person.email, "password": person.password}))


def refresh(person: Person, token: str) -> httpx.Response:
    return person.client.post("/auth/refresh", json={"refresh": token})


def test_says_who_is_signed_in(shop: Shop) -> None:
    customer = shop.customer()
    me = customer.client.get("/auth/me").json()
    assert (me["email"], me["role"]) == (customer.email, "customer")


def test_is_known_by_a_published_key(shop: Shop) -> None:
    token = login(shop.customer())["access"]
    with shop.visitor() as visitor:
        published = visitor.get(f"{shop.environment.ingress_url}/.well-known/jwks.json").json()["keys"]
    assert jwt.get_unverified_header(token)["kid"] in {key["kid"] for key in published}


def test_goes_on_with_a_new_pair_of_tokens(shop: Shop) -> None:
    customer = shop.customer()
    first = login(customer)["refresh"]
    second = granted(refresh(customer, first))["refresh"]
    assert granted(refresh(customer, second))["refresh"] not in {first, second}


def test_ends_when_a_used_token_comes_again(shop: Shop) -> None:
    customer = shop.customer()
    first = login(customer)["refresh"]
    second = granted(refresh(customer, first))["refresh"]
    third = granted(refresh(customer, second))["refresh"]
    assert [refresh(customer, token).status_code for token in (first, third)] == [401, 401]


def test_ends_with_a_logout(shop: Shop) -> None:
    customer = shop.customer()
    token = login(customer)["refresh"]
    assert customer.client.post("/auth/logout", json={"refresh": token}).status_code == 204
    assert refresh(customer, token).status_code == 401


def test_that_has_lost_its_second_factor_is_let_in_once_an_operator_takes_it_away(shop: Shop) -> None:
    customer = shop.customer()
    given = {"email": customer.email, "password": customer.password}
    secret = granted(customer.client.post("/auth/second-factor", json={"password": customer.password}))["secret"]
    code = pyotp.TOTP(secret).at(datetime.now(UTC) - timedelta(seconds=30))
    assert customer.client.post("/auth/second-factor/confirm", json={"code": code}).status_code == 200
    refused = customer.client.post("/auth/login", json=given)
    assert (refused.status_code, refused.json()["type"]) == (401, "/problems/second-factor-required")
    shop.namespace.manage("reset_second_factor", customer.email)
    assert login(customer)["access"]
