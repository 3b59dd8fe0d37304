"""What is measured, by Prometheus' client: one process a pod, so the default registry tells all of it."""

from prometheus_client import Counter, Gauge, Histogram, Info, start_http_server

import productwatch

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Buckets of request durations; 0.3 is where the latency objective lies."""

TASK_SECONDS = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0)

HTTP_SECONDS = Histogram(
    "http_server_request_duration_seconds",
    "How long requests took, by route template.",
    ["http_route", "method", "status_code"],
    buckets=SECONDS,
)
HTTP_ACTIVE = Gauge("http_server_active_requests", "Requests that are being answered.")
REDIS_FAILURES = Counter("productwatch_redis_failures", "Calls that Redis did not answer.")
STALE_ANSWERS = Counter("productwatch_stale_answers", "Reads answered from kept bytes because Postgres was away.")
DROPS_LOST = Counter(
    "productwatch_read_drops_lost", "Changed resources of which Redis was not told; answers may be stale for a minute."
)
REVOCATIONS_LOST = Counter(
    "productwatch_revocations_lost",
    "Revoked users and sessions of which Redis was not told; their tokens live on.",
)
KEY_RING_BROKEN = Gauge(
    "productwatch_key_ring_broken", "1 while the file of the key ring cannot be used and the last good ring stays."
)
IDEMPOTENCY_KEYS = Counter(
    "productwatch_idempotency_keys", "Requests that carried an Idempotency-Key, by what became of them.", ["outcome"]
)
OPENID_FAILURES = Counter("productwatch_openid_failures", "Questions that an issuer did not answer well.", ["issuer"])
WAKES_LOST = Counter("productwatch_task_wakes_lost", "Tasks that the broker did not take; the sweep does their work.")
TASK_DURATION = Histogram(
    "productwatch_task_seconds",
    "How long tasks took, counted in the parent.",
    ["task", "outcome"],
    buckets=TASK_SECONDS,
)
BEAT_TICK = Gauge("productwatch_beat_last_tick_timestamp_seconds", "When Beat's loop last turned.")
BUILD = Info("productwatch_build", "What runs here.")
BUILD.info({"version": productwatch.__version__})


def serve_metrics(host: str, port: int) -> None:
    """Answers scrapes there from a thread of its own."""
    start_http_server(port, host)
