"""Traces, by OTLP over HTTP, where OTEL_EXPORTER_OTLP_ENDPOINT names a collector; without one they cost nothing."""

from django.conf import settings
from opentelemetry import trace


def start(workload: str) -> None:
    """Call it after the last fork: exporters do not survive one."""
    if settings.OTLP_ENDPOINT:
        _export(workload)


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
