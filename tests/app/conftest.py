"""The application, set up once, and people who ask it: an admin, a customer and nobody in particular."""

# ruff: noqa: E402 - models can be imported only when Django is set up

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import django
import pytest
from django.core.management.commands import flush
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings
from pytest_django.plugin import blocking_manager_key
from redis.connection import AbstractConnection
from whitenoise.middleware import WhiteNoiseMiddleware

os.environ["DJANGO_SETTINGS_MODULE"] = "productwatch.config.settings"
django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]  # a worker that inherits it reads settings before its conftest has set them

from productwatch.accounts.models import Role, User
from productwatch.platform import redis as redis_module
from productwatch.platform import tokens
from productwatch.platform.revocations import revocations
from productwatch_local import socket_folder
from productwatch_local.valkey import Valkey
from tests.app.mailbox import Mailbox

ClientOf = Callable[[User], Client]


def pytest_configure(config: pytest.Config) -> None:
    """A test that asks for no database gets none: pytest-django knows it only where Django was set up before it."""
    config.stash[blocking_manager_key].block()


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_looked_for_once() -> Iterator[None]:
    """Each client has a handler of its own, which would look for them again: nine tenths of a request."""
    known: dict[str, Any] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def look_once(middleware: WhiteNoiseMiddleware) -> None:
        if not known:
            look(middleware)
            known.update(middleware.files)
        middleware.files = known

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield


@pytest.fixture(autouse=True)
def _fresh_redis() -> None:
    """No answer, limit or visit of one test is seen by the next; the server is the test run's own."""
    redis_module.breaker.close()
    redis_module.redis().flushdb()
    revocations.look_again()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The audit log lets nobody empty it; between two tests its table is emptied with all others."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_keep_all")


@pytest.fixture(scope="session", autouse=True)
def _only_rows_go_after_a_test_that_commits() -> Iterator[None]:
    """To TRUNCATE fifty empty tables takes fifty times as long, and what migrations made would be made anew."""
    made_by_migrations = {"django_content_type", "auth_permission"}

    def emptied(_operations: object, _style: object, tables: Iterable[str], **_options: bool) -> list[str]:
        written = set(tables) - made_by_migrations - {"audit_entry"}
        return ["TRUNCATE audit_entry", *(f'DELETE FROM "{table}"' for table in sorted(written))]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(connection.ops), "sql_flush", emptied)
        patched.setattr(flush, "emit_post_migrate_signal", lambda *_: None)
        yield


@pytest.fixture
def admin(db: None) -> User:
    return User.objects.create(email="ada@example.com", role=Role.ADMIN, password="!")


@pytest.fixture
def customer(db: None) -> User:
    return User.objects.create(email="carl@example.com", role=Role.CUSTOMER, password="!")


@pytest.fixture
def client_of() -> ClientOf:
    """A client that shows an access token of the user, without the cost of signing in."""

    def signed_in(user: User) -> Client:
        token = tokens.AccessToken()
        token.payload |= {"sub": str(user.id), "role": user.role, "sid": str(uuid4())}
        return Client(headers={"Authorization": f"Bearer {token}"})

    return signed_in


@pytest.fixture
def admin_client(admin: User, client_of: ClientOf) -> Client:
    return client_of(admin)


@pytest.fixture
def customer_client(customer: User, client_of: ClientOf) -> Client:
    return client_of(customer)


@pytest.fixture
def anonymous() -> Client:
    return Client()


@pytest.fixture
def mailbox(tmp_path: Path, settings: Settings) -> Mailbox:
    settings.MAIL_DIR = tmp_path / "mails"
    return Mailbox(settings.MAIL_DIR)


@pytest.fixture
def own_redis(tmp_path: Path, settings: Settings) -> Iterator[None]:
    """A server for this test alone, for what it does to the whole of it: the other one is everybody's."""
    with _redis_of(tmp_path, settings, durable=False):
        yield


@pytest.fixture
def durable_redis(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """The same with files, an append-only one and snapshots: the folder where they lie."""
    with _redis_of(tmp_path, settings, durable=True):
        redis_module.redis().config_set("save", "3600 1000000")
        yield tmp_path / "valkey"


@contextmanager
def _redis_of(folder: Path, settings: Settings, *, durable: bool) -> Iterator[None]:
    server = Valkey(folder, socket_folder.made(folder), durable=durable)
    server.start()
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": server.url}}
    yield
    server.stop()
    socket_folder.removed(folder)


@pytest.fixture
def fill_redis(own_redis: None) -> Callable[[], None]:
    """From when it is called on, there is no memory left."""

    def fill() -> None:
        redis_module.redis().config_set("maxmemory-policy", "noeviction")
        redis_module.redis().config_set("maxmemory", 1)

    return fill


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What is sent to Redis, each time it is sent."""
    sent: list[object] = []
    send: Callable[..., None] = AbstractConnection.send_packed_command

    def noted(connection: AbstractConnection, command: object, **options: Any) -> None:
        sent.append(command)
        send(connection, command, **options)

    monkeypatch.setattr(AbstractConnection, "send_packed_command", noted)
    return sent
