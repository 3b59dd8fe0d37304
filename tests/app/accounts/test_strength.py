"""Passwords that are easy to guess are refused, whatever kinds of characters they have, and at little cost."""

import pytest
from django.core.exceptions import ValidationError

from productwatch.accounts.models import User
from productwatch.accounts.services.passwords import refuse_easy
from productwatch.accounts.strength import LOOKED_AT, HardToGuess
from productwatch.platform.problems import Invalid

ANN = User(email="ann.otterbridge@example.com")


def is_refused(password: str) -> bool:
    try:
        refuse_easy(password, ANN)
    except Invalid:
        return True
    return False


@pytest.mark.parametrize(
    "password",
    ["Password123!", "qwertyuiop123", "iloveyou12345", "aaaaaaaaaaaa", "abcabcabcabc", "1234567890123", "P4ssw0rd!!"],
)
def test_are_refused_whatever_they_are_made_of(password: str) -> None:
    assert is_refused(password)


def test_are_refused_where_the_address_is_most_of_them() -> None:
    assert is_refused("Otterbridge1")
    assert not is_refused("otterbridge under glass")


@pytest.mark.parametrize(
    "password", ["otters under the new bridge", "tr0ub4dor&3-horses", "x9$Kq2!vLp0z", "жжжйцуквыяч"]
)
def test_are_others_not(password: str) -> None:
    assert not is_refused(password)


@pytest.mark.parametrize("end", ["", "4@8({[<369&#!1/|0$5+7%2" * 40])
def test_are_told_by_their_beginning(end: str) -> None:
    """What would take seconds to judge is not looked at."""
    with pytest.raises(ValidationError):
        HardToGuess().validate("a" * LOOKED_AT + end, ANN)
