"""Reading visits.

A visitor's hash holds for a UTC day, so visitors of several days are daily visitors added up: who comes again on
another day counts again. A day of another zone than UTC lies in two UTC days; who comes in both counts twice.
"""

from productwatch.visits.selectors.apart import bots, sessions
from productwatch.visits.selectors.exports import (
    export_job,
    export_job_page,
    export_jobs_by_state,
    finished_export,
)
from productwatch.visits.selectors.live import last_minutes
from productwatch.visits.selectors.rankings import (
    Dimension,
    breakdown,
    most_visited,
    movers,
    product_page,
    totals_by_product,
)
from productwatch.visits.selectors.series import analytics, overview, totals, visits_by_day
from productwatch.visits.selectors.waiting import days_waiting

__all__ = [
    "Dimension",
    "analytics",
    "bots",
    "breakdown",
    "days_waiting",
    "export_job",
    "export_job_page",
    "export_jobs_by_state",
    "finished_export",
    "last_minutes",
    "most_visited",
    "movers",
    "overview",
    "product_page",
    "sessions",
    "totals",
    "totals_by_product",
    "visits_by_day",
]
