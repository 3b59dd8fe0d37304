"""The catalog: many products in one category, among them the one that the document tells of."""

from decimal import Decimal

from productwatch.catalog.attributes import Attribute, Kind
from productwatch.catalog.models import Image
from productwatch.catalog.services import categories, product_types, products
from productwatch.catalog.services.search import vocabulary
from productwatch.platform.money import Money
from tests.app.contract.case import Call, Case, nothing

TEN_DOLLARS = Money(Decimal("10.00"), "USD")
SLUG = "product-0"
WHOLE, PART = {"expand": "category,type"}, {"fields": "slug,price,category"}


def attribute(code: str, kind: Kind) -> Attribute:
    return {
        "code": code,
        "name": code,
        "kind": kind,
        "unit": None,
        "choices": None,
        "required": False,
        "facet": False,
    }


def a_type(rows: int) -> Call:
    for number in range(rows):
        product_types.create({"name": f"Type {number}"})
    product_types.create(
        {
            "slug": "shoe",
            "name": "Shoe",
            "attributes": [attribute("size", "number"), attribute("waterproof", "boolean")],
        }
    )
    return Call(path={"slug": "shoe"})


def a_category(rows: int) -> Call:
    a_type(0)
    categories.ensure(["Clothes", "Shoes"])
    for number in range(rows):
        categories.ensure(["Clothes", "Shoes", f"Shoes {number}"])
    return Call()


def a_catalog(rows: int) -> Call:
    a_category(rows)
    for number in range(rows):
        image: Image = {"url": f"products/{number}.png", "alt": "A shoe"}
        products.create(
            {
                "name": f"Product {number}",
                "price": TEN_DOLLARS,
                "category": "shoes",
                "type": "shoe",
                "attributes": {"size": str(number), "waterproof": True},
                "image": image,
                "tags": ["canvas", "summer"],
            }
        )
    return Call(query={"limit": 100})


def a_product(rows: int) -> Call:
    a_catalog(rows)
    return Call(path={"slug": SLUG})


def products_of_a_category(rows: int) -> Call:
    return Call(query=dict(a_catalog(rows).query) | {"category": "clothes"})


def products_of_a_type(rows: int) -> Call:
    return Call(query=dict(a_catalog(rows).query) | {"type": "shoe", "attribute": ["waterproof:true"]})


def parts_of_whole_products(rows: int) -> Call:
    return Call(query=dict(a_catalog(rows).query) | WHOLE | PART)


def a_whole_product(rows: int) -> Call:
    return Call(path=a_product(rows).path, query=WHOLE)


def a_part_of_a_product(rows: int) -> Call:
    return Call(path=a_product(rows).path, query=PART)


def parts_of_categories(rows: int) -> Call:
    return Call(query=dict(a_catalog(rows).query) | {"fields": "slug,path"})


def a_part_of_a_category(rows: int) -> Call:
    return Call(path=a_full_category(rows).path, query={"fields": "slug,path"})


def found_products(rows: int) -> Call:
    return Call(query=dict(a_catalog(rows).query) | {"q": "product", "facets": "brand,tag,category,type"})


def something_to_suggest(rows: int) -> Call:
    a_catalog(rows)
    vocabulary.count()
    return Call(query={"q": "sh"})


def a_bare_product(rows: int) -> Call:
    a_catalog(rows)
    return Call(path={"slug": products.create({"name": "Bare", "price": TEN_DOLLARS})})


def bare_products(rows: int) -> Call:
    a_bare_product(rows)
    return Call(query={"limit": 1})


def a_product_without_a_slug(rows: int) -> Call:
    a_catalog(rows)
    return Call(body={"name": "Product 0", "price": {"amount": "10.00", "currency": "USD"}})


def an_empty_category(rows: int) -> Call:
    a_catalog(rows)
    categories.ensure(["Sandals"])
    return Call(path={"slug": "sandals"})


def a_full_category(rows: int) -> Call:
    a_catalog(rows)
    categories.ensure(["Sandals"])
    return Call(path={"slug": "shoes"}, body={"into": "sandals"})


def a_category_with_another_name(rows: int) -> Call:
    return Call(path=a_full_category(rows).path, body={"name": "Boots", "slug": "boots", "parent": "sandals"})


def a_past(rows: int) -> Call:
    a_product(rows)
    for stock in range(rows):
        products.change(SLUG, {"stock": stock + 1})
    return Call(path={"slug": SLUG, "number": 2})


def changes_of_products(rows: int) -> Call:
    a_catalog(rows)
    change = {"category": "shoes", "type": "shoe", "attributes": {"size": "50", "waterproof": False}, "stock": 7}
    return Call(body={"items": [{"slug": slug, "change": change} for slug in (SLUG, "none")]})


def changes_that_stand_together(rows: int) -> Call:
    a_catalog(rows)
    return Call(body={"items": [{"slug": SLUG, "if_match": "*", "change": {"stock": 7}}], "atomic": True})


def an_archived_product(rows: int) -> Call:
    a_product(rows)
    products.archive(SLUG)
    return Call(path={"slug": SLUG})


def a_type_with_an_attribute_less(rows: int) -> Call:
    a_type(rows)
    for number in range(rows):
        products.create({"name": f"Product {number}", "price": TEN_DOLLARS, "type": "shoe"})
    return Call(path={"slug": "shoe"}, body={"name": "Footwear", "attributes": []})


CASES = {
    "suggest": Case(10, something_to_suggest),
    "list_products": Case(
        9,
        a_catalog,
        (products_of_a_category, products_of_a_type, bare_products, parts_of_whole_products, found_products),
    ),
    "get_product": Case(1, a_product, (a_bare_product, a_whole_product, a_part_of_a_product)),
    "create_product": Case(8, a_category, (a_product_without_a_slug,)),
    "change_product": Case(13, a_product, (a_bare_product,)),
    "change_products": Case(12, changes_of_products, (changes_that_stand_together,)),
    "archive_product": Case(7, a_product),
    "product_history": Case(2, a_past),
    "undo_change": Case(9, a_past),
    "restore_product": Case(8, an_archived_product),
    "list_categories": Case(1, a_catalog, (parts_of_categories,)),
    "get_category_tree": Case(1, a_catalog),
    "get_category": Case(1, a_full_category, (a_part_of_a_category,)),
    "create_category": Case(9, a_category),
    "change_category": Case(15, a_category_with_another_name),
    "merge_category": Case(24, a_full_category),
    "remove_category": Case(12, an_empty_category),
    "list_product_types": Case(1, a_type),
    "get_product_type": Case(1, a_type),
    "create_product_type": Case(5, nothing),
    "change_product_type": Case(6, a_type, (a_type_with_an_attribute_less,)),
    "remove_product_type": Case(6, a_type),
}
