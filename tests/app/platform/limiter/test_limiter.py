"""The limiter counts by Redis' clock, exactly, and keeps of nobody more than it must."""

from collections.abc import Callable

import pytest

from productwatch.platform.limiter.limiter import Limiter, RedisLimiter, Unlimited
from productwatch.platform.limiter.policies import Policy
from productwatch.platform.redis import RedisAway, redis
from productwatch.platform.trips import Trip
from tests.app.at_once import at_once
from tests.app.platform.limiter.charging import charges


def test_lets_exactly_the_quota_through_when_all_come_at_once(small: Policy) -> None:
    limiter, asked = RedisLimiter(), charges(small)
    verdicts = at_once(*[lambda: limiter.charge(asked)] * 24)
    assert sum(verdict.allowed for verdict in verdicts) == 3


def test_counts_each_principal_by_itself(small: Policy) -> None:
    limiter = RedisLimiter()
    for who in ("ann", "bob"):
        assert limiter.charge(charges(small, who=who)).standings[0].remaining == 2


def test_forgets_who_owes_nothing(small: Policy) -> None:
    asked = charges(small)
    RedisLimiter().charge(asked)
    assert 19_000 < redis().pttl(asked[0].key) <= 20_000


def test_that_joins_a_trip_leaves_a_sign_of_a_refusal_alone(small: Policy) -> None:
    limiter, asked = RedisLimiter(), charges(small)
    for number in range(4):
        trip = Trip()
        assert limiter.join(trip, asked, f"refusal:{number}")
        assert limiter.hear(asked, *trip.go_well()).allowed == (number < 3)
    assert redis().keys("refusal:*") == [b"refusal:3"]
    assert 0 < redis().pttl("refusal:3") <= 1000


@pytest.mark.parametrize("joined", [True, False])
@pytest.mark.usefixtures("own_redis")
def test_is_exact_from_the_first_request_to_a_redis_that_knows_no_script(small: Policy, joined: bool) -> None:  # noqa: FBT001
    limiter, asked = RedisLimiter(), charges(small)
    if joined:
        trip = Trip()
        limiter.join(trip, asked, "refusal")
        verdict = limiter.hear(asked, *trip.go())
    else:
        verdict = limiter.charge(asked)
    assert verdict.standings[0].remaining == 2


def test_that_cannot_write_says_so(small: Policy, fill_redis: Callable[[], None]) -> None:
    fill_redis()
    with pytest.raises(RedisAway):
        RedisLimiter().charge(charges(small))


def test_of_those_who_want_none_refuses_nobody(small: Policy) -> None:
    limiter: Limiter = Unlimited()
    assert all(limiter.charge(charges(small)).allowed for _ in range(4))
    assert redis().keys("limit:*") == []
