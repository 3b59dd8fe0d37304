"""What of streams is measured in the process that holds them."""

from prometheus_client import Counter, Gauge, Histogram

OPEN = Gauge("productwatch_streams_open", "Streams that clients hold open.")
ROOM = Gauge("productwatch_streams_room", "How many there may be in this process.")
ENDED = Counter("productwatch_streams_ended", "Streams that have ended, by why.", ["reason"])
REFUSED = Counter("productwatch_streams_refused", "Streams that were refused, by why.", ["reason"])
TOLD = Counter("productwatch_stream_events", "Changes that were told, each to all who listened.")
SOURCE_SECONDS = Histogram(
    "productwatch_stream_source_seconds",
    "How long it took to ask the one source of all streams.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5),
)
SOURCE_FAILURES = Counter("productwatch_stream_source_failures", "Times that the source could not tell.")

LIFE, RIGHTS, STOPPING, GONE, SLOW = "life", "rights", "stopping", "gone", "slow"
for reason in (LIFE, RIGHTS, STOPPING, GONE, SLOW):
    ENDED.labels(reason)

FULL, TOO_MANY = "full", "too_many"
for reason in (FULL, TOO_MANY):
    REFUSED.labels(reason)
