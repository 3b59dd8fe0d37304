"""Logs: one line an event on standard output, as JSON for machines or readable for people.

What comes by `extra=` becomes members of the line; the request's id and the trace's are bound by the middleware.
"""

import logging
import sys
from typing import Any

import structlog
from opentelemetry import trace

_QUIET = {
    "celery.app.trace": "WARNING",  # tasks are counted; what they did, they tell themselves
    "celery.beat": "WARNING",
    "celery.worker.strategy": "WARNING",
    "django.request": "CRITICAL",  # the middleware tells each request once, and errors with their cause
    "django.security.DisallowedHost": "CRITICAL",  # anyone can send one
    "kombu": "WARNING",
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


def _formatter(form: str) -> logging.Formatter:
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_trace,
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(form)],
    )


def _rendering(form: str) -> list[Any]:
    """Tracebacks without the values of variables, which may be anybody's password."""
    if form == "text":
        plain = structlog.dev.plain_traceback
        return [structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty(), exception_formatter=plain)]
    transformer = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [structlog.processors.ExceptionRenderer(transformer), structlog.processors.JSONRenderer()]


def _with_trace(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"], event["span_id"] = f"{context.trace_id:032x}", f"{context.span_id:016x}"
    return event
