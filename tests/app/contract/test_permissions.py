"""Every kind of principal is let in where the document says so, and nowhere else."""

from dataclasses import replace

import pytest
from django.db import transaction

from productwatch.platform.redis import redis
from tests.app.contract.asking import ask
from tests.app.contract.case import Call, Case, case_of
from tests.app.contract.operations import OPERATIONS, Operation
from tests.app.contract.principals import PRINCIPALS, Principal

IN = "let in"
NEEDY = [
    pytest.param(operation, name, schema["enum"][0], schema["x-needs"], id=f"{operation}-{name}")
    for operation in OPERATIONS
    for name, parameter in operation.parameters("query").items()
    if "x-needs" in (schema := parameter["schema"])
]
"""Parameters that need a permission which the operation without them does not."""


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


@pytest.mark.parametrize(("operation", "name", "value", "needed"), NEEDY)
@pytest.mark.django_db
def test_of_a_parameter(operation: Operation, name: str, value: object, needed: str) -> None:
    plain = case_of(operation).given(1)
    call = replace(plain, query={**plain.query, name: value})
    found = {str(principal): outcome(operation, call, principal) for principal in PRINCIPALS}
    assert found == {
        str(principal): IN if principal.may_call(needed) else 401 if principal.permissions is None else 403
        for principal in PRINCIPALS
    }


def test_know_such_parameters() -> None:
    assert "list_products-status" in [str(found.id) for found in NEEDY]


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
