"""An imported product file …"""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Count

from productwatch.catalog.models import Category, Product, ProductVersion
from productwatch.catalog.services import products
from productwatch.catalog.services.rows import COLUMNS
from productwatch.events.models import Event

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parents[3] / "samples" / "products.csv"
HEADER = ",".join(COLUMNS)

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
    assert (ProductVersion.objects.count(), Event.objects.filter(kind="product.created").count()) == (32, 32)


def test_changes_what_its_rows_say_otherwise(imported: Importing) -> None:
    imported("stool,Stool,Three legs,Seats,10.00,USD,3,S-1,a.png")
    assert imported("stool,Stool,,,9.00,USD,,,") == "1 row: 0 created, 1 changed, 0 unchanged."
    assert Event.objects.get(kind="product.changed").payload["diff"] == {
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


def test_shows_its_progress(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("productwatch.catalog.management.progress.EACH", 10)
    call_command("import_products", SAMPLE)
    assert capsys.readouterr().err.splitlines() == ["10 rows …", "20 rows …", "30 rows …"]


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_shows_its_progress_row_by_row_on_a_terminal() -> None:
    terminal = Terminal()
    call_command("import_products", SAMPLE, stderr=terminal, no_color=True)
    assert terminal.getvalue().startswith("\r1 row … \r2 rows … ")
    assert terminal.getvalue().endswith("\r32 rows … \r\N{ESC}[K")


def test_finds_a_product_by_a_slug_that_it_had(imported: Importing) -> None:
    imported("stool,Stool,,,10.00,USD,3,,")
    products.change("stool", {"slug": "chair"})
    assert imported("stool,Stool,,,9.00,USD,3,,") == "1 row: 0 created, 1 changed, 0 unchanged."
    assert (Product.objects.get().slug, str(Product.objects.get().price)) == ("chair", "9.00 USD")
