"""A hall has so many seats, and so many for one principal."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from productwatch.platform.auth import Principal
from productwatch.platform.permissions import ADMIN, permissions_of
from productwatch.platform.problems import Misdirected, QuotaExceeded, Unavailable
from productwatch.platform.requests import mark_head
from productwatch.platform.sse.hall import Elsewhere, Hall
from tests.app.visits.hits import metric


def somebody(*, user: UUID | None = None, is_key: bool = False) -> Principal:
    return Principal(user or uuid4(), ADMIN, uuid4(), permissions_of(ADMIN), is_key)


@pytest.fixture
def asked() -> Callable[[], HttpRequest]:
    return lambda: RequestFactory().get("/")


def test_lets_in_until_it_is_full(asked: Callable[[], HttpRequest]) -> None:
    hall, before = Hall(1), metric("productwatch_streams_refused_total", reason="full")
    assert hall.enter(asked(), somebody())["Content-Type"] == "text/event-stream"
    with pytest.raises(Unavailable) as refusal:
        hall.enter(asked(), somebody())
    assert int(refusal.value.headers["Retry-After"]) > 0
    assert metric("productwatch_streams_refused_total", reason="full") == before + 1


def test_gives_the_seat_of_who_leaves_to_another(asked: Callable[[], HttpRequest]) -> None:
    hall, first = Hall(1), asked()
    hall.enter(first, somebody())
    hall.leave(first)
    hall.leave(first)
    hall.enter(asked(), somebody())
    assert metric("productwatch_streams_open") == 1


def test_gives_one_user_only_so_many_whatever_the_session(asked: Callable[[], HttpRequest]) -> None:
    hall, user = Hall(9, most_each=1), uuid4()
    hall.enter(asked(), somebody(user=user))
    with pytest.raises(QuotaExceeded) as refusal:
        hall.enter(asked(), somebody(user=user))
    assert int(refusal.value.headers["Retry-After"]) > 0
    hall.enter(asked(), somebody())


def test_counts_each_key_of_a_user_for_itself(asked: Callable[[], HttpRequest]) -> None:
    hall, user = Hall(9, most_each=1), uuid4()
    for _ in range(2):
        hall.enter(asked(), somebody(user=user, is_key=True))


def test_needs_no_seat_for_the_headers_alone(asked: Callable[[], HttpRequest]) -> None:
    hall, request = Hall(1), asked()
    mark_head(request)
    hall.enter(request, somebody())
    hall.enter(asked(), somebody())


def test_is_not_where_threads_answer(asked: Callable[[], HttpRequest]) -> None:
    with pytest.raises(Misdirected):
        Elsewhere().enter(asked(), somebody())
