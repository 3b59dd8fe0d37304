"""Visits: each product was visited by several people on several days."""

from datetime import date

from productwatch.accounts.models import Role, User
from productwatch.audit.actors import THE_SYSTEM
from productwatch.platform import clock
from productwatch.platform.sse import hall
from productwatch.platform.sse.hall import Hall
from productwatch.visits import periods
from productwatch.visits.models import VisitExport
from productwatch.visits.services import exporting
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


def an_export(rows: int) -> Call:
    exporter = User.objects.create(email="exporter@example.com", role=Role.ANALYST)
    visits(rows)
    period = periods.asked_for(date(2024, 11, 19), date(2024, 11, 21), "UTC")
    job_id = exporting.begin("products", period, user_id=exporter.id, by=THE_SYSTEM)
    return Call(path={"job_id": str(job_id)})


def a_finished_export(rows: int) -> Call:
    call = an_export(rows)
    exporting.step(job := VisitExport.objects.get())
    job.save()
    return call


def compared(rows: int) -> Call:
    return Call(path=visits(rows).path, query=DAYS | {"interval": "week", "compare": "true"})


RANKED = Case(5, ranking, (no_visits,))
CASES = {
    "visited_categories": Case(7, ranking, (no_visits,)),
    **{f"visits_by_{name}": RANKED for name in ("referrer", "campaign", "device", "browser", "country")},
    "movers": Case(4, ranking, (no_visits,)),
    "visits_of_bots": Case(1, visits, (no_visits,)),
    "sessions_of_visitors": Case(2, visits, (no_visits,)),
    "export_visits": Case(7, visits),
    "list_visit_exports": Case(1, an_export),
    "get_visit_export": Case(1, an_export, (a_finished_export,)),
    "download_visit_export": Case(2, a_finished_export),
    "cancel_visit_export": Case(5, an_export),
    "recent_visits": Case(4, recent, (nothing,)),
    "live_visits": Case(0, a_seat),
    "record_visit": Case(1, a_product),
    "product_analytics": Case(12, visits, (no_visits, compared)),
    "analytics_overview": Case(17, visits, (no_visits, compared)),
    "visited_products": Case(6, ranking, (no_visits,)),
}
