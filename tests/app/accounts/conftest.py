"""Ann has an account, Carol is an admin, Dan was deactivated."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from django.contrib.auth.hashers import make_password
from pytest_django.fixtures import Settings

from productwatch.accounts import hashers
from productwatch.accounts.models import Role, User
from tests.app.accounts.browsing import PAGE
from tests.app.accounts.calling import PASSWORD
from tests.app.openid_issuer import Server, running


@pytest.fixture(scope="session")
def hashed() -> str:
    return make_password(PASSWORD)


@pytest.fixture
def ann(db: None, hashed: str) -> User:
    return User.objects.create(email="ann@example.com", password=hashed)


@pytest.fixture
def carol(db: None, hashed: str) -> User:
    return User.objects.create(email="carol@example.com", password=hashed, role=Role.ADMIN)


@pytest.fixture
def dan(db: None, hashed: str) -> User:
    return User.objects.create(email="dan@example.com", password=hashed, is_active=False)


@pytest.fixture
def hashes_made(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many passwords were hashed since the test began."""
    slots: list[int] = []
    real = hashers._slot

    def counted() -> AbstractContextManager[None]:
        slots.append(1)
        return real()

    monkeypatch.setattr(hashers, "_slot", counted)
    return lambda: len(slots)


@pytest.fixture
def issuer(settings: Settings) -> Iterator[Server]:
    """The issuer `shop`, which gives the addresses of example.com to their owners."""
    with running() as server:
        settings.OPENID_ISSUERS = {"shop": server.issuer()}
        settings.OPENID_PAGES = frozenset({PAGE})
        yield server
