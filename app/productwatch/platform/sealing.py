"""Secrets that must be read back, but by nobody who has the database alone: sealed by AES-256-GCM (NIST SP 800-38D)."""

from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from productwatch.platform.keyed_hash import keyed_hash

_NONCE = 12
"""Bytes, in front of what is sealed; random, for no key seals anything near 2³² times."""


class SealBrokenError(Exception):
    """It was sealed with another data key, for another purpose or owner, or has been changed."""


def sealed(purpose: str, plain: bytes, owner: bytes) -> bytes:
    """What only the holder of the data key can open, and only as the owner's."""
    nonce = token_bytes(_NONCE)
    return nonce + _cipher(purpose).encrypt(nonce, plain, owner)


def opened(purpose: str, found: bytes, owner: bytes) -> bytes:
    """SealBrokenError where it is not what `sealed` has made for that purpose and owner."""
    try:
        return _cipher(purpose).decrypt(found[:_NONCE], found[_NONCE:], owner)
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError from error


def _cipher(purpose: str) -> AESGCM:
    return AESGCM(keyed_hash("sealing", purpose))
