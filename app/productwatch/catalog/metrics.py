"""How searches do."""

from prometheus_client import Histogram

from productwatch.platform.metrics import SECONDS

SEARCH_SECONDS = Histogram("productwatch_search_seconds", "How long the database took for searches.", buckets=SECONDS)
SEARCH_CANDIDATES = Histogram(
    "productwatch_search_candidates",
    "How many products searches had to choose from; 10001 stands for more than 10000.",
    buckets=(0, 1, 10, 100, 1000, 10_000),
)
