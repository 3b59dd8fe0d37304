"""Postgres being away: what tells it. And doing without a connection for a while."""

from django.db import InterfaceError, OperationalError, connection
from psycopg_pool import PoolTimeout, TooManyRequests

DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout, TooManyRequests)
"""No connection can be had, or it broke."""


def give_back() -> None:
    """The thread's connection goes back to the pool until the next statement: for what waits for somebody else."""
    if not connection.in_atomic_block:
        connection.close()
