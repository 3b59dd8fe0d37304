"""The work of reports, for workers."""

from celery import shared_task

from productwatch.reports import services


@shared_task(name="productwatch.reports.tick")
def tick() -> bool:
    """Each minute, from Beat."""
    return services.tick()
