"""A reset takes the data away: after a yes, and never under a run."""

from pathlib import Path

import pytest

from productwatch_local.instance import AlreadyRunning, the_only_one
from productwatch_local.problems import CannotStart
from productwatch_local.reset import reset


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "run/postgresql").mkdir(parents=True)
    return tmp_path / "run"


def test_after_a_yes_leaves_nothing(data: Path) -> None:
    reset(data, lambda _question: "Yes")
    assert not data.exists()


@pytest.mark.parametrize("answer", ["", "n", "yesterday"])
def test_without_a_yes_leaves_all(data: Path, answer: str) -> None:
    with pytest.raises(CannotStart, match="Nothing was taken away"):
        reset(data, lambda _question: answer)
    assert (data / "postgresql").exists()


def test_asked_by_nobody_leaves_all(data: Path) -> None:
    def nobody(_question: str) -> str:
        raise EOFError

    with pytest.raises(CannotStart):
        reset(data, nobody)
    assert (data / "postgresql").exists()


def test_under_a_run_is_refused(data: Path) -> None:
    with the_only_one(data), pytest.raises(AlreadyRunning):
        reset(data, lambda _question: "yes")
    assert (data / "postgresql").exists()


def test_of_nothing_is_fine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reset(tmp_path / "none")
    assert "There is nothing" in capsys.readouterr().out
