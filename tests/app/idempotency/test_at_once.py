"""Requests with one key that run at the same time …"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from productwatch.catalog.models import Product
from productwatch.events.models import Event
from productwatch.idempotency.models import Answer
from tests.app.at_once import held_up
from tests.app.idempotency.conftest import made

pytestmark = pytest.mark.django_db(transaction=True)

REQUESTS, THREADS = 200, 40


def test_make_one_product(admin_client: Client) -> None:
    start = Barrier(THREADS)

    def ask(share: int) -> list[Any]:
        start.wait()
        try:
            return [made(admin_client, "k") for _ in range(share)]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as threads:
        answers = [answer for found in threads.map(ask, [REQUESTS // THREADS] * THREADS) for answer in found]
    assert len(answers) == REQUESTS
    assert {answer.status_code for answer in answers} <= {201, 409}
    done = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.content for answer in done}) == 1
    assert [answer.get("Idempotent-Replayed") for answer in done].count(None) == 1
    assert (Product.objects.count(), Event.objects.count(), Answer.objects.count()) == (1, 1, 1)


def test_are_refused_while_the_first_runs_and_do_not_wait_for_it(admin_client: Client) -> None:
    def rival() -> Any:
        return Product.objects.create(slug="stool", name="Stool", amount=1, currency="USD")

    with held_up(rival, lambda: made(admin_client, "k", slug="stool")) as (_, first):
        second = made(admin_client, "k", slug="stool")
        assert not first.done()
        transaction.set_rollback(True)
    assert (second.status_code, second.json()["type"]) == (409, "/problems/idempotency-key-running")
    assert int(second["Retry-After"]) > 0
    assert first.result().status_code == 201
    assert made(admin_client, "k", slug="stool").content == first.result().content
