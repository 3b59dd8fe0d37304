"""What was sent goes after MAIL_DAYS, and its message with it; what is still to be sent stays."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from productwatch.notifications.machine import State
from productwatch.notifications.models import Delivery, Message
from productwatch.notifications.tasks import forget_old
from productwatch.platform import clock
from productwatch.platform.slices import SLICE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _days(settings: Settings) -> None:
    settings.MAIL_DAYS = 40


def sent(number: int = 1, days: int = 41, state: State = State.ACCEPTED) -> Message:
    """A message to so many, of so many days ago."""
    message = Message.objects.create(source=f"event:{uuid4()}", kind="x", context={})
    rest: dict[str, Any] = {"state": state, "created_at": clock.now() - timedelta(days=days)}
    rest["next_attempt_at"] = None if state is State.ACCEPTED else clock.now()
    Delivery.objects.bulk_create(Delivery(message=message, recipient=uuid4(), **rest) for _ in range(number))
    return message


def test_with_its_message() -> None:
    sent()
    assert (forget_old(), Delivery.objects.count(), Message.objects.count()) == (1, 0, 0)


def test_and_no_day_earlier() -> None:
    sent(days=39)
    assert (forget_old(), Message.objects.count()) == (0, 1)


def test_but_what_is_still_to_be_sent() -> None:
    sent(state=State.QUEUED)
    assert (forget_old(), Message.objects.count()) == (0, 1)


def test_but_a_message_that_somebody_has_had_since() -> None:
    message = sent()
    Delivery.objects.create(message=message, recipient=uuid4(), state=State.ACCEPTED, next_attempt_at=None)
    assert (forget_old(), Message.objects.count()) == (1, 1)


def test_in_slices() -> None:
    sent(SLICE + 1)
    assert (forget_old(), Message.objects.count()) == (SLICE + 1, 0)
