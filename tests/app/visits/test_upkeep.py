"""Upkeep …"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import DataError, connection, connections

from productwatch.visits import tasks
from productwatch.visits.services import partitions, upkeep


def days_with_partition() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'visits_visit'::regclass")
        return sorted(name.rpartition("_")[2] for (name,) in cursor.fetchall())


def test_makes_partitions_ahead_of_need_and_each_once(db: None) -> None:
    before = days_with_partition()
    with time_machine.travel(datetime(2026, 12, 30, 12, tzinfo=UTC)):
        for _ in range(2):
            upkeep.keep_up()
    assert [day for day in days_with_partition() if day not in before] == [
        "20261230",
        "20261231",
        "20270101",
        "20270102",
    ]


def test_is_the_task_that_beat_knows() -> None:
    assert tasks.keep_up.name == "productwatch.visits.upkeep"


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2200, 1, 1)])
def test_makes_no_partition_of_a_day_that_cannot_be(db: None, day: date) -> None:
    with pytest.raises(DataError):
        partitions.ensure([day])


def test_makes_one_partition_however_many_ask_at_once(transactional_db: None) -> None:
    def ask(_: int) -> None:
        try:
            partitions.ensure([date(2026, 12, 1)])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(8)))
    assert days_with_partition().count("20261201") == 1
