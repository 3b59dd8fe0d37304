"""The files of images, where the API serves them …"""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

NAME = "images/6f1c0f53-7f2c-4f0c-9d57-0b6a4f3f8a52/480-0123456789abcdef.webp"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    default = settings.STORAGES["default"]
    mine = default | {"OPTIONS": default["OPTIONS"] | {"location": str(tmp_path / "media")}}
    settings.STORAGES = settings.STORAGES | {"default": mine}
    file = tmp_path / "media" / NAME
    file.parent.mkdir(parents=True)
    file.write_bytes(b"a picture")
    return tmp_path / "media"


def test_are_kept_for_ever_and_taken_for_nothing_else(folder: Path, client: Client) -> None:
    answer = client.get(f"/media/{NAME}")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"a picture", "image/webp")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"][:18]) == (
        "nosniff",
        "default-src 'none'",
    )
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_are_not_sent_again_nor_even_looked_for(folder: Path, client: Client) -> None:
    tag = client.get(f"/media/{NAME}")["ETag"]
    (folder / NAME).unlink()
    assert client.get(f"/media/{NAME}", headers={"If-None-Match": tag}).status_code == 304
    assert client.get(f"/media/{NAME}").status_code == 404


def test_may_be_asked_for_their_headers_alone(folder: Path, client: Client) -> None:
    answer = client.head(f"/media/{NAME}")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"", "image/webp")


@pytest.mark.parametrize(
    "name",
    ["uploads/secret", f"{NAME}/../../../uploads/secret", "images/../uploads/secret", "images/%2e%2e/uploads/secret"],
)
def test_are_all_that_is_served(folder: Path, client: Client, name: str) -> None:
    (folder / "uploads").mkdir()
    (folder / "uploads/secret").write_bytes(b"where it was taken")
    assert client.get(f"/media/{name}").status_code == 404


def test_are_nowhere_where_none_are_kept(client: Client, settings: Settings) -> None:
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "productwatch.platform.files.nowhere.Nowhere"}}
    assert client.get(f"/media/{NAME}").json()["type"] == "/problems/not-found"
