"""Accounts come to be: who reads the mail of an address confirms that somebody wished for one.

Anybody can register any address with a password of their own, before its owner does or beside them. So a token belongs
to one wish, never to the address: no other registration changes what it brings. And whoever confirms may choose the
password, and must where others have registered the address too, for the mail that was opened may be of a stranger's.
"""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from productwatch.accounts.models import Purpose, Registration, User
from productwatch.accounts.services import auditing, known_addresses, one_time_tokens
from productwatch.accounts.services.passwords import refuse_easy
from productwatch.audit.actors import THE_SYSTEM, Actor
from productwatch.audit.services import record
from productwatch.platform import clock
from productwatch.platform.problems import invalid
from productwatch.platform.slices import delete_in_slices

TIME_TO_CONFIRM = timedelta(days=3)
KEPT = timedelta(days=4)
"""Longer than that, so that no token leads to a wish that is gone."""


def token_for(registration_id: UUID) -> str | None:
    """A token that confirms the wish; None where it is gone or its address has an account by now."""
    wish = Registration.objects.filter(id=registration_id).first()
    if wish is None or User.objects.filter(email=wish.email).exists():
        return None
    return one_time_tokens.give(wish.id, Purpose.CONFIRM_REGISTRATION, TIME_TO_CONFIRM)


def confirm(token: str, password: str | None = None, by: Actor = THE_SYSTEM) -> None:
    """Makes the account with this password, or else with that of the wish.

    Invalid where the token does not work, the password is too easy, or there must be one.
    """
    wish = _wish_of(token)
    hashed = wish.password if password is None else _hashed(password, wish.email)
    with transaction.atomic():
        wishes = _locked(wish.email)
        if password is None and len(wishes) > 1:
            raise invalid("#/password", "must be given: the address was registered more than once")
        one_time_tokens.take(token, Purpose.CONFIRM_REGISTRATION)
        user = User(id=wish.id, email=wish.email, password=hashed)
        _add(user)
        known_addresses.note(user, by)
        one_time_tokens.end(*wishes)
        Registration.objects.filter(id__in=wishes).delete()
        record(auditing.REGISTERED, by.known_as(wish.id), auditing.the_user(wish.id))


def forget_old() -> int:
    """Removes wishes that nobody has confirmed in time, in slices, and returns how many they were."""
    return delete_in_slices(Registration.objects.filter(created_at__lt=clock.now() - KEPT).order_by("created_at"))


def _wish_of(token: str) -> Registration:
    found = Registration.objects.filter(id=one_time_tokens.subject_of(token, Purpose.CONFIRM_REGISTRATION)).first()
    if found is None:
        raise one_time_tokens.refusal()
    return found


def _hashed(password: str, email: str) -> str:
    refuse_easy(password, User(email=email))
    return make_password(password)


def _locked(email: str) -> list[UUID]:
    """All wishes of the address: of two that are confirmed at once one comes second, and finds its own gone."""
    wishes = Registration.objects.filter(email=email).order_by("id").select_for_update()
    return list(wishes.values_list("id", flat=True))


def _add(user: User) -> None:
    """Invalid where the address has an account by now, as where a token was used."""
    User.objects.bulk_create([user], ignore_conflicts=True)
    if not User.objects.filter(id=user.id).exists():
        raise one_time_tokens.refusal()
