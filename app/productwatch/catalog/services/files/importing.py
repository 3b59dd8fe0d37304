"""Bringing rows of a product file into the catalog, many at once, with the meaning that single writes have.

A product whose slug is new is made, one that is there takes on what its row says, an archived one stays archived. A row
that cannot be written is refused by itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from productwatch.catalog.models import Category, Product
from productwatch.catalog.services.categories import placing
from productwatch.catalog.services.fields import given_by
from productwatch.catalog.services.files.ground import Ground, Intent, Register, faults_of, is_archived, taken_sku
from productwatch.catalog.services.files.moves import Move, moves_of
from productwatch.catalog.services.files.rows import Fault, Read, Row
from productwatch.catalog.services.products.storing import change_all, create_all, tell_all
from productwatch.platform.crossing import CrossedError
from productwatch.platform.problems import Problem


class Outcome(StrEnum):
    """What a row did. The archived product that a row names stays archived."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ARCHIVED = "archived"
    BROKEN = "broken"


Tally = Counter[Outcome]


@dataclass(slots=True)
class Result:
    """What became of rows and of prices, with the faults of those that were refused."""

    tally: Tally = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)

    def refuse(self, faults: Iterable[Fault]) -> None:
        """One row, for all of these."""
        self.tally[Outcome.BROKEN] += 1
        self.faults += faults


class Importing:
    """One file: `register` knows what its rows name, `by` is whose versions they make; a `dry` one writes nothing."""

    def __init__(self, register: Register, *, by: UUID | None = None, dry: bool = False) -> None:
        self._register, self._by, self._dry = register, by, dry

    @transaction.atomic
    def write(self, rows: Iterable[Read]) -> Result:
        """Raises an error that crossing.is_passing knows where others were faster: it may be done again."""
        result = Result()
        intents = list(_intents(rows, result))
        ground = Ground(intents, self._register)
        good = [each for each in intents if _stands(ground.faults(each), result)]
        if self._dry:
            good = list(self._with_own_skus(good, result))
        with transaction.atomic():
            self._store(good, result)
            if self._dry:
                transaction.set_rollback(True)
        return result

    def _with_own_skus(self, intents: Sequence[Intent], result: Result) -> Iterator[Intent]:
        """A dry run does not find in the catalog what rows of earlier parts would have written there."""
        lines = self._register.first_lines({f"sku {each.fields.get('sku')}": each.row.line for each in intents})
        for each in intents:
            sku = each.fields.get("sku")
            faults = [taken_sku(each.row, sku)] if sku and lines[f"sku {sku}"] != each.row.line else []
            if _stands(faults, result):
                yield each

    def _store(self, intents: Sequence[Intent], result: Result) -> None:
        _place(intents)
        _lock(intents)
        for each in intents:
            result.tally[_outcome(each)] += 1
        new = [each.product for each in intents if each.is_new and each.product]
        changes = [(each.product, each.diff) for each in intents if each.diff and each.product]
        result.moves = moves_of(changes)
        tell_all([*create_all(new), *change_all(changes)], self._by)


def _intents(rows: Iterable[Read], result: Result) -> Iterator[Intent]:
    for row in rows:
        if not isinstance(row, Row):
            result.refuse(row)
            continue
        try:
            fields = given_by(row.product, besides=("slug", "path"))
        except Problem as problem:
            result.refuse(faults_of(row, problem))
        else:
            yield Intent(row, fields, row.product.slug)


def _stands(faults: list[Fault], result: Result) -> bool:
    if faults:
        result.refuse(faults)
    return not faults


def _place(intents: Sequence[Intent]) -> None:
    """Puts the products into their categories, which are kept from being deleted: these are locked first.

    Where a path means several categories, a product that lies in one of them stays there.
    """
    ends = placing.by_path({each.path for each in intents if each.path})
    for each in intents:
        each.category = ends[each.path] if each.path else each.category
    categories = placing.kept(each.category for each in intents if each.category)
    for each in intents:
        if each.category and each.category not in categories:
            raise CrossedError
        if each.product and (each.path or "category" in each.fields):
            _put(each.product, each, categories.get(each.category or 0))


def _put(product: Product, intent: Intent, category: Category | None) -> None:
    if not intent.is_new and intent.path and placing.names_of(product.category) == intent.path:
        return
    before, after = (found and found.slug for found in (product.category, category))
    product.category = category
    if not intent.is_new and before != after:
        intent.diff["category"] = [before, after]


def _lock(intents: Sequence[Intent]) -> None:
    """Nobody else changes the products until the transaction ends, nor has since we looked: that is a CrossedError.

    All who lock many lock them in one order.
    """
    versions = {each.product.id: each.product.version for each in intents if each.product and not each.is_new}
    rows = Product.objects.select_for_update().filter(id__in=versions).order_by("slug")
    if dict(rows.values_list("id", "version")) != versions:
        raise CrossedError


def _outcome(intent: Intent) -> Outcome:
    if is_archived(intent):
        return Outcome.ARCHIVED
    if intent.is_new:
        return Outcome.CREATED
    return Outcome.CHANGED if intent.diff else Outcome.UNCHANGED
