"""Closing an account for ever: at once nobody can sign in to it, nor tell whose it was."""

from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from productwatch.accounts.models import RefreshFamily, Role, User
from productwatch.accounts.services import auditing
from productwatch.accounts.services.endings import End, end
from productwatch.accounts.services.users import locked_admins
from productwatch.audit.actors import Actor
from productwatch.audit.services import record
from productwatch.platform import clock
from productwatch.platform.personal_data import Person
from productwatch.platform.problems import Conflict, NotFound
from productwatch.platform.revocations import revoke


@transaction.atomic
def close(user_id: UUID, by: Actor) -> Person:
    """Who it was, for what is still to be erased. The row stays as nobody's, for what points to it; the address goes.

    NotFound where there is no such account, Conflict where no active admin would be left.
    """
    admins = locked_admins()
    user = User.objects.select_for_update().filter(id=user_id, erased_at=None).first()
    if user is None:
        raise NotFound("There is no such user.")
    if admins == {user.id}:
        raise Conflict("This is the last active admin: make another one first.")
    person = Person(user.id, user.email)
    _empty(user)
    end(RefreshFamily.objects.filter(user=user), End.REVOKED, by)
    record(auditing.ACCOUNT_ERASED, by, auditing.the_user(user.id))
    revoke(user.id, user.token_version)
    return person


def _empty(user: User) -> None:
    """The address tells nothing but the id; RFC 2606 keeps its domain from ever being somebody's."""
    user.email, user.password = f"{user.id}@erased.invalid", make_password(None)
    user.role, user.is_active, user.erased_at = Role.CUSTOMER, False, clock.now()
    user.token_version += 1
    user.save()
