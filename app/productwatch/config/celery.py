"""The Celery application; what it is set to stands in `queues`."""

import warnings
from typing import Any

from celery import Celery, Task, signals
from celery.platforms import SecurityWarning  # type: ignore[attr-defined]  # missing in its stubs only

DOMAINS = ("events", "idempotency", "accounts", "catalog", "visits", "notifications", "reports")


class CountedTask(Task):  # type: ignore[type-arg]  # generic only in its stubs
    """Is counted by the worker's parent."""

    Request = "productwatch.config.worker:MeasuredRequest"


# It fears pickled messages; ours are JSON, and a laptop's only user may well be root.
warnings.simplefilter("ignore", SecurityWarning)

app = Celery("productwatch", task_cls=CountedTask)
app.config_from_object("productwatch.config.queues")
app.autodiscover_tasks([f"productwatch.{domain}" for domain in DOMAINS])
app.steps["worker"].add("productwatch.config.worker:LifeSign")


@signals.setup_logging.connect
def _leave_logging_as_it_is(**_signal: Any) -> None:
    """Django has set it up; without a receiver Celery would raise the level."""
