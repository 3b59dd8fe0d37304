"""A flushed batch …"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from productwatch.catalog.services import products
from productwatch.visits.entries import Hit
from productwatch.visits.models import Visit
from productwatch.visits.services.flushing import flush
from tests.app.visits.conftest import PRICE
from tests.app.visits.hits import counted, dropped, hit, instant, kept, told

NOON = "2024-11-20 12:00"

REFUSE_VISITOR_13 = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF get_byte(NEW.visitor, 15) = 13 THEN RAISE EXCEPTION 'no' USING ERRCODE = 'data_exception'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse BEFORE INSERT ON visits_visit FOR EACH ROW EXECUTE FUNCTION refuse();
"""


def test_is_counted_by_quarters_of_an_hour(stool: str) -> None:
    at = ["2024-11-20T12:00+00:00", "2024-11-20T12:14:59.999+00:00", "2024-11-20T12:15+00:00"]
    assert flush([hit(each).packed() for each in at]) == 3
    assert counted() == {(stool, NOON): 2, (stool, "2024-11-20 12:15"): 1}


def test_is_kept_in_full(stool: str) -> None:
    flushed = Hit(hit().event, b"v" * 16, stool, "mobile", "Safari", "example.org")
    flush([flushed.packed()])
    row = Visit.objects.get()
    assert (bytes(row.event), bytes(row.visitor), row.at) == (flushed.event, b"v" * 16, instant(f"{NOON}+00:00"))
    known = told(row)
    assert (known["device"], known["browser"], known["referrer"], known["bot"]) == (
        "mobile",
        "Safari",
        "example.org",
        "",
    )


def test_that_comes_again_changes_nothing(stool: str) -> None:
    batch = [hit().packed() for _ in range(3)]
    assert [flush(batch), flush(batch), flush([*batch, *batch])] == [3, 0, 0]
    assert (kept(), counted()) == (3, {(stool, NOON): 3})


def test_may_hold_a_hit_twice(stool: str) -> None:
    packed = hit().packed()
    assert flush([packed, packed]) == 1
    assert counted() == {(stool, NOON): 1}


def test_keeps_bots_apart(stool: str) -> None:
    assert flush([hit(bot="crawler").packed(), hit().packed()]) == 2
    assert (kept(), counted()) == (2, {(stool, NOON): 1})


def test_may_hold_hits_of_archived_products(stool: str) -> None:
    products.archive(stool)
    assert flush([hit().packed()]) == 1


def test_may_hold_hits_of_days_long_ago(stool: str) -> None:
    assert flush([hit("2001-02-03T04:05+00:00").packed()]) == 1
    assert counted() == {(stool, "2001-02-03 04:00"): 1}


@pytest.mark.parametrize(
    ("packed", "reason"),
    [(None, "broken"), (b"", "broken"), (b"\xff" * 60, "broken"), (hit(slug="none").packed(), "unknown_product")],
    ids=["no-field", "empty", "nonsense", "no-product"],
)
def test_drops_what_is_none_and_keeps_the_rest(stool: str, packed: bytes | None, reason: str) -> None:
    before = dropped(reason)
    assert flush([hit().packed(), packed, hit().packed()]) == 2
    assert dropped(reason) == before + 1


def test_is_not_held_up_by_a_hit_that_postgres_refuses(stool: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(REFUSE_VISITOR_13)
    before = dropped("refused")
    refused = hit(visitor=13).packed()
    assert flush([hit().packed(), refused, hit().packed()]) == 2
    assert (dropped("refused"), counted()) == (before + 1, {(stool, NOON): 2})


def test_costs_as_many_queries_whatever_its_size(stool: str, chair: str) -> None:
    flush([hit(slug=slug).packed() for slug in (stool, chair)])  # what they are counted by has its numbers now
    with CaptureQueriesContext(connection) as few:
        flush([hit().packed()])
    with CaptureQueriesContext(connection) as many:
        flush([hit(slug=slug, visitor=number).packed() for number in range(100) for slug in (stool, chair)])
    assert len(few) == len(many) == 10  # two of them are the savepoint of a test's transaction


class AnyOrderAndMultiplicity(TestCase):
    """However the entries are cut into batches, repeated and shuffled, each is counted once."""

    @settings(max_examples=40)
    @given(st.data())
    def test_of_batches_gives_what_a_plain_count_gives(self, data: st.DataObject) -> None:
        for name in ("Stool", "Chair"):
            products.create({"name": name, "price": PRICE})
        hits = data.draw(
            st.lists(st.builds(_hit, st.sampled_from(["stool", "chair"]), st.integers(0, 191)), min_size=1)
        )
        batches = data.draw(st.lists(st.lists(st.sampled_from(hits)), max_size=6))
        rest = data.draw(st.permutations(hits))
        flushed = sum(flush([each.packed() for each in batch]) for batch in [*batches, rest])
        assert (flushed, counted()) == (len(hits), _plain_count(hits))


def _hit(slug: str, quarter: int) -> Hit:
    """Of one of the quarters of two days."""
    return hit(instant("2024-11-20T00:07+00:00") + quarter * timedelta(minutes=15), slug=slug)


def _plain_count(hits: list[Hit]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for each in hits:
        key = (each.slug, f"{each.at:%Y-%m-%d %H}:{each.at.minute // 15 * 15:02}")
        found[key] = found.get(key, 0) + 1
    return found
