"""What a product's status and the time for which it is published may be together."""

from datetime import datetime
from typing import Any

from productwatch.catalog.models import Product, Status
from productwatch.platform.problems import Invalid

PARTS = frozenset({"status", "publish_from", "publish_until"})


def status_of(product: Product) -> str:
    """As Postgres makes it, of a row that has been changed in memory."""
    return str(Status.ARCHIVED if product.archived_at else product.stage)


def told(product: Product) -> dict[str, Any]:
    """The parts that can be given, ready for JSON; of an archived product, what restoring it gives back."""
    return {
        "status": str(product.stage),
        "publish_from": _text(product.publish_from),
        "publish_until": _text(product.publish_until),
    }


def refuse_contradiction(product: Product, now: datetime) -> None:
    """Invalid where the parts cannot be had together. A time that has passed is due at once, and no contradiction."""
    begin, end = product.publish_from, product.publish_until
    wrong = list[tuple[str, str]]()
    if product.stage == Status.SCHEDULED and begin is None:
        wrong.append(("publish_from", "is needed where the status is scheduled"))
    if product.stage == Status.PUBLISHED and begin and begin > now:
        wrong.append(("status", "must be scheduled, or publish_from null: that time lies ahead"))
    if begin and end and end <= begin:
        wrong.append(("publish_until", "must be later than publish_from"))
    if wrong:
        raise Invalid([{"pointer": f"#/{name}", "detail": detail} for name, detail in wrong])


def forget_end(product: Product, now: datetime) -> None:
    """Takes away an end that has passed: it would archive at once what is brought back."""
    if product.publish_until and product.publish_until <= now:
        product.publish_until = None


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
