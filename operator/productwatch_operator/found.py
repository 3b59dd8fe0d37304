"""What the operator finds in the cluster, cut down to what it decides by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from lightkube.generic_resource import GenericNamespacedResource
from lightkube.models.core_v1 import ObjectReference, PersistentVolumeClaim, Secret
from lightkube.models.meta_v1 import ObjectMeta, OwnerReference


class Thing(Protocol):
    """Anything that the API server keeps."""

    @property
    def apiVersion(self) -> str | None: ...  # noqa: N802 - Kubernetes' name

    @property
    def kind(self) -> str | None: ...

    @property
    def metadata(self) -> ObjectMeta | None: ...


@dataclass(frozen=True, slots=True)
class FoundSecret:
    """`data` is in base64, as Kubernetes keeps it."""

    reference: ObjectReference
    labels: Mapping[str, str]
    owners: Sequence[OwnerReference]
    data: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Claim:
    created: datetime
    marked: bool


@dataclass(frozen=True, slots=True)
class Owner:
    reference: ObjectReference
    created: datetime


@dataclass(frozen=True, slots=True)
class FoundRing:
    """A SigningKeyRing, as it was at `version`."""

    reference: ObjectReference
    name: str
    version: str
    generation: int
    secret: str
    deletion_policy: str
    status: Mapping[str, Any]


def secret_of(secret: Secret) -> FoundSecret:
    metadata = _metadata(secret)
    return FoundSecret(reference(secret), metadata.labels or {}, metadata.ownerReferences or (), secret.data or {})


def claim_of(claim: PersistentVolumeClaim, mark: str) -> Claim:
    metadata = _metadata(claim)
    return Claim(_created(metadata), mark in (metadata.annotations or {}))


def owner_of(thing: Thing) -> Owner:
    return Owner(reference(thing), _created(_metadata(thing)))


def ring_of(ring: GenericNamespacedResource) -> FoundRing:
    metadata = _metadata(ring)
    return FoundRing(
        reference=reference(ring),
        name=metadata.name or "",
        version=metadata.resourceVersion or "",
        generation=metadata.generation or 0,
        secret=ring["spec"]["secretName"],
        deletion_policy=ring["spec"]["deletionPolicy"],
        status=ring.get("status") or {},
    )


def is_ending(thing: Thing) -> bool:
    return _metadata(thing).deletionTimestamp is not None


def reference(thing: Thing) -> ObjectReference:
    metadata = _metadata(thing)
    return ObjectReference(
        apiVersion=thing.apiVersion,
        kind=thing.kind,
        name=metadata.name,
        namespace=metadata.namespace,
        uid=metadata.uid,
    )


def owned_by(thing: ObjectReference) -> OwnerReference:
    """The reference that lets the thing's deletion delete what carries it."""
    return OwnerReference(
        apiVersion=thing.apiVersion or "", kind=thing.kind or "", name=thing.name or "", uid=thing.uid or ""
    )


def _metadata(thing: Thing) -> ObjectMeta:
    if thing.metadata is None:
        raise ValueError("the API server sent a thing without metadata")
    return thing.metadata


def _created(metadata: ObjectMeta) -> datetime:
    if metadata.creationTimestamp is None:
        raise ValueError("the API server sent a thing without a creation time")
    return metadata.creationTimestamp
