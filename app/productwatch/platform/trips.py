"""A trip to Redis: commands that are sent together and answered together, as redis-py's pipelines do it.

Those lock a pool, measure, and convert each answer, which costs several times what the trip itself does. Here each
thread keeps a connection, and answers come as Redis gives them.
"""

import os
from threading import local
from typing import Any

from redis import ConnectionError as ConnectionLost
from redis import ConnectionPool, ResponseError

from productwatch.platform.redis import redis

Word = str | bytes | int
Connection = Any
"""redis-py's, most of which it has not typed."""


class Trip:
    """Go inside `guarded`."""

    def __init__(self) -> None:
        self._commands: list[tuple[Word, ...]] = []

    def add(self, *command: Word) -> None:
        self._commands.append(command)

    def go(self) -> list[Any]:
        """An answer for each command, which is a ResponseError where Redis refuses that one."""
        connection, is_new = _own_connection()
        try:
            return self._sent_over(connection)
        except ConnectionLost:
            if is_new:
                raise
        return self._sent_over(connection)  # the server had closed it while it was idle

    def go_well(self) -> list[Any]:
        """The same, where any refusal is raised."""
        answers = self.go()
        for answer in answers:
            if isinstance(answer, ResponseError):
                raise answer
        return answers

    def _sent_over(self, connection: Connection) -> list[Any]:
        try:
            connection.send_packed_command(connection.pack_commands(self._commands))
            return [_answer(connection) for _ in self._commands]
        except BaseException:
            connection.disconnect()  # nobody may read what was meant for us
            raise


def _answer(connection: Connection) -> Any:
    try:
        return connection.read_response()
    except ResponseError as refusal:
        return refusal


_mine = local()


def _own_connection() -> tuple[Connection, bool]:
    """This thread's, and whether it has just been made."""
    pool: ConnectionPool = redis().connection_pool
    if getattr(_mine, "pool", None) is pool:
        return _mine.connection, False
    _mine.connection, _mine.pool = pool.connection_class(**pool.connection_kwargs), pool
    return _mine.connection, True


def _forget() -> None:
    """A child process must not speak over its parent's connection."""
    vars(_mine).clear()


os.register_at_fork(after_in_child=_forget)
