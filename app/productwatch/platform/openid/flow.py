"""One way to an issuer and back, begun in one browser, for ten minutes.

The browser keeps its name in a signed cookie; state, nonce and PKCE's verifier are derived from that name with the data
key. So nothing is stored before somebody comes back, and who reads the addresses, or the cookie, can finish nothing.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import timedelta
from secrets import token_urlsafe

from django.core import signing

from productwatch.platform.keyed_hash import keyed_hash

LIFETIME = timedelta(minutes=10)
_SALT = "openid-flow"


@dataclass(frozen=True, slots=True)
class Flow:
    """`page` is where in our own pages the browser goes on, `user` who wants to link the issuer, if that is it.

    It ends when that user's `version` does. One that is `proven` has come back, and `user` is whom it has brought; the
    second factor is still missing.
    """

    id: str
    issuer: str
    page: str = ""
    user: str = ""
    version: int = 0
    proven: bool = False

    @classmethod
    def new(cls, issuer: str, page: str = "", user: str = "", version: int = 0, *, proven: bool = False) -> "Flow":
        return cls(token_urlsafe(24), issuer, page, user, version, proven)

    @property
    def state(self) -> str:
        return self._derived("state")

    @property
    def nonce(self) -> str:
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """43 characters, as RFC 7636 (4.1) asks for."""
        return self._derived("verifier")

    @property
    def digest(self) -> bytes:
        """By which it is known that it has been finished."""
        return keyed_hash("openid-flow", self.id)

    def answers(self, state: str) -> bool:
        return hmac.compare_digest(self.state.encode(), state.encode())

    def _derived(self, purpose: str) -> str:
        return urlsafe_b64encode(keyed_hash(f"openid-{purpose}", self.id)).rstrip(b"=").decode()


def sealed(flow: Flow) -> str:
    """What the cookie holds."""
    return signing.dumps(asdict(flow), salt=_SALT)


def opened(text: str) -> Flow | None:
    """None where it is none of ours, or too old."""
    try:
        return Flow(**signing.loads(text, salt=_SALT, max_age=LIFETIME))
    except (signing.BadSignature, TypeError):
        return None
