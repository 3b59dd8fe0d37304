"""What holds for routes that take or give a secret: how often they are asked, and why with no idempotency key."""

from productwatch.platform.limiter.policies import Policy

SIGN_IN, SIGN_IN_DAILY = (Policy(name, closed=True, by_address=True) for name in ("sign-in", "sign-in-daily"))

NO_QUICK_HASH = "it takes a password, of which no quick hash may be kept; asking again changes nothing"
SECRET_ANSWER = "its answer is a secret"  # noqa: S105 - a reason
TAKES_SECRET = "it takes a secret; asking again changes nothing"  # noqa: S105 - a reason
