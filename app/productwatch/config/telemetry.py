"""Traces, by OTLP over HTTP, where OTEL_EXPORTER_OTLP_ENDPOINT names a collector; without one they cost nothing."""

from contextlib import AbstractContextManager, nullcontext

from django.conf import settings
from django.http import HttpRequest
from opentelemetry import trace
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_tracer, _w3c = trace.get_tracer("productwatch"), TraceContextTextMapPropagator()
_untraced = nullcontext(trace.INVALID_SPAN)


def start(workload: str) -> None:
    """Call it after the last fork: exporters do not survive one."""
    if settings.OTLP_ENDPOINT:
        _export(workload)


def span_of(request: HttpRequest) -> AbstractContextManager[trace.Span]:
    """The request's span, in the trace that its caller names (https://www.w3.org/TR/trace-context/).

    Without a collector it is none of ours, but the log tells the caller's trace.
    """
    if not (settings.OTLP_ENDPOINT or "HTTP_TRACEPARENT" in request.META):
        return _untraced
    headers = {name: request.META.get(f"HTTP_{name.upper()}", "") for name in ("traceparent", "tracestate")}
    return _tracer.start_as_current_span("request", _w3c.extract(headers), trace.SpanKind.SERVER)


def _export(workload: str) -> None:
    # Imported only where they are used: they cost each process ten megabytes.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    attributes = {"service.name": f"productwatch-{workload}", "service.version": settings.VERSION}
    provider = TracerProvider(resource=Resource.create(attributes))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
