"""One release for all tests, in a namespace of its own; the files run from the gentle to the destructive."""

import logging
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.cluster import diagnosis, sink
from tests.cluster.environment import Environment
from tests.cluster.kubectl import Namespace
from tests.cluster.release import Release
from tests.cluster.shop import Person, Shop, opened
from tests.cluster.sink import Sink

ORDER = [
    "test_bare_release",
    "test_catalog",
    "test_accounts",
    "test_admin",
    "test_visits",
    "test_live",
    "test_mails",
    "test_reports",
    "test_client",
    "test_boundaries",
    "test_rest",
    "test_secrets",
    "test_upgrade",
    "test_imports",
    "test_backfill",
    "test_images",
    "test_ingress_limit",
    "test_crashes",
    "test_pod_speed",
    "test_redis_away",
    "test_postgres_away",
]
LONGEST = 600
"""Seconds for a test, what it stands on included, unless it says otherwise."""

NEVER_REACHED = {"reads": "60000/60", "signIn": "10000/60", "signInDaily": "100000/86400", "refresh": "10000/60"}
"""More people read and sign in here than ever do from one address."""

_namespaces: list[Namespace] = []


def pytest_configure(config: pytest.Config) -> None:
    """Shows how far the waiting is."""
    if config.option.log_cli_level is None:
        config.option.log_cli_level = "INFO"
    logging.getLogger("httpx").setLevel(logging.WARNING)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: ORDER.index(Path(item.path).stem))
    for item in items:
        item.add_marker(pytest.mark.cluster)
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(LONGEST))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        report.sections += [(f"namespace {each.name}", diagnosis.of(each)) for each in _namespaces]
    return report


@pytest.fixture(scope="session")
def environment() -> Environment:
    return Environment.read()


@pytest.fixture(scope="session")
def namespace(environment: Environment) -> Iterator[Namespace]:
    yield from used(Namespace(environment.namespace))


@pytest.fixture(scope="session")
def mails(namespace: Namespace, environment: Environment) -> Iterator[Sink]:
    with sink.running_in(namespace, environment.app_image) as running:
        yield running


@pytest.fixture(scope="session")
def release(namespace: Namespace, mails: Sink, environment: Environment) -> Iterator[Release]:
    """The release that the tests share; its mails go to the sink, and from one address many may sign in."""
    release = Release(namespace, environment.values() | {"sendgrid": sink.VALUES, "limiter": NEVER_REACHED})
    release.install()
    yield release
    release.uninstall()


@pytest.fixture(scope="session")
def shop(release: Release, environment: Environment, mails: Sink) -> Iterator[Shop]:
    with opened(environment, release.namespace, mails) as shop:
        yield shop


@pytest.fixture
def admin(shop: Shop) -> Person:
    """Signed in anew for each test: an access token lives for five minutes."""
    return shop.admin()


def used(namespace: Namespace) -> Iterator[Namespace]:
    """Made for the tests, told about when one fails, and gone at the end."""
    namespace.make()
    _namespaces.append(namespace)
    yield namespace
    _namespaces.remove(namespace)
    namespace.delete()
