"""What of visits is measured where they are recorded and flushed."""

from prometheus_client import Counter

RECORDED = Counter("productwatch_visits_recorded", "Hits that the stream has taken.")
DROPPED = Counter("productwatch_visits_dropped", "Hits that were not counted, by reason.", ["reason"])
BOTS = Counter("productwatch_visits_bots", "Recorded hits that we take for a bot's, by what speaks for it.", ["reason"])
FLUSHED = Counter("productwatch_visits_flushed", "Hits that Postgres has taken, each counted once.")

REDIS_AWAY, BACKLOG_FULL, REDIS_FULL, BROKEN = "redis_away", "backlog_full", "redis_full", "broken"
UNKNOWN_PRODUCT, REFUSED, EXPIRED = "unknown_product", "refused", "expired"
HEAD, PREFETCH, STAFF, OPTED_OUT = "head", "prefetch", "staff", "opted_out"
for reason in (
    REDIS_AWAY, BACKLOG_FULL, REDIS_FULL, BROKEN, UNKNOWN_PRODUCT, REFUSED, EXPIRED, HEAD, PREFETCH, STAFF, OPTED_OUT
):  # fmt: skip
    DROPPED.labels(reason)  # a counter that begins at zero alerts on its first step

CRAWLER, HEADLESS, NO_LANGUAGE, NO_HINTS, PACE = "crawler", "headless", "no_language", "no_hints", "pace"
for reason in (CRAWLER, HEADLESS, NO_LANGUAGE, NO_HINTS, PACE):
    BOTS.labels(reason)
