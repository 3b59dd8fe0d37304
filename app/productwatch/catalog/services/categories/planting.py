"""Bringing a file's tree into the catalog: what is missing is added, what is there stays as admins have made it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, BinaryIO

from django.db import transaction

from productwatch.catalog.models import Category, CategoryReference, FormerCategorySlug
from productwatch.catalog.services.categories import tree
from productwatch.catalog.services.categories.nodes import Fault, Node, Nodes, read
from productwatch.events import services as events
from productwatch.platform import reads

BATCH = 1000


@dataclass(slots=True)
class Tally:
    """Nodes of the file, those of them that are broken, categories that were created and that were there."""

    nodes: int = 0
    broken: int = 0
    created: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class Planting:
    """One import: `on_fault` hears of each fault, `on_progress` of the tally after each node and each batch."""

    on_fault: Callable[[Fault], None]
    on_progress: Callable[[Tally], None]
    tally: Tally = field(default_factory=Tally)

    def run(self, file: BinaryIO, *, skip_bad: bool = False) -> Tally:
        """Adds what is missing; with a broken node in the file nothing, unless `skip_bad`.

        Unreadable is raised where the file is none, Conflict where an admin has moved what the file adds to so far
        down that the tree would become too deep.
        """
        nodes = self._nodes(read(file))
        if skip_bad or not self.tally.broken:
            self._plant(nodes)
        return self.tally

    def _nodes(self, given: Iterable[Any]) -> list[Node]:
        nodes = Nodes()
        for place, node in enumerate(given):
            faults = nodes.take(place, node)
            for fault in faults:
                self.on_fault(fault)
            self.tally.nodes += 1
            self.tally.broken += bool(faults)
            self.on_progress(self.tally)
        return sorted(nodes.found.values(), key=lambda node: node.depth)

    @transaction.atomic
    def _plant(self, nodes: list[Node]) -> None:
        tree.lock()
        ground = Ground()
        for _, level in groupby(nodes, key=lambda node: node.depth):
            for batch in _batches([node for node in level if not ground.knows(node)]):
                self.tally.created += ground.plant(batch)
                self.on_progress(self.tally)
        self.tally.unchanged = len(nodes) - self.tally.created
        if self.tally.created:
            events.record("categories.imported", "categories", {"created": self.tally.created})
            reads.changed("categories")


class Ground:
    """What is there already, held in memory while a file is planted on it."""

    def __init__(self) -> None:
        found = list(Category.objects.order_by("id"))
        self._by_id = {category.id: category for category in found}
        self._by_reference = dict(CategoryReference.objects.values_list("reference", "category_id"))
        self._slugs = {category.slug for category in found}
        self._slugs.update(FormerCategorySlug.objects.values_list("slug", flat=True))
        self._nameless = _nameless(found, set(self._by_reference.values()))

    def knows(self, node: Node) -> bool:
        return node.reference in self._by_reference

    def plant(self, nodes: list[Node]) -> int:
        """Gives each node a category, and returns how many of them are new: others were there under its name."""
        there = {node.reference: self._adopted(node) for node in nodes}
        new = {node.reference: self._category(node) for node in nodes if there[node.reference] is None}
        for category in Category.objects.bulk_create(new.values()):
            self._by_id[category.id] = category
        owners = {reference: category or new[reference] for reference, category in there.items()}
        self._by_reference |= {reference: category.id for reference, category in owners.items()}
        CategoryReference.objects.bulk_create(
            CategoryReference(reference=reference, category=category) for reference, category in owners.items()
        )
        return len(new)

    def _adopted(self, node: Node) -> Category | None:
        """A category of that name that no file has called anything yet."""
        namesakes = self._nameless[self._parent_id(node), node.name]
        return namesakes.pop(0) if namesakes else None

    def _category(self, node: Node) -> Category:
        parent = self._by_id.get(self._parent_id(node) or 0)
        wished = tree.wished_slugs(parent.slug if parent else None, node.name)
        category = Category(
            parent=parent, name=node.name, slug=next(slug for slug in wished if slug not in self._slugs)
        )
        category.trail = tree.trail_of(category)
        tree.refuse_depth(len(category.trail))
        self._slugs.add(category.slug)
        return category

    def _parent_id(self, node: Node) -> int | None:
        return self._by_reference[node.parent] if node.parent else None


def _nameless(found: list[Category], named: set[int]) -> defaultdict[tuple[int | None, str], list[Category]]:
    by_place: defaultdict[tuple[int | None, str], list[Category]] = defaultdict(list)
    for category in found:
        if category.id not in named:
            by_place[category.parent_id, category.name].append(category)
    return by_place


def _batches(nodes: list[Node]) -> Iterator[list[Node]]:
    for first in range(0, len(nodes), BATCH):
        yield nodes[first : first + BATCH]
