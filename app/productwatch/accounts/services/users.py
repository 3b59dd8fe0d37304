"""What admins change of accounts: the role, and whether one is active. There is always an active admin."""

from uuid import UUID

from django.db import transaction

from productwatch.accounts.models import RefreshFamily, Role, User
from productwatch.accounts.services import auditing
from productwatch.accounts.services.endings import End, end
from productwatch.audit.actors import Actor
from productwatch.audit.services import record
from productwatch.platform.preconditions import ANY_VERSION, Precondition
from productwatch.platform.problems import Conflict, NotFound
from productwatch.platform.revocations import revoke


@transaction.atomic
def change(
    user_id: UUID,
    by: Actor,
    *,
    role: str | None = None,
    is_active: bool | None = None,
    only_if: Precondition = ANY_VERSION,
) -> None:
    """Changes what is given; the user's access tokens of before count no more. Changing nothing does nothing.

    NotFound where there is no such user, Conflict where no active admin would be left, PreconditionFailed where the
    tokens of the user are of another version than the caller has seen.
    """
    admins = locked_admins()
    user = User.objects.select_for_update(no_key=True).filter(id=user_id, erased_at=None).first()
    if user is None:
        raise NotFound("There is no such user.")
    only_if.check(user.token_version, lambda: str(user.token_version))
    before = (user.role, user.is_active)
    user.role = before[0] if role is None else role
    user.is_active = before[1] if is_active is None else is_active
    if (user.role, user.is_active) == before:
        return
    if admins == {user.id}:
        raise Conflict("This is the last active admin: make another one first.")
    user.token_version += 1
    user.save(update_fields=["role", "is_active", "token_version"])
    revoke(user.id, user.token_version)
    _tell(user, before, by)


def locked_admins() -> set[UUID]:
    """In one order, so that of two admins who take each other's role one comes second, and finds the other gone."""
    admins = User.objects.filter(role=Role.ADMIN, is_active=True).order_by("id").select_for_update(no_key=True)
    return set(admins.values_list("id", flat=True))


def _tell(user: User, before: tuple[str, bool], by: Actor) -> None:
    role, was_active = before
    if user.role != role:
        record(auditing.ROLE_CHANGED, by, auditing.the_user(user.id), **{"from": role, "to": user.role})
    if user.is_active and not was_active:
        record(auditing.ACTIVATED, by, auditing.the_user(user.id))
    if was_active and not user.is_active:
        record(auditing.DEACTIVATED, by, auditing.the_user(user.id))
        end(RefreshFamily.objects.filter(user=user), End.DEACTIVATION, by)
