"""The steps of an exchange of keys: a ring in, the next one out. Between two of them whoever takes them must wait.

1. `staged`: another key is in the ring and signs nothing. Wait until every process has loaded it, and until whoever
   keeps our published keys has asked for them again.
2. `promoted`: it signs; the one before only verifies, and its private half is gone. Wait until every process signs
   with the new one, and then for as long as a token lives.
3. `retired`: the one before is gone.
"""

from productwatch_operator.signing_keys.ring import Jwk, Ring, first_ring, kids


class OutOfTurn(ValueError):  # noqa: N818 - a verdict on a step
    """The ring is not where this step begins."""


def staged(ring: Ring, kid: str | None = None) -> Ring:
    """With one key more; OutOfTurn where one waits already, or the kid is taken."""
    if waiting := _waiting(ring):
        raise OutOfTurn(f"{waiting[0]['kid']} is staged already: promote it first")
    [key] = first_ring(kid)["keys"]
    if key["kid"] in kids(ring):
        raise OutOfTurn(f"{key['kid']} is in the ring already")
    return ring | {"keys": [*ring["keys"], key]}


def promoted(ring: Ring) -> Ring:
    """The staged key signs, no other one can any more; OutOfTurn where none is staged."""
    waiting = _waiting(ring)
    if len(waiting) != 1:
        raise OutOfTurn("not one key is staged: stage one first")
    active = waiting[0]["kid"]
    return {"active": active, "keys": [key if key["kid"] == active else _public(key) for key in ring["keys"]]}


def retired(ring: Ring) -> Ring:
    """Without the keys that only verify; OutOfTurn where there is none."""
    left = [key for key in ring["keys"] if "d" in key]
    if len(left) == len(ring["keys"]):
        raise OutOfTurn("no key only verifies: promote another one first")
    return ring | {"keys": left}


def _waiting(ring: Ring) -> list[Jwk]:
    return [key for key in ring["keys"] if key["kid"] != ring["active"] and "d" in key]


def _public(key: Jwk) -> Jwk:
    return {name: value for name, value in key.items() if name != "d"}
