"""Removing many rows without holding anything up: a slice at a time, each a transaction of its own."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

SLICE = 500
"""A slice of them takes a few hundredths of a second."""


def delete_in_slices(rows: QuerySet[Any], size: int = SLICE) -> int:
    """Deletes them in their order and returns how many they were; nothing may point to them.

    Rows that another transaction holds are left for the next time: a sweep waits for nobody, and two may run at once.
    """
    total = 0
    while deleted := delete_slice(rows, size, waits=False):
        total += deleted
    return total


@transaction.atomic
def delete_slice(rows: QuerySet[Any], size: int = SLICE, *, waits: bool = True) -> int:
    """One of them; it `waits` for whoever holds a row, where none may be left.

    Chosen first: within one statement the planner may choose anew for each row that it looks at.
    """
    chosen = list(rows.select_for_update(skip_locked=not waits).values_list("pk", flat=True)[:size])
    if chosen:
        rows.model._base_manager.filter(pk__in=chosen)._raw_delete(rows.db)  # noqa: SLF001 - nothing hangs on them
    return len(chosen)
