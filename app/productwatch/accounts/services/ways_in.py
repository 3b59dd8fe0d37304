"""Ways into an account: its password, its passkeys, and who its owner is at issuers. One of them stays."""

from productwatch.accounts.models import User
from productwatch.platform.problems import Conflict


def refuse_to_take_the_last(user: User) -> None:
    """Conflict where only one is left. Call it in the transaction of taking one away, with the user's row locked."""
    if not user.has_usable_password() and user.passkeys.count() + user.identities.count() <= 1:
        raise Conflict("You have no password, and no other way to sign in: set one first, by a reset.")
