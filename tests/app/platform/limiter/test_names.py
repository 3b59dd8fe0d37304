"""What somebody owes has a name that tells nothing of them, another one each day, and is owed on the next day, too."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from pytest_django.fixtures import Settings

from productwatch.platform.limiter.limiter import Charge, RedisLimiter
from productwatch.platform.limiter.names import names
from productwatch.platform.limiter.policies import Policy
from productwatch.platform.limiter.quota import Quota
from productwatch.platform.redis import redis

MIDNIGHT = datetime(2026, 11, 21, tzinfo=UTC)
ADDRESS = "192.0.2.1"


def charge(policy: Policy, at: datetime) -> Charge:
    with time_machine.travel(at, tick=False):
        return Charge.to(policy, "address", ADDRESS)


def test_names_nobody(small: Policy, daily: Policy, settings: Settings) -> None:
    name = charge(small, MIDNIGHT).key
    assert ADDRESS not in name
    assert name != charge(daily, MIDNIGHT).key
    settings.DATA_KEY = "x" * 32
    assert name != charge(small, MIDNIGHT).key


def test_is_another_name_on_another_day(small: Policy) -> None:
    before, after = charge(small, MIDNIGHT - timedelta(seconds=1)), charge(small, MIDNIGHT)
    assert before.key == charge(small, MIDNIGHT - timedelta(hours=24)).key != after.key == charge(small, MIDNIGHT).key


def test_brings_the_one_before_for_as_long_as_a_debt_may_last(small: Policy, daily: Policy) -> None:
    yesterday = charge(small, MIDNIGHT - timedelta(hours=1)).key
    minutes = {each: charge(small, MIDNIGHT + timedelta(minutes=each)).before for each in (0, 1, 3)}
    assert minutes == {0: yesterday, 1: yesterday, 3: None}
    assert charge(daily, MIDNIGHT + timedelta(hours=23)).before


def test_of_a_policy_over_more_than_a_day_lasts_as_long(settings: Settings) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"slow": Quota(5, 10 * 86400)}
    found = {names(Policy("slow"), str(settings.DATA_KEY)) for _ in range(2)}
    days = {charge(Policy("slow"), MIDNIGHT + timedelta(days=day)).key for day in range(11)}
    assert (len(found), len(days)) == (1, 2)


@pytest.mark.parametrize("seconds", [0, 30, 59])
def test_forgives_nothing_at_midnight(small: Policy, seconds: int) -> None:
    limiter = RedisLimiter()
    for _ in range(3):
        assert limiter.charge([charge(small, MIDNIGHT - timedelta(seconds=1))]).allowed
    after = charge(small, MIDNIGHT + timedelta(seconds=seconds))
    assert not limiter.charge([after]).allowed
    assert redis().keys("limit:*") == [after.key.encode()]


def test_lets_nobody_choose_between_two_days(small: Policy) -> None:
    """Where the clocks of two pods differ: who owes on both days goes on owing on both."""
    limiter, yesterday, today = RedisLimiter(), charge(small, MIDNIGHT - timedelta(seconds=1)), charge(small, MIDNIGHT)
    allowed = [limiter.charge([each]).allowed for _ in range(4) for each in (today, yesterday)]
    assert sum(allowed) == 6


def test_forgives_on_both_days(small: Policy) -> None:
    limiter, after = RedisLimiter(), charge(small, MIDNIGHT)
    limiter.charge([charge(small, MIDNIGHT - timedelta(seconds=1))])
    limiter.forgive([after])
    assert limiter.charge([after]).standings[0].remaining == 2
