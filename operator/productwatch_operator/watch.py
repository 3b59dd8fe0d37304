"""Kopf, watching the operator's resources: what changes wakes a round, and whatever comes proves that the watch lives.

Nothing is kept in the resources for it: no finalizer, no annotation, no peering.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, repeat
from typing import Any

import kopf

from productwatch_operator import trust
from productwatch_operator.cluster import GROUP, MANAGER, Cluster, Refused
from productwatch_operator.echo import Echo

logger = logging.getLogger(__name__)

PREFIX = f"operator.{GROUP}"
NOT_SERVED = 404
AGAIN = 5.0


class Endless:
    """Pauses between tries, in seconds: an API server that is away is waited for, however long."""

    def __iter__(self) -> Iterator[float]:
        return chain((1.0, 2.0, 4.0, 8.0), repeat(15.0))


@dataclass(slots=True)
class Watch:
    """`server` is the API server's address; `changed` is called for a ring that is new, changed or gone."""

    cluster: Cluster
    server: str
    echo: Echo
    changed: Callable[[], None]
    served: bool = False

    async def run(self) -> None:
        """Until a signal ends the process, which Kopf takes over once it runs."""
        await self._wait_until_served()
        await kopf.operator(
            registry=self._registry(),
            settings=_settings(),
            standalone=True,
            identity=MANAGER,  # type: ignore[arg-type]  # a string; Kopf's own guess needs the user to have a name
            namespaces=[self.cluster.namespace],
        )

    async def _wait_until_served(self) -> None:
        """Kopf looks for its resources once, so they have to be there before it starts."""
        told = False
        while not self.served:
            try:
                await self.cluster.rings()
                self.served = True
            except Refused as refused:
                if not told:
                    logger.warning(_why(refused), extra={"reason": str(refused)})
                told = True
                await asyncio.sleep(AGAIN)

    def _registry(self) -> kopf.OperatorRegistry:
        registry = kopf.OperatorRegistry()

        @kopf.on.login(registry=registry)
        def login(**known: Any) -> kopf.ConnectionInfo | None:
            inside = kopf.login_with_service_account(**known)
            info = replace(inside, server=self.server) if inside else kopf.login_with_kubeconfig(**known)
            return trust.ConnectionInfo.of(info) if info else None

        @kopf.on.event(f"signingkeyrings.{GROUP}", registry=registry)
        def heard(event: kopf.RawEvent, status: kopf.Status, meta: kopf.Meta, **_: Any) -> None:
            self.echo.heard()
            if event["type"] == "DELETED" or status.get("observedGeneration") != meta.get("generation"):
                self.changed()

        return registry


def _why(refused: Refused) -> str:
    if refused.status == NOT_SERVED:
        return "the API server does not know SigningKeyRing: apply the chart's crds/; the operator waits for it"
    return "the API server cannot be asked; the operator waits for it"


def _settings() -> kopf.OperatorSettings:
    settings = kopf.OperatorSettings()
    settings.scanning.disabled = True
    settings.posting.enabled = False
    settings.persistence.finalizer = f"{PREFIX}/finalizer"
    settings.persistence.progress_storage = kopf.AnnotationsProgressStorage(prefix=PREFIX)
    settings.persistence.diffbase_storage = kopf.AnnotationsDiffBaseStorage(prefix=PREFIX)
    settings.watching.server_timeout = 300
    settings.watching.client_timeout = 310
    settings.watching.connect_timeout = 30
    settings.networking.error_backoffs = Endless()
    settings.networking.enforce_retry_after = True
    settings.queueing.worker_limit = 5
    settings.process.ultimate_exiting_timeout = 20
    return settings
