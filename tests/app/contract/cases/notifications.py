"""Notifications: products that are followed, and messages that wait to be sent."""

from productwatch.notifications import services
from tests.app.contract.case import Call, Case
from tests.app.contract.cases.catalog import a_product
from tests.app.notifications.queued import price_change


def deliveries(rows: int) -> Call:
    for number in range(rows):
        price_change(f"{number}@example.com")
    return Call(query={"limit": 100})


def sent_deliveries(rows: int) -> Call:
    for _ in range(rows):
        services.send(price_change().id)
    return Call(query={"limit": 100, "kind": "price_change", "state": "suppressed"})


CASES = {
    "follow_product": Case(2, a_product),
    "unfollow_product": Case(3, a_product),
    "list_deliveries": Case(1, deliveries, (sent_deliveries,)),
}
