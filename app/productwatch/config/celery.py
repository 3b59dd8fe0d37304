"""The Celery application; what it is set to stands in `queues`."""

import warnings
from typing import Any

from celery import Celery, Task, signals
from celery.platforms import SecurityWarning  # type: ignore[attr-defined]  # missing in its stubs only
from django.apps import apps


def _domains() -> list[str]:
    """Every package of ours: one that is installed is worked for, too."""
    return [config.name for config in apps.get_app_configs() if config.name.startswith("productwatch.")]


class CountedTask(Task):  # type: ignore[type-arg]  # generic only in its stubs
    """Is counted by the worker's parent."""

    Request = "productwatch.config.worker:MeasuredRequest"


# It fears pickled messages; ours are JSON, and a laptop's only user may well be root.
warnings.simplefilter("ignore", SecurityWarning)

app = Celery("productwatch", task_cls=CountedTask)
app.config_from_object("productwatch.config.queues")
app.autodiscover_tasks(_domains)
app.steps["worker"].add("productwatch.config.worker:LifeSign")


@signals.setup_logging.connect
def _leave_logging_as_it_is(**_signal: Any) -> None:
    """Django has set it up; without a receiver Celery would raise the level."""
