"""However visits come, are rolled up and come again, every answer is what a plain count gives."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from productwatch.catalog import selectors as catalog
from productwatch.catalog.services import products
from productwatch.platform.cursors import Cursors
from productwatch.visits import selectors
from productwatch.visits.entries import VISITOR_BYTES, Hit, event_id
from productwatch.visits.periods import Period
from productwatch.visits.services import days, flushing, partitions, rolling
from productwatch.visits.services.flushing import flush
from tests.app.visits.conftest import PRICE

SLUGS, COUNTRIES = ("stool", "chair"), ("AT", "DE", "")
ZONES = (
    ("UTC", date(2024, 11, 29)),  # a month ends
    ("Asia/Kathmandu", date(2024, 11, 20)),  # 5:45
    ("Australia/Lord_Howe", date(2024, 10, 5)),  # half an hour is skipped
    ("Australia/Lord_Howe", date(2024, 4, 6)),  # and repeated
    ("Pacific/Chatham", date(2024, 9, 28)),  # 12:45 becomes 13:45
    ("Europe/Dublin", date(2024, 10, 26)),  # winter is what is saved
    ("America/St_Johns", date(2024, 3, 9)),  # 3:30 becomes 2:30
    ("Pacific/Apia", date(2011, 12, 29)),  # a day is left out
)
STEPS: tuple[tuple[Any, str], ...] = (
    (days, "share"),
    (days, "take"),
    (partitions, "ensure"),
    (flushing, "_brought"),
    (rolling, "_read"),
    (rolling, "_write"),
    (rolling, "_sum_month"),
)
LENGTH = 3

Deed = Callable[[], object]


@pytest.mark.timeout(600)
class AnyHistory(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_adds_up(self, data: st.DataObject) -> None:
        for name in ("Stool", "Chair"):
            products.create({"name": name, "price": PRICE})
        zone, first = data.draw(st.sampled_from(ZONES))
        period = Period(first, first + timedelta(days=LENGTH - 1), ZoneInfo(zone))
        hits = data.draw(st.lists(_hits(period), min_size=1, max_size=25))
        for deed in data.draw(st.lists(_deeds(hits), max_size=8)):
            deed()
        flush([hit.packed() for hit in hits])
        _compare_visits(period, hits)
        for day in sorted({hit.day for hit in hits if data.draw(st.booleans())}):
            rolling.roll(day)
        _roll_late(hits)
        _compare_visits(period, hits)
        _compare_visitors(period, hits)


def _hits(period: Period) -> st.SearchStrategy[Hit]:
    """Around the period, and most at the edges of days."""
    start = period.whole().start - timedelta(hours=6)
    at_edges = st.integers(-3, 3).map(lambda quarter: quarter * 15 + 24 * 60)
    minutes = st.one_of(st.integers(0, (LENGTH + 1) * 24 * 60), at_edges)
    return st.builds(
        lambda minute, who, slug, country, bot: Hit(
            event_id(start + timedelta(minutes=minute)),
            who.to_bytes(VISITOR_BYTES, "big"),
            slug,
            country=country,
            bot=bot,
        ),
        minutes,
        st.integers(1, 4),
        st.sampled_from(SLUGS),
        st.sampled_from(COUNTRIES),
        st.sampled_from(("", "", "", "crawler")),
    )


def _deeds(hits: list[Hit]) -> st.SearchStrategy[Deed]:
    """A batch comes, perhaps again; a day is rolled up; somebody dies over either."""
    bring = st.lists(st.sampled_from(hits), min_size=1).map(
        lambda batch: lambda: flush([hit.packed() for hit in batch])
    )
    roll = st.sampled_from(hits).map(lambda hit: lambda: rolling.roll(hit.day))
    done = st.one_of(bring, roll)
    return st.one_of(done, st.builds(_interrupted, done, st.sampled_from(STEPS)))


def _interrupted(deed: Deed, step: tuple[Any, str]) -> Deed:
    module, name = step

    def killed(*arguments: Any) -> None:
        whole(*arguments)
        raise KeyboardInterrupt

    whole = getattr(module, name)

    def interrupted() -> None:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(module, name, killed)
            try:
                deed()
            except KeyboardInterrupt:
                return

    return interrupted


def _roll_late(hits: list[Hit]) -> None:
    """What came after its day was rolled is rolled, too: until then its visitors are not known."""
    for day in selectors.days_waiting() + sorted({hit.day for hit in hits}):
        rolling.roll(day)


def _compare_visits(period: Period, hits: list[Hit]) -> None:
    people = [hit for hit in hits if not hit.bot and _within(period, hit.at)]
    for interval in ("hour", "day", "week"):
        asked = Period(period.first, period.last, period.zone, interval)
        for of in (None, *SLUGS):
            chosen = [hit for hit in people if of in {None, hit.slug}]
            series = selectors.analytics(asked, _id(of))["series"]
            assert [each["visits"] for each in series] == _by_bucket(asked, chosen)
    for dimension in ("product", "country"):
        field = "slug" if dimension == "product" else dimension
        assert _breakdown(period, dimension, "visits") == Counter(getattr(hit, field) for hit in people)
    bots = [hit for hit in hits if hit.bot and _within(period, hit.at)]
    assert sum(row["visits"] for row in selectors.bots(period)) == len(bots)


def _compare_visitors(period: Period, hits: list[Hit]) -> None:
    """Of each day of the zone, those of the parts of its UTC days; of an hour, no fewer than there were."""
    people = [hit for hit in hits if not hit.bot and _within(period, hit.at)]
    series = selectors.analytics(period)["series"]
    assert [each["visitors"] for each in series] == _by_bucket(period, _first_of_visitors(period, people))
    by_country = Counter(hit.country for hit in _first_of_visitors(period, people, "country"))
    assert _breakdown(period, "country", "visitors") == by_country
    hourly = Period(period.first, period.last, period.zone, "hour")
    found = selectors.analytics(hourly)["series"]
    exact = _by_bucket(hourly, _first_of_visitors(hourly, people))
    assert all(least <= each["visitors"] <= each["visits"] for least, each in zip(exact, found, strict=True))


def _first_of_visitors(period: Period, people: list[Hit], *by: str) -> list[Hit]:
    starts = period.buckets().starts
    seen = {
        (hit.visitor, hit.day, sum(start <= _at(hit) for start in starts), *(getattr(hit, name) for name in by)): hit
        for hit in people
    }
    return list(seen.values())


def _by_bucket(period: Period, hits: list[Hit]) -> list[int]:
    starts = period.buckets().starts
    found = Counter(sum(start <= _at(hit) for start in starts) for hit in hits)
    return [found[number] for number in range(1, len(starts) + 1)]


def _breakdown(period: Period, dimension: Any, figure: str) -> Counter[str]:
    page = selectors.breakdown(period, dimension, Cursors("a list"), None, 10)
    return Counter({row.get("slug", row.get("value")): row[figure] for row in page["items"]})


def _within(period: Period, at: datetime) -> bool:
    return period.first <= at.astimezone(period.zone).date() <= period.last


def _at(hit: Hit) -> datetime:
    return hit.at.astimezone(UTC)


def _id(slug: str | None) -> UUID | None:
    return catalog.product_id(slug) if slug else None
