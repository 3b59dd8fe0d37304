"""What the clock does about kept answers."""

from celery import shared_task

from productwatch.idempotency import services


@shared_task(name="productwatch.idempotency.forget_expired")
def forget_expired() -> int:
    return services.forget_expired()
