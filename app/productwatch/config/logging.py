"""Logs: one line an event on standard output, as JSON for machines or readable for people.

What comes by `extra=` becomes members of the line; the request's id and the trace's are bound by the middleware.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

import orjson
import structlog
from opentelemetry import trace
from structlog.contextvars import get_contextvars

_OF_EVERY_RECORD = frozenset({*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"})
_exception = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
"""Tracebacks tell no values of variables, which may be anybody's password."""

_QUIET = {
    "celery.app.trace": "WARNING",  # tasks are counted; what they did, they tell themselves
    "celery.beat": "WARNING",
    "celery.worker.strategy": "WARNING",
    "django.request": "CRITICAL",  # the middleware tells each request once, and errors with their cause
    "django.security.DisallowedHost": "CRITICAL",  # anyone can send one
    "kombu": "WARNING",
    "opentelemetry": "ERROR",  # warns of headers that a stranger has sent
    "psycopg.pool": "ERROR",  # warns of each try while the database is away, which we tell ourselves
}


def configure(settings: dict[str, str]) -> None:
    """Django's LOGGING_CONFIG."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_formatter(settings["format"]))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings["level"])
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=True)
    if settings["format"] == "json":
        _spare_what_nobody_reads()


def _spare_what_nobody_reads() -> None:
    """Which line of which thread logged: https://docs.python.org/3/howto/logging.html#optimization."""
    logging._srcfile = None  # noqa: SLF001 - as that page says
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


def _formatter(form: str) -> logging.Formatter:
    return JsonLines() if form == "json" else _text()


class JsonLines(logging.Formatter):
    """By hand, for a line is written with each request: structlog's chain of processors takes five times as long."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            **{name: value for name, value in record.__dict__.items() if name not in _OF_EVERY_RECORD},
            **get_contextvars(),
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = _exception(record.exc_info)
        return _json(_with_trace(None, "", line))


def _json(line: dict[str, Any]) -> str:
    try:
        return orjson.dumps(line, default=repr).decode()
    except TypeError:  # a lone surrogate, or a number beyond 64 bits: rare, and to be told all the same
        return json.dumps(line, default=repr)


def _text() -> logging.Formatter:
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_trace,
    ]
    plain = structlog.dev.plain_traceback
    console = structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty(), exception_formatter=plain)
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, console]
    )


def _with_trace(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"], event["span_id"] = f"{context.trace_id:032x}", f"{context.span_id:016x}"
    return event
