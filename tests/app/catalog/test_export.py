"""An export of products …"""

import csv
import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.test import Client

from productwatch.catalog import tasks
from productwatch.catalog.models import Category, ExportJob
from productwatch.catalog.services import products
from productwatch.catalog.services.files import exports, tidying
from productwatch.platform import clock
from tests.app.catalog.conftest import Made
from tests.app.catalog.jobs import EXPORTS, exported

pytestmark = pytest.mark.django_db


def slugs(content: bytes) -> list[str]:
    return [row["slug"] for row in csv.DictReader(StringIO(content.decode()))]


def begun(client: Client, **body: Any) -> str:
    return str(client.post(EXPORTS, body, content_type="application/json")["Location"])


def test_is_made_by_a_worker(admin_client: Client, made: Made) -> None:
    made("Bench")
    address = begun(admin_client)
    assert admin_client.get(address).json()["state"] == "queued"
    assert admin_client.get(f"{address}/file").status_code == 409
    tasks.export_products()
    told = admin_client.get(address).json()
    assert (told["state"], told["rows"]) == ("succeeded", 1)
    answer = admin_client.get(f"{address}/file")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert slugs(content) == ["bench"]
    assert (int(answer["Content-Length"]), told["size"]) == (len(content), len(content))
    assert answer["Content-Disposition"].endswith('.csv"')


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_holds_all_whichever_parts_it_has(
    admin_client: Client, made: Made, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "ROWS", 2)
    names = [made(f"Bench {number}").slug for number in range(count)]
    assert slugs(exported(admin_client)) == names


@pytest.mark.parametrize("count", [0, 3])
def test_comes_as_one_gzip_member_where_that_is_accepted(
    admin_client: Client, made: Made, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "ROWS", 2)
    for number in range(count):
        made(f"Bench {number}")
    plain = exported(admin_client, format="jsonl")
    job = ExportJob.objects.get()
    answer = admin_client.get(f"{EXPORTS}/{job.id}/file", headers={"Accept-Encoding": "br, gzip"})
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert (answer["Content-Encoding"], int(answer["Content-Length"])) == ("gzip", len(content))
    assert gzip.decompress(content) == plain


def test_holds_what_the_list_with_its_filters_does(admin_client: Client, made: Made, stools: Category) -> None:
    made("Stool", category="stools", brand="Oak", tags=["wood"])
    made("Bench", brand="Oak")
    products.archive(made("Chair").slug)
    found = [exported(admin_client, **choice) for choice in ({"category": "seats"}, {"brand": "Oak"}, {"tag": "wood"})]
    assert [slugs(content) for content in found] == [["stool"], ["bench", "stool"], ["stool"]]
    assert slugs(exported(admin_client, status="archived")) == ["chair"]


def test_tells_of_products_as_the_api_takes_them(admin_client: Client, made: Made, stools: Category) -> None:
    made("Stool", category="stools", sku="S-1", image={"url": "a.png", "alt": "A stool"})
    (line,) = exported(admin_client, format="jsonl").splitlines()
    told = json.loads(line)
    assert (told["category"], told["price"]) == (
        ["Furniture", "Seats", "Stools"],
        {"amount": "10.00", "currency": "USD"},
    )
    assert told["image"] == {"url": "a.png", "alt": "A stool"}


def test_of_many_reads_as_often_as_it_has_parts(
    admin_client: Client, made: Made, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(12):
        made(f"Bench {number}")
    begun(admin_client)
    with django_assert_max_num_queries(16):
        tasks.export_products()


def test_goes_after_a_day(admin_client: Client, made: Made) -> None:
    exported(admin_client)
    tidying.tidy()
    job = ExportJob.objects.get()
    told = admin_client.get(f"{EXPORTS}/{job.id}").json()
    with time_machine.travel(clock.now() + exports.KEPT + timedelta(seconds=1)):
        assert told["expires_at"] < clock.now().isoformat()
        tidying.tidy()
    assert admin_client.get(f"{EXPORTS}/{job.id}/file").status_code == 404


def test_may_be_cancelled(admin_client: Client) -> None:
    address = begun(admin_client)
    assert admin_client.post(f"{address}/cancel").json()["state"] == "cancelled"
    tasks.export_products()
    assert admin_client.get(f"{address}/file").status_code == 409
