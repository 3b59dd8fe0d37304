"""An honest OpenID issuer on this machine, with real keys and signatures, which a test may make dishonest."""

import json
import secrets
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from productwatch.platform.openid.issuers import Issuer
from productwatch.platform.openid.provider import provider_of
from productwatch_local.ports import taken

CLIENT, SECRET = "shop-client", "shop-secret"
Json = dict[str, Any]

_RSA = rsa.generate_private_key(65537, 2048)
_EC = ec.generate_private_key(ec.SECP256R1())


class Server:
    """`metadata`, `claims`, `signed` and `answers` are what a test changes; `asked` is what it was asked.

    A careless one takes a code as often as it comes.
    """

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.codes: dict[str, tuple[dict[str, str], Json]] = {}
        self.asked: list[str] = []
        self.metadata: Json = {}
        self.claims: Json = {}
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.is_careless = False
        self.signed: Callable[[Json], str] = signed_by_rsa

    def issuer(self, **changes: Any) -> Issuer:
        """As our settings tell of it."""
        given = {"name": "shop", "label": "Shop", "url": self.url, "client_id": CLIENT, "client_secret": SECRET}
        return Issuer(**{**given, "vouches_for": frozenset({"example.com"}), **changes})

    def document(self) -> Json:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "PS256", "ES256", "HS256"],
            "authorization_response_iss_parameter_supported": True,
        } | self.metadata

    def consent(self, authorization_url: str, **person: Any) -> str:
        """What the browser is sent back to, once somebody has signed in there: an address of ours."""
        assert authorization_url.startswith(f"{self.url}/authorize?")
        request = dict(parse_qsl(urlsplit(authorization_url).query, strict_parsing=True))
        assert (request["response_type"], request["client_id"], request["code_challenge_method"]) == (
            "code",
            CLIENT,
            "S256",
        )
        code = secrets.token_urlsafe(16)
        self.codes[code] = request, {"sub": "1001"} | person
        query = urlencode({"code": code, "state": request["state"], "iss": self.url})
        return f"{request['redirect_uri']}?{query}"

    def redeemed(self, form: dict[str, str], authorization: str) -> tuple[int, Json]:
        """The token endpoint, which believes nobody: client, code, its redirect and its verifier must all fit."""
        code = form.get("code", "")
        request, person = self.codes.get(code, ({}, {}))
        if not self.is_careless:
            self.codes.pop(code, None)
        challenge = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if not self._knows(form, authorization):
            return 401, {"error": "invalid_client"}
        if request.get("code_challenge") != challenge or request.get("redirect_uri") != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        times = {"iat": now, "exp": now + 300}
        claims = {"iss": self.url, "aud": CLIENT, "nonce": request["nonce"]} | times | person | self.claims
        kept = {name: value for name, value in claims.items() if value is not None}
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": self.signed(kept)}

    def _knows(self, form: dict[str, str], authorization: str) -> bool:
        """The client, by its secret in the header, or in the form if it says so."""
        if "client_secret_post" in self.metadata.get("token_endpoint_auth_methods_supported", ()):
            return not authorization and (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        return b64decode(authorization.removeprefix("Basic ") or "").decode() == f"{CLIENT}:{SECRET}"


def signed_by_rsa(claims: Json) -> str:
    return jwt.encode(claims, _RSA, "RS256", headers={"kid": "rsa"})


def signed_by_ec(claims: Json) -> str:
    return jwt.encode(claims, _EC, "ES256", headers={"kid": "ec"})


def keys() -> Json:
    of_rsa = jwt.algorithms.RSAAlgorithm.to_jwk(_RSA.public_key(), as_dict=True)
    of_ec = jwt.algorithms.ECAlgorithm.to_jwk(_EC.public_key(), as_dict=True)
    return {"keys": [{**of_rsa, "kid": "rsa", "use": "sig", "alg": "RS256"}, {**of_ec, "kid": "ec"}]}


@contextmanager
def running() -> Iterator[Server]:
    """Until the block ends; nothing is remembered of those of before."""
    provider_of.cache_clear()
    port = next(port for _ in range(1000) if not taken(port := secrets.choice(range(20_000, 32_000))))
    issuer = Server(port)
    server = ThreadingHTTPServer(("127.0.0.1", port), handler_of(issuer))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who hangs up on it is meant to
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()


def handler_of(issuer: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            documents = {"/.well-known/openid-configuration": issuer.document, "/keys": keys}
            self._answered(lambda: (200, documents[urlsplit(self.path).path]()))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._answered(lambda: issuer.redeemed(form, unquote(self.headers.get("Authorization", ""))))

        def _answered(self, usual: Callable[[], tuple[int, Json]]) -> None:
            issuer.asked.append(self.path)
            if self.path in issuer.answers:
                return issuer.answers[self.path](self)
            status, content = usual()
            return send(self, json.dumps(content).encode(), status)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's signature
            """Tests are quiet."""

    return Handler


def send(handler: BaseHTTPRequestHandler, content: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in ({"Content-Length": str(len(content))} | headers).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)
