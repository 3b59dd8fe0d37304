"""A one-time token works once, for one purpose, until it ends or a newer one is given."""

from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
import time_machine

from productwatch.accounts.models import OneTimeToken, Purpose
from productwatch.accounts.services.one_time_tokens import end, forget_expired, give, subject_of, take
from productwatch.platform.problems import Invalid
from tests.app.accounts.racing import meeting_at

SUBJECT, RESET, PROVE = uuid4(), Purpose.RESET_PASSWORD, Purpose.PROVE_EMAIL
NOON, HOUR = datetime(2026, 11, 21, 12, tzinfo=UTC), timedelta(hours=1)

pytestmark = pytest.mark.django_db


def works(token: str, purpose: Purpose = RESET) -> bool:
    try:
        return subject_of(token, purpose) == SUBJECT
    except Invalid:
        return False


def taken(token: str) -> UUID | None:
    try:
        return take(token, RESET)
    except Invalid:
        return None


def test_brings_whose_it_is() -> None:
    assert take(give(SUBJECT, RESET, HOUR), RESET) == SUBJECT


def test_works_no_second_time() -> None:
    token = give(SUBJECT, RESET, HOUR)
    assert [taken(token), taken(token)] == [SUBJECT, None]


@pytest.mark.django_db(transaction=True)
def test_works_once_for_three_who_come_at_once() -> None:
    call = partial(taken, give(SUBJECT, RESET, HOUR))
    found = meeting_at(OneTimeToken.objects.all(), call, call, call)
    assert sorted(map(str, found)) == sorted([str(SUBJECT), "None", "None"])


def test_works_for_no_other_purpose() -> None:
    assert not works(give(SUBJECT, RESET, HOUR), PROVE)


def test_ends_on_time() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        token = give(SUBJECT, RESET, HOUR)
        clock.shift(HOUR - timedelta(seconds=1))
        assert works(token)
        clock.shift(timedelta(seconds=1))
        assert not works(token)


@pytest.mark.parametrize("minutes", [-2, 2])
def test_works_where_the_clock_is_off(minutes: int) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        token = give(SUBJECT, RESET, HOUR)
        clock.shift(timedelta(minutes=minutes))
        assert taken(token) == SUBJECT


def test_ends_with_the_next_of_its_purpose() -> None:
    first, second = give(SUBJECT, RESET, HOUR), give(SUBJECT, RESET, HOUR)
    assert (works(first), works(second)) == (False, True)
    assert OneTimeToken.objects.count() == 1


def test_stays_beside_one_of_another_purpose_and_of_somebody_else() -> None:
    token = give(SUBJECT, RESET, HOUR)
    give(SUBJECT, PROVE, HOUR)
    give(uuid4(), RESET, HOUR)
    assert works(token)


def test_is_ended_with_all_of_its_subject() -> None:
    mine, anothers = give(SUBJECT, RESET, HOUR), give(uuid4(), RESET, HOUR)
    end(SUBJECT)
    assert not works(mine)
    assert taken(anothers)


def test_is_in_no_row() -> None:
    token = give(SUBJECT, RESET, HOUR)
    row = OneTimeToken.objects.get()
    assert token not in str(vars(row))
    assert token.encode() not in bytes(row.digest)


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "ä\0"])
def test_that_was_never_given_is_refused_as_one_that_was_used(token: str) -> None:
    used = give(SUBJECT, RESET, HOUR)
    take(used, RESET)
    refusals = []
    for each in (token, used):
        with pytest.raises(Invalid) as refusal:
            take(each, RESET)
        refusals.append(refusal.value.members)
    assert refusals[0] == refusals[1]


def test_is_forgotten_when_it_has_ended() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        give(SUBJECT, RESET, HOUR)
        give(SUBJECT, PROVE, 2 * HOUR)
        clock.shift(HOUR)
        assert forget_expired() == 1
    assert OneTimeToken.objects.get().purpose == PROVE
