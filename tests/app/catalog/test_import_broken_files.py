"""A broken product file …"""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from productwatch.catalog.models import Category, Product
from productwatch.events.models import Event
from tests.app.catalog.shoes import shoe_type

pytestmark = pytest.mark.django_db

HEADER = "slug,name,description,category,price,currency,stock,sku,image"
GOOD = "bench,Bench,,Seats,10.00,USD,3,,"

Refused = Callable[..., tuple[str, list[str]]]
Written = Callable[..., Path]


@pytest.fixture
def file(tmp_path: Path) -> Written:
    def write(*lines: str) -> Path:
        found = tmp_path / "products.csv"
        found.write_text("\n".join([*lines, ""]), encoding="utf-8")
        return found

    return write


@pytest.fixture
def refused(file: Written, capsys: pytest.CaptureFixture[str]) -> Refused:
    """How the command ends, and the faults that it listed before."""

    def run(*rows: str) -> tuple[str, list[str]]:
        with pytest.raises(CommandError) as end:
            call_command("import_products", file(HEADER, *rows))
        return str(end.value), capsys.readouterr().err.splitlines()

    return run


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("stool,Stool,,,12.345,USD,3,,", "price: has more decimals than USD, whose smallest amount is 0.01"),
        ("stool,Stool,,,-1,USD,3,,", "price: must be a decimal number from zero up, such as 10.00"),
        ("stool,Stool,,,1e400,USD,3,,", "price: must be a decimal number from zero up, such as 10.00"),
        ("stool,Stool,,,NaN,USD,3,,", "price: must be a decimal number from zero up, such as 10.00"),
        ("stool,Stool,,,,USD,3,,", "price: Field required"),
        ("stool,Stool,,,10.00,,3,,", "currency: Field required"),
        ("stool,Stool,,,10.00,XXY,3,,", "currency: is no ISO 4217 currency"),
        (",Stool,,,10.00,USD,3,,", "slug: Field required"),
        (
            "A stool,Stool,,,10.00,USD,3,,",
            "slug: must be lower-case letters a to z and digits, in words joined by single hyphens",
        ),
        ("stool,&nbsp;,,,10.00,USD,3,,", "name: Field required"),
        (f"stool,{'a' * 201},,,10.00,USD,3,,", "name: String should have at most 200 characters"),
        ("stool,Stool,nul\0,,10.00,USD,3,,", "description: must be text with no NUL character"),
        ("stool,Stool,,Seats > > Stools,10.00,USD,3,,", "category: must be one line of text, and not blank"),
        ("stool,Stool,,,10.00,USD,-3,,", "stock: Input should be greater than or equal to 0"),
        ("stool,Stool,,,10.00,USD,many,,", "stock: Input should be a valid integer"),
        ("stool,Stool,,,10.00,USD,99999999999999999999,,", "stock: Input should be a valid integer"),
        (
            "stool,Stool,,,10.00,USD,3,,javascript:alert(1)",
            "image: must be an http or https address or a relative path, percent-encoded where needed",
        ),
        ("stool,Stool", "has 2 values where the header has 9"),
        ('stool,"Stool" x,,,10.00,USD,3,,', "no comma-separated values: ',' expected after '\"'"),
    ],
)
def test_names_line_column_and_reason(refused: Refused, row: str, fault: str) -> None:
    end, faults = refused(GOOD, row)
    separator = ": " if fault.startswith(("has 2", "no ")) else ", "
    assert faults == [f"line 3{separator}{fault}"]
    assert end == "2 rows, 1 of them broken: nothing was written."


def test_has_nothing_written_of_it(refused: Refused) -> None:
    refused(GOOD, "stool,Stool,,Stools,12.345,USD,3,,")
    assert not any(model.objects.exists() for model in (Product, Category, Event))


def test_has_all_its_faults_listed(refused: Refused) -> None:
    _, faults = refused(",Stool,,,x,USD,3,,", GOOD, "stool,Stool,,,1,USD,-1,,")
    assert [fault.partition(": ")[0] for fault in faults] == ["line 2, slug", "line 2, price", "line 4, stock"]


def test_counts_lines_as_an_editor_does(refused: Refused) -> None:
    _, faults = refused('bench,Bench,"one\ntwo\nthree",,10.00,USD,3,,', "", 'stool,Stool,"a\nb",,x,USD,3,,')
    assert [fault.partition(":")[0] for fault in faults] == ["line 6, price"]


def test_may_not_tell_of_a_product_twice(refused: Refused) -> None:
    _, faults = refused(GOOD, GOOD)
    assert faults == ["line 3, slug: 'bench' stands in line 2 already"]


def test_may_not_give_one_sku_to_two(refused: Refused) -> None:
    _, faults = refused("bench,Bench,,,10.00,USD,3,S-1,", "stool,Stool,,,10.00,USD,3,S-1,")
    assert faults == ["line 3, sku: 'S-1' is the sku of another product"]


def test_with_a_quote_that_never_ends_says_where_it_began(refused: Refused) -> None:
    _, faults = refused(GOOD, 'stool,"Stool,,,10.00,USD,3,,', GOOD)
    assert faults == ["line 3: no comma-separated values: unexpected end of data"]


def test_is_written_but_for_its_bad_rows_where_told(file: Written, capsys: pytest.CaptureFixture[str]) -> None:
    bad = "stool,Stool,,Stools,12.345,USD,3,,"
    call_command("import_products", file(HEADER, GOOD, bad, "table,Table,,,1,USD,3,,"), "--skip-bad")
    said = capsys.readouterr()
    assert said.out == "3 rows: 2 created, 0 changed, 0 unchanged, 1 broken and left out.\n"
    assert said.err.startswith("line 3, price: ")
    assert set(Product.objects.values_list("slug", flat=True)) == {"bench", "table"}
    assert [category.slug for category in Category.objects.all()] == ["seats"]


def test_leaves_no_category_of_a_row_that_was_refused_late(file: Written) -> None:
    rows = ("bench,Bench,,Seats,10.00,USD,3,S-1,", "stool,Stool,,Stools,10.00,USD,3,S-1,")
    call_command("import_products", file(HEADER, *rows), "--skip-bad")
    assert [category.slug for category in Category.objects.all()] == ["seats"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"name,price,currency\nStool,10,USD\n", "its header must name slug, and others of slug, name, description"),
        (b"slug,price\nstool,10\n", "its header must name slug, .*, price and currency both"),
        (b"slug,slug\nstool,stool\n", "its header must name slug, .*, each once"),
        (b"slug,colour\nstool,red\n", "its header .*; there is no column 'colour'"),
        (b"a" * 300_000, "line 1 is longer than 262,144 bytes"),
        (b"slug" + HEADER.encode() + b"\n", "its header must name"),
        (f"{HEADER}\n{GOOD}\nstool,St\u00f6ckel,,,1,USD,3,,\n".encode("latin-1"), "line 3 is not UTF-8"),
        (b"\x89PNG\r\n\x1a\n", "line 1 is not UTF-8"),
        (b'"slug', "its header is no line of comma-separated values"),
    ],
)
def test_that_is_no_product_file_is_refused_in_one_line(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "products.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="is no product file: " + reason) as end:
        call_command("import_products", path, "--skip-bad")
    assert "\n" not in str(end.value)
    assert not Product.objects.exists()


def test_that_is_not_there_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        call_command("import_products", tmp_path / "none.csv")
    with pytest.raises(CommandError, match="cannot be read: Is a directory"):
        call_command("import_products", tmp_path)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("a,A,1,USD,none,", "type: there is no product type 'none'"),
        ("a,A,1,USD,shoe,", "attributes: has to be given"),
        ('a,A,1,USD,shoe,"{""size"": ""large""}"', "attributes: must be a decimal number in quotes"),
        ("a,A,1,USD,shoe,nonsense", "attributes: Input should be a valid dictionary"),
    ],
)
def test_names_attributes_that_do_not_fit(
    file: Written, row: str, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shoe_type()
    with pytest.raises(CommandError):
        call_command("import_products", file("slug,name,price,currency,type,attributes", row))
    assert capsys.readouterr().err.startswith(f"line 2, {fault}")
