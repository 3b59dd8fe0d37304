"""Nothing that an attacker tries gets through."""

import pytest

from tests.security.attack import tried_all
from tests.security.target import Target


@pytest.mark.timeout(600)
def test_every_attack_is_refused(target: Target) -> None:
    outcomes = list(tried_all(target))
    assert len(outcomes) > 20
    assert {outcome.what: outcome.told for outcome in outcomes if not outcome.refused} == {}
