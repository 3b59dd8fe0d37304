"""Looks at each SigningKeyRing, asks the machine, carries its action out, and writes what is to be said of it."""

import logging
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aiohttp

from productwatch_operator.cluster import Cluster, Refused
from productwatch_operator.conditions import Condition, flips
from productwatch_operator.configuration import Configuration
from productwatch_operator.echo import Echo
from productwatch_operator.found import FoundRing, FoundSecret, owned_by
from productwatch_operator.metrics import RING_READY, UNREPORTED_PODS, measured
from productwatch_operator.signing_keys import pods, ring, status, tokens
from productwatch_operator.signing_keys.machine import (
    Action,
    Broken,
    Disown,
    Keys,
    MakeFirst,
    Own,
    Pod,
    Policy,
    Seen,
    Wait,
    next_action,
)

logger = logging.getLogger(__name__)

KEY = "ring.json"
STEPS = 4
"""More than any ring ever needs in a row; what goes on after them is a fault."""


@dataclass(frozen=True, slots=True)
class SigningKeys:
    """`http` asks the pods; `echo` is told of each status that was written."""

    cluster: Cluster
    http: aiohttp.ClientSession
    configuration: Configuration
    echo: Echo
    named: set[str] = field(default_factory=set)

    @measured("signing_keys")
    async def reconcile(self) -> bool:
        """Looks at every ring; whether all are ready and loaded by every pod."""
        rings = await self.cluster.rings()
        self._forget_gone({found.name for found in rings})
        return all([await self._attempt(found) for found in rings])

    async def _attempt(self, found: FoundRing) -> bool:
        try:
            seen, waits = await self._advance(found)
        except Refused as refused:
            if refused.status is None:
                raise
            await self._say(found, None, status.in_trouble(str(refused)))
            return False
        says = status.conditions(seen, waits, found.secret)
        RING_READY.labels(found.name).set(isinstance(seen.ring, Keys))
        UNREPORTED_PODS.labels(found.name).set(len(waits.pods))
        await self._say(found, seen, says)
        return waits.reason == "UpToDate"

    async def _advance(self, found: FoundRing) -> tuple[Seen, Wait]:
        """Takes step after step until there is only to wait."""
        policy = Policy(goes_with_resource=found.deletion_policy == "Delete")
        for _ in range(STEPS):
            secret = await self.cluster.secret(found.secret)
            seen = await self._seen(found, secret)
            action = next_action(seen, policy)
            if isinstance(action, Wait):
                return seen, action
            await self._carry_out(action, found, secret)
        raise Refused(f"mend signingkeyrings/{found.name}", "what was done does not show", None)

    async def _seen(self, found: FoundRing, secret: FoundSecret | None) -> Seen:
        if secret is None:
            return Seen(None)
        goes = any(owner.uid == found.reference.uid for owner in secret.owners)
        made_here = self.cluster.has_made(secret)
        try:
            document = ring.parse(b64decode(secret.data.get(KEY, "")))
        except ring.BrokenRing as broken:
            return Seen(Broken(str(broken)), {}, made_here, goes)
        keys = Keys(document["active"], ring.kids(document) - {document["active"]})
        return Seen(keys, await self._reports(document), made_here, goes)

    async def _reports(self, document: ring.Ring) -> dict[str, Pod]:
        verifiers = self.configuration.verifiers
        where = pods.addresses(await self.cluster.pods(verifiers.labels))
        token = tokens.internal_token(document, self.configuration.public_url, datetime.now(UTC))
        return await pods.reports(self.http, where, verifiers.port, token)

    async def _carry_out(self, action: Action, found: FoundRing, secret: FoundSecret | None) -> None:
        others = [owner for owner in (secret.owners if secret else ()) if owner.uid != found.reference.uid]
        match action:
            case MakeFirst():
                await self._make_first(found)
            case Own():
                await self.cluster.own_secret(found.secret, [*others, owned_by(found.reference)])
            case Disown():
                await self.cluster.own_secret(found.secret, others)

    async def _make_first(self, found: FoundRing) -> None:
        document = b64encode(ring.dumps(ring.first_ring()).encode()).decode()
        owners = [owned_by(found.reference)] if found.deletion_policy == "Delete" else []
        if await self.cluster.make_secret(found.secret, {KEY: document}, owners):
            logger.info("the first ring was made", extra={"ring": found.name, "secret": found.secret})

    async def _say(self, found: FoundRing, seen: Seen | None, says: list[Condition]) -> None:
        """Writes the status where it says something new, or is a minute old; tells of what flipped."""
        now = datetime.now(UTC)
        new = status.written(found.status, seen, says, found.generation, now)
        if not status.worth_writing(found.status, new, now):
            return
        await self.cluster.write_ring_status(found.name, found.version, new)
        self.echo.sent()
        for flip in flips(found.status.get("conditions", ()), says):
            await self._tell(found, flip)

    async def _tell(self, found: FoundRing, flip: Condition) -> None:
        """A pod that lags is no cause for alarm, a ring that cannot sign is."""
        alarming = flip.type == "Ready" and flip.status != "True"
        says = f"{flip.type} is {flip.status}: {flip.message}"
        logger.log(logging.WARNING if alarming else logging.INFO, says, extra={"ring": found.name})
        await self.cluster.tell(found.reference, "Warning" if alarming else "Normal", flip.reason, flip.message)

    def _forget_gone(self, names: set[str]) -> None:
        """Metrics tell of rings that are there."""
        for gone in self.named - names:
            for metric in (RING_READY, UNREPORTED_PODS):
                with suppress(KeyError):
                    metric.remove(gone)
        self.named.clear()
        self.named.update(names)
