"""A small catalog: a stool among the furniture."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from productwatch.catalog.models import Category, Product
from productwatch.catalog.services import categories, products
from productwatch.platform.money import Money

TEN_DOLLARS = Money(Decimal("10.00"), "USD")
Made = Callable[..., Product]


@pytest.fixture
def made(db: None) -> Made:
    """Makes a product of which only its name need be told."""

    def make(name: str, **besides: Any) -> Product:
        fields: Any = {"name": name, "price": TEN_DOLLARS, **besides}
        return Product.objects.get(slug=products.create(fields))

    return make


@pytest.fixture
def folder(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's files are kept; it is a pod of its own."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path.parent))
    default = settings.STORAGES["default"]
    mine = default | {"OPTIONS": default["OPTIONS"] | {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": mine}
    return tmp_path


@pytest.fixture
def stools(db: None) -> Category:
    return categories.ensure(["Furniture", "Seats", "Stools"])


@pytest.fixture
def stool(made: Made, stools: Category) -> Product:
    image = {"url": "products/stool.png", "alt": "A stool"}
    return made("Stool", description="Three legs.", category="stools", stock=3, sku="S-1", image=image)
