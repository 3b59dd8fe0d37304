"""A request goes on with the trace that its caller names (https://www.w3.org/TR/trace-context/)."""

import logging
from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from opentelemetry.trace import SpanContext, get_current_span

from productwatch.config.telemetry import span_of

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
PARENT = f"00-{TRACE}-{SPAN}-01"


def request_with(**headers: str) -> HttpRequest:
    return RequestFactory().get("/", headers=headers)


def context_of(request: HttpRequest) -> SpanContext:
    with span_of(request):
        return get_current_span().get_span_context()


@pytest.mark.parametrize("parent", [PARENT, f"cc-{TRACE}-{SPAN}-01-what-the-future-will-be"])
def test_that_is_well_named(parent: str) -> None:
    found = context_of(request_with(Traceparent=parent))
    assert (f"{found.trace_id:032x}", f"{found.span_id:016x}") == (TRACE, SPAN)


@pytest.mark.parametrize(
    "parent",
    [
        "nonsense",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}-01-more",
        f"00-{TRACE.upper()}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}",
        f"cc-{TRACE}-{SPAN}-01-{'x' * 1000}",
    ],
    ids=["no trace", "zero trace", "zero span", "forbidden version", "too long", "capitals", "no flags", "flood"],
)
def test_but_not_with_one_that_is_none(parent: str) -> None:
    assert not context_of(request_with(Traceparent=parent)).is_valid


def test_and_none_where_nobody_names_one() -> None:
    assert not context_of(request_with()).is_valid


def test_with_what_the_callers_vendor_adds() -> None:
    found = context_of(request_with(Traceparent=PARENT, Tracestate="vendor=1,other=2"))
    assert dict(found.trace_state) == {"vendor": "1", "other": "2"}


@pytest.mark.parametrize("state", [",".join(f"k{n}=v" for n in range(33)), f"k={'v' * 9000}", "none"])
def test_whose_additions_are_bounded(state: str) -> None:
    found = context_of(request_with(Traceparent=PARENT, Tracestate=state))
    assert found.is_valid
    assert dict(found.trace_state) == {}


@pytest.fixture
def warnings(caplog: pytest.LogCaptureFixture) -> Iterator[list[logging.LogRecord]]:
    with caplog.at_level(logging.WARNING):
        yield caplog.records


def test_without_letting_a_stranger_fill_the_log(warnings: list[logging.LogRecord]) -> None:
    context_of(request_with(Traceparent="x" * 1000))
    context_of(request_with(Traceparent=PARENT, Tracestate=f"k={'v' * 9000}"))
    assert warnings == []
