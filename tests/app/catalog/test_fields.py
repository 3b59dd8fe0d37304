"""Of products and categories clients are shown what they name."""

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from productwatch.catalog import schemas
from productwatch.catalog.models import Category, Product
from productwatch.catalog.services import categories, product_types, products
from tests.app.catalog.conftest import Made
from tests.app.catalog.shoes import SHOE, shoe_type
from tests.app.catalog.test_change_product import URL as STOOL
from tests.app.catalog.test_list_products import URL
from tests.app.catalog.tree import URL as CATEGORIES
from tests.app.catalog.tree import pointers

if TYPE_CHECKING:
    import redis


@pytest.fixture
def shoe(made: Made, stools: Category) -> Product:
    shoe_type()
    categories.change("stools", {"icon": "mdi:stool", "colour": "#aa5500", "position": 3})
    return made("Stool", category="stools", type="shoe", attributes={"size": "42"})


@pytest.mark.parametrize("url", [STOOL, f"{CATEGORIES}/stools"])
def test_one_by_one(shoe: Product, anonymous: Client, url: str) -> None:
    whole = anonymous.get(url).json()
    for name in whole:
        assert anonymous.get(url, {"fields": name}).json() == {name: whole[name]}


@pytest.mark.parametrize(("url", "query"), [(URL, {}), (CATEGORIES, {}), (CATEGORIES, {"parent": "seats"})])
def test_for_each_item_of_a_page(shoe: Product, anonymous: Client, url: str, query: dict[str, str]) -> None:
    whole = anonymous.get(url, query).json()
    cut = anonymous.get(url, query | {"fields": "name,slug"})
    assert cut.json() == whole | {"items": [{"name": item["name"], "slug": item["slug"]} for item in whole["items"]]}


def test_as_they_name_it(shoe: Product, anonymous: Client) -> None:
    for query in ({"fields": "slug,stock"}, {"fields": ["slug", "stock"]}, {"fields": "slug,stock,slug"}):
        assert anonymous.get(STOOL, query).json() == {"slug": "stool", "stock": 0}


def test_all_that_there_is(shoe: Product, anonymous: Client) -> None:
    assert anonymous.get(STOOL).json().keys() == schemas.ProductDetail.model_fields.keys()
    assert anonymous.get(f"{CATEGORIES}/stools").json().keys() == schemas.Category.model_fields.keys()


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"fields": "slug,colour"}, "#/fields/1"),
        ({"fields": ""}, "#/fields/0"),
        ({"fields": "slug, name"}, "#/fields/1"),
        ({"fields": "category.slug"}, "#/fields/0"),
        ({"expand": "brand"}, "#/expand/0"),
    ],
)
def test_nothing_that_there_is_not(shoe: Product, anonymous: Client, query: dict[str, str], pointer: str) -> None:
    for url in (STOOL, URL):
        answer = anonymous.get(url, query)
        assert pointers(answer) == (422, [pointer])
        assert all(name in answer.json()["detail"] for name in ("'category'", "'type'"))


def test_category_and_type_as_they_are_shown_alone(shoe: Product, anonymous: Client) -> None:
    category, kind = (anonymous.get(f"/api/v1/{found}").json() for found in ("categories/stools", "product-types/shoe"))
    assert kind["attributes"] == SHOE
    whole = anonymous.get(STOOL).json()
    expected = {
        "category": whole | {"category": category},
        "type": whole | {"type": kind},
        "type,category": whole | {"category": category, "type": kind},
    }
    for expand, product in expected.items():
        assert anonymous.get(STOOL, {"expand": expand}).json() == product
        (item,) = anonymous.get(URL, {"expand": expand}).json()["items"]
        assert item == {name: product[name] for name in item}


def test_no_category_and_type_where_there_are_none(made: Made, anonymous: Client) -> None:
    made("Stool")
    shown = anonymous.get(STOOL, {"expand": "category,type", "fields": "category,type"}).json()
    assert shown == {"category": None, "type": None}


def test_what_is_expanded_in_part(shoe: Product, anonymous: Client) -> None:
    shown = anonymous.get(STOOL, {"expand": "type", "fields": "slug,type"}).json()
    assert shown == {"slug": "stool", "type": {"slug": "shoe", "name": "Shoe", "attributes": SHOE}}


def test_from_page_to_page_as_they_like(made: Made, anonymous: Client) -> None:
    for name in ("A", "B", "C"):
        made(name)
    cursor = anonymous.get(URL, {"limit": "1", "fields": "name"}).json()["next"]
    second = anonymous.get(URL, {"limit": "1", "fields": "slug", "expand": "type", "cursor": cursor}).json()
    assert second["items"] == [{"slug": "b"}]


def test_parts_under_tags_of_their_own(shoe: Product, anonymous: Client, admin_client: Client) -> None:
    views: list[dict[str, str]] = [{}, {"fields": "slug"}, {"fields": "name"}, {"expand": "type"}]
    tags = [anonymous.get(STOOL, view)["ETag"] for view in views]
    assert len(set(tags)) == len(tags)
    for view, tag in zip(views, tags, strict=True):
        assert anonymous.get(STOOL, view, headers={"If-None-Match": tag}).status_code == 304
        assert anonymous.get(STOOL, view, headers={"If-None-Match": tags[0]}).status_code == (200 if view else 304)
    changed = admin_client.patch(STOOL, {"stock": 1}, "application/json", headers={"If-Match": tags[1]})
    assert changed.status_code == 200


def test_parts_under_tags_of_the_product_s_version(transactional_db: None, shoe: Product, anonymous: Client) -> None:
    """Who binds a change to a part has seen no more than the version."""
    before = anonymous.get(STOOL, {"fields": "slug"})["ETag"]
    products.change("stool", {"stock": 1})
    after = anonymous.get(STOOL, {"fields": "slug"})["ETag"]
    assert (before.partition("-")[0], after.partition("-")[0]) == ('"1', '"2')


def test_parts_without_asking_the_database_again(
    shoe: Product, anonymous: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for url in (URL, STOOL):
        anonymous.get(url)
        with django_assert_num_queries(0):
            for fields in ("slug", "name,price", "category"):
                assert anonymous.get(url, {"fields": fields}).status_code == 200


def test_whatever_part_while_no_more_is_kept(shoe: Product, anonymous: Client, redis_server: "redis.Redis") -> None:
    for name in schemas.Product.model_fields:
        for url in (URL, STOOL):
            anonymous.get(url, {"fields": name})
    assert len(redis_server.keys("bytes:*")) == 2


def test_expanded_things_anew_after_any_change(transactional_db: None, shoe: Product, anonymous: Client) -> None:
    def shown() -> list[Any]:
        query = {"expand": "category,type"}
        return [anonymous.get(STOOL, query).json(), *anonymous.get(URL, query).json()["items"]]

    shown()
    categories.change("stools", {"icon": "mdi:chair"})
    product_types.change("shoe", {"attributes": [*SHOE[1:], SHOE[0]]})
    for product in shown():
        assert product["category"]["icon"] == "mdi:chair"
        assert product["type"]["attributes"][-1]["code"] == "size"
