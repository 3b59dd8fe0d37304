"""New accounts: by people themselves, and the first admin by whoever installs."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from productwatch.accounts.models import Role, User
from productwatch.accounts.services import auditing
from productwatch.accounts.services.passwords import refuse_easy
from productwatch.audit.actors import THE_SYSTEM, Actor
from productwatch.audit.services import record, record_at_times


def register(email: str, password: str, by: Actor = THE_SYSTEM) -> None:
    """Adds a customer; a known address stays as it is, and neither answer nor cost tells the difference.

    Invalid is raised for a password that is too easy.
    """
    user = User(email=email)
    refuse_easy(password, user)
    user.password = make_password(password)
    with transaction.atomic():
        User.objects.bulk_create([user], ignore_conflicts=True)
        owner = User.objects.values_list("id", flat=True).get(email=email)
        act = auditing.REGISTERED if owner == user.id else auditing.REGISTERED_AGAIN
        record_at_times(act, by, auditing.the_user(owner))


@transaction.atomic
def ensure_admin(email: str, password: str) -> tuple[User, bool]:
    """The user of that address, and whether it was made an admin's just now; one who was there is left as found.

    Invalid is raised for a password that is too easy.
    """
    found = User.objects.filter(email=email).first()
    if found:
        return found, False
    user = User(email=email, role=Role.ADMIN)
    refuse_easy(password, user)
    admin = {"role": Role.ADMIN, "password": make_password(password)}
    user, made = User.objects.get_or_create(email=email, defaults=admin)
    if made:
        record(auditing.ADMIN_MADE, THE_SYSTEM, auditing.the_user(user.id))
    return user, made
