"""Reading the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from productwatch.audit.models import Entry
from productwatch.platform import paging

Row = dict[str, Any]

_COLUMNS = ("id", "at", "act", "actor_kind", "actor_id", "subject_kind", "subject_id", "details", "address")
_NEWEST_FIRST, _OLDEST_FIRST = paging.Order(("at", "id"), descending=True), paging.Order(("at", "id"))

AT_ONCE = 2000
"""Entries that an export has in memory."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries; None leaves open. `first` belongs to them, `end` does not."""

    act: str | None = None
    actor: UUID | None = None
    subject: UUID | None = None
    first: datetime | None = None
    end: datetime | None = None

    def rows(self) -> QuerySet[Entry, Row]:
        chosen = {
            "act": self.act,
            "actor_id": self.actor,
            "subject_id": self.subject,
            "at__gte": self.first,
            "at__lt": self.end,
        }
        found = {column: value for column, value in chosen.items() if value is not None}
        rows: QuerySet[Entry, Row] = Entry.objects.filter(**found).values(*_COLUMNS)
        return rows


def entries(wanted: Wanted, cursor: str | None, limit: int) -> Row:
    """A page of the log, the newest first; Invalid where the cursor is of another list."""
    page = paging.page(wanted.rows(), _NEWEST_FIRST, ["audit", wanted], cursor, limit)
    return page | {"items": [_shown(row) for row in page["items"]]}


def portions(wanted: Wanted) -> Iterator[list[Row]]:
    """The oldest first, however many they are: each portion is read behind the one before."""
    rows = wanted.rows()
    found = list(_OLDEST_FIRST.sorted(rows)[:AT_ONCE])
    while found:
        yield [_shown(row) for row in found]
        behind = _OLDEST_FIRST.behind(rows, _OLDEST_FIRST.position(found[-1]))
        found = list(_OLDEST_FIRST.sorted(behind)[:AT_ONCE]) if len(found) == AT_ONCE else []


def there_are(number: int, act: str, since: datetime, subject: UUID | None = None) -> bool:
    """Whether there are that many entries of an act, at all or of one subject; looks at no more."""
    found = Entry.objects.filter(act=act, at__gte=since)
    if subject:
        found = found.filter(subject_id=subject)
    return found[:number].count() >= number


def _shown(row: Row) -> Row:
    return {
        "id": row["id"],
        "at": row["at"],
        "act": row["act"],
        "actor": {"kind": row["actor_kind"], "id": row["actor_id"]},
        "subject": {"kind": row["subject_kind"], "id": row["subject_id"]},
        "details": row["details"],
        "address": bytes(row["address"]).hex() if row["address"] else None,
    }
