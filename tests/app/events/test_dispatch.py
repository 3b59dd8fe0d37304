"""A recorded event …"""

import logging
from datetime import timedelta

import pytest
import redis
import time_machine
from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from prometheus_client import REGISTRY
from pytest_django import DjangoCaptureOnCommitCallbacks

from productwatch.config.queues import beat_schedule
from productwatch.events import selectors, services, tasks
from productwatch.events.models import Event
from productwatch.platform import clock
from productwatch.platform.redis import breaker
from tests.app.at_once import at_once
from tests.app.events.conftest import Listener

pytestmark = pytest.mark.django_db


def test_reaches_its_subscriber_once(listener: Listener) -> None:
    event_id = services.record("tested", "one", {"slug": "stool"})
    assert (services.dispatch(), services.dispatch()) == (1, 0)
    assert [(event.id, event.payload) for event in listener.heard] == [(event_id, {"slug": "stool"})]


def test_is_not_there_where_its_transaction_failed(listener: Listener) -> None:
    with transaction.atomic():
        services.record("tested", "one", {})
        transaction.set_rollback(True)
    assert services.dispatch() == 0


def test_wakes_the_dispatcher_after_the_commit(
    redis_server: "redis.Redis", django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.record("tested", "one", {})
        assert redis_server.llen("celery:events") == 0
    assert redis_server.llen("celery:events") == 1


def test_that_the_broker_was_not_told_of_is_found_by_the_sweep(
    listener: Listener, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    breaker.open(TimeoutError())
    lost = REGISTRY.get_sample_value("productwatch_task_wakes_lost_total") or 0
    with django_capture_on_commit_callbacks(execute=True):
        services.record("tested", "one", {})
    assert REGISTRY.get_sample_value("productwatch_task_wakes_lost_total") == lost + 1
    assert current_app.tasks[str(beat_schedule[services.DISPATCH]["task"])]() == 1
    assert listener.subjects == ["one"]


def test_that_nobody_subscribed_to_is_done_with() -> None:
    services.record("unheard", "one", {})
    assert services.dispatch() == 1
    assert selectors.pending() == 0


def test_reaches_a_subscriber_once_who_subscribed_twice(listener: Listener) -> None:
    services.subscribe("tested", listener)
    services.record("tested", "one", {})
    services.dispatch()
    assert listener.subjects == ["one"]


def test_that_fails_holds_up_no_other(listener: Listener) -> None:
    listener.fails_on = {"bad"}
    for subject in ("bad", "good"):
        services.record("tested", subject, {})
    assert services.dispatch() == 1
    assert (listener.subjects, selectors.pending()) == (["good"], 1)


def test_that_fails_is_logged_by_its_id(listener: Listener, caplog: pytest.LogCaptureFixture) -> None:
    listener.fails_on = {"bad"}
    event_id = services.record("tested", "bad", {})
    with caplog.at_level(logging.ERROR):
        services.dispatch()
    assert [record.__dict__["event_id"] for record in caplog.records] == [str(event_id)]


def test_that_failed_comes_again_after_a_while(listener: Listener) -> None:
    listener.fails_on = {"bad"}
    services.record("tested", "bad", {})
    services.dispatch()
    listener.fails_on = set()
    assert services.dispatch() == 0
    with time_machine.travel(clock.now() + timedelta(seconds=11)):
        assert services.dispatch() == 1


def test_waits_twice_as_long_each_time_and_an_hour_at_most() -> None:
    waits = [services.distance(attempts).total_seconds() for attempts in (1, 2, 3, 9, 10, 10_000)]
    assert waits == [10, 20, 40, 2560, 3600, 3600]


def test_leaves_nothing_of_a_subscriber_that_failed(listener: Listener) -> None:
    def writes(event: services.EventRecord) -> None:
        services.record("written", event.subject, {})

    services._subscribers["tested"].insert(0, writes)
    listener.fails_on = {"bad"}
    services.record("tested", "bad", {})
    services.dispatch()
    assert not Event.objects.filter(kind="written").exists()


def test_whose_handling_kills_the_worker_was_pushed_back_before(listener: Listener) -> None:
    services.record("tested", "deadly", {})
    services._claimed()
    assert services.dispatch() == 0
    assert Event.objects.get().attempts == 1


def test_ends_the_dispatch_when_the_workers_time_is_over(listener: Listener) -> None:
    def slow(_event: services.EventRecord) -> None:
        raise SoftTimeLimitExceeded

    services._subscribers["tested"].append(slow)
    services.record("tested", "one", {})
    with pytest.raises(SoftTimeLimitExceeded):
        services.dispatch()


def test_is_one_of_a_bounded_number_and_the_rest_wakes_the_dispatcher(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    for subject in "abc":
        services.record("tested", subject, {})
    woken = list[str]()
    monkeypatch.setattr(services, "BATCH", 2)
    monkeypatch.setattr(services, "wake", woken.append)
    assert services.dispatch() == 2
    assert woken == [services.DISPATCH]


def test_is_told_from_one_that_waits(listener: Listener) -> None:
    handled = services.record("tested", "one", {})
    services.dispatch()
    waiting = services.record("tested", "two", {})
    assert [selectors.is_handled(event) for event in (handled, waiting)] == [True, False]


def test_is_forgotten_a_month_after_it_was_handled(listener: Listener) -> None:
    services.record("tested", "old", {})
    with time_machine.travel(clock.now() - timedelta(days=31)):
        services.record("tested", "older", {})
        services.dispatch()
    assert tasks.forget_handled() == 1
    assert list(Event.objects.values_list("subject", flat=True)) == ["old"]


@pytest.mark.django_db(transaction=True)
def test_is_handled_once_by_two_dispatchers(listener: Listener) -> None:
    for number in range(40):
        services.record("tested", str(number), {})
    at_once(tasks.dispatch, tasks.dispatch)
    assert sorted(listener.subjects, key=int) == [str(number) for number in range(40)]


@pytest.mark.django_db(transaction=True)
def test_that_another_dispatcher_handles_is_passed_over(listener: Listener) -> None:
    for subject in ("held", "free"):
        services.record("tested", subject, {})
    with transaction.atomic():
        Event.objects.select_for_update().get(subject="held")
        assert at_once(services.dispatch) == [1]
    assert listener.subjects == ["free"]


def test_that_may_come_later_gives_way_to_others(listener: Listener) -> None:
    services.record_all("tested", [("one of many", {})])
    services.record("tested", "first of many", {}, later=True)
    services.record("tested", "awaited", {})
    services.dispatch()
    assert listener.subjects == ["awaited", "one of many", "first of many"]
