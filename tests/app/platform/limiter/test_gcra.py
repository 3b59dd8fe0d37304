"""A principal passes as often as the quota says, in any time, and is told what is left and when to come again."""

from itertools import accumulate

from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from productwatch.platform.limiter.policies import Policy
from productwatch.platform.limiter.quota import Quota
from productwatch.platform.redis import redis
from tests.app.platform.limiter.charging import SECOND, START, charged_at, charged_each, charges

QUOTAS = st.builds(Quota, st.integers(1, 6), st.integers(60, 600))


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[Quota, list[int]]:
    """Times that crowd where it matters: together, and about an interval apart."""
    quota = draw(QUOTAS)
    about = st.integers(-2, 2).map(lambda off: quota.interval + off)
    gaps = draw(st.lists(st.just(0) | about | st.integers(0, 2 * quota.interval), min_size=1, max_size=30))
    return quota, list(accumulate(gaps, initial=START))


def is_within(quota: Quota, times: list[int]) -> bool:
    """Whether in every time that ends with the last no more came than were there at once and were given back since."""
    last = times[-1]
    return all(
        (count - quota.requests) * quota.interval <= last - first for count, first in enumerate(reversed(times), 1)
    )


@given(arrivals())
def test_in_any_time_no_more_pass_than_burst_and_rate_and_none_is_refused_that_keeps_to_them(
    found: tuple[Quota, list[int]],
) -> None:
    quota, times = found
    redis().flushdb()
    with override_settings(RATE_LIMITS={"any": quota}):
        verdicts = charged_each(times, charges(Policy("any")))
    passed: list[int] = []
    for time, verdict in zip(times, verdicts, strict=True):
        assert verdict.allowed == is_within(quota, [*passed, time])
        passed += [time] if verdict.allowed else []


def test_tells_what_remains_and_when_one_more_will(small: Policy) -> None:
    verdicts = charged_each([START, START, START, START, START + 5 * SECOND], charges(small))
    assert [verdict.allowed for verdict in verdicts] == [True, True, True, False, False]
    assert [verdict.standings[0].remaining for verdict in verdicts] == [2, 1, 0, 0, 0]
    assert [verdict.standings[0].seconds for verdict in verdicts] == [20, 20, 20, 20, 15]


@given(st.integers(0, 20 * SECOND - 1))
def test_passes_who_waits_as_long_as_told_and_nobody_a_second_before(after: int) -> None:
    redis().flushdb()
    with override_settings(RATE_LIMITS={"small": Quota(3, 60)}):
        small, now = Policy("small"), START + after
        charged_each([START] * 3, charges(small))
        wait = charged_at(now, small).standings[0].seconds * SECOND
        assert not charged_at(now + wait - SECOND, small).allowed
        assert charged_at(now + wait, small).allowed


def test_charges_all_policies_or_none(small: Policy, daily: Policy) -> None:
    verdicts = charged_each([START] * 5, charges(small, daily))
    assert [verdict.standings[1].remaining for verdict in verdicts] == [4, 3, 2, 2, 2]
    assert [found.policy for found in verdicts[-1].violated] == ["small"]


def test_names_every_policy_that_refuses(small: Policy, daily: Policy) -> None:
    charged_each([START] * 5, charges(daily))
    charged_each([START] * 3, charges(small))
    assert [found.policy for found in charged_at(START, small, daily).violated] == ["small", "daily"]


def test_of_a_clock_that_steps_back_shuts_nobody_out(small: Policy) -> None:
    charged_each([START] * 3, charges(small))
    earlier = START - 3600 * SECOND
    assert charged_at(earlier, small).standings[0].seconds == 20
    assert charged_at(earlier + 20 * SECOND, small).allowed
