"""How a session begins: it, its first token and the log's entry come to be in one statement, or not at all.

Signing in is to cost little beside the hash, and compiling a statement for each row would be most of the rest.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, TypeVar
from uuid import UUID, uuid4

from django.db import connection

from productwatch.accounts.models import User
from productwatch.accounts.services import auditing
from productwatch.audit.actors import Actor
from productwatch.audit.services import ADD, columns
from productwatch.platform import clock
from productwatch.platform.agents import Agent

Given = TypeVar("Given")


class First(NamedTuple):
    """A session's first token, as it is kept."""

    digest: bytes
    issued_at: datetime
    expires_at: datetime


Give = Callable[[User, UUID], tuple[First, Given]]
"""What a new session of a user begins with: its first token, as it is kept and as it is given."""

_BEGIN = f"""
    WITH same AS (
        SELECT id FROM accounts_user
        WHERE id = %s AND password = %s AND token_version = %s AND is_active FOR NO KEY UPDATE
    ), session AS (
        INSERT INTO accounts_refreshfamily (id, started_at, device, browser, ended_by, user_id)
        SELECT %s, %s, %s, %s, '', id FROM same
    ), token AS (
        INSERT INTO accounts_refreshtoken (family_id, digest, issued_at, expires_at) SELECT %s, %s, %s, %s FROM same
    ), told AS (
        {ADD} FROM same
    )
    SELECT count(*) FROM same
"""  # noqa: S608 - of our own constants


def begin(user: User, by: Actor, agent: Agent, give: Give[Given]) -> Given | None:
    """What `give` gives with the token of the user's new session.

    None where something of the user has changed meanwhile that decides who may sign in, how, and to what.
    """
    session = uuid4()
    first, given = give(user, session)
    same = (user.id, user.password, user.token_version)
    told = columns(auditing.SIGN_IN, by.known_as(user.id), auditing.the_user(user.id), session=str(session))
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, [*same, session, clock.now(), agent.device, agent.browser, session, *first, *told])
        (begun,) = cursor.fetchone()
    return given if begun else None
