"""For a report, the day of a zone …"""

from datetime import date
from zoneinfo import ZoneInfo

from django.db import connection

from productwatch.catalog import selectors as catalog
from productwatch.visits import selectors
from productwatch.visits.periods import Period
from productwatch.visits.selectors import counts
from productwatch.visits.services import partitions
from productwatch.visits.services.flushing import flush
from tests.app.visits.hits import hit

DAY, BERLIN = date(2024, 11, 20), ZoneInfo("Europe/Berlin")


def test_is_told_in_sum_and_by_product(stool: str, chair: str) -> None:
    in_berlin = ("2024-11-19T23:00+00:00", "2024-11-20T22:59+00:00")
    flush([hit(at, slug=slug, visitor=1).packed() for at in in_berlin for slug in (stool, chair)])
    flush([hit("2024-11-20T23:00+00:00").packed(), hit("2024-11-20T12:00+00:00", visitor=2).packed()])
    ids = catalog.product_ids([stool, chair])
    assert selectors.totals(DAY, BERLIN) == {"visits": 5, "visitors": 2}
    assert selectors.totals_by_product(DAY, BERLIN) == [
        {"product_id": ids[stool], "visits": 3, "visitors": 2},
        {"product_id": ids[chair], "visits": 2, "visitors": 1},
    ]


def test_without_visits_is_told_too(db: None) -> None:
    assert selectors.totals(DAY, BERLIN) == {"visits": 0, "visitors": 0}
    assert selectors.totals_by_product(DAY, BERLIN) == []


def test_looks_at_the_partitions_of_its_days_alone(db: None) -> None:
    partitions.ensure(date(2024, 11, day) for day in range(10, 30))
    with connection.cursor() as cursor:
        days = Period(DAY, DAY, BERLIN).days()
        sql, parameters = counts.hits(days).query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", parameters)
        plan = str(cursor.fetchall())
    assert plan.count(" on visits_visit_") == 2
    assert "visits_visit_20241119" in plan
    assert "visits_visit_20241120" in plan
