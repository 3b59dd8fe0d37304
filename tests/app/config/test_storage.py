"""Where files are kept follows from the environment …"""

import pytest

from productwatch.config import storage

NAMES = (
    "MEDIA_DIR",
    "MEDIA_URL",
    "S3_BUCKET",
    "S3_ENDPOINT",
    "S3_REGION",
    "S3_PATH_STYLE",
    "S3_ACCESS_KEY",
    "S3_SECRET_KEY",
)


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def backend() -> str:
    return str(storage.storages(collected=False)["default"]["BACKEND"]).rpartition(".")[2]


def test_as_nowhere_where_nothing_is_said() -> None:
    assert backend() == "Nowhere"


def test_as_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIA_DIR", "/srv/media")
    assert backend() == "FileSystemStorage"


def test_as_a_bucket_before_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MEDIA_DIR", "S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY"):
        monkeypatch.setenv(name, "x")
    assert backend() == "S3Storage"


def test_as_a_bucket_with_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S3_BUCKET", "images")
    with pytest.raises(SystemExit, match="S3_ACCESS_KEY is not set"):
        storage.storages(collected=False)


@pytest.mark.parametrize(
    ("given", "found"),
    [(None, "http://shop/media/"), ("https://cdn/x", "https://cdn/x/"), ("https://cdn/", "https://cdn/")],
)
def test_as_an_address(monkeypatch: pytest.MonkeyPatch, given: str | None, found: str) -> None:
    if given:
        monkeypatch.setenv("MEDIA_URL", given)
    assert storage.media_url("http://shop") == found
