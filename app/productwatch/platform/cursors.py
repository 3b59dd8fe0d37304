"""Cursors: where a page of a list ended, signed, so that none is made up, altered or taken to another list."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import orjson

from productwatch.platform.keyed_hash import keyed_hash
from productwatch.platform.problems import invalid

LONGEST = 2000
"""Characters of a cursor: a few columns, texts of some hundred characters among them."""

_TAG = 16


class Cursors:
    """Those of one list: `scope` names it, with its order and its filters, and a cursor of another scope is refused."""

    def __init__(self, *scope: object) -> None:
        self._scope = [repr(part) for part in scope]

    def made(self, *position: object) -> str:
        """The cursor of a position: texts, numbers, times and UUIDs, which all but numbers come back as texts."""
        content = orjson.dumps(position, default=str)
        return _text(self._tag(content) + content)

    def position(self, cursor: str) -> list[Any]:
        """Invalid where the cursor is none of these."""
        found = _bytes(cursor)
        tag, content = found[:_TAG], found[_TAG:]
        if not hmac.compare_digest(tag, self._tag(content)) or _text(found) != cursor:
            raise invalid("#/cursor", "is no cursor of this list: take it from `next` of the page before")
        position: list[Any] = orjson.loads(content)
        return position

    def _tag(self, content: bytes) -> bytes:
        return keyed_hash("cursor", *self._scope, content)[:_TAG]


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""
