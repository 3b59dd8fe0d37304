"""The fields say what the draft says that they say."""

import pytest

from productwatch.platform.limiter.fields import fields, is_shared
from productwatch.platform.limiter.gcra import Standing, Verdict
from productwatch.platform.limiter.quota import Quota

SMALL = Standing("small", Quota(3, 60), owed=40_000_000)
DAILY = Standing("daily", Quota(2, 86400), owed=86400_000_000)


def test_tell_every_policy_and_how_the_client_stands() -> None:
    assert fields(Verdict(allowed=True, standings=[SMALL, DAILY])) == {
        "RateLimit-Policy": '"small";q=3;w=60, "daily";q=2;w=86400',
        "RateLimit": '"small";r=1;t=20, "daily";r=0;t=43200',
    }


def test_of_a_refusal_tell_the_limit_that_refuses() -> None:
    assert fields(Verdict(allowed=False, standings=[SMALL, DAILY]))["RateLimit"] == '"daily";r=0;t=43200'


def test_are_none_without_limits() -> None:
    assert fields(Verdict(allowed=True, standings=[])) == {}


@pytest.mark.parametrize(
    ("cache", "shared"),
    [("public, max-age=60", True), ("max-age=0, S-Maxage=5", True), ("private, no-cache", False), ("no-cache", False)],
)
def test_are_kept_from_what_is_shared(cache: str, shared: bool) -> None:  # noqa: FBT001 - a case
    assert is_shared({"Cache-Control": cache}) == shared


@pytest.mark.parametrize("written", ["0/60", "10/0", "10", "10/", "1.5/60", "-1/60", "10/60/60", "99999999/1"])
def test_have_numbers_that_mean_something(written: str) -> None:
    with pytest.raises(ValueError, match=written):
        Quota.parse(written)


def test_of_an_odd_quota_never_give_back_too_soon() -> None:
    assert Quota.parse("7/60").interval * 7 >= 60_000_000
