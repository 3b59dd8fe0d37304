"""The server as it runs in a pod: what a request costs it beside bare Granian, and what it keeps in memory.

Counted is the CPU of the server's processes, the system's share included, over loopback: what a core can do in a
second is one by that. It is told alone; tests/cluster/test_pod_speed.py asks for the ratio where it matters, through
the ingress.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from productwatch_local.ports import Ports
from productwatch_local.processes import until
from productwatch_local.workloads import workloads
from tests.api.service import Service
from tests.benchmarks.proc import memory, processor
from tests.benchmarks.results import tell
from tests.benchmarks.wire import Wire
from tests.local.running import free_ports

REQUESTS, ROUNDS = 2000, 5
MANY = int(os.environ.get("BENCH_REQUESTS", "100000"))
MOST = {"api": 190, "worker": 220, "beat": 130, "flusher": 130}
"""MiB."""

GROWTH = 6
"""MiB between the first tenth of the requests and the last."""

LIST, PRODUCT = "/api/v1/products", "/api/v1/products/white-plimsolls"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    numbers = free_ports()
    found = Service(tmp_path_factory.mktemp("server"), Ports(int(numbers["PORT"]), int(numbers["INTERNAL_PORT"])))
    try:
        found.start()
        found.load_samples()
        yield found
    finally:
        found.stop()


@pytest.mark.timeout(900)
def test_tells_what_a_request_costs_beside_bare_granian(service: Service, tmp_path: Path) -> None:
    asked = Wire(service.url)
    for _ in range(10):
        status, body = asked.ask(LIST)
    assert status == 200
    with bare_granian(tmp_path, body) as (url, rival):
        other = Wire(url)
        assert other.ask(LIST)[1] == body
        rounds = [(_cost(_pid(service), asked), _cost(rival.pid, other)) for _ in range(ROUNDS)]
        other.close()
    asked.close()
    ours, bare = (min(costs) for costs in zip(*rounds, strict=True))
    tell(
        "a kept list over HTTP, beside bare Granian and Django",
        f"{ours:.0f} µs; bare {bare:.0f} µs: {bare / ours:.0%}",
        "told; ≥ 35% through an ingress",
    )
    assert ours > bare > 0


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_stays_within_its_memory(service: Service) -> None:
    with ExitStack() as running, ThreadPoolExecutor(4) as people:
        others = {name: running.enter_context(_beside(service, name)) for name in MOST if name != "api"}
        pids = {"api": _pid(service)} | others
        most, early = dict.fromkeys(pids, 0.0), 0.0
        asked = Wire(service.url)
        for number in range(MANY):
            asked.ask(PRODUCT if number % 2 else LIST, agent=f"Mozilla/5.0 ({number})")
            if number % (MANY // 20) == MANY // 20 - 1:
                assert set(people.map(lambda _: _signed_in(service), range(4))) <= {200, 503}
                most = {name: max(most[name], memory(pid)) for name, pid in pids.items()}
            if number == MANY // 10:
                early = memory(pids["api"])
        late = memory(pids["api"])
        asked.close()
    told = ", ".join(f"{name} {most[name]:.0f} of {bound}" for name, bound in MOST.items())
    tell("memory under load, MiB (PSS)", told, ", ".join(f"{name} ≤ {bound}" for name, bound in MOST.items()))
    tell(f"growth of the api over {MANY} requests", f"{late - early:+.1f} MiB", f"≤ {GROWTH} MiB")
    assert {name: found for name, found in most.items() if found > MOST[name]} == {}
    assert late - early <= GROWTH


@contextmanager
def bare_granian(folder: Path, body: bytes) -> "Iterator[tuple[str, subprocess.Popen[bytes]]]":
    (folder / "body.json").write_bytes(body)
    port = free_ports()["PORT"]
    command = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port, "--workers", "1"]
    command += ["--blocking-threads", "8", "--http", "1", "--no-ws", "--log-level", "error", "bare_server:application"]
    own = {"BODY_FILE": str(folder / "body.json"), "PYTHONPATH": str(ROOT / "tests/cluster")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with subprocess.Popen(command, env=os.environ | own | {"PATH": path}) as process:
        try:
            url = f"http://localhost:{port}"
            assert until(lambda: _answers(url), patience=60)
            yield url, process
        finally:
            process.terminate()


def _answers(url: str) -> bool:
    try:
        asked = Wire(url)
    except OSError:
        return False
    status, _body = asked.ask(LIST)
    asked.close()
    return status == 200


def _cost(pid: int, asked: Wire) -> float:
    """Microseconds a request."""
    before = processor(pid)
    for _ in range(REQUESTS):
        assert asked.ask(LIST)[0] == 200
    return (processor(pid) - before) / REQUESTS * 1e6


def _signed_in(service: Service) -> int:
    """503 where two others are at it, and do not end soon."""
    return service.call("POST", "/api/v1/auth/login", json=service.credentials("customer")).status_code


def _pid(service: Service) -> int:
    assert service._process
    return service._process.pid


@contextmanager
def _beside(service: Service, name: str) -> Iterator[int]:
    """A workload beside the api, ready."""
    (workload,) = (each for each in workloads(service._environment, service.ports) if each.program.name == name)
    process = workload.program.start(service._folder, subprocess.DEVNULL)
    assert until(workload.is_ready, patience=120)
    yield process.pid
    workload.program.stop(process, service._folder)
