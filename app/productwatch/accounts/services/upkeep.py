"""Forgetting: what a session leaves behind goes once it can matter to nobody, a slice at a time."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from productwatch.accounts.models import FinishedFlow, KnownAddress, RefreshFamily, RefreshToken
from productwatch.accounts.services.known_addresses import KNOWN_FOR
from productwatch.platform import clock
from productwatch.platform.slices import delete_in_slices

KEPT_AFTER_EXPIRY = timedelta(hours=1)
"""Longer than the leeway of any token, so that no row goes that a token may still ask for."""

SLICE = 100
"""Tokens that go in one transaction: few, since whoever shows one of them just now waits for it."""

FAMILIES = 100
"""Sessions that are taken up together; one that is refreshed all day long has thousands of tokens."""


def forget_expired() -> int:
    """Removes expired tokens, ended sessions with theirs, addresses, finished flows; returns how many tokens went."""
    before = clock.now() - KEPT_AFTER_EXPIRY
    total = 0
    while went := _forget_tokens(before):
        total += went
    _forget_addresses()
    delete_in_slices(FinishedFlow.objects.filter(finished_at__lt=before).order_by("finished_at"))
    return total + _forget_ended(before)


@transaction.atomic
def _forget_tokens(before: datetime) -> int:
    """A slice of the expired ones, and the sessions that have none left."""
    expired = RefreshToken.objects.filter(expires_at__lt=before).order_by("expires_at")
    found = dict(expired.select_for_update(skip_locked=True).values_list("digest", "family_id")[:SLICE])
    if found:
        RefreshToken.objects.filter(digest__in=found)._raw_delete(expired.db)  # noqa: SLF001 - nothing hangs on them
        _forget_empty(set(found.values()))
    return len(found)


def _forget_ended(before: datetime) -> int:
    """Ended sessions, whose tokens bring nothing any more."""
    ended = RefreshFamily.objects.filter(ended_at__lt=before).order_by("ended_at").values_list("id", flat=True)
    total = 0
    while ids := list(ended[:FAMILIES]):
        total += delete_in_slices(RefreshToken.objects.filter(family__in=ids), SLICE)
        if not _forget_empty(ids):
            break  # somebody holds their tokens: another time
    return total


def _forget_addresses() -> None:
    """Those that are known no more."""
    delete_in_slices(KnownAddress.objects.filter(seen_at__lt=clock.now() - KNOWN_FOR).order_by("seen_at", "id"))


def _forget_empty(ids: Collection[UUID]) -> int:
    empty = RefreshFamily.objects.filter(id__in=ids, tokens=None)
    return empty._raw_delete(empty.db)  # noqa: SLF001 - nothing hangs on them
