"""Who hears of which event."""

from productwatch.events import services as events
from productwatch.notifications import services as notifications


def connect() -> None:
    events.subscribe("product.changed", notifications.fan_out)
