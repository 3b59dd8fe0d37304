"""Figures that stand in the database, read at each scrape by the one process of which there is one: Beat."""

from collections.abc import Iterator

from django.db import close_old_connections
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from productwatch.catalog import selectors as catalog
from productwatch.events import selectors as events
from productwatch.notifications import selectors as notifications
from productwatch.platform.database import DATABASE_AWAY
from productwatch.privacy import selectors as privacy
from productwatch.visits import selectors as visits


class DatabaseCollector(Collector):
    """Says nothing while the database is away: a missing figure alerts, a wrong one misleads."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            yield _pending_events()
            yield _deliveries()
            yield _jobs()
            yield _import_rows()
            yield from _images()
            yield _schedule()
            yield _days_of_visits()
        except DATABASE_AWAY:
            return
        finally:
            close_old_connections()


def _pending_events() -> GaugeMetricFamily:
    return GaugeMetricFamily(
        "productwatch_events_pending", "Events that nobody has dealt with yet.", value=events.pending()
    )


def _deliveries() -> GaugeMetricFamily:
    family = GaugeMetricFamily("productwatch_deliveries", "Deliveries by kind and state.", labels=["kind", "state"])
    for kind, state, count in notifications.deliveries_by_state():
        family.add_metric([kind, state], count)
    return family


def _jobs() -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "productwatch_jobs", "Imports, exports and erasures that are kept, by kind and state.", labels=["kind", "state"]
    )
    for kind, state, count in [*catalog.jobs_by_state(), *privacy.jobs_by_state(), *visits.export_jobs_by_state()]:
        family.add_metric([kind, state], count)
    return family


def _import_rows() -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "productwatch_import_rows", "Rows of the imports that are kept, by what became of them.", labels=["outcome"]
    )
    for outcome, count in catalog.import_rows().items():
        family.add_metric([outcome], count)
    return family


def _images() -> Iterator[GaugeMetricFamily]:
    count, oldest = catalog.images_waiting()
    yield GaugeMetricFamily("productwatch_images_waiting", "Images whose thumbnails are still to be made.", value=count)
    yield GaugeMetricFamily(
        "productwatch_images_oldest_seconds", "For how long the first of them has waited.", value=oldest.total_seconds()
    )


def _schedule() -> GaugeMetricFamily:
    return GaugeMetricFamily(
        "productwatch_schedule_late_seconds",
        "For how long a product is overdue to be published or archived; below a minute while ticks come.",
        value=catalog.overdue_for().total_seconds(),
    )


def _days_of_visits() -> GaugeMetricFamily:
    return GaugeMetricFamily(
        "productwatch_visits_days_waiting",
        "Days of visits that are over and wait to be rolled up.",
        value=len(visits.days_waiting()),
    )
