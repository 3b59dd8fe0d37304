"""Brings the configured Secrets about: looks, asks the decision, carries it out, and tells what it did once."""

import logging
from base64 import b64encode
from collections.abc import Iterable, Mapping
from secrets import token_urlsafe

from lightkube.models.core_v1 import ObjectReference

from productwatch_operator.bootstrap.decision import Complain, Make, Nothing, Restore, Seen, decide
from productwatch_operator.cluster import Cluster, Refused
from productwatch_operator.configuration import Configuration, SecretWanted, Value
from productwatch_operator.found import FoundSecret, Owner, owned_by
from productwatch_operator.metrics import SECRETS_MISSING, measured

logger = logging.getLogger(__name__)


class Bootstrap:
    """Remembers, as long as the process lives, what the Secrets held and what it has complained of."""

    def __init__(self, cluster: Cluster, configuration: Configuration) -> None:
        self._cluster = cluster
        self._configuration = configuration
        self._remembered: dict[str, Mapping[str, str]] = {}
        self._told: dict[str, str] = {}
        self._marked: set[str] = set()

    @measured("bootstrap")
    async def reconcile(self) -> bool:
        """Looks at every Secret; whether all are there and complete."""
        complete = {wanted.name for wanted in self._configuration.secrets if await self._attempt(wanted)}
        SECRETS_MISSING.set(len(self._configuration.secrets) - len(complete))
        await self._mark_claims(complete)
        return len(complete) == len(self._configuration.secrets)

    async def _attempt(self, wanted: SecretWanted) -> bool:
        """One Secret that is refused keeps no other waiting; where nobody answers, the others can wait too."""
        try:
            return await self._one(wanted)
        except Refused as refused:
            if refused.status is None:
                raise
            await self._complain(wanted, None, Complain("ClusterRefused", str(refused)))
            return False

    async def _one(self, wanted: SecretWanted) -> bool:
        found = await self._cluster.secret(wanted.name)
        match decide(wanted, await self._seen(wanted, found)):
            case Nothing():
                self._remember(wanted, found)
                return True
            case Make():
                return await self._make(wanted, _new_values(wanted), "SecretMade", "made with new values")
            case Restore():
                values = self._remembered[wanted.name]
                return await self._make(wanted, values, "SecretRestored", "gone, and restored as it was")
            case Complain() as complaint:
                await self._complain(wanted, found, complaint)
                return False

    async def _seen(self, wanted: SecretWanted, found: FoundSecret | None) -> Seen:
        if found:
            return Seen(frozenset(key for key, value in found.data.items() if value))
        claim = None
        if wanted.refuse_if_claim_exists:
            claim = await self._cluster.claim(wanted.refuse_if_claim_exists)
        owner = await self._owner() if claim else None
        return Seen(None, wanted.name in self._remembered, claim, owner.created if owner else None)

    async def _make(self, wanted: SecretWanted, values: Mapping[str, str], reason: str, what: str) -> bool:
        owners = [] if wanted.keep else [owned_by((await self._owner()).reference)]
        made = await self._cluster.make_secret(wanted.name, values, owners)
        if made is None:
            return False  # somebody was faster: the next round looks at theirs
        self._remember(wanted, made)
        logger.info("Secret %s was %s", wanted.name, what, extra={"secret": wanted.name})
        await self._tell(made.reference, "Normal", reason, f"The Secret was {what}.")
        return True

    def _remember(self, wanted: SecretWanted, found: FoundSecret | None) -> None:
        self._told.pop(wanted.name, None)
        if found:
            self._remembered[wanted.name] = found.data

    async def _complain(self, wanted: SecretWanted, found: FoundSecret | None, complaint: Complain) -> None:
        if self._told.get(wanted.name) == complaint.message:
            return
        self._told[wanted.name] = complaint.message
        logger.warning(complaint.message, extra={"secret": wanted.name, "reason": complaint.reason})
        await self._tell(found.reference if found else None, "Warning", complaint.reason, complaint.message)

    async def _tell(self, about: ObjectReference | None, kind: str, reason: str, message: str) -> None:
        """Posts an event, about the release where there is no Secret that it could be about."""
        try:
            await self._cluster.tell(about or (await self._owner()).reference, kind, reason, message)
        except Refused as refused:
            logger.warning("an event could not be posted", extra={"reason": str(refused)})

    async def _owner(self) -> Owner:
        name = self._configuration.owner.name
        owner = await self._cluster.owner(name)
        if owner is None:
            raise Refused(f"get configmaps/{name}", "it is not there, and what goes with the release needs it", 404)
        return owner

    async def _mark_claims(self, complete: set[str]) -> None:
        """From when a volume and all its Secrets have been seen together, its data needs these values."""
        for claim in _claims(self._configuration.secrets) - self._marked:
            needed = {s.name for s in self._configuration.secrets if s.refuse_if_claim_exists == claim}
            if not needed <= complete:
                continue
            found = await self._cluster.claim(claim)
            if found and not found.marked:
                await self._cluster.mark_claim(claim)
            if found:
                self._marked.add(claim)


def _claims(secrets: Iterable[SecretWanted]) -> set[str]:
    return {secret.refuse_if_claim_exists for secret in secrets if secret.refuse_if_claim_exists}


def _new_values(wanted: SecretWanted) -> dict[str, str]:
    return {key: b64encode(_new_value(value).encode()).decode() for key, value in wanted.keys.items()}


def _new_value(wanted: Value) -> str:
    return token_urlsafe(wanted.random) if wanted.value is None else wanted.value
