"""A log line is one JSON object, whatever is logged."""

import json
import logging
import sys

from hypothesis import given
from hypothesis import strategies as st

from productwatch_operator.logs import JsonLines, TextLines


def record(message: str, **extra: object) -> logging.LogRecord:
    return logging.makeLogRecord({"msg": message, "levelname": "INFO", "name": "tests", **extra})


@given(st.text(), st.text())
def test_with_what_was_given_along(message: str, secret: str) -> None:
    line = JsonLines().format(record(message, secret=secret))
    assert "\n" not in line
    assert {"event": message, "level": "info", "secret": secret}.items() <= json.loads(line).items()


def test_with_the_trace_of_an_error() -> None:
    try:
        int("a mistake")
    except ValueError:
        line = JsonLines().format(record("failed", exc_info=sys.exc_info()))
    assert "ValueError: invalid literal" in json.loads(line)["exception"]


def test_without_what_kopf_adds() -> None:
    assert "k8s_ref" not in json.loads(JsonLines().format(record("x", k8s_ref={"uid": "y"})))


def test_or_readable_text() -> None:
    assert TextLines().format(record("made", secret="pw-redis")).endswith("INFO    made secret=pw-redis")
