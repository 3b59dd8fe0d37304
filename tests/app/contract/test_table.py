"""The proofs of the contract reach every operation."""

import pytest

from tests.app.contract.case import CASES, case_of
from tests.app.contract.operations import OPERATIONS, Operation


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_knows_how_it_succeeds(operation: Operation) -> None:
    assert case_of(operation)


def test_know_no_other() -> None:
    assert set(CASES) <= {operation.name for operation in OPERATIONS}
