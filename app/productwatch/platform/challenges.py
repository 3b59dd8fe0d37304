"""Challenges: random, and good for one answer within five minutes, to whom and for what they were given.

A challenge carries its end and a tag made with the data key, so giving one keeps nothing; taking one leaves a mark.
"""

import hmac
from secrets import token_bytes

from productwatch.platform import clock
from productwatch.platform.keyed_hash import keyed_hash
from productwatch.platform.problems import Unavailable
from productwatch.platform.redis import RedisAway, guarded
from productwatch.platform.trips import Trip

SECONDS = 300
_NONCE, _END, _TAG = 24, 8, 16


def give(purpose: str, owner: str = "") -> bytes:
    body = token_bytes(_NONCE) + (_now() + SECONDS).to_bytes(_END, "big")
    return body + _tag(purpose, owner, body)


def take(purpose: str, challenge: bytes, owner: str = "") -> bool:
    """Whether it was given so, and not taken yet; of two who take it at once, one does.

    Unavailable while Redis is away.
    """
    body, tag = challenge[:-_TAG], challenge[-_TAG:]
    if len(body) != _NONCE + _END or not hmac.compare_digest(tag, _tag(purpose, owner, body)):
        return False
    return int.from_bytes(body[_NONCE:], "big") > _now() and _is_first(tag)


def _is_first(tag: bytes) -> bool:
    trip = Trip()
    trip.add("SET", f"challenge:{tag.hex()}", "", "NX", "EX", SECONDS)
    try:
        with guarded():
            return trip.go_well()[0] is not None
    except RedisAway as error:
        raise Unavailable("What is needed for this is away; try again soon.", retry_after=3) from error


def _tag(purpose: str, owner: str, body: bytes) -> bytes:
    return keyed_hash("challenge", purpose, owner, body)[:_TAG]


def _now() -> int:
    return int(clock.now().timestamp())
