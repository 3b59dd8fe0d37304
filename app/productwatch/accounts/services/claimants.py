"""Whoever says that they are somebody: all that judging it needs, in one statement."""

from datetime import datetime

from django.db import connection

from productwatch.accounts.models import SecondFactor, User
from productwatch.accounts.services.known_addresses import KNOWN_FOR
from productwatch.audit.actors import Actor
from productwatch.platform import clock

_PERSON, _FACTOR = ([field.attname for field in model._meta.concrete_fields] for model in (User, SecondFactor))  # noqa: SLF001 - of Django's public options
_STATEMENT = f"""
    SELECT {", ".join(f"person.{column}" for column in _PERSON)},
           known.seen_at,
           {", ".join(f"factor.{column}" for column in _FACTOR)}
    FROM accounts_user AS person
    LEFT JOIN accounts_knownaddress AS known
           ON known.user_id = person.id AND known.address = %s AND known.seen_at > %s
    LEFT JOIN accounts_secondfactor AS factor ON factor.user_id = person.id
    WHERE person.email = %s
"""  # noqa: S608 - of our own columns


def of_address(email: str, by: Actor) -> tuple[User | None, datetime | None]:
    """Who has that address, with the second factor, and when they have signed in from where this one is; None where
    nobody has it, and where not for so long.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, [by.address, clock.now() - KNOWN_FOR, email])
        row = cursor.fetchone()
    if row is None:
        return None, None
    person, seen_at, factor = row[: len(_PERSON)], row[len(_PERSON)], row[len(_PERSON) + 1 :]
    user = User.from_db("default", _PERSON, person)
    found = SecondFactor.from_db("default", _FACTOR, factor) if factor[0] else None
    User.second_factor.related.set_cached_value(user, found)  # as select_related does
    return user, seen_at
