"""The key ring: the keys that sign and verify tokens, in one JSON file that may change under a running process."""

import json
import logging
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from jwt.algorithms import OKPAlgorithm

logger = logging.getLogger(__name__)

ALGORITHM = "EdDSA"
_KID = re.compile(r"[a-z0-9-]{1,64}")


@dataclass(frozen=True)
class Ring:
    """The keys by `kid`, as JWKs (RFC 8037); `active` is the one that signs, the others only verify."""

    active: str
    keys: dict[str, dict[str, str]]

    @classmethod
    def parse(cls, text: str) -> "Ring":
        """ValueError where the text is no ring with a signing key."""
        try:
            document = json.loads(text)
            keys = {key["kid"]: key for key in document["keys"]}
            ring = cls(document["active"], keys)
        except (KeyError, TypeError) as error:
            raise ValueError(f"no key ring: {error!r}") from None
        if not all(isinstance(kid, str) and _KID.fullmatch(kid) for kid in keys) or "d" not in keys.get(
            ring.active, {}
        ):
            raise ValueError("no key ring: a kid is malformed, or the active key cannot sign")
        return ring

    @cached_property
    def signing_key(self) -> Any:
        return OKPAlgorithm.from_jwk(self.keys[self.active])

    @cached_property
    def verifying_keys(self) -> dict[str, Any]:
        return {kid: OKPAlgorithm.from_jwk(public(key)) for kid, key in self.keys.items()}

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """What others verify our tokens with (RFC 7517); never a private part."""
        return {"keys": [public(key) for key in self.keys.values()]}


def public(key: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in key.items() if name != "d"}


class RingFile:
    """The ring in a file, read again when the file changes; a broken one is logged and the last good one stays."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, ...] | None = None
        self._ring: Ring | None = None

    def current(self) -> Ring:
        """OSError or ValueError where there has never been a good one."""
        try:
            self._refresh()
        except (OSError, ValueError) as error:
            if self._ring is None:
                raise
            logger.error("the key ring cannot be read; the last good one stays", extra={"reason": str(error)})  # noqa: TRY400 - the reason says it all
        if self._ring is None:
            raise ValueError("no key ring has been read")
        return self._ring

    def _refresh(self) -> None:
        status = self._path.stat()
        seen = (status.st_mtime_ns, status.st_ino, status.st_size)
        if seen != self._seen:
            self._seen = seen
            self._ring = Ring.parse(self._path.read_text(encoding="utf-8"))


_file: RingFile | None = None


def current() -> Ring:
    """The ring of SIGNING_KEYS_FILE as it is now."""
    global _file  # noqa: PLW0603 - one ring a process, made when settings are there
    if _file is None:
        _file = RingFile(settings.SIGNING_KEYS_FILE)
    return _file.current()
