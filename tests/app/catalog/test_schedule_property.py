"""However a product is edited, and whenever the ticks come, the public sees what a simple model says."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from productwatch.catalog.models import Product
from productwatch.catalog.services import products
from productwatch.catalog.services.fields import Fields
from productwatch.catalog.services.products import publishing
from productwatch.platform.problems import Conflict, Invalid, NotFound
from productwatch.platform.redis import redis
from tests.app.catalog.conftest import TEN_DOLLARS

START = datetime(2026, 6, 1, tzinfo=UTC)
numbers = count()
Minute = int | None
minutes = st.none() | st.integers(0, 12)
stages = st.sampled_from(["draft", "scheduled", "published"])


def moment(minute: Minute) -> datetime | None:
    return None if minute is None else START + timedelta(minutes=minute)


@dataclass(frozen=True)
class Model:
    """A product as the documentation tells of it; times in minutes."""

    stage: str = "draft"
    begin: Minute = None
    end: Minute = None
    is_archived: bool = False

    @property
    def is_public(self) -> bool:
        return self.stage == "published" and not self.is_archived

    def makes_sense(self, now: int) -> bool:
        begins = self.stage != "scheduled" or self.begin is not None
        waits = self.stage == "published" and self.begin is not None and self.begin > now
        in_order = self.begin is None or self.end is None or self.begin < self.end
        return begins and in_order and not waits

    def ticked(self, now: int) -> "Model":
        if self.stage == "scheduled" and self.begin is not None and self.begin <= now:
            if self.end is None or self.end > now:
                return replace(self, stage="published")
            return replace(self, is_archived=True)
        is_over = self.stage == "published" and self.end is not None and self.end <= now
        return replace(self, is_archived=True) if is_over else self


class Shop(RuleBasedStateMachine):
    """One product, and the public that reads it alone and in a list."""

    @initialize()
    def opens(self) -> None:
        redis().flushdb()
        self.now, self.model, self.name = 0, Model(), f"scheduled-{next(numbers)}"
        self.clock = time_machine.travel(START, tick=False)
        self.traveller = self.clock.start()
        products.create({"name": self.name, "price": TEN_DOLLARS, "status": "draft", "brand": self.name})

    def teardown(self) -> None:
        self.clock.stop()
        Product.objects.update(stage="draft", publish_until=None)  # nothing is due in the next one's time

    @rule(stage=stages, begin=minutes, end=minutes)
    def is_scheduled(self, stage: str, begin: Minute, end: Minute) -> None:
        wished = replace(self.model, stage=stage, begin=begin, end=end)
        self.written({"status": stage, "publish_from": moment(begin), "publish_until": moment(end)}, wished)

    @rule(stage=stages)
    def is_put_to(self, stage: str) -> None:
        self.written({"status": stage}, replace(self.model, stage=stage))

    @rule(end=minutes)
    def is_to_end(self, end: Minute) -> None:
        self.written({"publish_until": moment(end)}, replace(self.model, end=end))

    @rule(stock=st.integers(0, 3))
    def is_edited(self, stock: int) -> None:
        self.written({"stock": stock}, self.model)

    @rule()
    def is_archived(self) -> None:
        if self.model.is_archived:
            with pytest.raises(NotFound):
                products.archive(self.name)
        else:
            products.archive(self.name)
        self.model = replace(self.model, is_archived=True)

    @rule()
    def is_restored(self) -> None:
        if not self.model.is_archived:
            with pytest.raises(Conflict):
                products.restore(self.name)
            return
        products.restore(self.name)
        is_over = self.model.end is not None and self.model.end <= self.now
        self.model = replace(self.model, is_archived=False, end=None if is_over else self.model.end)

    @rule(passed=st.integers(0, 4))
    def time_passes(self, passed: int) -> None:
        self.now += passed
        self.traveller.move_to(START + timedelta(minutes=self.now))

    @rule()
    def ticks(self) -> None:
        before, self.model = self.model, self.ticked()
        assert publishing.publish_due() == (before != self.model)

    @invariant()
    def is_seen_as_the_model_says(self) -> None:
        alone = Client().get(f"/api/v1/products/{self.name}").status_code
        listed = Client().get("/api/v1/products", {"brand": self.name}).json()["items"]
        assert (alone, len(listed)) == ((200, 1) if self.model.is_public else (404, 0))

    @invariant()
    def is_kept_as_the_model_says(self) -> None:
        kept = Product.objects.get(slug=self.name)
        parts = (kept.stage, kept.publish_from, kept.publish_until, kept.status == "archived")
        assert parts == (self.model.stage, moment(self.model.begin), moment(self.model.end), self.model.is_archived)

    def ticked(self) -> Model:
        return self.model if self.model.is_archived else self.model.ticked(self.now)

    def written(self, fields: Fields, wished: Model) -> None:
        """What is archived is not there to be changed; what makes no sense is refused, unless it was so before."""
        expected: type[Exception] | None = None
        if self.model.is_archived:
            expected = NotFound
        elif wished != self.model and not wished.makes_sense(self.now):
            expected = Invalid
        if expected:
            with pytest.raises(expected):
                products.change(self.name, fields)
        else:
            products.change(self.name, fields)
            self.model = wished


@pytest.mark.django_db(transaction=True)
def test_whatever_happens() -> None:
    run_state_machine_as_test(
        Shop,
        settings=settings(max_examples=12, stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )
