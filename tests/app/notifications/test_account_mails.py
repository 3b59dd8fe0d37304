"""Mails of accounts go the way of all mails, and nothing but the mail holds its token."""

from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps

from productwatch.accounts.mails import Mail
from productwatch.accounts.models import OneTimeToken, Purpose, Registration, User
from productwatch.accounts.services import confirming, registration
from productwatch.accounts.services.mailing import WANTED, ask_for
from productwatch.accounts.services.one_time_tokens import subject_of
from productwatch.events.services import EventRecord, dispatch
from productwatch.notifications import services
from productwatch.notifications.machine import UNCERTAIN_FOR
from productwatch.notifications.models import Delivery
from productwatch.notifications.services.accounts import AT_MOST, WITHIN
from productwatch.platform import clock
from productwatch.platform.problems import Invalid
from tests.app.at_once import while_held
from tests.app.mailbox import Mailbox
from tests.app.notifications.queued import standing
from tests.app.notifications.sink import DROPPED_AFTER_TAKING, Sink
from tests.letters import token_in

BOB, PASSWORD, NOON = "bob@example.com", "otter under the old bridge", datetime(2026, 11, 20, 12, tzinfo=UTC)
CONFIRM = Purpose.CONFIRM_REGISTRATION

pytestmark = pytest.mark.django_db


def asked() -> Delivery:
    registration.register(BOB, PASSWORD)
    dispatch()
    return Delivery.objects.latest("created_at")


def test_are_ordinary_deliveries_to_who_is_no_user_yet(mailbox: Mailbox) -> None:
    delivery = asked()
    assert (delivery.address, delivery.why, delivery.state) == (BOB, "account", "queued")
    assert delivery.recipient == Registration.objects.get().id
    mailbox.one()
    assert standing(delivery) == ("accepted", "")


def test_have_a_token_no_sooner_than_they_are_made(mailbox: Mailbox) -> None:
    asked()
    assert not OneTimeToken.objects.exists()
    assert subject_of(mailbox.one().token, CONFIRM) == Registration.objects.get().id


def test_leave_token_and_link_in_no_row_and_no_log(
    mailbox: Mailbox, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    asked()
    letter = mailbox.one()
    rows = str([list(model._default_manager.values()) for model in apps.get_models() if model._meta.managed])
    told = f"{[vars(record) for record in caplog.records]} {caplog.text} {capsys.readouterr()}"
    assert "delivery accepted" in told
    for secret in (letter.token, "/account/confirm", "Make my account", PASSWORD):
        assert secret not in rows + told
    assert BOB not in told


def test_that_are_made_again_hold_a_new_token_and_end_the_one_before(sink: Sink) -> None:
    sink.replies.append(DROPPED_AFTER_TAKING)
    with time_machine.travel(NOON, tick=False) as traveller:
        delivery = asked()
        services.send(delivery.id)
        assert standing(delivery)[0] == "uncertain"
        traveller.shift(UNCERTAIN_FOR)
        services.send(delivery.id)
        first, second = (token_in(mail["content"][0]["value"]) for mail in sink.taken)
        with pytest.raises(Invalid):
            subject_of(first, CONFIRM)
        assert subject_of(second, CONFIRM)


def test_are_not_sent_once_what_they_tell_of_is_over(mailbox: Mailbox) -> None:
    delivery = asked()
    Registration.objects.all().delete()
    assert mailbox.new() == []
    assert standing(delivery) == ("suppressed", "outdated")


def test_tell_who_has_an_account_by_now(mailbox: Mailbox) -> None:
    asked()
    User.objects.create(email=BOB)
    assert mailbox.one().subject == "You have an account at Product Watch already"


def test_are_few_for_an_address_in_a_time(mailbox: Mailbox) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        for _ in range(AT_MOST + 3):
            asked()
        assert len(mailbox.new()) == AT_MOST
        traveller.shift(WITHIN + timedelta(seconds=1))
        asked()
        assert len(mailbox.new()) == 1


def test_to_others_are_not_held_up_by_that(mailbox: Mailbox) -> None:
    for _ in range(AT_MOST + 1):
        asked()
    registration.register("carol@example.com", PASSWORD)
    assert "carol@example.com" in [letter.to for letter in mailbox.new()]


@pytest.mark.django_db(transaction=True)
def test_are_as_few_where_two_are_queued_at_once() -> None:
    for _ in range(AT_MOST - 1):
        asked()
    registration.register(BOB, PASSWORD)
    last = Registration.objects.latest("created_at")
    one, other = (EventRecord(uuid4(), WANTED, str(last.id), {"mail": "registration"}, clock.now()) for _ in range(2))
    while_held(partial(services.queue_account_mail, one), partial(services.queue_account_mail, other))
    assert Delivery.objects.count() == AT_MOST


def test_hold_tokens_that_outlast_the_bound() -> None:
    """Whoever gets no further mail has one that works."""
    assert confirming.TIME_TO_CONFIRM >= WITHIN


def test_of_nobody_are_not_queued() -> None:
    for mail in Mail:
        ask_for(mail, uuid4())
    dispatch()
    assert not Delivery.objects.exists()
