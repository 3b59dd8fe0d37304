"""PostgreSQL on a socket in a folder: made, started and stopped; nobody but the folder's owner can reach it."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psycopg

from productwatch_local import programs
from productwatch_local.problems import CannotStart
from productwatch_local.processes import Program, Running, until

NAME = "productwatch"
"""Of the database and of its superuser."""

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""For data that nobody will miss."""


class Postgres:
    """Its data lie in `folder`/postgresql, its log beside them; `durable` data survive a power cut.

    `settings` are what postgresql.conf would say else, as «shared_buffers=1GB».
    """

    def __init__(self, folder: Path, sockets: Path, *, durable: bool = True, settings: Sequence[str] = ()) -> None:
        self._folder = folder
        self._sockets = sockets
        self._data = folder / "postgresql"
        self._log = folder / "postgresql.log"
        self._durable = durable
        self._settings = (*settings, *(() if durable else QUICK))
        self._program: Program | None = None
        self._process: Running | None = None
        self.new_data = False

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@/{NAME}?host={self._sockets}"

    def start(self) -> None:
        """Makes what is missing and waits until the database answers; CannotStart names the server's own reason."""
        self._program = Program("postgresql", self._command(), stop_with=signal.SIGINT, patience=30)
        self._program.end_left_over(self._folder)
        if not self._data.exists():
            self._initialise()
        # Nobody else starts a server here and ours are ended: what is still noted is a number that others may have.
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        with self._log.open("w") as log:
            self._process = self._program.start(self._folder, log.fileno())
        until(lambda: self._ended() or self._answers(), patience=60)
        if not self._answers():
            self.stop()
            raise CannotStart(f"PostgreSQL does not start: {_last_line(self._log)} (all of it: {self._log})")
        self._create_database()

    def stop(self) -> None:
        if self._program and self._process:
            self._program.stop(self._process, self._folder)

    def _command(self) -> list[str]:
        options = (
            "listen_addresses=",
            f"unix_socket_directories={self._sockets}",
            "max_connections=200",
            *self._settings,
        )
        server = [str(programs.postgres_bin() / "postgres"), "-D", str(self._data)]
        return [*programs.as_ordinary_user(), *server, *(word for option in options for word in ("-c", option))]

    def _initialise(self) -> None:
        """Under another name first: a folder with the right name is a whole one."""
        unfinished = self._folder / "postgresql.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        made = subprocess.run(
            [
                *programs.as_ordinary_user(),
                str(programs.postgres_bin() / "initdb"),
                *("-D", str(unfinished), "-U", NAME, "--auth=trust", "--encoding=UTF8", "--no-instructions"),
                *("--locale-provider=builtin", "--locale=C.UTF-8", *([] if self._durable else ["--no-sync"])),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0:
            raise CannotStart(f"PostgreSQL's data folder cannot be made: {made.stderr.strip()}")
        unfinished.rename(self._data)
        self.new_data = True

    def _ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def _answers(self) -> bool:
        try:
            self._connection().close()
        except psycopg.OperationalError:
            return False
        return True

    def _create_database(self) -> None:
        with self._connection() as connection:
            if connection.execute("SELECT FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
                connection.execute(f"CREATE DATABASE {NAME}")

    def _connection(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(host=os.fspath(self._sockets), user=NAME, dbname="postgres", autocommit=True)


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1] if lines else "it said nothing"
