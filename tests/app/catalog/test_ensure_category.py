"""A category that is asked for by its path …"""

import pytest

from productwatch.catalog.models import Category
from productwatch.catalog.services import categories
from tests.app.at_once import while_held


@pytest.mark.django_db
def test_is_made_with_all_above_it() -> None:
    stools = categories.ensure(["Furniture", "Stools"])
    assert stools.parent == Category.objects.get(slug="furniture", parent=None)


@pytest.mark.django_db
def test_is_made_once() -> None:
    assert categories.ensure(["Furniture", "Stools"]) == categories.ensure(["Furniture", "Stools"])
    assert Category.objects.count() == 2


@pytest.mark.django_db
def test_has_its_parents_slug_before_its_own_where_that_is_taken() -> None:
    slugs = [categories.ensure(path).slug for path in (["Shoes"], ["Kids", "Shoes"], ["Kids-", "Shoes"], ["shoes"])]
    assert slugs == ["shoes", "kids-shoes", "kids-2-shoes", "shoes-2"]


@pytest.mark.django_db
def test_has_a_slug_where_its_name_has_nothing_latin() -> None:
    assert len(categories.ensure(["靴"]).slug) == 32


@pytest.mark.django_db
def test_has_at_least_one_name() -> None:
    with pytest.raises(ValueError, match="at least one"):
        categories.ensure([])


@pytest.mark.django_db(transaction=True)
def test_is_that_of_who_was_faster() -> None:
    first, second = while_held(lambda: categories.ensure(["Furniture"]), lambda: categories.ensure(["Furniture"]))
    assert first == second
    assert Category.objects.count() == 1
