"""Nobody is identified: …"""

import logging
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from productwatch.platform.redis import guarded, redis
from productwatch.visits import salts
from productwatch.visits.models import Visit
from productwatch.visits.services import upkeep
from productwatch.visits.services.flusher import Flusher
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
    assert salts.of(TODAY) == first == redis().get(salts.key(TODAY))


def test_a_salt_is_never_evicted() -> None:
    salts.of(TODAY)
    assert redis().ttl(salts.key(TODAY)) == -1


def test_a_salt_is_destroyed_48_hours_after_its_day_began(db: None) -> None:
    for back in range(4):
        salts.of(TODAY - timedelta(days=back))
    with time_machine.travel(datetime(2026, 11, 20, tzinfo=UTC)):
        assert upkeep.keep_up() == 2
    assert sorted(redis().keys("visits:salt:*")) == [b"visits:salt:2026-11-19", b"visits:salt:2026-11-20"]


def test_no_salt_is_asked_for_when_redis_is_just_recording(stool: str, anonymous: Client) -> None:
    read(anonymous)
    with guarded():
        redis().delete(*redis().keys("visits:salt:*"))
    read(anonymous, address=ADDRESSES[0])
    assert (waiting(), redis().keys("visits:salt:*")) == (2, [])
