"""The log is only added to: Postgres itself refuses all else, whoever asks."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from productwatch.audit.models import Entry

REFUSED = "the audit log is only added to"


def asked(statement: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET act = 'sign-in'",
        "UPDATE audit_entry SET at = '2001-01-01'",
        "UPDATE audit_entry SET details = '{}' WHERE id = (SELECT max(id) FROM audit_entry)",
        "DELETE FROM audit_entry",
        "WITH gone AS (DELETE FROM audit_entry RETURNING *) SELECT * FROM gone",
        "INSERT INTO audit_entry SELECT * FROM audit_entry ON CONFLICT (id) DO UPDATE SET act = 'none'",
        "MERGE INTO audit_entry USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
    ],
)
def test_so_nothing_is_rewritten(entry: Entry, statement: str) -> None:
    with pytest.raises(IntegrityError, match=REFUSED):
        asked(statement)
    assert Entry.objects.values().get() == Entry.objects.values().get(id=entry.id, act="role-changed")


def test_so_it_is_not_emptied(entry: Entry) -> None:
    asked("ALTER TABLE audit_entry ENABLE TRIGGER audit_keep_all")
    with pytest.raises(IntegrityError, match=REFUSED):
        asked("TRUNCATE audit_entry CASCADE")
    asked("ALTER TABLE audit_entry DISABLE TRIGGER audit_keep_all")


@pytest.mark.parametrize(("days", "goes"), [(89, False), (91, True)])
def test_but_after_ninety_days_an_entry_may_go(db: None, days: int, goes: bool) -> None:  # noqa: FBT001 - a table
    Entry.objects.create(act="sign-in", actor_kind="user", subject_kind="user", at=datetime.now(UTC) - timedelta(days))
    if goes:
        assert asked("DELETE FROM audit_entry") == 1
    else:
        with pytest.raises(IntegrityError, match=REFUSED):
            asked("DELETE FROM audit_entry")
