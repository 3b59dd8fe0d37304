"""PostgreSQL and Valkey for one folder, real ones, for as long as they are needed."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from productwatch_local import socket_folder
from productwatch_local.postgres import Postgres
from productwatch_local.valkey import Valkey


class Servers:
    """Both servers, their data in `folder`; one that DATABASE_URL or REDIS_URL names is used instead of ours.

    The folder must not be used by two at once. The addresses hold from the beginning, also before the start.
    """

    def __init__(self, folder: Path, sockets: Path, *, durable: bool = True, settings: Sequence[str] = ()) -> None:
        postgres = Postgres(folder, sockets, durable=durable, settings=settings)
        valkey = Valkey(folder, sockets, durable=durable)
        self.database_url = os.environ.get("DATABASE_URL") or postgres.url
        self.redis_url = os.environ.get("REDIS_URL") or valkey.url
        self._postgres = postgres
        addresses: dict[str, Postgres | Valkey] = {self.database_url: postgres, self.redis_url: valkey}
        self._folder = folder
        self._ours = [server for address, server in addresses.items() if address == server.url]

    @classmethod
    def anew(cls, folder: Path, *, durable: bool = True, settings: Sequence[str] = ()) -> "Servers":
        """To be started here; `settings` are PostgreSQL's."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        return cls(folder.resolve(), socket_folder.made(folder.resolve()), durable=durable, settings=settings)

    @classmethod
    def of(cls, folder: Path) -> "Servers":
        """Those that somebody else has started here."""
        return cls(folder.resolve(), socket_folder.found(folder.resolve()))

    @property
    def own_data(self) -> bool:
        """Whether the database is ours, so that nobody else changes it."""
        return self._postgres in self._ours

    @property
    def new_data(self) -> bool:
        """Whether the database was made by this start."""
        return self._postgres.new_data

    def start(self) -> None:
        """CannotStart where a server cannot run here, with what to do."""
        for server in self._ours:
            server.start()

    def stop(self) -> None:
        for server in reversed(self._ours):
            server.stop()
        socket_folder.removed(self._folder)


@contextmanager
def running(folder: Path, *, durable: bool = True, settings: Sequence[str] = ()) -> Iterator[Servers]:
    """Both servers, started, and stopped whatever happens inside."""
    servers = Servers.anew(folder, durable=durable, settings=settings)
    try:
        servers.start()
        yield servers
    finally:
        servers.stop()
