"""The work of notifications, for workers; each may run twice at once without harm."""

from uuid import UUID

from celery import shared_task

from productwatch.notifications import services


@shared_task(name="productwatch.notifications.send")
def send(delivery_id: str) -> str | None:
    return services.send(UUID(delivery_id))


@shared_task(name="productwatch.notifications.sweep")
def sweep() -> int:
    return services.send_due()


@shared_task(name="productwatch.notifications.forget_old")
def forget_old() -> int:
    return services.forget_old()
