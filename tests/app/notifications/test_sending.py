"""A delivery is sent once, and never lost: by tasks that are doubled, workers that die and answers that come late."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine

from productwatch.notifications import services, tasks
from productwatch.notifications.machine import LEASE, UNCERTAIN_FOR, Accepted, Later, Lost, Refused
from productwatch.notifications.models import Delivery
from productwatch.notifications.services import sending
from tests.app.accounts.racing import meeting_at
from tests.app.notifications.queued import NOON, price_change, standing, woken
from tests.app.notifications.sink import Sink, refused

pytestmark = pytest.mark.django_db(transaction=True)


def test_is_accepted_with_the_providers_own_id(sink: Sink) -> None:
    delivery = price_change()
    tasks.send(str(delivery.id))
    assert standing(delivery) == ("accepted", "")
    assert (delivery.provider_message_id, delivery.attempts) == ("sink-1", 1)
    assert delivery.sent_at is not None


def test_wakes_a_worker_once_it_is_queued() -> None:
    delivery = price_change()
    assert woken() == [delivery.id]


def test_goes_once_when_its_task_is_doubled(sink: Sink) -> None:
    send = partial(tasks.send, str(price_change().id))
    assert sorted(map(str, meeting_at(Delivery.objects.all(), send, send, send))) == ["None", "None", "accepted"]
    assert len(sink.taken) == 1


def test_goes_no_more_when_it_was_accepted(sink: Sink) -> None:
    delivery = price_change()
    services.send(delivery.id)
    with time_machine.travel(NOON + timedelta(days=365)):
        assert services.send(delivery.id) is None
        assert services.send_due() == 0
    assert len(sink.taken) == 1


def test_is_left_alone_while_a_worker_may_be_at_it(sink: Sink) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        delivery = price_change()
        woken()
        assert sending.claim(delivery.id)
        clock.shift(LEASE - timedelta(seconds=1))
        assert services.send_due() == 0
        assert services.send(delivery.id) is None


def test_is_taken_up_when_its_worker_was_killed(sink: Sink) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        delivery = price_change()
        woken()
        assert sending.claim(delivery.id)
        clock.shift(LEASE)
        tasks.sweep()
        assert woken() == [delivery.id]
        services.send(delivery.id)
    assert standing(delivery) == ("accepted", "")


def test_is_taken_up_when_its_wake_was_lost() -> None:
    delivery = price_change()
    woken()
    assert services.send_due() == 1
    assert woken() == [delivery.id]


def test_is_repeated_when_its_answer_stayed_away() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        delivery = price_change()
        sending.settle(_claimed(delivery), Lost("no answer"))
        clock.shift(UNCERTAIN_FOR - timedelta(seconds=1))
        assert services.send_due() == 0
        clock.shift(timedelta(seconds=1))
        assert services.send_due() == 1


def test_is_not_settled_by_who_lost_its_lease() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        late = _claimed(price_change())
        clock.shift(LEASE)
        current = _claimed(late)
        assert sending.settle(late, Refused("400")) is None
        assert sending.settle(current, Later("429")) == "queued"


def test_counts_as_accepted_whoever_tells_of_it() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        late = _claimed(price_change())
        clock.shift(LEASE)
        current = _claimed(late)
        assert sending.settle(late, Accepted("first")) == "accepted"
        assert sending.settle(current, Later("429")) is None
    assert standing(late) == ("accepted", "")


def test_waits_when_its_mail_cannot_be_made(sink: Sink) -> None:
    delivery = price_change(old={"amount": "10.00"})
    with pytest.raises(KeyError):
        services.send(delivery.id)
    assert standing(delivery) == ("queued", "not made: KeyError")
    assert sink.seen == []


def test_is_uncertain_when_a_transport_breaks(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("productwatch.notifications.transports.sendgrid._request", lambda _letter: 1 / 0)
    delivery = price_change()
    with pytest.raises(ZeroDivisionError):
        services.send(delivery.id)
    assert standing(delivery) == ("uncertain", "broken off: ZeroDivisionError")


def test_is_told_in_the_log_without_body_link_or_address(sink: Sink, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    sink.replies.extend([refused(400, "«ann@example.com» is no address")])
    for name in ("Stool", "Table"):
        services.send(price_change(name=name).id)
    told = "\n".join(str(record.__dict__) for record in caplog.records)
    assert "a…@example.com" in told
    assert not [
        word for word in ("ann@example.com", "http://testserver", "Stool", "9.00", "SG.the-key") if word in told
    ]


def test_takes_up_no_more_at_once_than_a_sweep_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    waiting = [price_change().id for _ in range(3)]
    woken()
    assert services.send_due() == 2
    assert woken() == waiting[:2]


def _claimed(delivery: Delivery) -> Delivery:
    claimed = sending.claim(delivery.id)
    assert claimed
    return claimed
