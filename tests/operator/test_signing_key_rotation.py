"""An exchange of keys goes by steps, each of which is refused out of its turn."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from productwatch_operator.signing_keys.ring import dumps, first_ring, kids, parse
from productwatch_operator.signing_keys.rotation import OutOfTurn, promoted, retired, staged

CODE = str(Path(__file__).parents[2] / "operator")
FIRST = first_ring("first")
STAGED = staged(FIRST, "second")
PROMOTED = promoted(STAGED)


def can_sign(ring: dict[str, Any]) -> set[str]:
    return {key["kid"] for key in parse(dumps(ring))["keys"] if "d" in key}


def test_begins_with_a_key_that_signs_nothing() -> None:
    assert (STAGED["active"], set(kids(STAGED))) == ("first", {"first", "second"})
    assert json.dumps(FIRST["keys"][0]) in json.dumps(STAGED)


def test_goes_on_with_that_key_and_destroys_the_private_half_of_the_one_before() -> None:
    assert (PROMOTED["active"], set(kids(PROMOTED)), can_sign(PROMOTED)) == ("second", {"first", "second"}, {"second"})


def test_ends_without_the_key_before() -> None:
    assert (retired(PROMOTED)["active"], set(kids(retired(PROMOTED)))) == ("second", {"second"})


@pytest.mark.parametrize(
    ("step", "ring"), [(staged, STAGED), (promoted, FIRST), (promoted, PROMOTED), (retired, FIRST), (retired, STAGED)]
)
def test_takes_no_step_out_of_its_turn(step: Any, ring: dict[str, Any]) -> None:
    with pytest.raises(OutOfTurn):
        step(ring)


def test_takes_no_kid_twice() -> None:
    with pytest.raises(OutOfTurn, match="first is in the ring already"):
        staged(FIRST, "first")


def by_hand(step: str, text: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "productwatch_operator.signing_keys", step]
    environment = {**os.environ, "PYTHONPATH": CODE}
    return subprocess.run(command, env=environment, input=text, capture_output=True, text=True, check=False)


def test_is_taken_by_hand() -> None:
    done = by_hand("promote", dumps(STAGED))
    assert (done.returncode, parse(done.stdout)["active"]) == (0, "second")


@pytest.mark.parametrize(("text", "why"), [(dumps(FIRST), "not one key is staged"), ("{", "it is no JSON")])
def test_that_is_refused_by_hand_says_why_and_writes_nothing(text: str, why: str) -> None:
    done = by_hand("promote", text)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"the ring stays as it is: {why}")
