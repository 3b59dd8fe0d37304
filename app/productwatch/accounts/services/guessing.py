"""How often a password or a code may be tried, so that guessing is hopeless and nobody can lock others out.

Tries count for the account at that address. At an address from which nobody has signed in to the account for a month
they count for the account, too: whoever guesses from many addresses has one count for all of them, and its owner, at
an address that is known, has another. An account that nobody has counts alike. A right password takes its count back.
"""

from productwatch.accounts.models import User
from productwatch.accounts.services import known_addresses
from productwatch.audit.actors import Actor
from productwatch.platform.limiter.metrics import begin_at_zero
from productwatch.platform.limiter.policies import Policy
from productwatch.platform.limiter.tries import Count, Tries

PASSWORD_TRIES, STRANGERS_TRIES = Policy("password-tries", closed=True), Policy("strangers-tries", closed=True)
CODE_TRIES = Policy("code-tries", closed=True)
begin_at_zero([PASSWORD_TRIES])
begin_at_zero([STRANGERS_TRIES])
begin_at_zero([CODE_TRIES])


def at_sign_in(email: str, by: Actor, *, is_known: bool) -> Tries:
    """Of the password of whoever has, or has not, that address."""
    return _of_password("account", email, by, is_known)


def while_signed_in(user: User, by: Actor) -> Tries:
    """Of the password, once more: whoever has found somebody signed in is counted apart from who has not."""
    return _of_password("signed-in", user.email, by, known_addresses.seen(user, by) is not None)


def of_code(user: User, by: Actor) -> Tries:
    """Of a code that can be guessed; the password is known already."""
    name, is_known = str(user.id), known_addresses.seen(user, by) is not None
    return Tries([(CODE_TRIES, (*_at(by), name) if is_known else ("strangers", name))], own=is_known)


def _of_password(kind: str, email: str, by: Actor, is_known: bool) -> Tries:  # noqa: FBT001 - private
    counts: list[Count] = [(PASSWORD_TRIES, (*_at(by), kind, email))]
    return Tries(counts if is_known else [*counts, (STRANGERS_TRIES, (kind, email))], own=is_known)


def _at(by: Actor) -> tuple[str, str]:
    return "address", by.address.hex() if by.address else ""
