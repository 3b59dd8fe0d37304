"""What an export says of any catalog, an import reads as that catalog."""

from decimal import Decimal
from io import BytesIO
from typing import Any, get_args

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from productwatch.catalog.models import Category, Product, ProductVersion
from productwatch.catalog.services import categories, products
from productwatch.catalog.services.files.importing import Outcome
from productwatch.catalog.services.files.loading import Loading
from productwatch.catalog.services.files.parts import Form
from productwatch.catalog.services.products.writing import facts
from productwatch.platform.money import Money
from tests.app.catalog.jobs import exported
from tests.app.catalog.shoes import VALUES, shoe_type

LINES = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.sampled_from("=+-@|>&;#\" ,'"),
    min_size=1,
    max_size=12,
).filter(str.strip)
TEXTS = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]) | st.sampled_from('\r\n\t&=,"'), max_size=20
)
SPACELESS = LINES.map(str.strip)
PRICES = st.sampled_from([("10.00", "USD"), ("0.00", "EUR"), ("7", "JPY"), ("1.234", "KWD")])
PRODUCTS = st.fixed_dictionaries(
    {"name": LINES, "price": PRICES.map(lambda price: Money(Decimal(price[0]), price[1]))},
    optional={
        "description": TEXTS,
        "stock": st.integers(0, 2**31 - 1),
        "brand": st.none() | LINES,
        "tags": st.lists(LINES, max_size=3).map(lambda tags: sorted(set(tags))),
        "image": st.builds(lambda alt: {"url": "a/b.png?c=d&e;", "alt": alt}, st.just("") | LINES),
        "path": st.lists(SPACELESS, min_size=1, max_size=3),
        "status": st.sampled_from(["draft", "published"]),
        "shoe": st.booleans(),
    },
)


def make(described: dict[str, Any]) -> None:
    fields: Any = dict(described)
    if path := fields.pop("path", None):
        fields["category"] = categories.ensure(path).slug
    if fields.pop("shoe", False):
        fields |= {"type": "shoe", "attributes": VALUES}
    products.create(fields)


def catalog() -> dict[str, Any]:
    """All that can be said of the products, categories by their paths."""
    found = Product.objects.select_related("category", "type")
    return {
        product.slug: facts(product)
        | {"category": product.category and [step["name"] for step in product.category.trail]}
        for product in found
    }


def load(content: bytes, form: Form) -> dict[Outcome, int]:
    return dict(Loading(lambda fault: pytest.fail(str(fault)), lambda _: None).run(BytesIO(content), form))


@pytest.mark.django_db
@pytest.mark.parametrize("form", get_args(Form))
@given(described=st.lists(PRODUCTS, max_size=4))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_holds(admin_client: Client, form: Form, described: list[dict[str, Any]]) -> None:
    with transaction.atomic():
        shoe_type()
        for each in described:
            make(each)
        before = catalog()
        drafts, public = (exported(admin_client, format=form, status=status) for status in ("draft", "published"))
        for content in (drafts, public):
            assert load(content, form).keys() <= {Outcome.UNCHANGED}
        ProductVersion.objects.all().delete()
        Product.objects.all().delete()
        Category.objects.filter(children=None).delete()
        for content in (drafts, public):
            assert load(content, form).keys() <= {Outcome.CREATED}
        assert catalog() == before
        transaction.set_rollback(True)
