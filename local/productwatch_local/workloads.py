"""What `make run` runs: the same commands as the pods of the chart, on ports that differ."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from productwatch_local.ports import Ports
from productwatch_local.processes import Program

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
SAMPLES = ROOT / "samples/products.csv"


@dataclass(frozen=True, slots=True)
class Workload:
    """A program that runs on, and the local address that answers once it is ready."""

    program: Program
    port: int
    path: str

    def is_ready(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=1)
        try:
            connection.request("GET", self.path, headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def workloads(environment: Mapping[str, str], ports: Ports) -> tuple[Workload, ...]:
    """In the order in which they are stopped: first who takes requests, last who does what they have asked for."""
    commands = {
        "api": ("serve", "--host", "127.0.0.1", "--port", str(ports.public)),
        "live": ("stream_visits", "--host", "127.0.0.1", "--port", str(ports.live)),
        "beat": ("beat",),
        "flusher": ("flush_visits",),
        "worker": ("worker", "--queues", "events,mail,reports"),
    }
    internal = tuple(
        Workload(_numbered(manage(name, environment, *command), ports.of(place)), ports.of(place), "/metrics")
        for place, (name, command) in enumerate(commands.items())
    )
    answering = {"api": ports.public, "live": ports.live}
    return tuple(
        replace(each, port=answering[each.program.name], path="/healthz/ready")
        if each.program.name in answering
        else each
        for each in internal
    )


def version() -> str:
    """Changes with whatever might change the database: our migrations, and the libraries that bring theirs."""
    files = [*sorted(APP.glob("productwatch/*/migrations/*.py")), ROOT / "requirements/app.txt"]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def each_version(environment: Mapping[str, str]) -> tuple[Program, ...]:
    """What is done to the data of an earlier version, or of none, before anything runs."""
    return (manage("database", environment, "prepare_database"),)


def at_first(environment: Mapping[str, str]) -> tuple[Program, ...]:
    """What is done once in the life of the data."""
    return (manage("catalog", environment, "import_products", str(SAMPLES)),)


def manage(name: str, environment: Mapping[str, str], *arguments: str) -> Program:
    command = (sys.executable, str(APP / "manage.py"), *arguments)
    return Program(name, command, patience=15, environment=environment, folder=APP)


def _numbered(program: Program, port: int) -> Program:
    own = {
        "INTERNAL_PORT": str(port),
        "HEARTBEAT_FILE": f"{(program.environment or {})['HEARTBEAT_FILE']}-{program.name}",
    }
    return replace(program, environment={**(program.environment or {}), **own})
