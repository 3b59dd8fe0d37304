"""The few calls of the Kubernetes API that the operator makes, all in one namespace."""

from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx2
from lightkube import ApiError, AsyncClient
from lightkube.generic_resource import create_namespaced_resource
from lightkube.models.core_v1 import EventSource, ObjectReference
from lightkube.models.meta_v1 import ObjectMeta, OwnerReference
from lightkube.resources.core_v1 import ConfigMap, Event, PersistentVolumeClaim, Pod, Secret
from lightkube.types import PatchType

from productwatch_operator.found import (
    Claim,
    FoundRing,
    FoundSecret,
    Owner,
    claim_of,
    is_ending,
    owner_of,
    ring_of,
    secret_of,
)

GROUP, VERSION = "productwatch.io", "v1alpha1"
MANAGER = "productwatch-operator"
MARK = f"operator.{GROUP}/holds-data"
"""The annotation of a claim that the operator has seen together with the Secrets that its data needs."""

SigningKeyRing = create_namespaced_resource(GROUP, VERSION, "SigningKeyRing", "signingkeyrings")
T = TypeVar("T")


class Refused(Exception):  # noqa: N818 - read as a sentence where it is raised
    """The API server did not do what was asked, or was not reached; the message tells the call and why.

    `status` is the HTTP status of its answer, None where there was none.
    """

    def __init__(self, call: str, why: str, status: int | None) -> None:
        super().__init__(f"{call}: {why}")
        self.status = status


class Cluster:
    """Every call raises Refused."""

    def __init__(self, client: AsyncClient, namespace: str, release: str) -> None:
        self.namespace = namespace
        self.labels = {
            "app.kubernetes.io/managed-by": MANAGER,
            "app.kubernetes.io/part-of": "productwatch",
            "app.kubernetes.io/instance": release,
        }
        self._client = client

    def has_made(self, secret: FoundSecret) -> bool:
        """Whether an operator of this release made the Secret."""
        return self.labels.items() <= secret.labels.items()

    async def secret(self, name: str) -> FoundSecret | None:
        async with _asking(f"get secrets/{name}"):
            found = await _or_none(self._client.get(Secret, name))
            return secret_of(found) if found else None

    async def make_secret(
        self, name: str, data: Mapping[str, str], owners: Sequence[OwnerReference] = ()
    ) -> FoundSecret | None:
        """Creates and never changes: None where there is one already. `data` is in base64, as Kubernetes keeps it."""
        metadata = ObjectMeta(name=name, labels=self.labels, ownerReferences=list(owners) or None)
        async with _asking(f"create secrets/{name}"):
            try:
                return secret_of(await self._client.create(Secret(metadata=metadata, data=dict(data))))
            except ApiError as error:
                if error.status.reason == "AlreadyExists":
                    return None
                raise

    async def own_secret(self, name: str, owners: Sequence[OwnerReference]) -> None:
        change = {"metadata": {"ownerReferences": [owner.to_dict() for owner in owners]}}
        async with _asking(f"patch secrets/{name}"):
            await self._client.patch(Secret, name, change, patch_type=PatchType.MERGE)

    async def owner(self, name: str) -> Owner | None:
        async with _asking(f"get configmaps/{name}"):
            found = await _or_none(self._client.get(ConfigMap, name))
            return owner_of(found) if found else None

    async def claim(self, name: str) -> Claim | None:
        async with _asking(f"get persistentvolumeclaims/{name}"):
            found = await _or_none(self._client.get(PersistentVolumeClaim, name))
            return claim_of(found, MARK) if found else None

    async def mark_claim(self, name: str) -> None:
        change = {"metadata": {"annotations": {MARK: "true"}}}
        async with _asking(f"patch persistentvolumeclaims/{name}"):
            await self._client.patch(PersistentVolumeClaim, name, change, patch_type=PatchType.MERGE)

    async def pods(self, labels: Mapping[str, str]) -> list[Pod]:
        async with _asking("list pods"):
            return [pod async for pod in self._client.list(Pod, labels=dict(labels))]

    async def rings(self) -> list[FoundRing]:
        """Those that are not being deleted."""
        async with _asking("list signingkeyrings"):
            rings = [ring async for ring in self._client.list(SigningKeyRing)]
            return [ring_of(ring) for ring in rings if not is_ending(ring)]

    async def write_ring_status(self, name: str, version: str, status: Mapping[str, Any]) -> None:
        """Refused with 409 where somebody has changed the ring since it was read at `version`."""
        change = {"metadata": {"resourceVersion": version}, "status": status}
        async with _asking(f"patch signingkeyrings/{name}/status"):
            await self._client.patch(SigningKeyRing.Status, name, change, patch_type=PatchType.MERGE)

    async def tell(self, about: ObjectReference, kind: str, reason: str, message: str) -> None:
        """Posts an event, `Normal` or `Warning`."""
        now = datetime.now(UTC)
        event = Event(
            metadata=ObjectMeta(generateName=f"{about.name}.", namespace=self.namespace),
            involvedObject=about,
            type=kind,
            reason=reason,
            message=message[:1024],
            source=EventSource(component=MANAGER),
            firstTimestamp=now,
            lastTimestamp=now,
            count=1,
        )
        async with _asking("create events"):
            await self._client.create(event)


@asynccontextmanager
async def _asking(call: str) -> AsyncIterator[None]:
    try:
        yield
    except httpx2.HTTPStatusError as error:
        why = error.status.message if isinstance(error, ApiError) else ""
        raise Refused(call, why or f"HTTP {error.response.status_code}", error.response.status_code) from error
    except (httpx2.HTTPError, ValueError, LookupError) as error:
        raise Refused(call, f"{type(error).__name__} {error}".strip(), None) from error


async def _or_none(answer: Awaitable[T]) -> T | None:
    try:
        return await answer
    except ApiError as error:
        if error.status.code == 404:
            return None
        raise
