"""The application, set up once for all benchmarks, on servers of their own."""

import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from productwatch_local.servers import Servers, running
from productwatch_operator.signing_keys import ring


@pytest.fixture(scope="session")
def _servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Durable servers with memory for a million products; Redis over TCP, as a pod meets it."""
    with (
        running(tmp_path_factory.mktemp("benchmarks") / "servers", settings=["shared_buffers=1GB"]) as servers,
        pytest.MonkeyPatch.context() as environment,
    ):
        own = {
            "ARGON2": "19456/2/1",
            "DATABASE_URL": servers.database_url,
            "DJANGO_SETTINGS_MODULE": "productwatch.config.settings",
            "LOG_FORMAT": "json",
            "PUBLIC_URL": "http://testserver",
            "RATE_LIMIT_READS": "9999999/1",
            "REDIS_URL": _over_tcp(servers),
            "SIGNING_KEYS_FILE": str(_ring(tmp_path_factory.mktemp("ring"))),
        }
        for name in ("SECRET_KEY", "DATA_KEY"):
            own[name] = secrets.token_urlsafe(48)
        for name, value in own.items():
            environment.setenv(name, value)
        _set_up()
        yield


@pytest.fixture(scope="module")
def installation(_servers: None) -> Iterator[None]:
    """With an empty catalog: what one benchmark has made is in no other's way."""
    from django.db import connection  # noqa: PLC0415 - settings are there only now

    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE catalog_product, catalog_category CASCADE")


def _ring(folder: Path) -> Path:
    file = folder / "signing-keys.json"
    file.write_text(ring.dumps(ring.first_ring()))
    return file


def _over_tcp(servers: Servers) -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with redis.Redis.from_url(servers.redis_url) as client:
        client.config_set("port", port)
    return f"redis://127.0.0.1:{port}/0"


def _set_up() -> None:
    import django  # noqa: PLC0415 - settings are there only now

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
