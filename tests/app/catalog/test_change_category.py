"""A changed category …"""

from functools import partial
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from productwatch.catalog.models import Category, Product
from productwatch.catalog.services import categories
from productwatch.events.models import Event
from productwatch.platform.problems import Conflict
from tests.app.at_once import at_once
from tests.app.catalog.conftest import Made
from tests.app.catalog.tree import URL, patch, planted, pointers, told


def test_has_what_was_given_and_keeps_the_rest(stools: Category, admin_client: Client) -> None:
    before = admin_client.get(f"{URL}/stools").json()
    after = patch(admin_client, "stools", icon="stool", colour="#00ff00", position=2).json()
    assert after == before | {"icon": "stool", "colour": "#00ff00", "position": 2}


def test_loses_what_null_empties(stools: Category, admin_client: Client) -> None:
    patch(admin_client, "stools", icon="stool", colour="#00ff00")
    after = patch(admin_client, "stools", icon=None, colour=None, parent=None).json()
    assert [after[name] for name in ("icon", "colour", "parent")] == [None, None, None]


def test_is_named_anew_in_all_that_lies_below_it(stools: Category, admin_client: Client) -> None:
    patch(admin_client, "furniture", name="Möbel")
    assert told() == ["Möbel", "Möbel/Seats", "Möbel/Seats/Stools"]


def test_takes_along_what_lies_below_it(db: None, admin_client: Client) -> None:
    planted("A/B/C/D", "E")
    shown = patch(admin_client, "b", parent="e").json()
    assert [step["slug"] for step in shown["path"]] == ["e", "b"]
    assert told() == ["A", "E/B", "E/B/C", "E/B/C/D", "E"]


def test_becomes_a_root(db: None, admin_client: Client) -> None:
    planted("A/B/C")
    patch(admin_client, "b", parent=None)
    assert told() == ["A", "B", "B/C"]


def test_may_move_and_be_renamed_at_once(db: None, admin_client: Client) -> None:
    planted("A/B/C", "D")
    patch(admin_client, "b", parent="d", name="X", slug="x")
    assert told() == ["A", "D/X/C", "D", "D/X"]


@pytest.mark.parametrize("parent", ["a", "b", "c"])
def test_lies_neither_in_itself_nor_below(db: None, admin_client: Client, parent: str) -> None:
    planted("A/B/C")
    assert pointers(patch(admin_client, "a", parent=parent, slug="x")) == (409, ["#/parent"])
    assert told() == ["A", "A/B", "A/B/C"]


def test_takes_nothing_too_deep(db: None, admin_client: Client) -> None:
    planted("A/B/C/D/E/F", "G/H/I/J/K")
    assert pointers(patch(admin_client, "a", parent="k")) == (409, ["#/parent"])
    assert patch(admin_client, "b", parent="k").status_code == 200


def test_is_told_of(stools: Category, admin_client: Client) -> None:
    patch(admin_client, "stools", name="Bar stools", parent="furniture")
    event = Event.objects.get(kind="category.changed")
    diff = {"name": ["Stools", "Bar stools"], "parent": ["seats", "furniture"]}
    assert (event.subject, event.payload) == (str(stools.id), {"slug": "stools", "name": "Bar stools", "diff": diff})


def test_to_what_it_is_already_is_none(stools: Category, admin_client: Client) -> None:
    patch(admin_client, "stools", name="Stools", parent="seats", icon=None)
    assert not Event.objects.filter(kind="category.changed").exists()
    assert Category.objects.get(slug="stools").version == 1


def test_counts_the_changes_of_itself_and_of_what_lies_above(stools: Category, admin_client: Client) -> None:
    patch(admin_client, "seats", name="Chairs")
    assert dict(Category.objects.values_list("slug", "version")) == {"furniture": 1, "seats": 2, "stools": 2}


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"name": None}, "#/name"),
        ({"slug": None}, "#/slug"),
        ({"position": None}, "#/position"),
        ({"parent": "none"}, "#/parent"),
        ({"colour": "#12345"}, "#/colour"),
        ({"path": []}, "#/path"),
    ],
)
def test_is_refused(stools: Category, admin_client: Client, fields: dict[str, Any], pointer: str) -> None:
    assert pointers(patch(admin_client, "stools", **fields)) == (422, [pointer])


@pytest.mark.parametrize("slug", ["none", "No-Slug", "a" * 300])
def test_has_to_exist(db: None, admin_client: Client, slug: str) -> None:
    assert patch(admin_client, slug, name="A").status_code == 404


def test_is_not_changed_by_a_customer(stools: Category, customer_client: Client) -> None:
    assert patch(customer_client, "stools", name="A").status_code == 403


def test_is_not_changed_by_who_is_not_signed_in(stools: Category, anonymous: Client) -> None:
    assert patch(anonymous, "stools", name="A").status_code == 401


@pytest.mark.django_db(transaction=True)
def test_is_seen_at_once_in_its_products_and_below(stool: Product, anonymous: Client, admin_client: Client) -> None:
    urls = ["/api/v1/products/stool", "/api/v1/products", f"{URL}/stools", URL, "/api/v1/category-tree"]
    for url in urls:
        anonymous.get(url)
    patch(admin_client, "furniture", name="Möbel")
    assert all("Möbel" in anonymous.get(url).content.decode() for url in urls)


@pytest.mark.django_db(transaction=True)
def test_drops_no_more_marks_than_it_may(
    made: Made, stools: Category, anonymous: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("productwatch.catalog.services.freshness.MOST", 5)
    urls = [f"/api/v1/products/{made(f'Stool {number}', category='stools').slug}" for number in range(4)]
    for url in urls:
        anonymous.get(url)
    categories.change("furniture", {"name": "Möbel"})
    assert sum("Möbel" in anonymous.get(url).content.decode() for url in urls) == 2


def test_costs_no_more_however_much_lies_below(
    db: None, admin_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    planted(*(f"A/B{number}/C{number}" for number in range(20)))
    with django_assert_max_num_queries(15):
        patch(admin_client, "a", name="X")
    assert len([path for path in told() if path.startswith("X")]) == 41


@pytest.mark.django_db(transaction=True)
def test_makes_no_circle_with_another_that_moves_at_once() -> None:
    planted("A", "B")

    def move(slug: str, parent: str) -> bool:
        try:
            categories.change(slug, {"parent": parent})
        except Conflict:
            return False
        return True

    assert sorted(at_once(partial(move, "a", "b"), partial(move, "b", "a"))) == [False, True]
    assert told() in (["A", "A/B"], ["B/A", "B"])


class Moves(TestCase):
    @given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from([*"abcdef", None])), max_size=8))
    def test_leaves_a_tree_whatever_moves_where(self, moves: list[tuple[str, str | None]]) -> None:
        planted("A/B/C", "D/E", "F")
        for slug, parent in moves:
            try:
                categories.change(slug, {"parent": parent})
            except Conflict:
                assert parent is not None
        assert len(told()) == 6
