"""A file of visits is made by a job, and holds all that its view has."""

import csv
import gzip
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from productwatch.audit.models import Entry
from productwatch.platform import clock
from productwatch.visits.models import VisitExport
from productwatch.visits.services import exporting
from productwatch.visits.services.flushing import flush
from tests.app.visits.hits import hit

EXPORTS = "/api/v1/analytics/exports"
DAYS = {"from": "2024-11-19", "to": "2024-11-20", "tz": "UTC"}


@pytest.fixture(autouse=True)
def _visits(stool: str, chair: str) -> None:
    flush([hit("2024-11-19T10:00+00:00", visitor=number).packed() for number in (1, 2)])
    flush([hit("2024-11-20T10:00+00:00", slug="chair", visitor=3).packed()])


def made(client: Client, view: str, **more: str) -> str:
    """The address of an export that is done."""
    begun = client.post(EXPORTS, {"view": view, **DAYS, **more}, content_type="application/json")
    assert begun.status_code == 202, begun.content
    exporting.work()
    found: Any = begun["Location"]
    assert client.get(found).json()["state"] == "succeeded"
    return str(found)


def rows(client: Client, address: str) -> list[list[str]]:
    return list(csv.reader(StringIO(b"".join(client.get(f"{address}/file")).decode())))


@pytest.mark.parametrize(
    ("view", "lines"),
    [
        ("series", [["start", "visits", "visitors"], ["2024-11-19T00:00:00+00:00", "2", "2"]]),
        ("products", [["slug", "name", "visits", "visitors"], ["stool", "Stool", "2", "2"]]),
        ("categories", [["slug", "name", "visits", "visitors"], ["", "", "3", "3"]]),
        ("referrers", [["value", "visits", "visitors"], ["", "3", "3"]]),
        ("campaigns", [["source", "medium", "campaign", "visits", "visitors"], ["", "", "", "3", "3"]]),
        ("devices", [["value", "visits", "visitors"], ["desktop", "3", "3"]]),
        ("browsers", [["value", "visits", "visitors"], ["Firefox", "3", "3"]]),
        ("countries", [["value", "visits", "visitors"], ["", "3", "3"]]),
    ],
)
def test_of_each_view_has_its_columns(admin_client: Client, view: str, lines: list[list[str]]) -> None:
    assert rows(admin_client, made(admin_client, view))[:2] == lines


def test_goes_on_page_by_page_to_the_end(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "ROWS", 1)
    _, *found = rows(admin_client, made(admin_client, "products"))
    assert [slug for slug, *_ in found] == ["stool", "chair"]
    assert VisitExport.objects.get().parts.count() == 2


def test_comes_as_gzip_where_that_is_accepted(admin_client: Client) -> None:
    address = made(admin_client, "products")
    answer = admin_client.get(f"{address}/file", headers={"Accept-Encoding": "gzip"})
    zipped = b"".join(answer)
    assert len(zipped) == int(answer["Content-Length"])
    assert gzip.decompress(zipped) == b"".join(admin_client.get(f"{address}/file"))


def test_is_named_after_what_it_holds(admin_client: Client) -> None:
    answer = admin_client.get(f"{made(admin_client, 'products')}/file")
    assert answer["Content-Disposition"] == 'attachment; filename="visits-products-2024-11-19-2024-11-20.csv"'


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_holds_no_formula_that_a_stranger_has_named(start: str) -> None:
    assert exporting._cell(f"{start}1+1") == f"'{start}1+1"
    assert exporting._cell(-1) == -1


def test_is_told_in_the_audit_log(admin_client: Client) -> None:
    made(admin_client, "products")
    entry = Entry.objects.get(act="analytics-exported")
    assert entry.details == {"view": "products", "days": "2024-11-19/2024-11-20"}


def test_has_no_file_before_it_is_done(admin_client: Client) -> None:
    begun = admin_client.post(EXPORTS, {}, content_type="application/json")
    assert admin_client.get(f"{begun['Location']}/file").status_code == 409


def test_is_cancelled_once(admin_client: Client) -> None:
    begun = admin_client.post(EXPORTS, {}, content_type="application/json")
    answers = [admin_client.post(f"{begun['Location']}/cancel") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert not VisitExport.objects.exclude(state="cancelled").exists()


def test_goes_after_a_day(admin_client: Client) -> None:
    address = made(admin_client, "products")
    assert exporting.forget() == 0
    VisitExport.objects.update(finished_at=clock.now() - exporting.KEPT)
    assert exporting.forget() > 0
    assert admin_client.get(address).status_code == 404


@pytest.mark.parametrize("wrong", [{"view": "passwords"}, {"tz": "Mars/Olympus"}, {"from": "2024-11-21"}, {"a": 1}])
def test_is_refused_where_there_can_be_none(admin_client: Client, wrong: dict[str, Any]) -> None:
    answer = admin_client.post(EXPORTS, {**DAYS, **wrong}, content_type="application/json")
    assert answer.status_code == 422
    assert not VisitExport.objects.exists()
