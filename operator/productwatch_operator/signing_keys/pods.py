"""Asks each verifying pod which keys it has loaded, and which one it signs with."""

import asyncio
import logging
from collections.abc import Iterable, Mapping

import aiohttp
import msgspec
from lightkube.resources.core_v1 import Pod as KubernetesPod

from productwatch_operator.found import is_ending
from productwatch_operator.signing_keys.machine import Pod

logger = logging.getLogger(__name__)

PATH = "/internal/v1/signing-keys"
PATIENCE = aiohttp.ClientTimeout(total=3)
AT_ONCE = 20
LARGEST_ANSWER = 65536
"""Bytes; a ring is far smaller."""


class Report(msgspec.Struct, frozen=True):
    """What a pod answers."""

    loaded: frozenset[str]
    signs_with: str | None = None


def addresses(pods: Iterable[KubernetesPod]) -> dict[str, str]:
    """The pods that count, by name: those that have an address and do not end, ready or not."""
    return {
        pod.metadata.name or "": pod.status.podIP
        for pod in pods
        if pod.metadata and pod.status and pod.status.podIP and not _ends(pod)
    }


async def reports(http: aiohttp.ClientSession, where: Mapping[str, str], port: int, token: str) -> dict[str, Pod]:
    """One entry for each address; a pod that does not answer well has loaded nothing, as far as anyone knows."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def ask(address: str) -> Pod:
        async with gate:
            return await _report(http, f"http://{_host(address)}:{port}{PATH}", token)

    return dict(zip(where, await asyncio.gather(*map(ask, where.values())), strict=True))


async def _report(http: aiohttp.ClientSession, url: str, token: str) -> Pod:
    headers = {"Authorization": f"Bearer {token}"}
    try:
        async with http.get(url, headers=headers, timeout=PATIENCE, allow_redirects=False) as answer:
            answer.raise_for_status()
            report = msgspec.json.decode(await answer.content.read(LARGEST_ANSWER), type=Report)
    except (aiohttp.ClientError, TimeoutError, msgspec.MsgspecError) as error:
        logger.debug("a pod does not report", extra={"url": url, "reason": f"{type(error).__name__} {error}"})
        return Pod()
    return Pod(report.loaded, report.signs_with)


def _ends(pod: KubernetesPod) -> bool:
    return is_ending(pod) or (pod.status is not None and pod.status.phase in ("Succeeded", "Failed"))


def _host(address: str) -> str:
    return f"[{address}]" if ":" in address else address
