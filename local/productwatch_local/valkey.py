"""Valkey on a socket in a folder: started and stopped; nobody but the folder's owner can reach it."""

import socket
from pathlib import Path

from productwatch_local import programs
from productwatch_local.problems import CannotStart
from productwatch_local.processes import Program, Running, until


class Valkey:
    """Its data lie in `folder`/valkey, its log beside them; `durable` data survive a restart.

    `fsync` tells how soon they are on the disk: «everysec», or «always» before each answer.
    """

    def __init__(self, folder: Path, sockets: Path, *, durable: bool = True, fsync: str = "everysec") -> None:
        self._folder = folder
        self._socket = sockets / "valkey"
        self._data = folder / "valkey"
        self._log = folder / "valkey.log"
        self._durable, self._fsync = durable, fsync
        self._program: Program | None = None
        self._process: Running | None = None

    @property
    def url(self) -> str:
        return f"unix://{self._socket}?db=0"

    def start(self) -> None:
        """Waits until the server has loaded its data and answers; CannotStart says where its log is."""
        self._program = Program("valkey", self._command())
        self._program.end_left_over(self._folder)
        self._data.mkdir(mode=0o700, exist_ok=True)
        with self._log.open("w") as log:
            self._process = process = self._program.start(self._folder, log.fileno())
        until(lambda: process.poll() is not None or self._answers(), patience=60)
        if not self._answers():
            self.stop()
            raise CannotStart(f"Valkey does not start; its log tells why: {self._log}")

    def stop(self) -> None:
        if self._program and self._process:
            self._program.stop(self._process, self._folder)

    def _command(self) -> list[str]:
        options = {
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "port": "0",
            "dir": str(self._data),
            "appendonly": "yes" if self._durable else "no",
            "appendfsync": self._fsync,
            "save": "",
            "maxmemory": "384mb",
            "maxmemory-policy": "volatile-lfu",
            "lfu-decay-time": "0",
            "lfu-log-factor": "0",
            "maxmemory-samples": "10",
        }
        return [
            str(programs.valkey_server()),
            *(word for name, value in options.items() for word in (f"--{name}", value)),
        ]

    def _answers(self) -> bool:
        """While it loads its data it says so, in an error; no client's library, which takes longer to load than all."""
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.settimeout(1)
                connection.connect(str(self._socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64) == b"+PONG\r\n"
            except OSError:
                return False
