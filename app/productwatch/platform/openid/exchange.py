"""From an authorization request to a person: what is asked of an issuer, and what of its answer is believed."""

from dataclasses import dataclass
from typing import Any

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol
from joserfc.jws import JWSRegistry

from productwatch.platform import clock
from productwatch.platform.openid.flow import Flow
from productwatch.platform.openid.issuers import Issuer, Person
from productwatch.platform.openid.outbound import Question
from productwatch.platform.openid.problems import SignInFailed
from productwatch.platform.openid.provider import Provider, json_object

SCOPE = "openid email"
LEEWAY = 30
"""Seconds that two clocks may differ."""

LONGEST_SUBJECT = 255
"""Characters (OpenID Connect Core 1.0, 2)."""

_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


@dataclass(frozen=True, slots=True)
class Returned:
    """What a browser brings back from an issuer."""

    state: str
    code: str = ""
    iss: str | None = None
    error: str = ""


def authorization_url(provider: Provider, flow: Flow, redirect_uri: str) -> str:
    """Where the browser goes; IssuerAway where that is not known."""
    return str(
        prepare_grant_uri(
            provider.metadata().authorization_endpoint,
            provider.issuer.client_id,
            "code",
            redirect_uri,
            SCOPE,
            flow.state,
            nonce=flow.nonce,
            code_challenge=create_s256_code_challenge(flow.verifier),
            code_challenge_method="S256",
        )
    )


def refuse_another_issuer(provider: Provider, returned: Returned) -> None:
    """SignInFailed where the answer is not of the issuer that was asked (RFC 9207, 2.4)."""
    is_told = returned.iss is not None or provider.metadata().tells_iss
    if is_told and returned.iss != provider.issuer.url:
        raise SignInFailed("the answer is of another issuer")


def person(provider: Provider, flow: Flow, code: str, redirect_uri: str) -> Person:
    """Whom the code stands for; SignInFailed where that is not proven, IssuerAway where nobody can tell."""
    given = _redeemed(provider, flow, code, redirect_uri)
    return _person(_claims(provider, flow, given), provider.issuer)


def _redeemed(provider: Provider, flow: Flow, code: str, redirect_uri: str) -> dict[str, Any]:
    """The answer of the token endpoint (RFC 6749, 4.1.3)."""
    metadata = provider.metadata()
    body = prepare_token_request("authorization_code", "", redirect_uri, code=code, code_verifier=flow.verifier)
    method = "client_secret_post" if metadata.secret_in_body else "client_secret_basic"
    auth = ClientAuth(provider.issuer.client_id, provider.issuer.client_secret, method)
    url, headers, body = auth.prepare("POST", metadata.token_endpoint, dict(_FORM), body)
    answer = provider.asked(Question("POST", url, body, headers))
    if answer.status != 200:
        raise SignInFailed(f"the issuer answers {answer.status} to the code")
    try:
        return json_object(answer.content)
    except ValueError as error:
        raise SignInFailed(str(error)) from error


def _claims(provider: Provider, flow: Flow, given: dict[str, Any]) -> dict[str, Any]:
    """Those of the ID token, verified and validated (OpenID Connect Core 1.0, 3.1.3.7)."""
    client_id = provider.issuer.client_id
    options = {"iss": {"essential": True, "value": provider.issuer.url}, "aud": {"essential": True, "value": client_id}}
    access = given.get("access_token")
    params = {"nonce": flow.nonce, "client_id": client_id, "access_token": access if isinstance(access, str) else None}
    try:
        token = jwt.decode(
            given["id_token"],
            lambda signature: _key(provider, signature),
            registry=JWSRegistry(algorithms=list(provider.metadata().algorithms), strict_check_header=False),
        )
        claims = CodeIDToken(token.claims, token.header, options, params)
        claims.validate(int(clock.now().timestamp()), LEEWAY)
    except (JoseError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise SignInFailed(f"the ID token: {type(error).__name__} {error}"[:200]) from error
    if claims["aud"] not in (client_id, [client_id]):
        raise SignInFailed("the ID token is for others, too")
    return dict(claims)


def _key(provider: Provider, signature: GuestProtocol) -> Any:
    """The issuer's own key of that name; that it is for the algorithm is seen to where it is used."""
    kid = signature.headers().get("kid")
    key = provider.key(kid) if kid is None or isinstance(kid, str) else None
    if key is None:
        raise SignInFailed("the ID token names no key of the issuer")
    return key


def _person(claims: dict[str, Any], issuer: Issuer) -> Person:
    subject, email, verified, hosted = (claims.get(name) for name in ("sub", "email", "email_verified", "hd"))
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isascii():
        raise SignInFailed("the ID token tells of nobody")
    return Person(
        issuer.url,
        subject,
        email if isinstance(email, str) else None,
        verified is True or verified == "true",  # some send it as a text
        hosted.lower() if isinstance(hosted, str) else None,
    )
