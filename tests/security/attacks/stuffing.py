"""Passwords tried in numbers, and whom that keeps out."""

from itertools import count

from tests.security.attack import attack, held
from tests.security.target import API, Person, Target

ADDRESSES, TRIES = 100, 200


@attack("one account's password, tried from a hundred addresses; its owner still signs in")
def from_many_addresses(target: Target) -> str:
    owner = target.customer()
    owner.tokens()
    statuses = [_tried(target, owner, number) for number in range(ADDRESSES)]
    held(200 not in statuses and 429 in statuses, f"nobody was stopped: {set(statuses)}")
    owner.tokens()
    return f"429 from the {statuses.index(429) + 1}th address on"


@attack("many accounts' passwords, tried from one address")
def from_one_address(target: Target) -> str:
    stranger = target.stranger()
    for number in range(TRIES):
        given = {"email": f"somebody-{number}@example.com", "password": "correct horse battery"}
        if stranger.post(f"{API}/auth/login", json=given).status_code == 429:
            return f"429 at the {number + 1}th try"
    held(condition=False, otherwise=f"{TRIES} tries were answered")
    return ""


@attack("locking somebody out by wrong passwords under their name")
def locked_out(target: Target) -> str:
    owner = target.customer()
    owner.tokens()
    enemy = Person(owner.email, "wrong on purpose", target.stranger())
    tries = next(number for number in count(1) if enemy.sign_in().status_code == 429 or number > TRIES)
    held(tries <= TRIES, f"{TRIES} tries were answered")
    owner.tokens()
    return f"the enemy's address is stopped at the {tries}th try, the owner is not"


def _tried(target: Target, owner: Person, number: int) -> int:
    guess = Person(owner.email, f"one of the most common {number}", target.stranger())
    return guess.sign_in().status_code
