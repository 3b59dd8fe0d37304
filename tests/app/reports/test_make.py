"""A day's report is made once and keeps its figures, whoever dies over it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
import time_machine

from productwatch.catalog.services import products
from productwatch.platform.money import Money
from productwatch.reports import mails, selectors, services
from productwatch.reports.models import Report
from productwatch.reports.services import LEASE
from productwatch.visits.dimensions import Dimension
from productwatch.visits.models import Subject
from productwatch.visits.services.flushing import flush
from tests.app.reports.conftest import FRIDAY
from tests.app.visits.hits import hit

pytestmark = pytest.mark.usefixtures("friday")


def visit(slug: str, moment: str, visitor: int) -> None:
    flush([hit(f"{moment}+00:00", slug=slug, visitor=visitor).packed()])


def test_tells_the_changes_of_the_day(saturday: time_machine.Traveller) -> None:
    changed, created = services.make(FRIDAY)["changes"]
    assert (created["slug"], created["kind"]) == ("stool", "created")
    assert changed == {
        "slug": "stool",
        "name": "Stool & co",
        "kind": "changed",
        "at": "2026-11-20T13:00:00+01:00",
        "fields": ["price", "stock"],
        "price": [{"amount": "10.00", "currency": "USD"}, {"amount": "9.00", "currency": "USD"}],
    }


def test_tells_the_weightiest_of_many_changes(
    saturday: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "CHANGES", 2)
    with time_machine.travel(datetime(2026, 11, 20, 11, tzinfo=UTC), tick=False):
        products.create({"name": "Table", "price": Money(Decimal("10.00"), "USD"), "slug": "table"})
        products.change("table", {"stock": 7})
    figures = services.make(FRIDAY)
    assert [(change["slug"], change["fields"]) for change in figures["changes"]] == [
        ("stool", ["price", "stock"]),
        ("table", []),
    ]
    assert figures["changes_in_all"] == 4
    assert mails.shown(figures)["more_changes"] == 0


def test_says_how_many_changes_it_does_not_show(
    saturday: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mails, "SHOWN", 1)
    assert "and 1 more" in mails.as_text(services.make(FRIDAY))


def test_tells_the_visits_of_the_day_by_product(saturday: time_machine.Traveller) -> None:
    visit("stool", "2026-11-19T23:00", 1)
    visit("stool", "2026-11-20T22:59", 2)
    visit("stool", "2026-11-20T12:00", 2)
    for outside in ("2026-11-19T22:59", "2026-11-20T23:00"):
        visit("stool", outside, 3)
    figures = services.make(FRIDAY)
    assert (figures["visits"], figures["visitors"]) == (3, 2)
    assert figures["products"] == [{"slug": "stool", "name": "Stool & co", "visits": 3, "visitors": 2}]


def test_names_no_product_that_is_no_more(saturday: time_machine.Traveller) -> None:
    visit("stool", "2026-11-20T12:00", 1)
    Subject.objects.filter(dimension=Dimension.PRODUCT).update(value=str(UUID(int=7)))
    figures = services.make(FRIDAY)
    assert (figures["visits"], figures["products"]) == (1, [])


def test_tells_its_zone_and_bounds(saturday: time_machine.Traveller) -> None:
    figures = services.make(FRIDAY)
    assert (figures["day"], figures["zone"]) == ("2026-11-20", "Europe/Berlin")
    assert (figures["start"], figures["end"]) == ("2026-11-20T00:00:00+01:00", "2026-11-21T00:00:00+01:00")


def test_tells_nothing_of_other_days(saturday: time_machine.Traveller) -> None:
    products.archive("stool")
    assert services.make(FRIDAY - timedelta(days=1))["changes"] == []
    assert len(services.make(FRIDAY)["changes"]) == 2


def test_keeps_what_it_was_made_with(saturday: time_machine.Traveller) -> None:
    made = services.make(FRIDAY)
    Report.objects.update(zone="UTC")
    products.archive("stool")
    assert services.make(FRIDAY) == made
    assert Report.objects.count() == 1


def test_is_not_made_before_the_day_is_over(saturday: time_machine.Traveller) -> None:
    with pytest.raises(services.NotOver):
        services.make(FRIDAY + timedelta(days=1))
    assert not Report.objects.exists()


def test_is_left_to_who_is_making_it(saturday: time_machine.Traveller) -> None:
    services._claim(FRIDAY)
    saturday.shift(LEASE - timedelta(seconds=1))
    with pytest.raises(services.BeingMade):
        services.make(FRIDAY)


def test_is_taken_over_from_who_died_over_it(saturday: time_machine.Traveller) -> None:
    services._claim(FRIDAY)
    saturday.shift(LEASE)
    assert services.make(FRIDAY)["day"] == "2026-11-20"


def test_keeps_the_figures_of_who_took_it_over(
    saturday: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = selectors.figures_of

    def overtaken(day: date, zone: object) -> dict[str, object]:
        monkeypatch.setattr(selectors, "figures_of", slow)
        saturday.shift(LEASE)
        services.make(day)
        return {"day": "too late"}

    monkeypatch.setattr(selectors, "figures_of", overtaken)
    assert services.make(FRIDAY)["day"] == "2026-11-20"
