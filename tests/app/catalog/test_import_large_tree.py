"""A tree as large as that of a big shop is imported in as many statements as it has levels, not nodes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from productwatch.catalog.models import Category
from productwatch.catalog.services.categories.planting import BATCH

pytestmark = pytest.mark.django_db

LEVELS = (18, 160, 900, 1_800, 1_200, 506)
"""How many nodes lie at each depth: 4,584 in all, as in the file that a shop publishes of its own."""

NODES = sum(LEVELS)
BATCHES = sum(-(-count // BATCH) for count in LEVELS)
PER_BATCH, AROUND = 3, 12


def nodes() -> Iterator[dict[str, Any]]:
    """The upper ones stand in the paths of the lower ones alone; names come again, ids do not."""
    paths: list[list[dict[str, str]]] = [[]]
    for depth, count in enumerate(LEVELS):
        above = paths
        paths = [
            [*above[number % len(above)], {"id": f"d{depth}n{number}", "name": f"Shelf {number % 97}"}]
            for number in range(count)
        ]
        if depth > 0:
            yield from ({"id": path[-1]["id"], "name": path[-1]["name"], "path": path} for path in paths)


def test_holds(tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    (tmp_path / "tree.json").write_text(json.dumps(list(nodes())))
    with django_assert_max_num_queries(BATCHES * PER_BATCH + AROUND):
        call_command("import_categories", tmp_path / "tree.json")
    assert Category.objects.count() == NODES
    assert Category.objects.filter(parent=None).count() == LEVELS[0]


def test_changes_nothing_the_second_time(tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    (tmp_path / "tree.json").write_text(json.dumps(list(nodes())))
    call_command("import_categories", tmp_path / "tree.json")
    with django_assert_max_num_queries(AROUND):
        call_command("import_categories", tmp_path / "tree.json")
    assert Category.objects.count() == NODES
