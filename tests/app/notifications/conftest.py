"""Ann and Bob are customers, Carol is an admin, Dan was deactivated; mail goes nowhere until a test says where."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from productwatch.accounts.models import Role, User
from tests.app.notifications.sink import Sink, running_sink


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create(email="ann@example.com")


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create(email="bob@example.com")


@pytest.fixture
def carol(db: None) -> User:
    return User.objects.create(email="carol@example.com", role=Role.ADMIN)


@pytest.fixture
def dan(db: None) -> User:
    return User.objects.create(email="dan@example.com", is_active=False)


@pytest.fixture
def mail_dir(tmp_path: Path, settings: Settings) -> Path:
    folder = tmp_path / "mail"
    settings.MAIL_DIR = folder
    return folder


@pytest.fixture
def sink(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """SendGrid stands in on loopback, and there is a key."""
    monkeypatch.setenv("SENDGRID_API_KEY", "SG.the-key")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running_sink() as running:
        settings.SENDGRID_URL = running.url
        yield running
