"""What the clock does about the audit log."""

from celery import shared_task

from productwatch.audit import services


@shared_task(name="productwatch.audit.forget_old")
def forget_old() -> int:
    return services.forget_old()
