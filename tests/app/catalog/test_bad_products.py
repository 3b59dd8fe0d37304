"""A product that cannot be is refused with what is wrong where."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from productwatch.catalog.models import Product

URL = "/api/v1/products"
GOOD = {"name": "Stool", "price": {"amount": "10.00", "currency": "USD"}}


def price(amount: Any, currency: Any = "USD") -> dict[str, Any]:
    return {"price": {"amount": amount, "currency": currency}}


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        (price("-1"), "#/price/amount"),
        (price("1e400"), "#/price/amount"),
        (price("12.345"), "#/price/amount"),
        (price("NaN"), "#/price/amount"),
        (price("Infinity"), "#/price/amount"),
        (price("10000000000"), "#/price/amount"),
        (price("1_000"), "#/price/amount"),
        (price("١٠"), "#/price/amount"),
        (price(" 10"), "#/price/amount"),
        (price("10\n"), "#/price/amount"),
        (price(""), "#/price/amount"),
        (price(10), "#/price/amount"),
        (price(10.5), "#/price/amount"),
        (price("1.5", "JPY"), "#/price/amount"),
        (price("10", "XXY"), "#/price/currency"),
        (price("10", "usd"), "#/price/currency"),
        (price("10", None), "#/price/currency"),
        ({"price": "10.00 USD"}, "#/price"),
        ({"price": price("1")["price"] | {"tax": "0"}}, "#/price/tax"),
        ({"slug": "a" * 300}, "#/slug"),
        ({"slug": "Not A Slug"}, "#/slug"),
        ({"slug": ""}, "#/slug"),
        ({"slug": "a\n"}, "#/slug"),
        ({"name": ""}, "#/name"),
        ({"name": " \t "}, "#/name"),
        ({"name": "Stool\r\nBcc: all@example.com"}, "#/name"),
        ({"name": "a" * 201}, "#/name"),
        ({"name": "nul\0"}, "#/name"),
        ({"name": ["Stool"]}, "#/name"),
        ({"description": "a" * 10_001}, "#/description"),
        ({"description": "nul\0"}, "#/description"),
        ({"category": "nul\0"}, "#/category"),
        ({"category": 1}, "#/category"),
        ({"stock": -1}, "#/stock"),
        ({"stock": 2**31}, "#/stock"),
        ({"stock": 2**70}, "#/stock"),
        ({"stock": 1.5}, "#/stock"),
        ({"stock": "1"}, "#/stock"),
        ({"stock": True}, "#/stock"),
        ({"sku": ""}, "#/sku"),
        ({"sku": "a" * 65}, "#/sku"),
        ({"image": {"url": "javascript:alert(1)", "alt": ""}}, "#/image/url"),
        ({"image": {"url": "//evil.example.com/a.png", "alt": ""}}, "#/image/url"),
        ({"image": {"url": 'a" onerror="b', "alt": ""}}, "#/image/url"),
        ({"image": {"url": "a/" * 251, "alt": ""}}, "#/image/url"),
        ({"image": "a.png"}, "#/image"),
        ({"colour": "red"}, "#/colour"),
        ({"nul\0": "red"}, "#"),
    ],
)
def test_because_of_one_field(admin_client: Client, fields: dict[str, Any], pointer: str) -> None:
    answer = admin_client.post(URL, GOOD | fields, content_type="application/json")
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, [pointer])
    assert not Product.objects.exists()


def test_because_of_all_that_is_wrong_at_once(admin_client: Client) -> None:
    answer = admin_client.post(URL, {"stock": -1, "sku": ""}, content_type="application/json")
    assert {error["pointer"] for error in answer.json()["errors"]} == {"#/name", "#/price", "#/stock", "#/sku"}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b'{"name": "\\ud800"}', b'{"price": 1e400}', b'{"stock": NaN}'],
)
def test_because_of_its_body(admin_client: Client, body: bytes) -> None:
    answer = admin_client.post(URL, body, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) in [(400, problem), (422, problem)]


@pytest.mark.parametrize("url", ["a.png", "/a/b.png", "a/b%20c.png?size=2", "http://h:8080", "https://h/a:b?c=/d"])
def test_but_not_because_of_an_image(admin_client: Client, url: str) -> None:
    answer = admin_client.post(URL, GOOD | {"image": {"url": url}}, content_type="application/json")
    assert answer.json()["image"] == {"url": url, "alt": ""}


problem = "application/problem+json"
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**80), 2**80).filter(lambda n: -(2**63) <= n < 2**64) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["slug", "name", "description", "price", "category", "stock", "sku", "image"]), json_values
    )
)
def test_and_never_with_a_fault_of_ours(admin_client: Client, fields: dict[str, Any]) -> None:
    answer = admin_client.post(URL, GOOD | fields, content_type="application/json")
    assert answer.status_code in {201, 400, 409, 422}
