"""The outbox's tasks; Beat sends both from time to time, and each recorded event sends the first."""

from celery import shared_task

from productwatch.events import services


@shared_task(name=services.DISPATCH)
def dispatch() -> int:
    return services.dispatch()


@shared_task(name="productwatch.events.forget_handled")
def forget_handled() -> int:
    return services.forget_handled()
