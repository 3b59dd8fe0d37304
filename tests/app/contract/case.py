"""What the document cannot tell of an operation, and the one table of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.app.contract.operations import Operation

ROOM = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class Call:
    """What an operation is asked; a body that is left out is the example of the document."""

    path: Mapping[str, object] = field(default_factory=dict)
    query: Mapping[str, object] = field(default_factory=dict)
    body: Any = None
    form: dict[str, Any] | None = None
    token: str | None = None
    """Of whom it belongs to what is asked for, where that is somebody."""
    file: tuple[str, bytes] | None = None
    """A body that is no JSON: its media type, and itself."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What else the request must have."""


Given = Callable[[int], Call]
"""Makes that many rows of whatever an operation reads or touches, and says how to ask for it."""


def nothing(rows: int) -> Call:
    """For an operation that needs nothing to be there."""
    return Call()


@dataclass(frozen=True, slots=True)
class Case:
    """How an operation succeeds, and what that may cost."""

    ceiling: int
    """SQL statements that a success may take, however many rows there are."""

    given: Given = nothing
    others: tuple[Given, ...] = ()
    """Other rows and requests that succeed: what may be empty is, or the request asks for more."""

    strangers: int | None = None
    """What everybody else is answered, where it belongs to somebody."""

    knows_who_is_active: bool = False
    """It asks the database who is signed in: a deactivated user is refused before the token ends."""


def ways(operations: Iterable[Operation]) -> list[Any]:
    """Parameters for a test: each operation with each way in which it succeeds."""
    found = [(operation, given) for operation in operations for given in _ways_of(operation)]
    return [pytest.param(operation, given, id=f"{operation}-{given.__name__}") for operation, given in found]


def case_of(operation: Operation) -> Case:
    assert operation.name in CASES, (
        f"{operation.name} has no entry: say in tests/app/contract/cases/<its domain>.py what must be there for it to"
        " succeed, and how many SQL statements that may take; its neighbours show how"
    )
    return CASES[operation.name]


def _ways_of(operation: Operation) -> list[Given]:
    case = CASES.get(operation.name, Case(0))  # that one is missing, a test of its own tells
    return [case.given, *case.others]


def _cases() -> dict[str, Case]:
    modules = sorted(file.stem for file in ROOM.glob("*.py"))
    tables = [import_module(f"tests.app.contract.cases.{module}").CASES for module in modules]
    return {name: case for table in tables for name, case in table.items()}


CASES = _cases()
