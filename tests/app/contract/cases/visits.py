"""Visits: each product was visited by several people on several days."""

from productwatch.platform import clock
from productwatch.platform.sse import hall
from productwatch.platform.sse.hall import Hall
from productwatch.visits.services.flushing import flush
from tests.app.contract.case import Call, Case, nothing
from tests.app.contract.cases.catalog import SLUG, a_product
from tests.app.visits.hits import hit

DAYS = {"from": "2024-11-19", "to": "2024-11-21"}


def visits(rows: int) -> Call:
    a_product(rows)
    times = [f"2024-11-{19 + number % 3}T{number:02}:00+00:00" for number in range(rows)]
    flush([hit(at, visitor=number, slug=f"product-{number}").packed() for number, at in enumerate(times)])
    flush([hit(at, visitor=number, slug=SLUG).packed() for number, at in enumerate(times)])
    return Call(path={"slug": SLUG}, query=DAYS | {"interval": "hour"})


def no_visits(rows: int) -> Call:
    return Call(path=a_product(rows).path, query={"interval": "day", "tz": "Asia/Kathmandu"})


def ranking(rows: int) -> Call:
    visits(rows)
    return Call(query=DAYS | {"limit": 100})


def recent(rows: int) -> Call:
    """Visits of this minute."""
    a_product(rows)
    now = clock.now()
    flush([hit(now, visitor=number, slug=f"product-{number}").packed() for number in range(rows)])
    return Call()


def a_seat(rows: int) -> Call:
    """In this process, as in the one that streams."""
    hall.set_place(Hall(1000))
    return Call()


CASES = {
    "recent_visits": Case(2, recent, (nothing,)),
    "live_visits": Case(0, a_seat),
    "record_visit": Case(1, a_product),
    "product_analytics": Case(7, visits, (no_visits,)),
    "analytics_overview": Case(12, visits, (no_visits,)),
    "visited_products": Case(6, ranking, (no_visits,)),
}
