"""Admins read the log, the newest first, by act, actor, subject and time; a command prints all of it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from productwatch.accounts.models import User
from productwatch.audit import selectors
from productwatch.audit.models import Entry

pytestmark = pytest.mark.django_db

ANN, BOB = uuid4(), uuid4()
START = datetime(2026, 11, 1, tzinfo=UTC)


def entry(act: str, *, actor: UUID = ANN, subject: UUID = BOB, minute: int = 0, **more: Any) -> Entry:
    at = START + timedelta(minutes=minute)
    return Entry.objects.create(
        act=act, actor_kind="user", actor_id=actor, subject_kind="user", subject_id=subject, at=at, **more
    )


def acts(client: Client, **query: str) -> list[str]:
    answer = client.get("/api/v1/audit", query)
    assert answer.status_code == 200, answer.content
    return [found["act"] for found in answer.json()["items"]]


def test_tells_who_did_what(admin_client: Client) -> None:
    entry("role-changed", details={"to": "admin"}, address=b"\1" * 16)
    answer = admin_client.get("/api/v1/audit")
    assert answer["Cache-Control"] == "no-store"
    [found] = answer.json()["items"]
    assert found | {"id": 0} == {
        "id": 0,
        "at": "2026-11-01T00:00:00+00:00",
        "act": "role-changed",
        "actor": {"kind": "user", "id": str(ANN)},
        "subject": {"kind": "user", "id": str(BOB)},
        "details": {"to": "admin"},
        "address": "01" * 16,
    }


def test_is_filtered(admin_client: Client) -> None:
    entry("sign-in", minute=1)
    entry("sign-out", actor=BOB, minute=2)
    entry("registered", subject=ANN, minute=3)
    assert acts(admin_client) == ["registered", "sign-out", "sign-in"]
    assert acts(admin_client, act="sign-in") == ["sign-in"]
    assert acts(admin_client, actor=str(BOB)) == ["sign-out"]
    assert acts(admin_client, subject=str(ANN)) == ["registered"]
    assert acts(admin_client, **{"from": "2026-11-01T00:02:00Z", "to": "2026-11-01T00:03:00Z"}) == ["sign-out"]


def test_is_read_page_by_page(admin_client: Client) -> None:
    for number in range(5):
        entry(f"act-{'abcde'[number]}")
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = admin_client.get("/api/v1/audit", cursor | {"limit": "2"}).json()
        seen += [found["act"] for found in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == ["act-e", "act-d", "act-c", "act-b", "act-a"]


@pytest.mark.parametrize(
    "query",
    [
        {"act": "DROP"},
        {"actor": "ann"},
        {"from": "yesterday"},
        {"to": "0.5"},
        {"to": "2026-11-20"},
        {"to": "2026-11-20T09:30:00"},
        {"who": "ann"},
    ],
)
def test_refuses_what_it_does_not_know(admin_client: Client, query: dict[str, str]) -> None:
    assert admin_client.get("/api/v1/audit", query).status_code == 422


def exported(client: Client, **query: str) -> list[dict[str, Any]]:
    answer: Any = client.get("/api/v1/audit/export", query)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


def test_is_exported_as_the_list_shows_it(admin_client: Client) -> None:
    for minute in range(3):
        entry("sign-in", minute=minute, details={"to": "admin"}, address=b"\1" * 16)
    listed = admin_client.get("/api/v1/audit").json()["items"]
    assert exported(admin_client) == listed[::-1]


def test_is_exported_by_the_same_filters(admin_client: Client) -> None:
    entry("sign-in", minute=1)
    entry("sign-out", actor=BOB, minute=2)
    entry("registered", subject=ANN, minute=3)
    queries: list[dict[str, str]] = [
        {"act": "sign-in"},
        {"actor": str(BOB)},
        {"subject": str(ANN)},
        {"from": "2026-11-01T00:02:00Z", "to": "2026-11-01T00:03:00Z"},
        {"to": "2099-01-01T00:00:00Z", "act": "registered"},
    ]
    found = [[each["act"] for each in exported(admin_client, **query)] for query in queries]
    assert found == [["sign-in"], ["sign-out"], ["registered"], ["sign-out"], ["registered"]]


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5])
def test_is_exported_whole_in_whichever_portions(
    admin_client: Client, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "AT_ONCE", 2)
    made = [entry("sign-in").id for _ in range(number)]
    assert [each["id"] for each in exported(admin_client)] == made


@pytest.mark.django_db(transaction=True)
def test_holds_no_connection_while_somebody_reads_slowly(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "AT_ONCE", 2)
    for _ in range(3):
        entry("sign-in")
    answer: Any = admin_client.get("/api/v1/audit/export")
    for _ in range(2):
        next(answer.streaming_content)
        assert connection.connection is None


def test_tells_who_took_it_away(admin_client: Client, admin: User) -> None:
    exported(admin_client)
    assert [each["actor"]["id"] for each in exported(admin_client, act="audit-exported")] == [str(admin.id)]


def test_is_printed_as_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    entry("sign-in", minute=1)
    entry("sign-out", minute=2)
    call_command("export_audit")
    assert [json.loads(line)["act"] for line in capsys.readouterr().out.splitlines()] == ["sign-in", "sign-out"]
    call_command("export_audit", "--from", "2026-11-01T01:02+01:00", "--act", "sign-out")
    assert len(capsys.readouterr().out.splitlines()) == 1
    call_command("export_audit", "--actor", str(ANN), "--subject", str(ANN))
    assert capsys.readouterr().out == ""


def test_is_printed_from_a_time_alone() -> None:
    with pytest.raises(CommandError, match="is no time like 2026-11-20"):
        call_command("export_audit", "--from", "yesterday")
