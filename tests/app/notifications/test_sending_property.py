"""However workers and the provider fail, a delivery is not lost, and doubled only where nobody could know."""

from datetime import datetime

import pytest
import time_machine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from productwatch.notifications.machine import LEASE, Accepted, Later, Lost, Outcome
from productwatch.notifications.models import Delivery
from productwatch.notifications.selectors import due
from productwatch.notifications.services import sending
from productwatch.platform import clock
from tests.app.notifications.queued import NOON, price_change

ANSWERS: dict[str, tuple[Outcome, bool]] = {
    "takes it": (Accepted("id"), True),
    "is busy": (Later("429"), False),
    "takes it and its answer is lost": (Lost("no answer"), True),
    "loses it": (Lost("no answer"), False),
}

Move = tuple[str, str, int]
moves = st.lists(
    st.tuples(
        st.sampled_from(["claims", "settles", "dies", *ANSWERS]),
        st.sampled_from("ab"),
        st.sampled_from([0, 20, 61, 901]),
    ),
    max_size=25,
)


class World:
    """Two workers and a provider: `copies` is what the recipient got, `known` those told of within a lease."""

    def __init__(self) -> None:
        self.delivery = price_change()
        self.held: dict[str, tuple[Delivery, datetime]] = {}
        self.answered: dict[str, Outcome] = {}
        self.copies = self.known = 0

    def move(self, what: str, worker: str) -> None:
        if what == "claims" and worker not in self.held and (claimed := sending.claim(self.delivery.id)):
            self.held[worker] = claimed, clock.now() + LEASE
        elif what in ANSWERS and worker in self.held and worker not in self.answered:
            self.answered[worker], taken = ANSWERS[what]
            self.copies += taken
        elif what == "settles" and worker in self.answered:
            self.settle(*self.held.pop(worker), self.answered.pop(worker))
        elif what == "dies" and worker in self.held:
            del self.held[worker]
            self.answered.pop(worker, None)

    def settle(self, delivery: Delivery, lease_ends: datetime, outcome: Outcome) -> None:
        self.known += isinstance(outcome, Accepted) and clock.now() < lease_ends
        sending.settle(delivery, outcome)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([("claims", "a", 0), ("claims", "b", 0), ("takes it", "a", 0), ("takes it", "b", 0), ("settles", "a", 0)])
@example([("claims", "a", 61), ("claims", "b", 0), ("takes it", "a", 0), ("settles", "a", 0), ("is busy", "b", 0)])
@given(moves)
def test_whatever_happens(monkeypatch: pytest.MonkeyPatch, moves: list[Move]) -> None:
    monkeypatch.setattr(sending, "random", lambda: 0.5)
    with time_machine.travel(NOON, tick=False) as time:
        world = World()
        for what, worker, seconds in moves:
            world.move(what, worker)
            time.shift(seconds)
        world.move("settles", "a")
        world.move("settles", "b")
        time.shift(2 * 3600)
        if world.delivery.id in due(clock.now(), 1000):
            for what in ("claims", "takes it", "settles"):
                world.move(what, "c")
        world.delivery.refresh_from_db()
        assert world.delivery.state == "accepted"
        assert world.copies >= 1
        assert world.known <= 1
