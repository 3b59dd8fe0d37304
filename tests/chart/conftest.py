"""The chart, rendered by Helm's own engine, in this process where it can be."""

import functools
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from tests.chart.rendering import CommandLine, Engine, InProcess, Manifest, Refused, Values

Render = Callable[..., list[Manifest]]
Refusal = Callable[[Values], str]


@functools.cache
def in_process() -> InProcess | None:
    try:
        return InProcess()
    except ImportError:
        return None


@pytest.fixture(scope="session")
def engine() -> Engine:
    if found := in_process():
        return found
    if shutil.which("helm"):
        return CommandLine("helm")
    pytest.skip("neither the wheel of Helm's engine nor a helm on the PATH")


@pytest.fixture(scope="session")
def render(engine: Engine) -> Render:
    return lambda **values: engine.manifests(values)


@pytest.fixture(scope="session")
def refusal(engine: Engine) -> Refusal:
    """What the user reads who gives these values."""

    def message(values: Values) -> str:
        with pytest.raises(Refused) as error:
            engine.manifests(values)
        return str(error.value)

    return message


@pytest.fixture(scope="session")
def notes() -> Callable[..., str]:
    """What `helm install` prints at its end."""
    found = in_process()
    if not found:
        pytest.skip("no wheel of Helm's engine for this machine")

    def text(**values: Any) -> str:
        return found.files(values)["productwatch/templates/NOTES.txt"]

    return text
