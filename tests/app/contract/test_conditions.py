"""What the document says of conditional requests holds: who has it is not sent it, who has not does not change it."""

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from productwatch.platform.redis import redis
from tests.app.contract.asking import ask, whoever_may
from tests.app.contract.case import case_of
from tests.app.contract.operations import OPERATIONS, Operation
from tests.app.contract.test_problems import is_documented

pytestmark = pytest.mark.django_db

KEPT = [operation for operation in OPERATIONS if 304 in operation.responses]
ANYBODYS = [operation for operation in KEPT if operation.needs is None]
GUARDED = [operation for operation in OPERATIONS if 412 in operation.responses]
BOUND_ONE_BY_ONE = {"change_products"}
"""What each of their changes may be bound to stands in the body."""


def test_guard_whatever_can_be_read_and_changed() -> None:
    seen = {operation.path for operation in KEPT}
    changing = [each for each in OPERATIONS if each.method in {"PUT", "PATCH", "DELETE"} and each.path in seen]
    assert {operation.name for operation in changing if operation not in GUARDED} == BOUND_ONE_BY_ONE


@pytest.mark.parametrize("operation", KEPT, ids=str)
def test_who_has_it_is_not_sent_it(operation: Operation) -> None:
    call = case_of(operation).given(3)
    token = whoever_may(operation, call)
    tag = ask(operation, call, token)["ETag"]
    for header in (tag, f"W/{tag}", f'"other", {tag[:-1]}-gzip"', "*"):
        answer = ask(operation, call, token, {"If-None-Match": header})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)


@pytest.mark.parametrize("operation", ANYBODYS, ids=str)
def test_and_that_costs_no_query_and_one_trip(
    operation: Operation, trips: list[object], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    call = case_of(operation).given(3)
    tag = ask(operation, call, None)["ETag"]
    trips.clear()
    with django_assert_num_queries(0):
        assert ask(operation, call, None, {"If-None-Match": tag}).status_code == 304
    assert len(trips) == 1


@pytest.mark.parametrize("operation", ANYBODYS, ids=str)
def test_and_is_sent_it_where_it_is_another(operation: Operation) -> None:
    call = case_of(operation).given(3)
    assert ask(operation, call, None, {"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("operation", GUARDED, ids=str)
def test_who_has_seen_another_changes_nothing(operation: Operation, settings: Settings) -> None:
    call = case_of(operation).given(3)
    token = whoever_may(operation, call)
    redis().flushdb()
    wrong = {
        status: ask(operation, call, token, headers)
        for status, headers in ((412, {"If-Match": '"99-ab"'}), (400, {"If-Match": "99"}))
    }
    settings.REQUIRE_IF_MATCH = True
    wrong[428] = ask(operation, call, token)
    assert [is_documented(operation, answer, status) for status, answer in wrong.items()] == [[], [], []]
    right = {"If-Match": wrong[412]["ETag"]}
    assert ask(operation, call, token, right).status_code in operation.successes
