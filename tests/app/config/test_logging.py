"""A line of the log is one JSON object, and a traceback in it shows no values."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from productwatch.config.logging import _formatter


@pytest.fixture(params=["json", "text"])
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def lines(form: str) -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(form))
    logger = logging.getLogger("tests.lines")
    logger.addHandler(handler)
    logger.propagate = False
    yield stream
    logger.removeHandler(handler)


def fail(password: str) -> None:
    raise RuntimeError(f"failed with {len(password)} characters")


def test_shows_no_value_of_a_variable(lines: io.StringIO) -> None:
    try:
        fail("correct horse")
    except RuntimeError:
        logging.getLogger("tests.lines").exception("it failed")
    assert "failed with 13 characters" in lines.getvalue()
    assert "test_logging" in lines.getvalue()
    assert "correct horse" not in lines.getvalue().replace('fail("correct horse")', "")


def test_carries_what_is_bound_and_what_is_extra(lines: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        logging.getLogger("tests.lines").warning("it happened", extra={"status": 201})
    assert all(part in lines.getvalue() for part in ("it happened", "r1", "201"))


@pytest.mark.parametrize("form", ["json"], indirect=True)
def test_is_json(lines: io.StringIO) -> None:
    logging.getLogger("tests.lines").error("two\nlines")
    [line] = lines.getvalue().splitlines()
    assert json.loads(line)["event"] == "two\nlines"
    assert json.loads(line)["level"] == "error"
