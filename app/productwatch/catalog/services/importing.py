"""Bringing a product file into the catalog: in one transaction, through the services that the API uses.

A product whose slug is new is made, one that is there takes on what its row says, an archived one stays archived.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction

from productwatch.catalog import selectors
from productwatch.catalog.models import Product
from productwatch.catalog.services import categories, products
from productwatch.catalog.services.fields import Fields, given_by
from productwatch.catalog.services.rows import Fault, ImportedProduct, Row, column_at, read
from productwatch.platform.problems import Problem, invalid


class Outcome(StrEnum):
    """What a row did. The archived product that a row names stays archived."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ARCHIVED = "archived"
    BROKEN = "broken"


Tally = Counter[Outcome]


@dataclass(slots=True)
class Import:
    """One import: `on_fault` hears of each fault, `on_row` of the tally after each row."""

    on_fault: Callable[[Fault], None]
    on_row: Callable[[Tally], None]
    _tally: Tally = field(default_factory=Counter)
    _lines: dict[str, int] = field(default_factory=dict)
    _categories: dict[tuple[str, ...], str] = field(default_factory=dict)

    def run(self, lines: Iterable[bytes], *, skip_bad: bool = False) -> Tally:
        """Writes the rows of the file; with a broken one among them none, unless `skip_bad`. Unreadable is raised."""
        with transaction.atomic():
            for row in read(lines):
                self._tally[self._taken(row)] += 1
                self.on_row(self._tally)
            if self._tally[Outcome.BROKEN] and not skip_bad:
                transaction.set_rollback(True)
        return self._tally

    def _taken(self, row: Row | list[Fault]) -> Outcome:
        if isinstance(row, Row):
            try:
                self._refuse_second(row)
                return self._written(row.product)
            except Problem as problem:
                row = _faults(row.line, problem)
        for fault in row:
            self.on_fault(fault)
        return Outcome.BROKEN

    def _refuse_second(self, row: Row) -> None:
        slug = row.product.slug
        earlier = self._lines.setdefault(slug, row.line)
        if earlier != row.line:
            raise invalid("#/slug", f"{slug!r} stands in line {earlier} already")

    @transaction.atomic
    def _written(self, given: ImportedProduct) -> Outcome:
        found = Product.objects.filter(id__in=selectors.product_ids([given.slug]).values()).first()
        if found and found.archived_at:
            return Outcome.ARCHIVED
        path = tuple(given.path)
        category = self._categories.get(path) or (categories.ensure(path).slug if path else None)
        outcome = _upserted(found, given.slug, _fields(given, category))
        if category:
            self._categories[path] = category
        return outcome


def _upserted(found: Product | None, slug: str, fields: Fields) -> Outcome:
    if found is None:
        products.create({**fields, "slug": slug})
        return Outcome.CREATED
    if found.image and fields["image"] and found.image["url"] == fields["image"]["url"]:
        del fields["image"]  # the file says nothing of an image's alternative text
    return Outcome.CHANGED if products.change(found.slug, fields) else Outcome.UNCHANGED


def _fields(given: ImportedProduct, category: str | None) -> Fields:
    """All of them: a blank cell empties what the product had."""
    blank: Fields = {"description": "", "stock": 0, "sku": None, "image": None, "category": category}
    return blank | given_by(given, besides=("slug", "category", "path"))


def _faults(line: int, problem: Problem) -> list[Fault]:
    errors = problem.members.get("errors", [{"pointer": "#/", "detail": problem.detail}])
    return [Fault(line, column_at(error["pointer"].split("/")[1:]), error["detail"]) for error in errors]
