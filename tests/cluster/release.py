"""A release of the chart: installed, upgraded, tested and taken away by helm."""

import json
import logging
import time
from dataclasses import dataclass, field
from typing import Any

from tests.cluster.environment import CHART
from tests.cluster.kubectl import Namespace, run

logger = logging.getLogger("cluster")


@dataclass(frozen=True, slots=True)
class Release:
    namespace: Namespace
    values: dict[str, Any] = field(default_factory=dict)
    name: str = "pw"

    def install(self) -> float:
        """Returns when everything is ready, with the seconds that it took."""
        return self._brought("install", str(CHART), "--create-namespace", "--wait", values=self.values)

    def upgrade(self, **values: Any) -> float:
        return self._brought("upgrade", str(CHART), "--wait", values=self.values | values)

    def test(self) -> str:
        return self._helm("test", "--timeout=2m")

    def is_ready(self) -> bool:
        return all(pod.is_ready or pod.is_done for pod in self.namespace.pods())

    def uninstall(self) -> None:
        """Returns when all that goes is gone."""
        self._helm("uninstall", "--wait", "--timeout=3m")

    def _brought(self, verb: str, *arguments: str, values: dict[str, Any]) -> float:
        started = time.monotonic()
        given = ("--values", "-") if values else ()
        self._helm(verb, *arguments, *given, "--timeout=4m", stdin=json.dumps(values))
        seconds = time.monotonic() - started
        logger.info("helm %s: after %.1f s", verb, seconds)
        return seconds

    def _helm(self, verb: str, *arguments: str, stdin: str = "") -> str:
        where = ("--namespace", self.namespace.name)
        return run("helm", verb, self.name, *arguments, *where, stdin=stdin, timeout=270)
