"""A product that is made with a key."""

from typing import Any

from django.test import Client

PRODUCTS = "/api/v1/products"
STOOL: dict[str, Any] = {"name": "Stool", "price": {"amount": "10.00", "currency": "USD"}}


def made(client: Client, key: str, **other: Any) -> Any:
    return client.post(PRODUCTS, STOOL | other, "application/json", headers={"Idempotency-Key": key})
