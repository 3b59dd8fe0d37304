"""Old entries go after AUDIT_DAYS, in slices."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from productwatch.audit.models import Entry
from productwatch.audit.tasks import forget_old
from productwatch.platform.slices import SLICE, delete_in_slices

pytestmark = pytest.mark.django_db


def entries(number: int, age: int) -> None:
    at = datetime.now(UTC) - timedelta(days=age)
    Entry.objects.bulk_create(Entry(act="x", actor_kind="system", subject_kind="user", at=at) for _ in range(number))


def test_and_no_day_earlier(settings: Settings) -> None:
    settings.AUDIT_DAYS = 200
    entries(2, age=201)
    entries(3, age=199)
    assert forget_old() == 2
    assert Entry.objects.count() == 3


def test_each_of_some_hundred_at_most() -> None:
    entries(SLICE + 1, age=500)
    with CaptureQueriesContext(connection) as captured:
        assert forget_old() == SLICE + 1
    assert len([query for query in captured if "DELETE" in query["sql"]]) == 2


def test_that_end_with_the_last_row() -> None:
    entries(4, age=500)
    assert delete_in_slices(Entry.objects.order_by("id"), size=2) == 4
