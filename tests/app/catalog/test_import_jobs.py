"""A file of products that is sent to the API …"""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from productwatch.accounts.models import User
from productwatch.catalog import tasks
from productwatch.catalog.models import ImportJob, ImportName, ImportPart, Product, ProductVersion
from productwatch.catalog.services import categories
from productwatch.catalog.services.files import imports, parts, tidying
from productwatch.events.models import Event
from productwatch.platform import clock
from tests.app.catalog.jobs import IMPORTS, begun, errors, file_of, imported, rows, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def _parts_of_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "ROWS", 3)


def test_is_taken_and_written_by_a_worker(admin_client: Client) -> None:
    answer = upload(admin_client, file_of(*rows(2)))
    assert (answer.status_code, answer.json()["state"], answer["Retry-After"]) == (202, "queued", "2")
    assert not Product.objects.exists()
    tasks.import_products()
    told = admin_client.get(answer["Location"]).json()
    assert (told["state"], told["rows"]["total"], told["rows"]["created"]) == ("succeeded", 2, 2)
    assert Product.objects.count() == 2


def test_makes_versions_of_whoever_sent_it(admin: User, admin_client: Client) -> None:
    imported(admin_client, *rows(1))
    assert ProductVersion.objects.get().by == admin


@pytest.mark.usefixtures("_parts_of_three")
def test_tells_what_became_of_its_rows(admin_client: Client) -> None:
    imported(admin_client, *rows(4))
    admin_client.delete("/api/v1/products/p3")
    told = imported(admin_client, "p0,Another,10.00,USD,0,S-0", *rows(3, 1), "p4,,10.00,USD,4,", *rows(1, 5))
    counts = {"total": 6, "done": 6, "created": 1, "changed": 1, "unchanged": 2, "archived": 1, "failed": 1}
    assert told["rows"] == counts


@pytest.mark.usefixtures("_parts_of_three")
def test_tells_how_far_it_is(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("productwatch.platform.jobs.turns.TURN", 0)
    address = begun(admin_client, file_of(*rows(5)))
    tasks.import_products()
    answer = admin_client.get(address)
    assert (answer.json()["state"], answer.json()["rows"]["done"], answer["Retry-After"]) == ("running", 3, "2")
    tasks.import_products()
    answer = admin_client.get(address)
    assert (answer.json()["state"], answer.json()["rows"]["done"], "Retry-After" in answer) == ("succeeded", 5, False)


@pytest.mark.usefixtures("_parts_of_three")
def test_names_line_column_and_value_of_what_is_wrong(admin_client: Client) -> None:
    told = imported(admin_client, *rows(4), 'p4,Product,"10,5",USD,,', "p5,Product,1,USD,,S-1", "p0,Again,1,USD,,")
    found = [(each["line"], each["column"], each["value"]) for each in errors(admin_client, told)]
    assert found == [(6, "price", "10,5"), (7, "sku", "S-1"), (8, "slug", "p0")]
    assert errors(admin_client, told)[2]["detail"] == "'p0' stands in line 2 already"


def test_has_its_errors_page_by_page(admin_client: Client) -> None:
    told = imported(admin_client, *(f"p{number},,1,USD,," for number in range(3)))
    first = admin_client.get(f"{IMPORTS}/{told['id']}/errors?limit=2").json()
    second = admin_client.get(f"{IMPORTS}/{told['id']}/errors?limit=2&cursor={first['next']}").json()
    assert [each["line"] for each in first["items"] + second["items"]] == [2, 3, 4]
    assert second["next"] is None


def test_keeps_no_more_errors_than_anybody_reads(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_FAULTS", 2)
    told = imported(admin_client, *(f"p{number},,1,USD,," for number in range(4)))
    assert (told["rows"]["failed"], len(errors(admin_client, told))) == (4, 2)


def test_may_hold_what_postgres_cannot(admin_client: Client) -> None:
    told = imported(admin_client, "p0,nul\0,1,USD,,")
    assert errors(admin_client, told)[0]["value"] == "nul\N{SYMBOL FOR NULL}"


@pytest.mark.usefixtures("_parts_of_three")
def test_that_is_tried_writes_nothing_and_tells_the_same(admin_client: Client) -> None:
    lines = [*rows(4), "p4,Product,1,USD,,S-1", "p0,Again,1,USD,,", "p6,,1,USD,,"]
    tried = imported(admin_client, *lines, query="?dry_run=true")
    assert not any(model.objects.exists() for model in (Product, ProductVersion, Event))
    done = imported(admin_client, *lines)
    assert (tried["dry_run"], tried["rows"]) == (True, done["rows"])
    assert errors(admin_client, tried) == errors(admin_client, done)


@pytest.mark.usefixtures("_parts_of_three")
def test_that_stops_at_an_error_leaves_that_part_unwritten(admin_client: Client) -> None:
    told = imported(admin_client, *rows(4), "p4,,1,USD,,", *rows(3, 5), query="?on_error=stop")
    assert (told["state"], told["rows"]["created"], Product.objects.count()) == ("failed", 3, 3)
    assert told["reason"].startswith("The row in line 6 cannot be written")


def test_may_be_json_lines(admin_client: Client) -> None:
    categories.ensure(["Seats", "Stools"])
    lines = b"""
{"slug": "a", "name": "A", "price": {"amount": "1.00", "currency": "EUR"}, "category": ["Seats", "Stools"]}
{"slug": "b", "name": "B", "price": {"amount": "1.00", "currency": "EUR"}, "category": "stools"}
{"slug": "c", "colour": "red"}
{"slug": "d", "price": {"amount": 1}}
[]
{"slug": "e", "category": "none", "name": "E", "price": {"amount": "1.00", "currency": "EUR"}}
{"slug":
"""
    address = begun(admin_client, lines, media_type="application/jsonl")
    tasks.import_products()
    told = admin_client.get(address).json()
    assert (told["format"], told["rows"]["created"]) == ("jsonl", 2)
    assert set(Product.objects.values_list("category__slug", flat=True)) == {"stools"}
    found = [(each["line"], each["column"]) for each in errors(admin_client, told)]
    assert found == [(4, "colour"), (5, "price/amount"), (5, "price/currency"), (6, ""), (7, "category"), (8, "")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"name,price,currency\n", "its header must name slug"),
        (b"slug,colour\n", "there is no column 'colour'"),
        (file_of("p0,Stöckel,1,USD,,").decode().encode("latin-1"), "line 2 is not UTF-8"),
        (b"slug\n" + b"a" * 300_000, "line 2 is longer than 262,144 bytes"),
    ],
)
def test_that_is_none_is_refused_at_once(admin_client: Client, content: bytes, reason: str) -> None:
    answer = upload(admin_client, content)
    assert answer.status_code == 422
    assert reason in answer.json()["errors"][0]["detail"]
    assert not ImportJob.objects.exists()


def test_of_another_kind_is_refused(admin_client: Client) -> None:
    assert upload(admin_client, file_of(), media_type="application/xml").status_code == 415


def test_may_have_windows_line_ends_a_mark_and_text_of_several_lines(admin_client: Client) -> None:
    content = '\ufeffslug,name,price,currency,description\r\np0,P,1,USD,"a\r\nb"\r\n\r\np1,P,1,USD,\r\n'.encode()
    begun(admin_client, content)
    tasks.import_products()
    assert dict(Product.objects.values_list("slug", "description")) == {"p0": "a\r\nb", "p1": ""}


def test_may_have_no_rows(admin_client: Client) -> None:
    assert imported(admin_client)["state"] == "succeeded"


@pytest.mark.usefixtures("_parts_of_three")
def test_may_be_cancelled(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("productwatch.platform.jobs.turns.TURN", 0)
    address = begun(admin_client, file_of(*rows(5)))
    tasks.import_products()
    assert admin_client.post(f"{address}/cancel").json()["state"] == "cancelled"
    tasks.import_products()
    assert Product.objects.count() == 3


def test_that_is_over_is_not_cancelled(admin_client: Client) -> None:
    told = imported(admin_client, *rows(1))
    assert admin_client.post(f"{IMPORTS}/{told['id']}/cancel").status_code == 409


def test_is_taken_once_for_a_key(admin_client: Client) -> None:
    answers = [upload(admin_client, file_of(*rows(2)), **{"Idempotency-Key": "k"}) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert ImportJob.objects.count() == 1
    assert upload(admin_client, file_of(*rows(3)), **{"Idempotency-Key": "k"}).status_code == 422


def test_that_waits_behind_another_comes_after_it(admin_client: Client) -> None:
    first, second = (begun(admin_client, file_of(*rows(1, number))) for number in range(2))
    tasks.import_products()
    assert [admin_client.get(address).json()["state"] for address in (first, second)] == ["succeeded", "queued"]


def test_is_forgotten_in_time_and_what_it_held_at_once(admin_client: Client) -> None:
    imported(admin_client, "p0,,1,USD,,", *rows(2, 1))
    tidying.tidy()
    assert not ImportName.objects.exists()
    assert not ImportPart.objects.exists()
    assert ImportJob.objects.exists()
    with time_machine.travel(clock.now() + tidying.KEPT + timedelta(seconds=1)):
        tidying.tidy()
    assert not ImportJob.objects.exists()


def test_tells_readers_and_nobody_else_of_many_new_products_at_once(admin_client: Client) -> None:
    imported(admin_client, *rows(5))
    assert [event.kind for event in Event.objects.all()] == ["products.imported"]


@pytest.mark.django_db(transaction=True)
def test_is_seen_in_lists_and_products_at_once(admin_client: Client, anonymous: Client) -> None:
    imported(admin_client, *rows(1))
    assert anonymous.get("/api/v1/products?limit=10").json()["items"][0]["stock"] == 0
    assert anonymous.get("/api/v1/products/p0").json()["stock"] == 0
    imported(admin_client, "p0,Product 0,10.00,USD,7,")
    assert anonymous.get("/api/v1/products?limit=10").json()["items"][0]["stock"] == 7
    assert anonymous.get("/api/v1/products/p0").json()["stock"] == 7
