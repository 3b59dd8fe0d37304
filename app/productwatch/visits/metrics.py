"""What of visits is measured where they are recorded and flushed."""

from prometheus_client import Counter

RECORDED = Counter("productwatch_visits_recorded", "Hits that the stream has taken.")
DROPPED = Counter("productwatch_visits_dropped", "Hits that were not counted, by reason.", ["reason"])
FLUSHED = Counter("productwatch_visits_flushed", "Hits that Postgres has taken, each counted once.")

REDIS_AWAY, BACKLOG_FULL, REDIS_FULL, BROKEN = "redis_away", "backlog_full", "redis_full", "broken"
UNKNOWN_PRODUCT, REFUSED = "unknown_product", "refused"
PREFETCH, STAFF, OPTED_OUT = "prefetch", "staff", "opted_out"
for reason in (
    REDIS_AWAY, BACKLOG_FULL, REDIS_FULL, BROKEN, UNKNOWN_PRODUCT, REFUSED, PREFETCH, STAFF, OPTED_OUT
):  # fmt: skip
    DROPPED.labels(reason)  # a counter that begins at zero alerts on its first step
