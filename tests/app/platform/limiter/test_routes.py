"""A route behind its limits tells how the client stands, except where the answer is for everybody."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from productwatch.platform.limiter.limiter import Limiter, RedisLimiter, Unlimited
from productwatch.platform.limiter.policies import Policy
from productwatch.platform.limiter.routes import behind


def told(policy: Policy, cache: str, limiter: Limiter) -> str | None:
    def run(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": cache})

    route = behind([policy], limiter, run, with_read=False)
    return route(RequestFactory().get("/")).get("RateLimit")


@pytest.mark.parametrize(("cache", "found"), [("no-cache", '"small";r=2;t=20'), ("public, max-age=60", None)])
def test_of_the_client_alone(small: Policy, cache: str, found: str | None) -> None:
    assert told(small, cache, RedisLimiter()) == found


def test_nothing_where_there_are_no_limits(small: Policy) -> None:
    assert told(small, "no-cache", Unlimited()) is None
