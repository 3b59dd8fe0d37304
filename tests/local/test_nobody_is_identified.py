"""Where somebody has read, signed in and failed to, no file, log, trace or figure of ours tells their address.

Everything runs as it does anywhere, behind one trusted proxy, and tells as much as it can be made to: Postgres logs
each statement with its values, Redis each command. Then all that is left is searched.
"""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import urlopen

import httpx
import psycopg
import pytest
import redis

from productwatch_local.processes import until
from productwatch_local.servers import Servers
from tests.local.asking import credentials, told_by
from tests.local.conftest import Start
from tests.local.running import APPLICATION, Started

ADDRESSES = ("198.51.100.177", "2001:db8:77aa:bb77:1:2:3:4")
MARK = "marked-agent-7f3a"
AGENT = f"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 {MARK}"
REFERRER = "marked-referrer.example"
"""Is kept: where it is not found, we look in the wrong places."""

SECRETS = (
    MARK.encode(),
    ADDRESSES[0].encode(),
    b"2001:db8:77aa:bb77",
    ip_address(ADDRESSES[1]).exploded.encode(),
    ip_address(ADDRESSES[1]).packed,
)
PRODUCT = "/api/v1/products/white-plimsolls"
STATEMENTS = ("ALTER SYSTEM SET log_statement = 'all'", "SELECT pg_reload_conf()")

pytestmark = pytest.mark.usefixtures("own_servers")


class Collector(ThreadingHTTPServer):
    """Takes traces by OTLP and keeps them as they came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.taken = b""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Taking(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        self.server.taken += self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.timeout(600)
def test_no_address_and_no_user_agent_is_left_anywhere(start: Start, collector: Collector) -> None:
    run = start(
        APPLICATION, TRUSTED_PROXIES="1", LOG_LEVEL="DEBUG", OTEL_EXPORTER_OTLP_ENDPOINT=collector.url
    ).ready(280)  # fmt: skip
    servers = Servers.of(run.folder)
    with psycopg.connect(servers.database_url, autocommit=True) as postgres, redis.Redis.from_url(
        servers.redis_url
    ) as valkey:  # fmt: skip
        tell_all(postgres, valkey)
        for address in ADDRESSES:
            ask_for_everything(run, address)
        assert until(lambda: flushed(run) == len(ADDRESSES), 30)
        assert until(lambda: b"/visits" in collector.taken, 30)
        postgres.execute("CHECKPOINT")
        valkey.bgsave()
        assert until(lambda: valkey.info("persistence")["rdb_bgsave_in_progress"] == 0, 30)
        told = {"traces": collector.taken, "commands": str(valkey.slowlog_get(1_000_000)).encode(), **figures(run)}
    found = told | files(run.folder) | {"output": run.said.encode()}
    places = {Path(name).parts[0] for name, content in found.items() if REFERRER.encode() in content}
    assert places == {"commands", "postgresql", "postgresql.log", "valkey"}
    assert [(name, secret) for name, content in found.items() for secret in SECRETS if secret in content] == []


def tell_all(postgres: "psycopg.Connection[Any]", valkey: "redis.Redis") -> None:
    for statement in STATEMENTS:
        postgres.execute(statement)
    valkey.config_set("slowlog-max-len", 1_000_000)
    valkey.config_set("slowlog-log-slower-than", 0)


def ask_for_everything(run: Started, address: str) -> None:
    """Reads, kept and not; beacons; sign-ins, right and wrong; and what is refused."""
    headers = {"X-Forwarded-For": f"192.0.2.1, {address}", "User-Agent": AGENT, "Accept-Language": "en"}
    with httpx.Client(base_url=told_by(run)["url"], headers=headers, timeout=30) as client:
        client.get("/api/v1/products")
        for _ in range(2):
            client.get(PRODUCT, headers={"Referer": f"https://{REFERRER}/"}).raise_for_status()
        client.post(f"{PRODUCT}/visits").raise_for_status()
        for path in ("/nowhere", "/api/v1/products/none", "/api/v1/products?color=red", f"{PRODUCT}{'x' * 300}"):
            assert client.get(path).status_code >= 400
        for email in (credentials(run)["email"], "nobody@example.com"):
            wrong = {"email": email, "password": "a wrong password"}
            assert client.post("/api/v1/auth/login", json=wrong).status_code == 401
        pair = client.post("/api/v1/auth/login", json=credentials(run)).raise_for_status().json()
        client.post("/api/v1/auth/refresh", json={"refresh": pair["refresh"]}).raise_for_status()
        client.post("/api/v1/auth/register", json={"email": "new@example.com", "password": "purple otter 77 lamps"})
        client.post("/api/v1/auth/password/forgotten", json={"email": credentials(run)["email"]})
        assert client.post("/api/v1/products", content=b"{", headers={"Authorization": "Bearer x"}).status_code == 401
        client.get("/admin/login/")


def files(folder: Path) -> dict[str, bytes]:
    """All that a run keeps, by name; sockets are no files."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def figures(run: Started) -> dict[str, bytes]:
    """What each process measures."""
    first = int(told_by(run)["metrics_url"].split(":")[2].partition("/")[0])
    pages = {}
    for port in range(first, first + 4):
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            pages[f"metrics of {port}"] = answer.read()
    return pages


def flushed(run: Started) -> float:
    lines = b"\n".join(figures(run).values()).decode().splitlines()
    return sum(float(line.split()[1]) for line in lines if line.startswith("productwatch_visits_flushed_total "))
