"""Which limits hold for a route."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings

from productwatch.platform.limiter.quota import Quota

View = TypeVar("View", bound=Callable[..., Any])

_DECLARED = "productwatch_limits"


@dataclass(frozen=True, slots=True)
class Policy:
    """A limit for each principal; its numbers are the setting of its name.

    While Redis cannot be asked, everybody passes, or nobody where the policy is `closed`. Those that guard signing in
    count `by_address` alone: an account must not buy further guesses.
    """

    name: str
    closed: bool = False
    by_address: bool = False

    @property
    def quota(self) -> Quota:
        found: Quota = settings.RATE_LIMITS[self.name]
        return found


READS, WRITES = Policy("reads"), Policy("writes")


def limited(*policies: Policy) -> Callable[[View], View]:
    """Declares the policies of a view, which must all allow a request, in place of the one for reads or writes."""

    def declare(view: View) -> View:
        setattr(view, _DECLARED, policies)
        return view

    return declare


def policies_of(view: Callable[..., Any], methods: Collection[str]) -> tuple[Policy, ...]:
    usual = READS if set(methods) <= {"GET", "HEAD"} else WRITES
    declared: tuple[Policy, ...] = getattr(view, _DECLARED, (usual,))
    return declared
