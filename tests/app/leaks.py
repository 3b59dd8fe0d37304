"""Where something stands that should not: in which columns of Postgres, under which keys of Redis."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from productwatch.platform.redis import redis

COLUMNS = """
    SELECT format('%I.%I', table_schema, table_name), column_name FROM information_schema.columns
    JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
      AND data_type IN ('text', 'character varying', 'character', 'jsonb', 'json', 'bytea', 'ARRAY')
"""
"""All that could hold a text."""


def in_postgres(mark: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        columns = cursor.fetchall()
        assert len(columns) > 50
        return [f"{table}.{column}" for table, column in columns if _holds(cursor, table, column, mark)]


def in_redis(mark: str) -> list[bytes]:
    return [key for key in redis().scan_iter() if mark.encode() in key or mark.encode() in b"\n".join(_values(key))]


def _holds(cursor: Any, table: str, column: str, mark: str) -> bool:
    """Bytes are shown by Postgres as their hexadecimal digits."""
    cursor.execute(
        f'SELECT EXISTS (SELECT FROM {table} WHERE "{column}"::text LIKE ANY (%s))',
        [[f"%{mark}%", f"%{mark.encode().hex()}%"]],
    )
    return bool(cursor.fetchone()[0])


def _values(key: bytes) -> Iterator[bytes]:
    client: Any = redis()
    match client.type(key):
        case b"string":
            yield client.get(key)
        case b"hash":
            yield from (part for pair in client.hgetall(key).items() for part in pair)
        case b"list":
            yield from client.lrange(key, 0, -1)
        case b"set":
            yield from client.smembers(key)
        case b"zset":
            yield from client.zrange(key, 0, -1)
        case b"stream":
            yield from (part for _, fields in client.xrange(key) for pair in fields.items() for part in pair)
        case b"none":
            return  # it has ended meanwhile
        case kind:
            raise AssertionError(f"{kind!r} is not looked into")
