"""What pages load: collected under names of its content where an image has done so, else served from where it lies."""

import re
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.staticfiles import storage as static
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from productwatch.config.storage import storages as chosen

pytestmark = pytest.mark.django_db  # a file that is closed ends its request, and that looks after connections

NAMED = re.compile(r"/static/docs/swagger\.[0-9a-f]{12}\.js")


def kept(address: str) -> tuple[int, bool]:
    """The answer's status, and whether browsers may keep it for ever."""
    with closing(Client().get(address)) as answer:
        return answer.status_code, "immutable" in answer.get("Cache-Control", "")


@pytest.fixture
def collected(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the image."""
    settings.STATIC_ROOT, settings.WHITENOISE_USE_FINDERS = tmp_path, False
    settings.STORAGES = settings.STORAGES | {"staticfiles": chosen(collected=True)["staticfiles"]}
    call_command("collectstatic", interactive=False, verbosity=0)
    fresh = storages.create_storage(settings.STORAGES["staticfiles"])  # it has read the list of names
    monkeypatch.setattr(static.staticfiles_storage, "_wrapped", fresh)


def test_are_there_on_a_laptop_without_a_step() -> None:
    assert kept("/static/unfold/css/styles.css") == (200, False)


def test_are_kept_for_ever_where_their_names_tell_their_content(collected: None) -> None:
    [address] = NAMED.findall(Client().get("/api/docs").content.decode())
    assert kept(address) == (200, True)


def test_all_that_the_admin_loads_is_collected(collected: None) -> None:
    page = Client().get("/admin/login/").content.decode()
    found = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(found) > 5
    assert [address for address in found if kept(address) != (200, True)] == []
