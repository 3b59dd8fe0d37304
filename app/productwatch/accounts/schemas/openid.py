"""What signing in by an OpenID issuer takes and gives."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from productwatch.accounts.schemas.proofs import Proof
from productwatch.accounts.schemas.values import Code
from productwatch.platform.schema import NO_NUL, Body

_PAGE = "one of our own pages, to which the issuer's answer is handed on as `code`, `state` and `iss`"
_VISIBLE = r"^[\x21-\x7e]+$"


class OpenIdIssuer(Schema):
    name: str = Field(examples=["google"])
    label: str = Field(description="for people", examples=["Google"])
    start: str = Field(description="where a browser without JavaScript goes", examples=["/account/openid/google/start"])


class OpenIdIssuers(Schema):
    items: list[OpenIdIssuer]


class OpenIdStart(Body):
    page: str | None = Field(None, max_length=200, json_schema_extra=NO_NUL, description=_PAGE, examples=["/signed-in"])


class IdentityUnlink(Proof):
    """Who says so."""


class OpenIdLink(OpenIdStart, Proof):
    """To whom, and who says so."""


class OpenIdStarted(Schema):
    authorization_url: str = Field(
        description="where the browser goes now", examples=["https://accounts.google.com/o/oauth2/v2/auth?state=…"]
    )


class OpenIdFinish(Body):
    """What the issuer has added to the page's address."""

    code: str = Field(min_length=1, max_length=4096, pattern=_VISIBLE, examples=["4/0AVG7fiQ"])
    state: str = Field(min_length=1, max_length=100, pattern=_VISIBLE, examples=["QZs1yqYd"])
    iss: str | None = Field(None, max_length=200, json_schema_extra=NO_NUL, examples=["https://accounts.google.com"])


class OpenIdSecondStep(Body):
    code: Code


class LinkedIdentity(Schema):
    id: UUID
    issuer: str = Field(description="its own name", examples=["https://accounts.google.com"])
    linked_at: datetime
    used_at: datetime | None = Field(description="when it was last signed in by; null: never")


class LinkedIdentities(Schema):
    items: list[LinkedIdentity]
