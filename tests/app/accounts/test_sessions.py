"""One's own sessions are seen with device and last use, and ended one by one or all others."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from productwatch.accounts.models import RefreshFamily, User
from tests.app.accounts.calling import PASSWORD, ROOT, asked, claims, is_problem, me, post, refreshed, signed_in

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"

pytestmark = [pytest.mark.django_db(transaction=True)]


def listed(access: str, **query: str) -> list[dict[str, Any]]:
    answer = Client().get(f"{ROOT}/sessions", query, headers={"Authorization": f"Bearer {access}"})
    assert answer.status_code == 200, answer.content
    return list(answer.json()["items"])


def test_tell_device_browser_and_last_use(ann: User) -> None:
    start = datetime(2026, 11, 21, 8, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        body = {"email": ann.email, "password": PASSWORD}
        pair = Client().post(f"{ROOT}/login", body, "application/json", headers={"User-Agent": FIREFOX}).json()
        clock.shift(timedelta(hours=1))
        access = refreshed(pair["refresh"])["access"]
        [found] = listed(access)
    assert found == {
        "id": claims(access)["sid"],
        "device": "desktop",
        "browser": "Firefox",
        "started_at": "2026-11-21T08:00:00+00:00",
        "last_used_at": "2026-11-21T09:00:00+00:00",
        "is_current": True,
    }


def test_keep_nothing_else_of_who_signed_in(ann: User) -> None:
    signed_in(ann.email)
    assert "127.0.0.1" not in str(RefreshFamily.objects.values().get())


def test_are_ones_own_and_open(ann: User, carol: User) -> None:
    signed_in(carol.email)
    post("logout", refresh=signed_in(ann.email)["refresh"])
    with time_machine.travel(datetime.now(UTC) - timedelta(days=15)):
        signed_in(ann.email)
    access = signed_in(ann.email)["access"]
    assert [found["id"] for found in listed(access)] == [claims(access)["sid"]]


def test_are_one_statement_however_many(ann: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    access = [signed_in(ann.email)["access"] for _ in range(3)][-1]
    with django_assert_num_queries(1):
        assert [found["is_current"] for found in listed(access)] == [True, False, False]


def test_end_one_by_one(ann: User) -> None:
    lost, kept = signed_in(ann.email), signed_in(ann.email)
    assert asked("DELETE", f"sessions/{claims(lost['access'])['sid']}", kept["access"]).status_code == 204
    assert is_problem(me(lost["access"]), 401)
    assert is_problem(post("refresh", refresh=lost["refresh"]), 401)
    assert me(kept["access"]).status_code == 200


def test_end_all_but_this_one(ann: User, carol: User) -> None:
    others, kept = [signed_in(ann.email) for _ in range(2)], signed_in(ann.email)
    stranger = signed_in(carol.email)["access"]
    assert asked("DELETE", "sessions", kept["access"]).status_code == 204
    assert [me(pair["access"]).status_code for pair in others] == [401, 401]
    assert [me(access).status_code for access in (kept["access"], stranger)] == [200, 200]


def test_of_others_are_not_there(ann: User, carol: User) -> None:
    pair, stranger = signed_in(ann.email), signed_in(carol.email)["access"]
    for session in (claims(pair["access"])["sid"], uuid4()):
        assert is_problem(asked("DELETE", f"sessions/{session}", stranger), 404)
    assert me(pair["access"]).status_code == 200


def test_that_have_ended_are_not_there(ann: User) -> None:
    lost, kept = signed_in(ann.email), signed_in(ann.email)["access"]
    post("logout", refresh=lost["refresh"])
    assert is_problem(asked("DELETE", f"sessions/{claims(lost['access'])['sid']}", kept), 404)


def test_end_for_access_tokens_too_when_signing_out(ann: User) -> None:
    pair = signed_in(ann.email)
    post("logout", refresh=pair["refresh"])
    assert is_problem(me(pair["access"]), 401)


def test_end_for_access_tokens_too_when_a_refresh_token_comes_twice(ann: User) -> None:
    first = signed_in(ann.email)["refresh"]
    third = refreshed(refreshed(first)["refresh"])
    post("refresh", refresh=first)
    assert is_problem(me(third["access"]), 401)
