"""Adding to the log, and letting go what is old."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings

from productwatch.audit import selectors
from productwatch.audit.actors import Actor
from productwatch.audit.metrics import LEFT_OUT
from productwatch.audit.models import Entry
from productwatch.platform import clock
from productwatch.platform.slices import delete_in_slices

OF_ONE_AN_HOUR, OF_ALL_AN_HOUR = 20, 2000
"""Entries of what strangers can bring about at will: of one subject, and of one act whoever it concerns."""

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Subject:
    """What was acted on."""

    kind: str
    id: UUID | None


THE_LOG, EXPORTED = Subject("audit-log", None), "audit-exported"
"""That somebody has taken the log away, to be told in it."""


ADD = """
    INSERT INTO audit_entry (at, act, actor_kind, actor_id, address, subject_kind, subject_id, details)
    SELECT %s, %s, %s, %s, %s, %s, %s, %s
"""
"""Adds an entry within a statement of the caller's; `columns` are its values."""


def columns(act: str, by: Actor, subject: Subject, **details: str) -> tuple[Any, ...]:
    """What `record` would add, in the order of ADD."""
    return clock.now(), act, by.kind, by.id, by.address, subject.kind, subject.id, orjson.dumps(details).decode()


def record(act: str, by: Actor, subject: Subject, **details: str) -> None:
    """Adds an entry to the caller's transaction: act and entry are kept together or not at all."""
    entry(act, by, subject, **details).save(force_insert=True)


def record_all(entries: Iterable[Entry]) -> None:
    """The same for many, in one statement."""
    Entry.objects.bulk_create(entries)


def entry(act: str, by: Actor, subject: Subject, **details: str) -> Entry:
    """One that is not in the log yet."""
    return Entry(
        act=act,
        actor_kind=by.kind,
        actor_id=by.id,
        address=by.address,
        subject_kind=subject.kind,
        subject_id=subject.id,
        details=details,
    )


def record_at_times(act: str, by: Actor, subject: Subject, **details: str) -> None:
    """The same for what strangers can bring about: what exceeds an hour's bounds is counted and left out."""
    since = clock.now() - _HOUR
    if selectors.there_are(OF_ONE_AN_HOUR, act, since, subject.id) or selectors.there_are(OF_ALL_AN_HOUR, act, since):
        LEFT_OUT.inc()
    else:
        record(act, by, subject, **details)


def forget_old() -> int:
    """Removes what is older than AUDIT_DAYS and returns how many entries that were."""
    old = Entry.objects.filter(at__lt=clock.now() - timedelta(days=settings.AUDIT_DAYS)).order_by("at", "id")
    return delete_in_slices(old)
