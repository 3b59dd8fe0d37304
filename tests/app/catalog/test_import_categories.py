"""An imported file of categories …"""

import gzip
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from productwatch.catalog.models import DEEPEST, Category
from productwatch.catalog.services import categories
from productwatch.catalog.services.categories import merging
from productwatch.events import services as events
from productwatch.events.models import Event
from tests.app.catalog.tree import URL, planted, told

pytestmark = pytest.mark.django_db

Importing = Callable[..., str]


def node(*path: str, **besides: Any) -> dict[str, Any]:
    """A node whose path has these names, each with its lower-case initials as its id; `a=A` gives another id."""
    steps = [step.rpartition("=")[::2] for step in path]
    named = [{"id": key or name.lower(), "name": name} for key, name in steps]
    return {"id": named[-1]["id"], "path": named, **besides}


@pytest.fixture
def imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Importing:
    """Imports a file of these nodes and returns what the command says."""

    def run(*nodes: Any, skip_bad: bool = False) -> str:
        file = tmp_path / "categories.json"
        file.write_text(json.dumps(nodes))
        call_command("import_categories", file, skip_bad=skip_bad)
        return capsys.readouterr().out.strip()

    return run


def test_makes_its_nodes_and_those_that_stand_in_paths_alone(imported: Importing) -> None:
    said = imported(node("A", "B", "C"), node("A", "D"))
    assert said == "2 nodes: 4 categories created, 0 unchanged."
    assert told() == ["A", "A/B", "A/B/C", "A/D"]


def test_is_decided_by_paths_whatever_else_it_tells(imported: Importing) -> None:
    imported(node("A", name="X", subCategories=[{"id": "b", "name": "B"}]), node("C", "B", name=None))
    assert told() == ["A", "C/B", "C"]


def test_may_be_gzipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "categories.json.gz"
    file.write_bytes(gzip.compress(json.dumps([node("A")]).encode()))
    call_command("import_categories", file)
    assert told() == ["A"]


def test_gives_equal_names_different_slugs(imported: Importing) -> None:
    imported(node("4=Toys"), node("A", "1=Toys"), node("A", "2=Toys"), node("B", "3=Toys"))
    slugs = Category.objects.filter(name="Toys").order_by("slug").values_list("slug", flat=True)
    assert list(slugs) == ["a-toys", "a-toys-2", "b-toys", "toys"]


def test_changes_nothing_the_second_time(imported: Importing) -> None:
    nodes = [node("A", "B", "C"), node("A", "1=Toys"), node("A", "2=Toys")]
    imported(*nodes)
    before = list(Category.objects.order_by("id").values())
    assert imported(*nodes) == "3 nodes: 0 categories created, 5 unchanged. Nothing changed."
    assert list(Category.objects.order_by("id").values()) == before
    assert Event.objects.filter(kind="categories.imported").count() == 1


def test_adds_only_what_is_new_the_second_time(imported: Importing) -> None:
    imported(node("A", "B"))
    assert imported(node("A", "B"), node("A", "B", "C")) == "2 nodes: 1 categories created, 2 unchanged."


def test_leaves_alone_what_admins_have_made_of_it(imported: Importing) -> None:
    nodes = [node("A", "B", "C"), node("D", "E"), node("F")]
    imported(*nodes)
    categories.change("b", {"name": "X", "slug": "x", "parent": "d"})
    merging.merge("e", "f")
    before = told()
    assert imported(*nodes, node("D", "E", "G")).startswith("4 nodes: 1 categories created")
    assert sorted(told()) == sorted([*before, "F/G"])


def test_finds_by_their_names_what_was_made_without_it(imported: Importing) -> None:
    planted("A/B")
    assert imported(node("A", "B", "C")) == "1 node: 1 categories created, 2 unchanged."
    assert told() == ["A", "A/B", "A/B/C"]


def test_may_come_with_children_before_their_parents(imported: Importing) -> None:
    imported(node("A", "B", "C"), node("A", "B"), node("A"))
    assert told() == ["A", "A/B", "A/B/C"]


def test_has_names_without_the_space_around_them(imported: Importing) -> None:
    imported(node("a=A "))
    assert told() == ["A"]


@pytest.mark.parametrize(
    ("nodes", "place"),
    [
        ([{"id": "a", "path": [{"id": "a", "name": None}]}], "#/0/path/0/name"),
        ([node("A"), {"id": "b", "path": [*node("A")["path"], {"id": "b", "name": " "}]}], "#/1/path/1/name"),
        ([node("A"), node("A")], "#/1/id"),
        ([node("a=A"), node("a=X", "B")], "#/1/path/0"),
        ([node("A", "C"), node("B", "C", "D")], "#/1/path/1"),
        ([node("A", "B", "A")], "#/0/path"),
        ([{"id": "a", "path": node("B")["path"]}], "#/0/path"),
        ([{"id": "a", "path": []}], "#/0/path"),
        ([node(*"ABCDEFGHIJK")], "#/0/path"),
        ([{"id": "", "path": node("A")["path"]}], "#/0/id"),
        ([{"path": node("A")["path"]}], "#/0/id"),
        ([7], "#/0"),
    ],
)
def test_names_what_is_broken_with_its_place_and_writes_nothing(
    imported: Importing, capsys: pytest.CaptureFixture[str], nodes: list[Any], place: str
) -> None:
    with pytest.raises(CommandError, match="1 of them broken: nothing was written"):
        imported(*nodes)
    assert capsys.readouterr().err.startswith(f"{place}: ")
    assert not Category.objects.exists()


def test_is_written_without_what_is_broken_where_that_is_wanted(imported: Importing) -> None:
    said = imported(node("A"), {"id": "b", "path": [{"id": "b", "name": None}]}, node("C"), skip_bad=True)
    assert said == "3 nodes, 1 broken and left out: 2 categories created, 0 unchanged."
    assert told() == ["A", "C"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{}", "it is no JSON list"),
        (b"[", "it is no JSON"),
        (b"\xff", "it is no JSON"),
        (b"", "it is no JSON"),
        (b"\x1f\x8bnot gzip", "it cannot be unpacked"),
        (gzip.compress(b"[]", mtime=0)[:-4], "it cannot be unpacked"),
    ],
)
def test_has_to_be_one(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        call_command("import_categories", file)


def test_is_no_larger_than_it_may_be(imported: Importing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("productwatch.catalog.services.categories.nodes.LARGEST", 10)
    with pytest.raises(CommandError, match="larger than 10 bytes"):
        imported(node("A"))


def test_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_categories", tmp_path / "none")


def test_makes_no_tree_too_deep(imported: Importing) -> None:
    planted("/".join("KLMNOPQRST"[: DEEPEST - 1]))
    imported(node("A", "B"))
    categories.change("b", {"parent": "s"})
    with pytest.raises(CommandError, match="no more than 10"):
        imported(node("A", "B", "C"))


def test_takes_no_more_statements_for_more_nodes_of_a_level(
    imported: Importing, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(30):
        imported(*(node("A", f"B{number}") for number in range(300)))


def test_shows_its_progress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("productwatch.catalog.management.progress.EACH", 2)
    (tmp_path / "file").write_text(json.dumps([node(name) for name in "ABCD"]))
    said = StringIO()
    call_command("import_categories", tmp_path / "file", stderr=said, no_color=True)
    assert said.getvalue().splitlines() == ["2 nodes …", "4 nodes …", "4 nodes, 4 categories created …"]


def test_is_told_of_once(imported: Importing) -> None:
    imported(node("A", "B"))
    assert Event.objects.get().payload == {"created": 2}


@pytest.mark.django_db(transaction=True)
def test_is_told_to_readers_again_by_its_event(imported: Importing, anonymous: Client) -> None:
    imported(node("A"))
    anonymous.get(URL)
    Category.objects.update(name="X")
    events.dispatch()
    assert anonymous.get(URL).json()["items"][0]["name"] == "X"
