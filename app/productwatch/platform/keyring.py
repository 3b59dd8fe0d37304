"""The key ring: the keys that sign and verify tokens, in one JSON file that may change under a running process."""

import hashlib
import json
import logging
import re
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from jwt import InvalidKeyError
from jwt.algorithms import OKPAlgorithm

from productwatch.platform.metrics import KEY_RING_BROKEN
from productwatch.platform.problems import Unavailable

logger = logging.getLogger(__name__)

ALGORITHM = "EdDSA"
MOST_KEYS = 16
"""A ring has two or three; one that grows without end is a fault of whoever writes it."""

_KID = re.compile(r"[a-z0-9-]{1,64}")
_FIXED = {"kty": "OKP", "crv": "Ed25519", "alg": ALGORITHM, "use": "sig"}
_PUBLISHED = (*_FIXED, "kid", "x")

Jwk = dict[str, str]


class NoRing(Unavailable):
    """There has never been a good ring: nobody can be told from anybody."""

    def __init__(self) -> None:
        super().__init__("Tokens cannot be checked yet; try again in a moment.", retry_after=5)


@dataclass(frozen=True)
class Ring:
    """Keys by `kid`, each of the one algorithm; `active` is the one that signs, the others only verify."""

    active: str
    signing_key: Ed25519PrivateKey
    verifying_keys: dict[str, Ed25519PublicKey]
    published: tuple[Jwk, ...]

    @classmethod
    def parse(cls, text: str) -> "Ring":
        """ValueError where a key is not what it says, or none could sign; the message holds nothing of a key."""
        try:
            document = json.loads(text)
            keys = [_checked(key) for key in document["keys"]]
            return cls._of(document["active"], {key["kid"]: key for key in keys}, len(keys))
        except (KeyError, TypeError, AttributeError, RecursionError, InvalidKeyError) as error:
            raise ValueError(f"no key ring: {error!r}") from None
        except ValueError as error:
            raise ValueError(f"no key ring: {error}") from None

    @classmethod
    def _of(cls, active: str, keys: dict[str, Jwk], count: int) -> "Ring":
        if len(keys) != count or count > MOST_KEYS:
            raise ValueError(f"a kid stands there twice, or there are more than {MOST_KEYS} keys")
        pairs = {kid: _pair(key) for kid, key in keys.items()}
        private = pairs[active][0]
        if private is None:
            raise ValueError("the active key has no private half")
        return cls(active, private, {kid: pair[1] for kid, pair in pairs.items()}, tuple(map(_public, keys.values())))

    def jwks(self) -> dict[str, list[Jwk]]:
        """What others verify our tokens with (RFC 7517), keys that do not sign yet among it; never a private half."""
        return {"keys": list(self.published)}

    @property
    def revision(self) -> str:
        """Another one for each ring: of the public halves and the kid that signs, whatever their order in the file."""
        told = json.dumps([self.active, sorted(self.published, key=lambda key: key["kid"])], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


class RingFile:
    """The ring in a file, read again when the file changes; while that one is broken the last good one stays."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, Lock()
        self._seen: tuple[int, ...] | None = None
        self._ring: Ring | None = None
        self.fault: str | None = None
        """Why the file cannot be used as it is now."""

    def current(self) -> Ring:
        """NoRing where there has never been a good one."""
        try:
            self._follow()
        except OSError as error:
            self._seen = None
            self._broken(f"it cannot be read: {error.strerror or error}")
        except ValueError as error:
            self._broken(str(error))
        if self._ring is None:
            raise NoRing
        return self._ring

    def _follow(self) -> None:
        """The mount of a Secret changes a link that the path goes through: the file behind it is another one then."""
        status = self._path.stat()
        seen = (status.st_mtime_ns, status.st_dev, status.st_ino, status.st_size)
        if seen == self._seen:
            return
        with self._lock:
            if seen == self._seen:
                return
            text = self._path.read_text(encoding="utf-8")
            self._seen = seen
            self._ring = Ring.parse(text)
            self._good(self._ring)

    def _good(self, ring: Ring) -> None:
        self.fault = None
        KEY_RING_BROKEN.set(0)
        extra = {"loaded": sorted(ring.verifying_keys), "signs_with": ring.active}
        logger.info("the key ring was read", extra=extra)

    def _broken(self, fault: str) -> None:
        """Said once for each fault, since every request asks for the ring."""
        KEY_RING_BROKEN.set(1)
        if fault != self.fault:
            stays = "; the last good one stays" if self._ring else ""
            logger.error(f"the key ring cannot be used{stays}", extra={"reason": fault})  # noqa: G004
        self.fault = fault


def _checked(key: Any) -> Jwk:
    wrong = [name for name, value in _FIXED.items() if key.get(name) != value]
    if wrong:
        raise ValueError(f"a key is of another {wrong[0]} than {_FIXED[wrong[0]]}")
    if not isinstance(key["kid"], str) or not _KID.fullmatch(key["kid"]):
        raise ValueError("a kid is not of a-z, 0-9 and -, 1 to 64 of them")
    found: Jwk = key
    return found


def _pair(key: Jwk) -> tuple[Ed25519PrivateKey | None, Ed25519PublicKey]:
    public = OKPAlgorithm.from_jwk(_public(key))
    private = OKPAlgorithm.from_jwk(key) if "d" in key else None
    if not isinstance(public, Ed25519PublicKey) or not isinstance(private, Ed25519PrivateKey | None):
        raise TypeError("no key of Ed25519")
    if private and private.public_key() != public:
        raise ValueError("a key's x is not the public half of its d")
    return private, public


def _public(key: Jwk) -> Jwk:
    return {name: key[name] for name in _PUBLISHED}


_file: RingFile | None = None


def file() -> RingFile:
    """That of SIGNING_KEYS_FILE."""
    global _file  # noqa: PLW0603 - one ring a process, made when settings are there
    if _file is None:
        _file = RingFile(settings.SIGNING_KEYS_FILE)
    return _file


def current() -> Ring:
    """The ring of SIGNING_KEYS_FILE as it is now."""
    return file().current()
