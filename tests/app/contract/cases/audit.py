"""The audit log: entries of several acts."""

from uuid import uuid4

from productwatch.audit.actors import THE_SYSTEM
from productwatch.audit.services import Subject, record
from tests.app.contract.case import Call, Case


def entries(rows: int) -> Call:
    for _ in range(rows):
        record("sign-in", THE_SYSTEM, Subject("user", uuid4()), session=str(uuid4()))
    return Call(query={"limit": 100})


def entries_of_an_act(rows: int) -> Call:
    entries(rows)
    return Call(query={"act": "sign-in", "from": "2026-01-01T00:00:00Z", "limit": 1})


def entries_to_export(rows: int) -> Call:
    entries(rows)
    return Call(query={"act": "sign-in", "from": "2026-01-01T00:00:00Z"})


CASES = {
    "list_audit_entries": Case(1, entries, (entries_of_an_act,)),
    "export_audit_entries": Case(4, entries_to_export),
}
