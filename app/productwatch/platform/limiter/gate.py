"""The limiter at the cached reads, whose trip to Redis it shares (see platform.reads)."""

from django.http import HttpRequest

from productwatch.platform.limiter import check
from productwatch.platform.trips import Trip


class ReadGate:
    """Asks what a request under way has not asked yet."""

    def join(self, trip: Trip, request: HttpRequest) -> str | None:
        found = check.of(request)
        return found.join(trip) if found else None

    def hear(self, request: HttpRequest, answer: object) -> None:
        found = check.of(request)
        if found:
            found.hear(answer)

    def lose(self, request: HttpRequest) -> None:
        found = check.of(request)
        if found:
            found.lose()
