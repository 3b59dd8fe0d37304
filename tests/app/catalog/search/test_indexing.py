"""What search looks at follows the catalog …"""

from io import StringIO
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from productwatch.catalog.models import Product, SearchDocument
from productwatch.catalog.services import categories
from productwatch.catalog.services.categories import merging
from productwatch.catalog.services.files.loading import Loading
from productwatch.catalog.services.search import outdated, rebuilding
from productwatch.events import services as events
from tests.app.catalog.conftest import Made
from tests.app.catalog.search.conftest import Find


def rebuild() -> int:
    return rebuilding.rebuild(lambda _tally: None).wrong


@pytest.fixture
def stool(made: Made) -> Product:
    return made("Stool", category=categories.ensure(["Furniture", "Seats"]).slug)


def test_through_a_renamed_category(stool: Product, find: Find) -> None:
    categories.change("furniture", {"name": "Movables"})
    events.dispatch()
    assert find("movables") == ["stool"]
    assert find("furniture") == []


def test_through_a_moved_category(stool: Product, find: Find) -> None:
    categories.ensure(["Garden"])
    categories.change("seats", {"parent": "garden"})
    events.dispatch()
    assert find("garden") == find("stool", category="garden") == ["stool"]
    assert find("stool", category="furniture") == []


def test_through_a_merged_category(stool: Product, find: Find) -> None:
    categories.ensure(["Chairs"])
    merging.merge("seats", "chairs")
    events.dispatch()
    assert find("chairs") == find("stool", category="seats") == ["stool"]


def test_in_steps_where_many_products_are_meant(
    stool: Product, made: Made, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outdated, "BATCH", 2)
    for number in range(4):
        made(f"Stool {number}", category="seats")
    categories.change("furniture", {"name": "Movables"})
    while events.dispatch():
        pass
    assert len(find("movables")) == 5


def test_with_no_write_where_it_sees_no_change(stool: Product, made: Made) -> None:
    assert rebuild() == 0


def test_and_is_mended_where_it_does_not(stool: Product, made: Made, find: Find) -> None:
    made("Bench")
    SearchDocument.objects.filter(product=stool).delete()
    Product.objects.filter(slug="bench").update(name="Settle")
    assert rebuild() == 2
    assert find("stool") == ["stool"]
    assert find("settle") == ["bench"]


def test_and_forgets_what_is_not_public(stool: Product, find: Find) -> None:
    Product.objects.update(stage="draft")
    assert rebuild() == 1
    assert not SearchDocument.objects.exists()


def test_into_another_language(made: Made, find: Find, settings: Settings) -> None:
    made("Stühle")
    settings.SEARCH_LANGUAGE = "german"
    rebuild()
    assert find("stuhl") == ["stuhle"]


def test_from_where_it_was_interrupted(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    for number in range(3):
        made(f"Stool {number}")
    SearchDocument.objects.all().delete()
    first = Product.objects.order_by("id").values_list("id", flat=True)[0]
    assert rebuilding.rebuild(lambda _tally: None, after=UUID(str(first))).wrong == 2


def test_as_its_check_tells(stool: Product) -> None:
    call_command("rebuild_search", "--check", stdout=StringIO())
    SearchDocument.objects.all().delete()
    with pytest.raises(CommandError, match="1 of them not as search has them"):
        call_command("rebuild_search", "--check")
    assert not SearchDocument.objects.exists()


def test_as_its_command_tells(stool: Product) -> None:
    SearchDocument.objects.all().delete()
    told = StringIO()
    call_command("rebuild_search", stdout=told)
    assert told.getvalue() == "1 product: 1 were not as search had them, and are now.\n"


def test_through_an_import(db: None, find: Find) -> None:
    lines = [b"slug,name,price,currency\n", b"a,Oak stool,1.00,EUR\n", b"b,Oak table,1.00,EUR\n"]
    Loading(lambda _fault: None, lambda _tally: None).run(lines, "csv")
    assert sorted(find("oak")) == ["a", "b"]
