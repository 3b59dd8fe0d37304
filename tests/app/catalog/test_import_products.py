"""An imported product file …"""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Count
from pytest_django import DjangoAssertNumQueries

from productwatch.catalog.models import Category, Product, ProductVersion
from productwatch.catalog.services import categories, products
from productwatch.events.models import Event
from tests.app.catalog.shoes import shoe_type

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parents[3] / "samples" / "products.csv"
HEADER = "slug,name,description,category,price,currency,stock,sku,image"

Importing = Callable[..., str]


@pytest.fixture
def imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Importing:
    """Imports a file of these rows and returns what the command says."""

    def run(*rows: str, header: str = HEADER) -> str:
        file = tmp_path / "products.csv"
        file.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
        call_command("import_products", file)
        return capsys.readouterr().out.strip()

    return run


def test_brings_all_products_and_their_categories(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_products", SAMPLE)
    assert capsys.readouterr().out == "32 rows: 32 created, 0 changed, 0 unchanged.\n"
    by_category = Product.objects.values_list("category__slug").annotate(Count("id"))
    assert dict(by_category)["t-shirts"] == 6
    assert Category.objects.get(slug="t-shirts").trail == [
        {"slug": "apparel", "name": "Apparel"},
        {"slug": "shirts", "name": "Shirts"},
        {"slug": "t-shirts", "name": "T-shirts"},
    ]


def test_is_read_with_its_oddities() -> None:
    call_command("import_products", SAMPLE)
    force, sunglasses = (Product.objects.get(slug=slug) for slug in ("dash-force", "dry-sunglasses"))
    assert str(force.price) == "90.00 USD"
    assert force.description.startswith("Step into summer with the right balance. Every time")
    assert (sunglasses.description, sunglasses.sku, sunglasses.stock) == ("", None, 0)
    assert force.image == {"url": "products/dash-force-2_a2967ead.png", "alt": "Dash Force"}


def test_changes_nothing_the_second_time(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_products", SAMPLE)
    before = list(Product.objects.order_by("slug").values())
    call_command("import_products", SAMPLE)
    said = capsys.readouterr().out.splitlines()[1]
    assert said == "32 rows: 0 created, 0 changed, 32 unchanged. Nothing changed."
    assert list(Product.objects.order_by("slug").values()) == before
    assert (ProductVersion.objects.count(), Event.objects.filter(kind="products.imported").count()) == (32, 1)


def test_changes_what_its_rows_say_otherwise(imported: Importing) -> None:
    imported("stool,Stool,Three legs,Seats,10.00,USD,3,S-1,a.png")
    assert imported("stool,Stool,,,9.00,USD,,,") == "1 row: 0 created, 1 changed, 0 unchanged."
    assert ProductVersion.objects.get(number=2).diff == {
        "description": ["Three legs", ""],
        "price": [{"amount": "10.00", "currency": "USD"}, {"amount": "9.00", "currency": "USD"}],
        "category": ["seats", None],
        "stock": [3, 0],
        "sku": ["S-1", None],
        "image": [{"url": "a.png", "alt": "Stool"}, None],
    }


def test_leaves_the_text_of_an_image_to_who_wrote_it(imported: Importing) -> None:
    imported("stool,Stool,,,10.00,USD,3,,a.png")
    products.change("stool", {"image": {"url": "a.png", "alt": "Three legs"}})
    assert "Nothing changed" in imported("stool,Stool,,,10.00,USD,3,,a.png")


def test_leaves_an_archived_product_archived(imported: Importing) -> None:
    imported("stool,Stool,,,10.00,USD,3,,")
    products.archive("stool")
    said = imported("stool,Stool,,,9.00,USD,3,,")
    assert said == "1 row: 0 created, 0 changed, 0 unchanged, 1 archived and left so. Nothing changed."
    assert str(Product.objects.get().price) == "10.00 USD"


def test_may_have_its_columns_in_any_order(imported: Importing) -> None:
    imported("USD,10.00,stool,Stool,,,,,", header="currency,price,slug,name,description,category,stock,sku,image")
    assert str(Product.objects.get(slug="stool").price) == "10.00 USD"


def test_may_begin_with_a_byte_order_mark_and_have_blank_lines(imported: Importing) -> None:
    assert imported("", "stool,Stool,,,10.00,USD,3,,", "", header="\ufeff" + HEADER).startswith("1 row: 1 created")


def test_may_hold_text_of_several_lines_and_commas(imported: Importing) -> None:
    imported('stool,Stool,"Three legs,\nand a ""seat"".",,10.00,USD,3,,')
    assert Product.objects.get().description == 'Three legs,\nand a "seat".'


def test_may_name_categories_with_entities(imported: Importing) -> None:
    imported("stool,Stool,,Home &amp; Garden > A &gt; B,10.00,USD,3,,")
    assert [step["name"] for step in Category.objects.get(name="A > B").trail] == ["Home & Garden", "A > B"]


def test_may_have_no_rows(imported: Importing) -> None:
    assert imported() == "0 rows: 0 created, 0 changed, 0 unchanged. Nothing changed."


@pytest.fixture
def _short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("productwatch.catalog.services.files.parts.ROWS", 10)
    monkeypatch.setattr("productwatch.catalog.management.progress.EACH", 20)


@pytest.mark.usefixtures("_short_parts")
def test_shows_its_progress(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_products", SAMPLE)
    assert capsys.readouterr().err.splitlines() == ["20 rows …"]


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("_short_parts")
def test_shows_its_progress_part_by_part_on_a_terminal() -> None:
    terminal = Terminal()
    call_command("import_products", SAMPLE, stderr=terminal, no_color=True)
    assert terminal.getvalue() == "\r10 rows … \r20 rows … \r30 rows … \r32 rows … \r\N{ESC}[K"


def test_finds_a_product_by_a_slug_that_it_had(imported: Importing) -> None:
    imported("stool,Stool,,,10.00,USD,3,,")
    products.change("stool", {"slug": "chair"})
    assert imported("stool,Stool,,,9.00,USD,3,,") == "1 row: 0 created, 1 changed, 0 unchanged."
    assert (Product.objects.get().slug, str(Product.objects.get().price)) == ("chair", "9.00 USD")


def slug_of_category(product: Product) -> str | None:
    return product.category.slug if product.category else None


def test_gives_brand_tags_and_an_images_text(imported: Importing) -> None:
    header = "slug,name,price,currency,brand,tags,image,image_alt"
    imported("stool,Stool,10.00,USD,Oak & Co, wood | a&#124;b ,a.png,Three legs", header=header)
    stool = Product.objects.get()
    assert (stool.brand, stool.tags, stool.image_alt) == ("Oak & Co", ["a|b", "wood"], "Three legs")


def test_leaves_alone_what_it_has_no_column_for(imported: Importing) -> None:
    imported("stool,Stool,Three legs,Seats,10.00,USD,3,S-1,a.png")
    imported("stool,5", header="slug,stock")
    stool = Product.objects.get()
    assert (stool.stock, stool.name, stool.sku, slug_of_category(stool)) == (5, "Stool", "S-1", "seats")


def test_keeps_a_product_in_the_one_of_two_namesakes_where_it_lies(imported: Importing) -> None:
    first, second = (categories.create({"name": "Seats", "slug": slug}) for slug in ("seats", "other-seats"))
    imported("stool,Stool,,Seats,10.00,USD,3,,")
    assert slug_of_category(Product.objects.get()) == first
    products.change("stool", {"category": second})
    assert "Nothing changed" in imported("stool,Stool,,Seats,10.00,USD,3,,")


def test_hands_an_sku_from_one_product_to_the_next(imported: Importing) -> None:
    imported("a,A,,,1,USD,,S-1,", "b,B,,,1,USD,,S-2,")
    imported("a,A,,,1,USD,,S-3,", "b,B,,,1,USD,,S-1,")
    assert dict(Product.objects.values_list("slug", "sku")) == {"a": "S-3", "b": "S-1"}


def test_may_be_tried_first(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_products", SAMPLE, dry_run=True)
    assert capsys.readouterr().out == "Dry run: 32 rows: 32 created, 0 changed, 0 unchanged.\n"
    assert not any(model.objects.exists() for model in (Product, Category, Event))


@pytest.mark.parametrize("rows", [2, 40])
def test_takes_as_many_statements_for_many_rows_as_for_few(
    imported: Importing, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    imported("p0,P,,Seats > Stools,10.00,USD,3,,", "p1,P,,Seats > Benches,10.00,USD,3,,")
    with django_assert_max_num_queries(24):
        imported(*(f"p{number},P,,Seats > Stools,9.00,USD,3,S-{number}," for number in range(rows)))


def test_gives_types_and_attributes(imported: Importing) -> None:
    shoe_type()
    header = "slug,name,price,currency,type,attributes"
    imported('a,A,1,USD,shoe,"{""size"": ""42.0"", ""waterproof"": true}"', header=header)
    product = Product.objects.get()
    assert (product.type and product.type.slug, product.attributes) == ("shoe", {"size": "42", "waterproof": True})
    assert imported('a,"{""size"": ""43""}"', header="slug,attributes").startswith("1 row: 0 created, 1 changed")
