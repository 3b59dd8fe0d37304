"""Keyset pages: `next` tells where the page ended, as an opaque cursor, and the following page begins behind it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from productwatch.platform.problems import invalid

Row = dict[str, Any]


def encode(*position: str | int) -> str:
    return urlsafe_b64encode(orjson.dumps(position)).rstrip(b"=").decode()


def decode(cursor: str, *kinds: type) -> list[Any]:
    """The position that the cursor holds, one value of each kind; Invalid where it was made up."""
    try:
        position = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        position = None
    if not isinstance(position, list) or [type(value) for value in position] != list(kinds) or _strange(position):
        raise invalid("#/cursor", "is no cursor of this list: take it from `next` of the page before")
    return position


def page(rows: Sequence[Row], limit: int, position: Callable[[Row], tuple[str | int, ...]]) -> Row:
    """The first `limit` of the rows, of which the selector has read one more than that where there are more."""
    more = len(rows) > limit
    return {"items": list(rows[:limit]), "next": encode(*position(rows[limit - 1])) if more else None}


def _strange(position: list[Any]) -> bool:
    """What no cursor of ours holds and a query would choke on."""
    return any(
        "\0" in value if isinstance(value, str) else not -(2**63) <= value < 2**63
        for value in position
        if isinstance(value, str | int)
    )
