"""Hashes that only the holder of the data key can make: names for what must not be kept itself."""

import hmac

from django.conf import settings


def keyed_hash(purpose: str, *parts: str | bytes) -> bytes:
    """HMAC-SHA256 of the parts, 32 bytes; `purpose` keeps one use's hashes from meaning anything in another."""
    return digest(settings.DATA_KEY.encode(), purpose, *parts)


def digest(key: bytes, *parts: str | bytes) -> bytes:
    """The same with a key of one's own. Each part is preceded by its length: no two lists of parts collide."""
    encoded = [part.encode() if isinstance(part, str) else part for part in parts]
    return hmac.digest(key, b"".join(len(part).to_bytes(8, "big") + part for part in encoded), "sha256")
