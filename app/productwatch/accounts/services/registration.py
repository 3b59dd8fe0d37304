"""Asking for an account, and the first admin, made by whoever installs."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from productwatch.accounts.mails import Mail
from productwatch.accounts.models import Registration, Role, User
from productwatch.accounts.services import auditing, mailing
from productwatch.accounts.services.passwords import refuse_easy
from productwatch.audit.actors import THE_SYSTEM, Actor
from productwatch.audit.services import record, record_at_times


def register(email: str, password: str, by: Actor = THE_SYSTEM) -> None:
    """Leaves the wish for an account, and has a mail sent to the address.

    Whether the address has an account is not even looked at. Invalid is raised for a password that is too easy.
    """
    refuse_easy(password, User(email=email))
    hashed = make_password(password)
    with transaction.atomic():
        wish = Registration.objects.create(email=email, password=hashed)
        mailing.ask_for(Mail.REGISTRATION, wish.id)
        record_at_times(auditing.REGISTRATION_ASKED, by, auditing.whoever_it_is(None, email))


@transaction.atomic
def ensure_admin(email: str, password: str) -> tuple[User, bool]:
    """The user of that address, and whether it was made an admin's just now; one who was there is left as found.

    The address is not confirmed by a mail: whoever installs answers for it. Invalid is raised for a password that is
    too easy.
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
