"""A price that an import changes is told to its followers as that of any other change, and to admins once an import."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from productwatch.accounts.models import User
from productwatch.catalog import tasks
from productwatch.catalog.models import ImportJob, Product
from productwatch.catalog.services.files import imports, telling
from productwatch.events import services as events
from productwatch.events.models import Event
from productwatch.notifications.mails import mail_of
from productwatch.notifications.models import Delivery, Follow, Message
from productwatch.platform.jobs import turns
from tests.app.catalog.jobs import file_of, imported

pytestmark = pytest.mark.django_db

HEADER = "slug,name,price,currency"
MANY = 30


def rows(price: Callable[[int], object]) -> list[str]:
    return [f"p{number},Product {number},{price(number)},USD" for number in range(MANY)]


@pytest.fixture
def priced(carol: User, admin_client: Client) -> None:
    """All cost 10 dollars, and everything has been told."""
    imported(admin_client, *rows(lambda _: 10), header=HEADER)
    told()


def told() -> list[tuple[str, str]]:
    """Who gets which kind of mail, once all events have been dispatched."""
    while events.dispatch():
        pass
    return sorted(Delivery.objects.values_list("address", "message__kind"))


def follow(user: User, *slugs: str) -> None:
    found = Product.objects.filter(slug__in=slugs)
    Follow.objects.bulk_create(Follow(user_id=user.id, product_id=product.id) for product in found)


def test_by_one_mail_to_each_admin_and_one_a_product_to_followers(
    priced: None, admin_client: Client, ann: User
) -> None:
    follow(ann, "p1", "p2", "p3")
    job = imported(admin_client, *rows(lambda number: 10 if number == 3 else 9), header=HEADER)
    admins = [("ada@example.com", "import"), ("carol@example.com", "import")]
    assert told() == [admins[0], *[("ann@example.com", "price_change")] * 2, admins[1]]
    tasks.import_products()
    assert len(told()) == 4
    context = Message.objects.get(kind="import").context
    assert (context["job"], context["changed"], context["repriced"]) == (job["id"], MANY - 1, MANY - 1)


def test_with_the_largest_changes_and_the_number_of_the_others(priced: None, admin_client: Client) -> None:
    prices = {4: "25.00", 7: "1.00"}
    job = imported(admin_client, *rows(lambda number: prices.get(number, 11)), header=HEADER)
    told()
    mail = mail_of("import", {**Message.objects.get().context, "why": "administers"})
    assert mail.subject == f"An import changed {MANY} prices"
    lines = mail.text.splitlines()
    first = lines.index("The largest changes") + 1
    assert lines[first : first + 2] == ["Product 4: 10.00 USD → 25.00 USD", "Product 7: 10.00 USD → 1.00 USD"]
    assert f"and {MANY - 10} more" in lines
    assert f"http://testserver/api/v1/product-imports/{job['id']}" in lines
    assert "Product 4: 10.00 USD → 25.00 USD" in mail.html


@pytest.mark.parametrize("query", ["?dry_run=true", ""])
def test_not_where_no_price_changes(priced: None, admin_client: Client, query: str) -> None:
    imported(admin_client, *rows(lambda _: 9 if query else 10), query=query, header=HEADER)
    assert told() == []


def test_also_of_an_import_that_was_cancelled(priced: None, admin_client: Client) -> None:
    job_id = imports.begin([file_of(*rows(lambda _: 9), header=HEADER)], "csv", dry_run=False, stops=False, by=None)
    ImportJob.objects.filter(id=job_id).update(repriced=1)
    turns.cancel(ImportJob.objects, job_id)
    tasks.import_products()
    assert [kind for _address, kind in told()] == ["import"] * 2


def test_of_a_file_that_the_command_line_brought(priced: None, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_bytes(file_of(*rows(lambda _: 9), header=HEADER))
    call_command("import_products", str(file))
    assert [kind for _address, kind in told()] == ["import"] * 2


def test_after_what_is_of_no_import(priced: None, admin_client: Client, ann: User) -> None:
    follow(ann, "p1")
    imported(admin_client, *rows(lambda _: 9), header=HEADER)
    Event.objects.filter(kind=telling.ENDED).delete()
    events.record("product.archived", "one", {"slug": "p2"})
    order = Event.objects.filter(handled_at=None).order_by("later", "due_at").values_list("kind", flat=True)
    assert list(order) == ["product.archived", "products.imported"]
