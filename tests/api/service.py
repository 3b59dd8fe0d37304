"""The API on servers of its own, as it runs anywhere: processes and sockets, which a test may take away."""

import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import httpx

from productwatch_local import settings, socket_folder
from productwatch_local.ports import Ports
from productwatch_local.postgres import Postgres
from productwatch_local.processes import Program, Running, until
from productwatch_local.valkey import Valkey
from productwatch_local.workloads import Workload, at_first, each_version, workloads
from tests.letters import letters_to

PASSWORD = secrets.token_urlsafe(15)
NEVER_REACHED = {
    f"RATE_LIMIT_{name}": "1000000/60"
    for name in (
        "READS",
        "WRITES",
        "VISITS",
        "SUGGESTIONS",
        "SIGN_IN",
        "SIGN_IN_DAILY",
        "REFRESH",
        "PASSWORD_TRIES",
        "STRANGERS_TRIES",
        "CODE_TRIES",
    )
}
"""One client asks more here than any that a limit is meant for."""
CUSTOMER = {"email": "carl@example.com", "password": PASSWORD}


class Service:
    """One API process with its PostgreSQL and Valkey; `url` is its public address."""

    def __init__(self, folder: Path, ports: Ports) -> None:
        self._folder = folder
        self._log = folder / "api.log"
        sockets = socket_folder.made(folder)
        self.postgres = Postgres(folder, sockets, durable=False)
        self.valkey = Valkey(folder, sockets, durable=False)
        self.ports = ports
        self.url = f"http://localhost:{ports.public}"
        self._client = httpx.Client(base_url=self.url, timeout=30)
        self._process: Running | None = None

    @property
    def said(self) -> str:
        """The log so far."""
        return self._log.read_text()

    def start(self) -> None:
        """Ready, with an admin and a customer."""
        self.postgres.start()
        self.valkey.start()
        addresses = SimpleNamespace(database_url=self.postgres.url, redis_url=self.valkey.url)
        usual = settings.environment(self._folder, cast("Any", addresses), self.ports)
        self._environment = environment = usual | NEVER_REACHED
        self._credentials = {
            "email": environment["ADMIN_EMAIL"],
            "password": Path(environment["ADMIN_PASSWORD_FILE"]).read_text(),
        }
        with self._log.open("w") as log:
            for preparation in each_version(environment):
                assert preparation.start(self._folder, log.fileno()).wait(120) == 0, self.said
            self._workload: Workload = workloads(environment, self.ports)[0]
            self._process = self._program.start(self._folder, log.fileno())
        assert until(self._workload.is_ready, patience=60), self.said
        self._register()

    def _register(self) -> None:
        """The customer, who follows what the mail says."""
        mails = Path(self._environment["MAIL_DIR"])
        with self.beside("worker"):
            self.call("POST", "/api/v1/auth/register", json=CUSTOMER).raise_for_status()
            assert until(lambda: bool(letters_to(CUSTOMER["email"], mails)), patience=60)
        (letter,) = letters_to(CUSTOMER["email"], mails)
        self.call("POST", "/api/v1/auth/confirm", json={"token": letter.token}).raise_for_status()

    def load_samples(self) -> None:
        """A catalog to look around in."""
        (samples,) = at_first(self._environment)
        assert samples.start(self._folder, subprocess.DEVNULL).wait(60) == 0

    def stop(self) -> None:
        self._client.close()
        if self._process:
            self._program.stop(self._process, self._folder)
        self.valkey.stop()
        self.postgres.stop()
        socket_folder.removed(self._folder)

    @contextmanager
    def beside(self, name: str, ports: Ports | None = None) -> Iterator[Running]:
        """Another process of that name beside the API, ready."""
        found = workloads(self._environment, ports or self.ports)
        (workload,) = (each for each in found if each.program.name == name)
        with (self._folder / f"{name}.log").open("w") as log:
            process = workload.program.start(self._folder, log.fileno())
        assert until(workload.is_ready, patience=60)
        yield process
        workload.program.stop(process, self._folder)

    def lives(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def call(self, method: str, path: str, *, token: str | None = None, **request: Any) -> httpx.Response:
        headers = request.pop("headers", {}) | ({"Authorization": f"Bearer {token}"} if token else {})
        return self._client.request(method, path, headers=headers, **request)

    def credentials(self, role: str) -> dict[str, str] | None:
        """Those of an admin or a customer; None for anybody else."""
        return {"admin": self._credentials, "customer": CUSTOMER}.get(role)

    def token(self, role: str) -> str | None:
        """A fresh access token of an admin or a customer; None for anybody else."""
        credentials = self.credentials(role)
        if credentials is None:
            return None
        return str(self.call("POST", "/api/v1/auth/login", json=credentials).raise_for_status().json()["access"])

    def metric(self, name: str) -> float:
        """What the internal port tells of one series, written as Prometheus writes it."""
        page = self._client.get(f"http://localhost:{self.ports.internal}/metrics").text
        return next(float(line.rpartition(" ")[2]) for line in page.splitlines() if line.startswith(f"{name} "))

    @property
    def _program(self) -> Program:
        return self._workload.program
