"""Everything that a visit passes, as processes that are killed and started again, and people who read meanwhile."""

import itertools
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Event, Lock, Thread
from types import SimpleNamespace
from typing import Any, cast

import httpx
import psycopg
import redis

from productwatch_local import settings, socket_folder
from productwatch_local.ports import Ports
from productwatch_local.postgres import Postgres
from productwatch_local.processes import Program, Running, until
from productwatch_local.valkey import Valkey
from productwatch_local.workloads import Workload, at_first, each_version, workloads
from tests.api.service import NEVER_REACHED
from tests.benchmarks.proc import family
from tests.local.running import free_ports

PRODUCT = "/api/v1/products/white-plimsolls"
STREAM = "visits:stream"


class Alive:
    """A process that is started, killed with all below it, and started again."""

    def __init__(self, start: Callable[[], Running]) -> None:
        self._start = start
        self._process = start()

    def kill(self) -> None:
        """With SIGKILL; returns when nothing of it is left."""
        pids = family(self._process.pid)
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait(30)
        assert until(lambda: not any(_runs(pid) for pid in pids), 30)

    def start(self) -> None:
        self._process = self._start()


class Installation:
    """Postgres, Redis with `appendfsync always`, the API and two flushers, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._log = folder, (folder / "said.log").open("w")
        numbers = free_ports()
        self._ports = Ports(int(numbers["PORT"]), int(numbers["INTERNAL_PORT"]))
        sockets = socket_folder.made(folder)
        self._postgres = Postgres(folder, sockets)
        self._valkey = Valkey(folder, sockets, fsync="always")
        addresses = SimpleNamespace(database_url=self._postgres.url, redis_url=self._valkey.url)
        usual = settings.environment(folder, cast("Any", addresses), self._ports)
        self._environment = usual | NEVER_REACHED | {"TRUSTED_PROXIES": "1", "LOG_FORMAT": "json"}
        self.url = f"http://localhost:{self._ports.public}"
        self.parts: dict[str, Alive] = {}

    def start(self) -> None:
        self.parts = {"postgres": Alive(self._started(self._postgres)), "redis": Alive(self._started(self._valkey))}
        for program in (*each_version(self._environment), *at_first(self._environment)):
            assert program.start(self._folder, self._log.fileno()).wait(120) == 0
        found = {each.program.name: each for each in workloads(self._environment, self._ports)}
        flusher = found["flusher"]
        self.parts |= {
            "api": Alive(self._running(found["api"])),
            "flusher": Alive(self._running(flusher)),
            "another flusher": Alive(self._running(_another(flusher, int(free_ports()["PORT"])))),
        }

    def stop(self) -> None:
        for part in reversed(self.parts.values()):
            part.kill()
        self._log.close()
        socket_folder.removed(self._folder)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self._postgres.url) as connection:
            return connection.execute(cast("Any", statement)).fetchall()

    def waiting(self) -> int:
        """Entries of the stream, those included that a flusher has taken and not settled."""
        with redis.Redis.from_url(self._valkey.url) as client:
            return int(client.xlen(STREAM))

    def _started(self, server: Postgres | Valkey) -> Callable[[], Running]:
        def start() -> Running:
            server.start()
            process = server._process
            assert process
            return process

        return start

    def _running(self, workload: Workload) -> Callable[[], Running]:
        def start() -> Running:
            process = workload.program.start(self._folder, self._log.fileno())
            assert until(workload.is_ready, patience=60)
            return process

        return start


class Readers:
    """People who each read once, and tell of it by a beacon; `acknowledged` are those whose visit was taken."""

    def __init__(self, url: str, threads: int = 3) -> None:
        self._url, self._enough, self._lock = url, Event(), Lock()
        self._numbers = itertools.count(1)
        self._threads = [Thread(target=self._read_on) for _ in range(threads)]
        self.acknowledged: list[str] = []

    @contextmanager
    def reading(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._enough.set()
            for thread in self._threads:
                thread.join()

    def _read_on(self) -> None:
        with httpx.Client(base_url=self._url, timeout=10) as client:
            while not self._enough.is_set():
                self._read(client)

    def _read(self, client: httpx.Client) -> None:
        """Nobody tries twice: what was not acknowledged may have been taken or not."""
        with self._lock:
            number = next(self._numbers)
        name = f"reader-{number}"
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        headers = {"X-Forwarded-For": address, "User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}
        with suppress(httpx.TransportError):
            told = client.post(
                f"{PRODUCT}/visits", params={"utm_campaign": name}, headers=headers | {"Accept-Language": "en"}
            )
            if told.status_code == 202:
                self.acknowledged.append(name)


def _another(workload: Workload, port: int) -> Workload:
    environment = {**(workload.program.environment or {}), "INTERNAL_PORT": str(port)}
    environment["HEARTBEAT_FILE"] += "-another"
    program: Program = replace(workload.program, name="another-flusher", environment=environment)
    return replace(workload, program=program, port=port)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
