"""Every operation is behind limits, and says which, as its answers do."""

import pytest
from pytest_django.fixtures import Settings

from productwatch.config.api import build
from productwatch.config.limits import limits_of
from productwatch.config.operations import operations
from productwatch.platform.limiter.fields import is_shared
from productwatch.platform.limiter.quota import Quota
from tests.app.contract.asking import ask, whoever_may
from tests.app.contract.case import case_of
from tests.app.contract.operations import OPERATIONS, Operation, resolved

pytestmark = pytest.mark.django_db
FIELDS = {"RateLimit-Policy", "RateLimit"}
POLICIES = {str(each.operation_id): [policy.name for policy in limits_of(each)] for each in operations(build())}


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_are_told_in_the_answer(operation: Operation) -> None:
    call = case_of(operation).given(3)
    answer = ask(operation, call, whoever_may(operation, call))
    told = {} if is_shared(answer.headers) else {name: answer[name] for name in FIELDS}
    for policy in POLICIES[operation.name]:
        assert all(f'"{policy}";' in field for field in told.values())
    assert resolved(operation.responses[answer.status_code])["headers"].keys() >= told.keys()


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_refuse_with_a_problem_and_the_time_to_wait(operation: Operation, settings: Settings) -> None:
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, Quota(1, 60))
    call = case_of(operation).given(1)
    token = whoever_may(operation, call)
    ask(operation, call, token)
    answer = ask(operation, call, token)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert answer.json()["violated-policies"] == POLICIES[operation.name]
    assert 429 in operation.responses
