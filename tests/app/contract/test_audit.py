"""Whatever somebody with a permission changes is told with who did it: in the audit log, or in a history of its own."""

import pytest
from django.db.models import Max

from productwatch.audit.models import Entry
from productwatch.catalog.models import ProductVersion
from productwatch.config.auditing import HAVE_A_HISTORY
from tests.app.contract.asking import ask
from tests.app.contract.case import case_of
from tests.app.contract.operations import OPERATIONS, Operation
from tests.app.contract.principals import issued_to

pytestmark = pytest.mark.django_db

ONES_OWN = "follows.write"
CHANGES = [each for each in OPERATIONS if each.method != "GET" and each.needs and each.needs != ONES_OWN]


def done_by_an_admin(operation: Operation) -> str:
    """The admin's id."""
    call = case_of(operation).given(1)
    token = issued_to("admin")
    answer = ask(operation, call, str(token))
    assert answer.status_code in operation.successes, answer.content
    return str(token.payload["sub"])


@pytest.mark.parametrize("operation", [each for each in CHANGES if each.name not in HAVE_A_HISTORY], ids=str)
def test_of_it_tells(operation: Operation) -> None:
    admin = done_by_an_admin(operation)
    assert Entry.objects.filter(actor_id=admin, actor_kind="user").exists()


@pytest.mark.parametrize("operation", [each for each in CHANGES if each.name in HAVE_A_HISTORY], ids=str)
def test_of_it_is_a_history(operation: Operation) -> None:
    call = case_of(operation).given(2)
    before = ProductVersion.objects.aggregate(last=Max("id"))["last"] or 0
    token = issued_to("admin")
    ask(operation, call, str(token))
    assert [str(made.by_id) for made in ProductVersion.objects.filter(id__gt=before)] == [str(token.payload["sub"])]


def test_of_it_knows_them_all() -> None:
    assert {each.name for each in CHANGES} >= HAVE_A_HISTORY
    assert {"change_category", "import_products", "change_user", "erase_user"} <= {each.name for each in CHANGES}
