"""What is measured, by Prometheus' client in its default registry."""

from collections.abc import Awaitable, Callable
from functools import wraps
from time import perf_counter
from typing import ParamSpec, TypeVar

from prometheus_client import Gauge, Histogram, Info

import productwatch_operator

RECONCILE = Histogram(
    "productwatch_operator_reconcile_seconds",
    "How long looking at something, and mending it, took.",
    ["handler", "outcome"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0),
)
SECRETS_MISSING = Gauge("productwatch_bootstrap_secrets_missing", "Configured Secrets that are missing or lack a key.")
RING_READY = Gauge("productwatch_signing_key_ring_ready", "1 where the ring can sign.", ["ring"])
UNREPORTED_PODS = Gauge(
    "productwatch_signing_keys_unreported_pods", "Pods that have not told that they loaded every key.", ["ring"]
)
BUILD = Info("productwatch_operator_build", "What runs here.")
BUILD.info({"version": productwatch_operator.__version__})

P = ParamSpec("P")
T = TypeVar("T")


def measured(handler: str) -> Callable[[Callable[P, Awaitable[T]]], Callable[P, Awaitable[T]]]:
    """Counts each run of a coroutine function with its duration and outcome, `ok` or `error`."""

    def decorate(function: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
        @wraps(function)
        async def run(*args: P.args, **kwargs: P.kwargs) -> T:
            began, outcome = perf_counter(), "error"
            try:
                result = await function(*args, **kwargs)
                outcome = "ok"
            finally:
                RECONCILE.labels(handler, outcome).observe(perf_counter() - began)
            return result

        return run

    return decorate
