"""The operator, put together: two rounds, one watch, the ports, and an end when a signal comes."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from lightkube import AsyncClient
from prometheus_client import start_http_server

from productwatch_operator import health
from productwatch_operator.bootstrap.reconcile import Bootstrap
from productwatch_operator.cluster import Cluster
from productwatch_operator.configuration import Configuration, ConfigurationError, Environment
from productwatch_operator.echo import Echo
from productwatch_operator.rounds import Rounds
from productwatch_operator.signing_keys.reconcile import SigningKeys
from productwatch_operator.watch import Watch

logger = logging.getLogger(__name__)


async def run(configuration: Configuration, environment: Environment, client: AsyncClient, namespace: str) -> None:
    """Until a signal ends it."""
    cluster, echo = Cluster(client, namespace, configuration.release), Echo()
    async with client, aiohttp.ClientSession() as http:
        bootstrap = Rounds("bootstrap", Bootstrap(cluster, configuration).reconcile, configuration.resync_seconds)
        signing_keys = SigningKeys(cluster, http, configuration, echo)
        keys = Rounds("signing keys", signing_keys.reconcile, configuration.resync_seconds)
        watch = Watch(cluster, client.config.cluster.server, echo, keys.wake)
        async with _ports(
            environment, lambda: _not_alive([bootstrap, keys], echo), lambda: _not_ready(bootstrap, watch)
        ):
            await _first_ended(bootstrap=bootstrap.run(), keys=keys.run(), watch=watch.run(), signal=_signal())
    logger.info("the operator has stopped")


@asynccontextmanager
async def _ports(environment: Environment, live: health.Faults, ready: health.Faults) -> AsyncIterator[None]:
    try:
        start_http_server(environment.internal_port)
        runner = await health.serve(environment.health_port, live, ready)
    except OSError as error:
        raise ConfigurationError(f"INTERNAL_PORT or HEALTH_PORT cannot be listened on: {error.strerror}") from None
    try:
        yield
    finally:
        await runner.cleanup()


async def _first_ended(**works: Coroutine[Any, Any, None]) -> None:
    """Lets all run until one ends, then ends the others; raises what the first one raised."""
    tasks = {asyncio.create_task(work, name=name) for name, work in works.items()}
    done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for task in done:
        task.result()


async def _signal() -> None:
    """Ends when the process is asked to."""
    asked = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    await asked.wait()


def _not_alive(rounds: Sequence[Rounds], echo: Echo) -> list[str]:
    still = [f"no round of {each.name} has ended for minutes" for each in rounds if each.stands_still]
    return [*still, *(["the watch does not hear what is written"] if echo.is_lost else [])]


def _not_ready(bootstrap: Rounds, watch: Watch) -> list[str]:
    secrets = [] if bootstrap.settled else ["a configured Secret is missing or incomplete: see the log and the events"]
    return [*secrets, *([] if watch.served else ["SigningKeyRing is not served"])]
