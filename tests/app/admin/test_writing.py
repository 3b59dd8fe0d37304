"""What is written in the admin goes through the services: with history, events and log, and over nobody's head."""

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib import admin as django_admin
from django.test import Client

from productwatch.accounts.models import ApiKey, RefreshFamily, Role, User
from productwatch.accounts.services import keys, users
from productwatch.audit.actors import THE_SYSTEM
from productwatch.audit.models import Entry
from productwatch.catalog.models import Category, ImportJob, Product, ProductType, Status
from productwatch.catalog.services import categories, product_types, products
from productwatch.events.models import Event
from productwatch.notifications.machine import State
from tests.app.admin.conftest import BrowserOf
from tests.app.admin.shop import stocked
from tests.app.catalog.conftest import TEN_DOLLARS
from tests.app.notifications.queued import price_change

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

PRODUCTS, USERS = "/admin/catalog/product", "/admin/accounts/user"

pytestmark = pytest.mark.django_db


@pytest.fixture
def stool(db: None) -> Product:
    fields: Any = {"name": "Stool", "price": TEN_DOLLARS, "tags": ["oak"], "stock": 3}
    return Product.objects.get(slug=products.create(fields))


def typed(browser: Client, address: str, **changes: str) -> dict[str, str]:
    """What a browser would send back of that form, with some of it typed anew."""
    context = browser.get(address).context
    form = context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else str(value) for name, value in values.items()} | changes


def saved(browser: Client, address: str, **changes: str) -> "Answer":
    return browser.post(address, typed(browser, address, **changes))


def acted(browser: Client, address: str, name: str, *rows: Any) -> "Answer":
    return browser.post(f"{address}/", {"action": name, "index": 0, "_selected_action": [row.pk for row in rows]})


def told(answer: "Answer") -> str:
    return answer.content.decode()


def test_an_added_product_has_its_version_its_event_and_its_entry(browser: Client, admin: User) -> None:
    answer = saved(browser, f"{PRODUCTS}/add/", name="Red Chair", amount="12.50", currency="EUR", stock="2")
    assert answer.status_code == 302, told(answer)
    product = Product.objects.get(slug="red-chair")
    assert (product.price.as_json()["amount"], product.stock) == ("12.50", 2)
    assert product.versions.get().by == admin
    assert Event.objects.filter(kind="product.created", subject=str(product.id)).exists()
    assert Entry.objects.get(act="admin-added").subject_id == product.id


def test_a_changed_product_keeps_what_was_not_typed(browser: Client, stool: Product) -> None:
    saved(browser, f"{PRODUCTS}/{stool.pk}/change/", description="Three legs.")
    version = stool.versions.latest("number")
    assert version.diff == {"description": ["", "Three legs."]}


def test_a_form_shows_what_the_row_has(browser: Client, stool: Product) -> None:
    given: Any = {"description": "Three legs.", "status": "draft", "image": {"url": "a.png", "alt": "A"}}
    products.change(stool.slug, given)
    shown = typed(browser, f"{PRODUCTS}/{stool.pk}/change/")
    found = {name: shown[name] for name in ("slug", "description", "stage", "image_url", "image_alt", "amount", "tags")}
    assert found == {
        "slug": "stool",
        "description": "Three legs.",
        "stage": "draft",
        "image_url": "a.png",
        "image_alt": "A",
        "amount": "10.00",
        "tags": "oak",
    }


def test_a_form_that_changes_nothing_writes_nothing(browser: Client, stool: Product) -> None:
    saved(browser, f"{PRODUCTS}/{stool.pk}/change/")
    assert stool.versions.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "detail"),
    [
        ("amount", "12,50", "must be a decimal number"),
        ("currency", "XXY", "currency"),
        ("attributes", "{", "valid dictionary"),
        ("attributes", '{"size": "42"}', "type"),
        ("sku", "S-2", "is the sku of another product"),
        ("slug", "Not A Slug", "must be lower-case letters"),
        ("slug", "chair", "is the slug of another product"),
        ("image_url", "javascript:alert(1)", "http"),
        ("publish_until_0", "never", "Enter a valid"),
    ],
)
def test_what_the_api_would_refuse_is_told_at_its_field(
    browser: Client, stool: Product, field: str, value: str, detail: str
) -> None:
    other: Any = {"name": "Chair", "price": TEN_DOLLARS, "sku": "S-2"}
    products.create(other)
    answer = saved(browser, f"{PRODUCTS}/{stool.pk}/change/", **{field: value})
    assert answer.status_code == 200
    assert detail in told(answer)
    assert stool.versions.count() == 1


def test_of_two_admins_the_second_is_told_and_loses_nothing(browser: Client, stool: Product) -> None:
    address = f"{PRODUCTS}/{stool.pk}/change/"
    mine = typed(browser, address, name="My stool")
    products.change(stool.slug, {"stock": 7})
    answer = browser.post(address, mine)
    assert "Somebody else has changed this meanwhile" in told(answer)
    assert "Now it is: 7" in told(answer)
    assert 'value="My stool"' in told(answer)
    stool.refresh_from_db()
    assert (stool.name, stool.stock) == ("Stool", 7)
    again = {name: answer.context["adminform"].form[name].value() or "" for name in mine}
    browser.post(address, again | {"stock": "7"})
    stool.refresh_from_db()
    assert (stool.name, stool.stock) == ("My stool", 7)


def test_a_form_without_the_version_it_was_made_of_writes_nothing(browser: Client, stool: Product) -> None:
    answer = saved(browser, f"{PRODUCTS}/{stool.pk}/change/", name="My stool", version="")
    assert "Somebody else has changed this meanwhile" in told(answer)


def test_of_two_admins_the_second_does_not_take_back_a_role(browser: Client, customer: User) -> None:
    address = f"{USERS}/{customer.pk}/change/"
    mine = typed(browser, address, is_active="")
    users.change(customer.id, THE_SYSTEM, role=Role.EDITOR)
    assert "Somebody else has changed this meanwhile" in told(browser.post(address, mine))
    customer.refresh_from_db()
    assert (customer.role, customer.is_active) == (Role.EDITOR, True)


def test_nobody_makes_oneself_more_by_a_form(stool: Product, editor: User, browser_of: BrowserOf) -> None:
    assert browser_of(editor).post(f"{USERS}/{editor.pk}/change/", {"role": "admin", "version": "0"}).status_code == 403


def test_a_form_gives_no_more_than_it_shows(browser: Client, customer: User) -> None:
    saved(browser, f"{USERS}/{customer.pk}/change/", role="editor", password="x", email="x@example.com", id="1")
    customer.refresh_from_db()
    assert (customer.role, customer.email, customer.password) == ("editor", "carl@example.com", "!")


def test_a_changed_role_is_audited_once_and_counts_at_once(browser: Client, admin: User, customer: User) -> None:
    saved(browser, f"{USERS}/{customer.pk}/change/", role="editor")
    entry = Entry.objects.get(subject_id=customer.id)
    assert (entry.act, entry.actor_id) == ("role-changed", admin.id)
    assert entry.details == {"from": "customer", "to": "editor"}
    customer.refresh_from_db()
    assert customer.token_version == 1


def test_the_last_admin_stays_one(browser: Client, admin: User) -> None:
    answer = saved(browser, f"{USERS}/{admin.pk}/change/", role="customer")
    assert "This is the last active admin" in told(answer)


def test_users_are_deactivated_and_activated(browser: Client, customer: User) -> None:
    acted(browser, USERS, "deactivate", customer)
    customer.refresh_from_db()
    assert not customer.is_active
    acted(browser, USERS, "activate", customer)
    customer.refresh_from_db()
    assert customer.is_active


def test_sessions_and_keys_are_revoked(browser: Client, customer: User) -> None:
    session = RefreshFamily.objects.create(user=customer)
    key_id, _ = keys.make(customer.id, keys.Wish("Key", [], 1), THE_SYSTEM)
    acted(browser, "/admin/accounts/refreshfamily", "revoke", session)
    acted(browser, "/admin/accounts/apikey", "revoke", ApiKey.objects.get(id=key_id))
    session.refresh_from_db()
    assert session.ended_by == "revoked"
    assert ApiKey.objects.get(id=key_id).revoked_at
    assert set(Entry.objects.values_list("act", flat=True)) >= {"session-ended", "api-key-revoked"}


def test_products_are_archived_restored_and_published(browser: Client, stool: Product) -> None:
    for name, status in (("archive", "archived"), ("restore", "published")):
        acted(browser, PRODUCTS, name, stool)
        stool.refresh_from_db()
        assert stool.status == status
    products.change(stool.slug, {"status": Status.DRAFT})
    acted(browser, PRODUCTS, "publish", stool)
    stool.refresh_from_db()
    assert stool.status == "published"
    assert {"admin-archived", "admin-restored", "admin-published"} <= set(Entry.objects.values_list("act", flat=True))


def test_what_cannot_be_done_is_told_and_the_rest_is_done(browser: Client, stool: Product) -> None:
    other: Any = {"name": "Chair", "price": TEN_DOLLARS}
    chair = Product.objects.get(slug=products.create(other))
    products.archive(chair.slug)
    page = browser.get(acted(browser, PRODUCTS, "archive", stool, chair)["Location"])
    assert "1 archived." in told(page)
    assert "Chair: There is no product" in told(page)


def test_an_archived_product_is_looked_at_only(browser: Client, stool: Product) -> None:
    products.archive(stool.slug)
    address = f"{PRODUCTS}/{stool.pk}/change/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"name": "x"}).status_code == 403


def test_history_shows_what_was_and_what_became(browser: Client, admin: User, stool: Product) -> None:
    products.change(stool.slug, {"name": "High stool"}, by=admin.id)
    page = told(browser.get(f"{PRODUCTS}/{stool.pk}/history/"))
    assert ">Stool</del>" in page
    assert ">High stool</ins>" in page
    assert admin.email in page


def test_a_change_is_taken_back_from_the_history(browser: Client, stool: Product) -> None:
    products.change(stool.slug, {"name": "High stool"})
    browser.post(f"{PRODUCTS}/{stool.pk}/history/", {"undo": "2"})
    stool.refresh_from_db()
    assert (stool.name, stool.versions.latest("number").undoes) == ("Stool", 2)


def test_what_somebody_wrote_is_text_and_no_markup(browser: Client, stool: Product) -> None:
    products.change(stool.slug, {"name": "<script>alert(1)</script>"})
    for address in (f"{PRODUCTS}/", f"{PRODUCTS}/{stool.pk}/change/", f"{PRODUCTS}/{stool.pk}/history/", "/admin/"):
        assert "<script>alert" not in told(browser.get(address))


def test_categories_are_written_by_their_services(browser: Client) -> None:
    saved(browser, "/admin/catalog/category/add/", name="Furniture")
    category = Category.objects.get(slug="furniture")
    saved(browser, f"/admin/catalog/category/{category.pk}/change/", name="All furniture", slug="all")
    category.refresh_from_db()
    assert (category.slug, category.version, category.trail) == ("all", 2, [{"slug": "all", "name": "All furniture"}])
    assert browser.post(f"/admin/catalog/category/{category.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Category.objects.exists()
    assert Event.objects.filter(kind="category.removed").exists()


def test_a_category_that_holds_something_is_not_removed(browser: Client) -> None:
    seats = categories.ensure(["Furniture", "Seats"])
    answer = browser.post(f"/admin/catalog/category/{seats.parent_id}/delete/", {"post": "yes"}, follow=True)
    assert "holds 1 categories" in told(answer)
    assert Category.objects.count() == 2


def test_product_types_are_written_by_their_services(browser: Client) -> None:
    attributes = '[{"code": "size", "name": "Size", "kind": "number"}]'
    saved(browser, "/admin/catalog/producttype/add/", name="Shoe", attributes=attributes)
    kind = ProductType.objects.get(slug="shoe")
    answer = saved(browser, f"/admin/catalog/producttype/{kind.pk}/change/", attributes='[{"code": "Size"}]')
    assert "must be lower-case letters" in told(answer)
    saved(browser, f"/admin/catalog/producttype/{kind.pk}/change/", attributes="[]")
    kind.refresh_from_db()
    assert (kind.attributes, kind.version) == ([], 2)


def test_a_product_type_in_use_is_not_removed(browser: Client) -> None:
    kind = ProductType.objects.get(slug=product_types.create({"name": "Shoe"}))
    fields: Any = {"name": "Boot", "price": TEN_DOLLARS, "type": "shoe"}
    products.create(fields)
    answer = browser.post(f"/admin/catalog/producttype/{kind.pk}/delete/", {"post": "yes"}, follow=True)
    assert "1 products are of the type" in told(answer)


def test_a_mail_that_failed_is_sent_again(browser: Client) -> None:
    delivery = price_change()
    delivery.state, delivery.next_attempt_at = State.FAILED, None
    delivery.save()
    acted(browser, "/admin/notifications/delivery", "resend", delivery)
    delivery.refresh_from_db()
    assert delivery.state == State.QUEUED
    assert delivery.next_attempt_at


def test_a_mail_that_was_accepted_is_not_sent_again(browser: Client) -> None:
    delivery = price_change()
    delivery.state, delivery.next_attempt_at = State.ACCEPTED, None
    delivery.save()
    answer = acted(browser, "/admin/notifications/delivery", "resend", delivery)
    assert "The delivery is accepted." in told(browser.get(answer["Location"]))


def test_an_import_is_cancelled(browser: Client) -> None:
    job = ImportJob.objects.create(form="csv")
    acted(browser, "/admin/catalog/importjob", "end", job)
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_analysts_see_mails_and_send_none_again(analyst: User, browser_of: BrowserOf) -> None:
    delivery = price_change()
    browser = browser_of(analyst)
    assert "resend" not in told(browser.get("/admin/notifications/delivery/"))
    acted(browser, "/admin/notifications/delivery", "resend", delivery)
    assert not Entry.objects.filter(act="admin-queued-again").exists()


def test_facts_are_written_by_nobody(browser: Client, admin: User) -> None:
    rows = stocked(admin)
    for model, records in django_admin.site._registry.items():
        if hasattr(records, "changed"):
            continue
        name = f"/admin/{model._meta.app_label}/{model._meta.model_name}"
        assert browser.post(f"{name}/{rows[model].pk}/change/", {}).status_code == 403, name
        assert browser.post(f"{name}/add/", {}).status_code == 403, name
        assert browser.post(f"{name}/{rows[model].pk}/delete/", {"post": "yes"}).status_code == 403, name
