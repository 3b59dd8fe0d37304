"""Whatever is edited, read and killed in whichever order, an answer is the database's own, or was so within the bound.

Time is Redis' alone: it passes by taking it from what every key has left.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import count

import orjson
import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from productwatch.catalog import selectors
from productwatch.catalog.services import categories, product_types, products
from productwatch.catalog.services.freshness import _below, _of_types
from productwatch.events import services as events
from productwatch.platform import reads
from productwatch.platform.money import Money
from productwatch.platform.problems import NotFound
from productwatch.platform.reads import STALE_SECONDS, Representation, changes, reading
from productwatch.platform.reads.kept import Kept
from productwatch.platform.redis import breaker, redis

numbers = count()
VIEWS = st.sampled_from(["product", "products"])
FATES = st.sampled_from(["lives", "lives", "is killed after the commit", "finds Redis away"])
Body = bytes | None
"""None is 404."""


@contextmanager
def meeting(fate: str) -> Iterator[None]:
    """What becomes of a writer between its commit and the end of what it does after it."""
    if fate == "lives":
        yield
    elif fate == "finds Redis away":
        breaker.open(TimeoutError())
        yield
        breaker.close()
    else:
        with pytest.MonkeyPatch.context() as monkeypatch:
            for after_commit in (changes._dropping, _below, _of_types):
                monkeypatch.setattr(after_commit, "_deal", lambda _resources: None)
            yield


class Shop(RuleBasedStateMachine):
    """One product of a type and in a category of its own, that readers see alone and in a list."""

    @initialize()
    def opens(self) -> None:
        redis().flushdb()
        self.now, self.lost = 0, False
        self.name = f"shop-{next(numbers)}"
        categories.create({"name": self.name})
        product_types.create({"slug": self.name, "name": self.name})
        self.slug = products.create(
            {"name": self.name, "price": Money(Decimal(1), "EUR"), "category": self.name, "type": self.name}
        )
        self.archived = False
        self.past: dict[str, list[tuple[int, Body]]] = {"product": [], "products": []}
        self.under_way: list[tuple[str, reading.Reading, Body]] = []
        events.dispatch()
        self.note()

    @rule(stock=st.integers(0, 3), fate=FATES)
    @precondition(lambda self: not self.archived)
    def is_edited(self, stock: int, fate: str) -> None:
        self.written(fate, lambda: products.change(self.slug, {"stock": stock}))

    @rule(name=st.sampled_from("abc"), fate=FATES)
    def has_its_category_renamed(self, name: str, fate: str) -> None:
        self.written(fate, lambda: categories.change(self.name, {"name": name}))

    @rule(name=st.sampled_from("abc"), fate=FATES)
    def has_its_type_renamed(self, name: str, fate: str) -> None:
        self.written(fate, lambda: product_types.change(self.name, {"name": name}))

    @rule(fate=FATES)
    def comes_and_goes(self, fate: str) -> None:
        self.written(fate, lambda: (products.restore if self.archived else products.archive)(self.slug))
        self.archived = not self.archived

    @rule()
    def is_told_of_by_the_outbox(self) -> None:
        events.dispatch()
        self.lost = False

    @rule(seconds=st.sampled_from([1, 5, 9, 20, 49, 59, 61, 3601]))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds
        for kind in ("mark", "draft", "lease", "bytes"):
            for key in redis().scan_iter(f"{kind}:*"):
                left = int(str(redis().pttl(key))) - seconds * 1000
                if left > 0:
                    redis().pexpire(key, left)
                else:
                    redis().delete(key)

    @rule(view=VIEWS)
    def is_read(self, view: str) -> None:
        found = self.answered(view)
        allowed = self.within_the_bound(view)
        assert found in (allowed if self.lost or self.under_way else allowed[-1:])

    @rule(view=VIEWS)
    @precondition(lambda self: len(self.under_way) < 3)
    def begins_to_be_read(self, view: str) -> None:
        started = reading.Reading(self.request, *self.place(view))
        started.found()
        started.begun()
        self.under_way.append((view, started, self.true(view)))

    @rule(dies=st.booleans(), which=st.integers(0, 2))
    @precondition(lambda self: bool(self.under_way))
    def ends_to_be_read(self, dies: bool, which: int) -> None:  # noqa: FBT001 - drawn by hypothesis
        _view, started, body = self.under_way.pop(which % len(self.under_way))
        if body is None:
            started.give_up()
        elif not dies:
            started.keep(Kept.of(started.mark, Representation(body)))

    @invariant()
    def keeps_nothing_for_ever(self) -> None:
        assert all(int(str(redis().pttl(key))) > 0 for key in redis().scan_iter("*:product*"))

    @property
    def request(self) -> HttpRequest:
        return RequestFactory().get("/")

    def written(self, fate: str, write: Callable[[], object]) -> None:
        with meeting(fate):
            write()
        self.lost = self.lost or fate != "lives"
        self.note()

    def note(self) -> None:
        for view, past in self.past.items():
            past.append((self.now, self.true(view)))

    def within_the_bound(self, view: str) -> list[Body]:
        """What was true at some moment of the last seconds, and last what is true."""
        past = self.past[view]
        ends = [began for began, _ in past[1:]] + [self.now]
        return [body for (_, body), end in zip(past, ends, strict=True) if end >= self.now - STALE_SECONDS]

    def place(self, view: str) -> tuple[str, str]:
        return (f"product:{self.slug}", "") if view == "product" else ("products", self.name)

    def true(self, view: str) -> Body:
        try:
            return self.rendered(view).body
        except NotFound:
            return None

    def rendered(self, view: str) -> Representation:
        if view == "product":
            return selectors.product(self.slug)
        return Representation(orjson.dumps(selectors.product_page("slug", selectors.Choice(self.name), None, 9)))

    def answered(self, view: str) -> Body:
        resource, variant = self.place(view)
        try:
            answer = reads.answer(self.request, resource, lambda: self.rendered(view), variant=variant)
        except NotFound:
            return None
        assert "Warning" not in answer
        return answer.content


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    found = Shop()
    found.opens()
    return found


def test_bytes_read_before_a_change_do_not_outlive_it(shop: Shop) -> None:
    shop.begins_to_be_read(view="product")
    shop.is_edited(stock=1, fate="lives")
    shop.ends_to_be_read(dies=False, which=0)
    shop.is_read(view="product")


def test_what_a_killed_writer_has_left_is_over_with_the_bound(shop: Shop) -> None:
    shop.begins_to_be_read(view="product")
    shop.is_edited(stock=1, fate="is killed after the commit")
    shop.time_passes(seconds=9)
    shop.ends_to_be_read(dies=False, which=0)
    for seconds in (49, 1, 1, 1):
        shop.time_passes(seconds=seconds)
        shop.is_read(view="product")


def test_what_a_killed_writer_has_left_is_over_with_its_event(shop: Shop) -> None:
    shop.is_read(view="products")
    shop.has_its_category_renamed(name="b", fate="is killed after the commit")
    shop.has_its_type_renamed(name="b", fate="is killed after the commit")
    shop.is_edited(stock=1, fate="finds Redis away")
    shop.is_told_of_by_the_outbox()
    for view in ("products", "product"):
        shop.is_read(view=view)


@pytest.mark.django_db(transaction=True)
def test_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PATIENCE", 0.003)
    monkeypatch.setattr(reading, "PAUSE", 0.001)
    run_state_machine_as_test(
        Shop,
        settings=settings(max_examples=15, stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )
