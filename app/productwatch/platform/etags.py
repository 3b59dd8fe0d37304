"""Entity tags (RFC 9110 §8.8.3): strong ones, of a row's version and the bytes that show it."""

import re
from hashlib import blake2b

_END = re.compile(r'(?:(?:--?|;)[a-z]+)?"')
"""What follows the tag: proxies that compress may put `-gzip`, `--br` or `;gzip` into it."""


def etag(body: bytes, version: int | None = None) -> str:
    """The tag, without its quotes, of a representation; with a version where one row alone is shown."""
    digest = blake2b(body, digest_size=16).hexdigest()
    return digest if version is None else f"{version}-{digest}"


def quoted(tag: str) -> str:
    return f'"{tag}"'


def names(header: str, tag: str) -> bool:
    """Whether If-None-Match names the tag, by the weak comparison: proxies that compress make tags weak."""
    return header.strip() == "*" or any(_END.match(rest) for rest in header.split(f'"{tag}')[1:])
