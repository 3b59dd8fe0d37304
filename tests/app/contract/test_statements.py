"""A success takes as many SQL statements for many rows as for few, and no more than its ceiling."""

import pytest
from django.db import connection, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from productwatch.platform.redis import redis
from tests.app.contract.asking import ask, whoever_may
from tests.app.contract.case import Given, case_of, ways
from tests.app.contract.operations import OPERATIONS, Operation

FEW, MANY = 2, 9
BRACKETS = ("SAVEPOINT", "RELEASE SAVEPOINT")
"""What a transaction within the test's own one begins and ends with."""


@pytest.mark.parametrize(("operation", "given"), ways(OPERATIONS))
@pytest.mark.django_db
def test_of(operation: Operation, given: Given) -> None:
    few, many = statements(operation, given, FEW), statements(operation, given, MANY)
    ceiling = case_of(operation).ceiling
    assert len(few) == len(many), told(many)
    assert len(many) <= ceiling, f"{len(many)} statements, where {ceiling} are allowed: {told(many)}"


def statements(operation: Operation, given: Given, rows: int) -> list[str]:
    """What a success asks of the database with nothing kept in Redis, work after its commit included."""
    with transaction.atomic():
        call = given(rows)
        token = whoever_may(operation, call)
        redis().flushdb()
        with CaptureQueriesContext(connection) as captured, TestCase.captureOnCommitCallbacks(execute=True):
            answer = ask(operation, call, token)
        transaction.set_rollback(True)
    assert answer.status_code in operation.successes, answer.content
    return [query["sql"] for query in captured if not query["sql"].startswith(BRACKETS)]


def told(found: list[str]) -> str:
    return "".join(f"\n{number}. {statement:.300}" for number, statement in enumerate(found, 1))
