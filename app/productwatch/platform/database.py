"""Postgres being away: what tells it."""

from django.db import InterfaceError, OperationalError
from psycopg_pool import PoolTimeout, TooManyRequests

DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout, TooManyRequests)
"""No connection can be had, or it broke."""
