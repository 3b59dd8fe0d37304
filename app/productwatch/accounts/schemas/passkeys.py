"""Passkeys, as browsers make and use them (W3C Web Authentication)."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from productwatch.accounts.schemas.proofs import Proof
from productwatch.platform.schema import NO_NUL, Body, Next

_CREATION: dict[str, Any] = {
    "rp": {"id": "shop.example.com", "name": "shop.example.com"},
    "user": {"id": "bxwPU38sTwydVwtqTz-KUg", "name": "ann@example.com", "displayName": "ann@example.com"},
    "challenge": "q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0Vng",
    "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
}
_REQUEST: dict[str, Any] = {
    "rpId": "shop.example.com",
    "challenge": "q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0Vng",
    "userVerification": "required",
}
LONGEST_TEXT = 1364
"""Of an id of 1023 bytes in base64url."""


class Credential(Schema):
    """A browser's PublicKeyCredential, by its toJSON(); what it tells beside these is let pass."""

    model_config = ConfigDict(extra="allow")

    id: str = Field(max_length=LONGEST_TEXT, examples=["AQIDBAUGBwg"])
    rawId: str = Field(max_length=LONGEST_TEXT, examples=["AQIDBAUGBwg"])  # noqa: N815 - the standard's name
    type: Literal["public-key"]
    response: dict[str, Any] = Field(examples=[{"clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0"}])


class PasskeyBegin(Proof):
    """Who says so."""


class PasskeyCreation(Schema):
    options: dict[str, Any] = Field(
        description="for navigator.credentials.create(): what PublicKeyCredential.parseCreationOptionsFromJSON() takes",
        examples=[_CREATION],
    )


class PasskeyRequest(Schema):
    options: dict[str, Any] = Field(
        description="for navigator.credentials.get(): what PublicKeyCredential.parseRequestOptionsFromJSON() takes",
        examples=[_REQUEST],
    )


class PasskeyIn(Body):
    name: str = Field(min_length=1, max_length=100, json_schema_extra=NO_NUL, examples=["phone"])
    credential: Credential


class PasskeyProof(Body):
    credential: Credential


class Passkey(Schema):
    id: UUID
    name: str = Field(examples=["phone"])
    created_at: datetime
    used_at: datetime | None = Field(description="when somebody last signed in with it; null: never")


class Passkeys(Schema):
    items: list[Passkey]
    next: Next
