"""Every page of the admin is there, for whom its permission lets in alone, and costs little."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from productwatch.accounts.models import Registration, Role, User
from productwatch.config.admin import urls as registering
from productwatch.config.admin.analytics import VIEWS
from productwatch.platform.admin import paging
from productwatch.platform.admin.records import Records
from productwatch.platform.permissions import permissions_of
from tests.app.admin.conftest import BrowserOf
from tests.app.admin.shop import Rows, stocked

MOST_STATEMENTS = 12
OF_ANALYTICS = 18
"""Two series and a ranking, each of days that are rolled up and of those that are not."""

NOT_SHOWN = {
    "accounts.FinishedFlow": "hashes of secrets",
    "accounts.Identity": "its owner lists and unlinks it; the audit log tells of both",
    "accounts.KnownAddress": "hashes of addresses, which tell nobody anything",
    "accounts.OneTimeToken": "hashes of secrets",
    "accounts.Passkey": "public halves of keys, which their owners list and remove",
    "accounts.RecoveryCode": "hashes of secrets",
    "accounts.SecondFactor": "a sealed secret; whether one has it is shown with the user",
    "accounts.RefreshToken": "hashes of secrets; a session shows what is to be known",
    "admin.LogEntry": "the audit log tells it",
    "auth.Group": "roles are a table of the code",
    "auth.Permission": "permissions are a table of the code",
    "catalog.CategoryReference": "what files call a category: kept by imports",
    "catalog.ExportPart": "bytes of a file that is being made",
    "catalog.FormerCategorySlug": "addresses that lead on",
    "catalog.FormerProductSlug": "addresses that lead on",
    "catalog.ImportFault": "an import's own list, which the API gives page by page",
    "catalog.ImportName": "what an import under way has met",
    "catalog.ImportPart": "bytes of a file that is being read",
    "catalog.SearchDocument": "made of products",
    "catalog.SearchTerm": "made of products",
    "contenttypes.ContentType": "Django's own",
    "django_celery_beat.ClockedSchedule": "shown with the entry that it is of",
    "django_celery_beat.CrontabSchedule": "shown with the entry that it is of",
    "django_celery_beat.IntervalSchedule": "shown with the entry that it is of",
    "django_celery_beat.PeriodicTasks": "when entries last changed",
    "django_celery_beat.SolarSchedule": "shown with the entry that it is of",
    "idempotency.Answer": "bytes of answers, under keyed hashes",
    "privacy.AccountExport": "somebody's own, and nobody else's",
    "privacy.AccountExportPiece": "somebody's own, and nobody else's",
    "privacy.Erasure": "what is left leads to nobody",
    "visits.Day": "Django's admin knows no composite keys; the dashboard adds it up",
    "visits.Minute": "the live view shows it",
    "visits.Month": "Django's admin knows no composite keys; the dashboard adds it up",
    "visits.Quarter": "Django's admin knows no composite keys; the dashboard adds it up",
    "visits.RolledDay": "which days are added up",
    "visits.Subject": "numbers of what the analytics name",
    "visits.VisitExport": "whoever reads analytics lists them by the API; the audit log tells who made them",
    "visits.VisitExportPart": "what stands in their files",
    "visits.Visit": "Django's admin knows no composite keys; the dashboard adds it up",
}
EXTRA = ("/admin/", "/admin/queues/", "/admin/analytics/recent", *(f"/admin/analytics/?by={view}" for view in VIEWS))

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(admin: User) -> Rows:
    return stocked(admin)


def shown() -> Iterator[tuple[Records, str]]:
    """Each part of the admin, and how its addresses begin."""
    for model, records in admin.site._registry.items():
        assert isinstance(records, Records)
        yield records, f"admin:{model._meta.app_label}_{model._meta.model_name}"


def pages(rows: Rows) -> Iterator[tuple[str, Records, bool]]:
    """Address, whose it is, and whether somebody who only reads may see it."""
    for records, name in shown():
        row = rows[records.model]
        yield reverse(f"{name}_changelist"), records, True
        yield reverse(f"{name}_change", args=(row.pk,)), records, True
        if hasattr(records, "added"):
            yield reverse(f"{name}_add"), records, False
        if hasattr(records, "removed"):
            yield reverse(f"{name}_delete", args=(row.pk,)), records, False
    product = next(row for model, row in rows.items() if model.__name__ == "Product")
    records = next(records for records, _ in shown() if records.model is type(product))
    yield reverse("admin:catalog_product_history", args=(product.pk,)), records, True


def test_each_model_is_shown_or_told_why_not() -> None:
    known = {model._meta.label for model in apps.get_models()}
    registered = {model._meta.label for model in admin.site._registry}
    assert registered | NOT_SHOWN.keys() == known
    assert not registered & NOT_SHOWN.keys()


def test_each_is_what_django_takes() -> None:
    assert registering.PARTS
    assert [error for records in admin.site._registry.values() for error in records.check()] == []


def test_no_page_takes_more_than_twelve_statements(browser: Client, rows: Rows) -> None:
    for address in (*EXTRA, *(address for address, _, _ in pages(rows))):
        with CaptureQueriesContext(connection) as statements:
            answer = browser.get(address)
        assert answer.status_code == 200, address
        most = OF_ANALYTICS if address.startswith("/admin/analytics/") else MOST_STATEMENTS
        assert len(statements) <= most, (address, [found["sql"][:150] for found in statements])


@pytest.mark.parametrize("role", [Role.ADMIN, Role.EDITOR, Role.ANALYST])
def test_pages_are_for_who_may_see_them(rows: Rows, browser_of: BrowserOf, role: Role) -> None:
    browser = browser_of(User.objects.create(email="staff@example.com", role=role, password="!"))
    for address, records, reading in pages(rows):
        needed = records.reads if reading else records.writes
        assert browser.get(address).status_code == (200 if needed in permissions_of(role) else 403), address


def test_no_page_of_a_registration_has_its_password(browser: Client, rows: Rows) -> None:
    address = reverse("admin:accounts_registration_change", args=(rows[Registration].pk,))
    assert b"argon2" not in browser.get(address).content


def test_nobody_else_sees_any(rows: Rows) -> None:
    for address in (*EXTRA, *(address for address, _, _ in pages(rows))):
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/admin/login/"), address


def test_a_list_is_searched_by_what_its_box_says(browser: Client, rows: Rows) -> None:
    for records, name in shown():
        for words in ("stool", "ada@example.com", str(rows[records.model].pk), "\0", "Ä" * 300, "'\"--"):
            answer = browser.get(reverse(f"{name}_changelist"), {"q": words})
            assert answer.status_code == (400 if words == "\0" else 200), (name, words)


def test_lists_offer_no_way_to_ask_for_what_they_do_not_show(browser: Client, admin: User) -> None:
    for lookup in ("password__startswith", "families__tokens__digest", "token_version__gt"):
        assert browser.get("/admin/accounts/user/", {lookup: "!"}).status_code == 400


def test_rows_are_never_counted_to_the_end(browser: Client, rows: Rows) -> None:
    with CaptureQueriesContext(connection) as statements:
        browser.get("/admin/catalog/product/")
    counting = [found["sql"] for found in statements if "COUNT(" in found["sql"]]
    assert len(counting) == 1
    assert f"LIMIT {paging.MOST}" in counting[0]
