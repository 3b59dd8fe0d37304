"""A route behind its limits."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from productwatch.platform.limiter.check import Check
from productwatch.platform.limiter.limiter import Limiter
from productwatch.platform.limiter.metrics import begin_at_zero
from productwatch.platform.limiter.policies import Policy
from productwatch.platform.problems import Problem, problem_response

Run = Callable[..., HttpResponseBase]


def behind(policies: Sequence[Policy], limiter: Limiter, run: Run, *, with_read: bool) -> Run:
    """Runs what the policies allow; each response tells how the client stands.

    `with_read` has them asked in the trip to Redis of the route's cached read, or afterwards where it comes to none.
    """
    begin_at_zero(policies)

    @wraps(run)
    def limited(request: HttpRequest, **parameters: Any) -> HttpResponseBase:
        check = Check(request, policies, limiter)
        try:
            if not with_read:
                check.ask()
            response = run(request, **parameters)
            if not check.is_asked:
                check.ask()
        except Problem as problem:
            response = problem_response(request, problem)
        check.tell(response)
        return response

    return limited
