"""`ensure_admin` makes the first admin, and changes nobody."""

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from productwatch.accounts.models import User
from tests.app.accounts.calling import PASSWORD, signed_in

pytestmark = pytest.mark.django_db

ADMIN = "admin@productwatch.localhost"


@pytest.fixture(autouse=True)
def configured(settings: Settings) -> None:
    settings.ADMIN_EMAIL, settings.ADMIN_PASSWORD = "Admin@ProductWatch.localhost", PASSWORD


def told(capsys: pytest.CaptureFixture[str]) -> str:
    call_command("ensure_admin")
    return capsys.readouterr().out


def test_makes_an_admin_who_can_sign_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys) == f"{ADMIN} is an admin now\n"
    assert signed_in(ADMIN)
    assert User.objects.get().role == "admin"


def test_does_nothing_the_second_time(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    told(capsys)
    before = User.objects.values().get()
    settings.ADMIN_PASSWORD = "quite another password"
    assert told(capsys) == f"{ADMIN} exists as admin: unchanged\n"
    assert User.objects.values().get() == before


def test_raises_nobody_to_admin(capsys: pytest.CaptureFixture[str]) -> None:
    User.objects.create(email=ADMIN, password="!")
    assert told(capsys) == f"{ADMIN} exists as customer: unchanged\n"
    assert User.objects.get().role == "customer"


@pytest.mark.parametrize("name", ["ADMIN_EMAIL", "ADMIN_PASSWORD"])
def test_says_what_to_set(settings: Settings, name: str) -> None:
    setattr(settings, name, None)
    with pytest.raises(CommandError, match=name):
        call_command("ensure_admin")


def test_refuses_what_is_no_address(settings: Settings) -> None:
    settings.ADMIN_EMAIL = "admin"
    with pytest.raises(CommandError, match="ADMIN_EMAIL"):
        call_command("ensure_admin")


def test_refuses_an_easy_password_without_telling_it(settings: Settings) -> None:
    settings.ADMIN_PASSWORD = "letmein"
    with pytest.raises(CommandError, match="ADMIN_PASSWORD") as refused:
        call_command("ensure_admin")
    assert "letmein" not in str(refused.value)
