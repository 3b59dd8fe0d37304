"""Nobody is identified: …"""

import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client

from productwatch.platform import redis_files
from productwatch.platform.redis import guarded, redis
from productwatch.visits import salts
from productwatch.visits.models import Visit
from productwatch.visits.services import upkeep
from productwatch.visits.services.flusher import Flusher
from productwatch_local.processes import until
from tests.app.visits.hits import FIREFOX, beacon, kept, read, stored, waiting

ADDRESSES = ("203.0.113.77", "2001:db8::7777")
TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_no_address_and_no_user_agent_in_redis_in_a_row_or_in_a_log(
    stool: str, anonymous: Client, flusher: Flusher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    redis().config_set("slowlog-log-slower-than", 0)
    try:
        for address in ADDRESSES:
            read(anonymous, address=address, Referer=f"http://{address}/")
            beacon(anonymous, address=address)
    finally:
        redis().config_set("slowlog-log-slower-than", 10_000)
    seen = everything_in_redis() + str(redis().slowlog_get(1000)).encode()
    flusher.turn()
    seen += everything_in_redis() + everything_in_rows() + caplog.text.encode()
    assert kept() == 2
    assert [secret for secret in (*ADDRESSES, FIREFOX) if secret.encode() in seen] == []


def everything_in_redis() -> bytes:
    keys = sorted(redis().scan_iter())
    return b"\n".join([*keys, *(redis().dump(key) or b"" for key in keys), *stored()])


def everything_in_rows() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(row_to_json(kept)::text, ' ') FROM visits_visit AS kept")
        return str(cursor.fetchone()[0]).encode()


def test_a_visitor_is_another_one_on_another_day(stool: str, anonymous: Client, flusher: Flusher) -> None:
    for hours in (0, 1, 12):
        with time_machine.travel(NOON + timedelta(hours=hours), tick=False):
            redis().delete(*redis().keys("visits:window:*"), "none")
            read(anonymous)
            flusher.turn()
    noon, one, midnight = Visit.objects.order_by("at").values_list("visitor", flat=True)
    assert bytes(noon) == bytes(one) != bytes(midnight)


def test_all_processes_have_one_salt_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    first = salts.of(TODAY)
    monkeypatch.setattr(salts, "_held", None)
    assert salts.of(TODAY) == first != salts.of(TODAY + timedelta(days=1))
    assert len(first) == 32


def test_a_salt_outlives_a_redis_that_loses_its_data(monkeypatch: pytest.MonkeyPatch) -> None:
    first = salts.of(TODAY)
    redis().flushdb()
    monkeypatch.setattr(salts, "ASK_AGAIN", 0)
    assert salts.of(TODAY) == first
    monkeypatch.setattr(salts, "_held", None)
    assert salts.of(TODAY) == first


def test_a_salt_is_never_evicted() -> None:
    salts.of(TODAY)
    assert redis().ttl(salts.key(TODAY)) == -1


def test_a_salt_is_destroyed_48_hours_after_its_day_began(db: None) -> None:
    for back in range(4):
        salts.of(TODAY - timedelta(days=back))
    with time_machine.travel(datetime(2026, 11, 20, tzinfo=UTC)):
        assert upkeep.keep_up() == 2
    assert sorted(redis().keys("visits:salt:*")) == [b"visits:salt:2026-11-19", b"visits:salt:2026-11-20"]


def test_a_destroyed_salt_is_in_no_file_of_redis(db: None, durable_redis: Path) -> None:
    salts.of(TODAY - timedelta(days=2))
    salts.of(TODAY)
    old, today = (kept_salt(day) for day in (TODAY - timedelta(days=2), TODAY))
    assert redis_files.rewritten(60)
    assert len(files_with(old, durable_redis)) == 2
    with time_machine.travel(datetime(2026, 11, 20, tzinfo=UTC)):
        assert upkeep.keep_up() == 1
    assert until(lambda: files_with(old, durable_redis) == [], 10)
    assert len(files_with(today, durable_redis)) == 2
    assert salts.traces() is None


def test_a_destroyed_salt_is_remembered_until_the_files_are_written(db: None, durable_redis: Path) -> None:
    salts.of(TODAY - timedelta(days=2))
    redis().config_set("stop-writes-on-bgsave-error", "no")
    in_the_way = durable_redis / "dump.rdb"
    in_the_way.mkdir()
    with time_machine.travel(datetime(2026, 11, 20, tzinfo=UTC)):
        upkeep.keep_up()
        assert salts.traces()
        in_the_way.rmdir()
        upkeep.keep_up()
    assert salts.traces() is None


def test_a_salt_that_goes_while_the_files_are_written_has_them_written_again() -> None:
    for back in (2, 3):
        salts.of(TODAY - timedelta(days=back))
    salts.destroy_before(TODAY - timedelta(days=1))
    before = salts.traces() or b""
    salts.destroy_before(TODAY)
    salts.wiped(before)
    assert salts.traces()


def test_a_server_that_lets_nobody_ask_for_it_is_told_of(
    db: None, durable_redis: Path, caplog: pytest.LogCaptureFixture
) -> None:
    salts.of(TODAY - timedelta(days=2))
    salts.destroy_before(TODAY)
    redis().acl_setuser("default", enabled=True, commands=["-bgrewriteaof"])
    upkeep.wipe_traces()
    assert "redis does not rewrite its files" in caplog.text
    assert salts.traces()


def kept_salt(day: date) -> bytes:
    found = redis().get(salts.key(day))
    assert isinstance(found, bytes)
    return found


def files_with(secret: bytes, folder: Path) -> list[str]:
    return [file.name for file in folder.rglob("*") if file.is_file() and secret in file.read_bytes()]


def test_what_redis_has_is_half_of_what_hashes_are_made_with() -> None:
    key = salts.of(TODAY)
    assert key != redis().get(salts.key(TODAY))


def test_no_salt_is_asked_for_when_redis_is_just_recording(stool: str, anonymous: Client) -> None:
    read(anonymous)
    with guarded():
        redis().delete(*redis().keys("visits:salt:*"))
    read(anonymous, address=ADDRESSES[0])
    assert (waiting(), redis().keys("visits:salt:*")) == (2, [])
