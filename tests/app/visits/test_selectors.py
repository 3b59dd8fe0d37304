"""For a report, the day of a zone …"""

from datetime import date
from zoneinfo import ZoneInfo

from productwatch.catalog import selectors as catalog
from productwatch.visits import selectors
from productwatch.visits.services.flushing import flush
from tests.app.visits.hits import hit

DAY, BERLIN = date(2024, 11, 20), ZoneInfo("Europe/Berlin")


def test_is_told_in_sum_and_by_product(stool: str, chair: str) -> None:
    flush([hit("2024-11-19T23:00+00:00", slug=slug, visitor=1).packed() for slug in (stool, chair)])
    flush([hit("2024-11-20T22:59+00:00", slug=slug, visitor=2).packed() for slug in (stool, chair)])
    flush([hit("2024-11-20T23:00+00:00").packed(), hit("2024-11-20T12:00+00:00", visitor=3).packed()])
    ids = catalog.product_ids([stool, chair])
    assert selectors.totals(DAY, BERLIN) == {"visits": 5, "visitors": 3}
    assert selectors.totals_by_product(DAY, BERLIN) == [
        {"product_id": ids[stool], "visits": 3, "visitors": 3},
        {"product_id": ids[chair], "visits": 2, "visitors": 2},
    ]


def test_without_visits_is_told_too(db: None) -> None:
    assert selectors.totals(DAY, BERLIN) == {"visits": 0, "visitors": 0}
    assert selectors.totals_by_product(DAY, BERLIN) == []
