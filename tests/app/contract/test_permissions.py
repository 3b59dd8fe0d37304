"""Every kind of principal is let in where the document says so, and nowhere else."""

import pytest
from django.db import transaction

from productwatch.platform.redis import redis
from tests.app.contract.asking import ask
from tests.app.contract.case import Call, Case, case_of
from tests.app.contract.operations import OPERATIONS, Operation
from tests.app.contract.principals import PRINCIPALS, Principal

IN = "let in"


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
@pytest.mark.django_db
def test_of(operation: Operation) -> None:
    case = case_of(operation)
    call = case.given(1)
    found = {str(principal): outcome(operation, call, principal) for principal in PRINCIPALS}
    expected = {str(principal): expectation(operation, case, principal) for principal in PRINCIPALS}
    if call.token:
        owner = Principal("its owner", frozenset(), lambda: call.token)
        found, expected = found | {str(owner): outcome(operation, call, owner)}, expected | {str(owner): IN}
    assert found == expected


def expectation(operation: Operation, case: Case, principal: Principal) -> str | int:
    if not principal.may_call(operation.needs):
        return 401 if principal.permissions is None else 403
    if case.knows_who_is_active and not principal.is_active:
        return 401
    return case.strangers or IN


def outcome(operation: Operation, call: Call, principal: Principal) -> str | int:
    """What comes of it, which is undone; nobody is kept out because others have asked before."""
    redis().flushdb()
    with transaction.atomic():
        status = ask(operation, call, principal.token()).status_code
        transaction.set_rollback(True)
    return IN if status in operation.successes else status
