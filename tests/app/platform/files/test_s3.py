"""A bucket of a real S3 server, as a storage …"""

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from time import monotonic

import pytest
from django.core.files.base import ContentFile

from productwatch.platform import clock
from productwatch.platform.files import s3
from productwatch.platform.files.problems import FilesAway
from productwatch.platform.files.s3 import S3Storage
from tests.app.s3_server import Server, needs_s3, options, running

pytestmark = needs_s3


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("buckets")


@pytest.fixture(scope="module")
def server(place: Path) -> Iterator[Server]:
    with running(place) as found:
        yield found


@pytest.fixture
def bucket(server: Server) -> S3Storage:
    return S3Storage(**options(server))


def test_gives_back_what_it_was_given(bucket: S3Storage) -> None:
    content = bytes(range(256)) * 40_000
    assert bucket.save("a/b.webp", ContentFile(content)) == "a/b.webp"
    assert bucket.open("a/b.webp").read() == content


def test_keeps_the_latest(bucket: S3Storage) -> None:
    for content in (b"1", b"2"):
        bucket.save("same", ContentFile(content))
    assert bucket.open("same").read() == b"2"


def test_tells_browsers_what_it_is_and_to_keep_it(bucket: S3Storage) -> None:
    bucket.save("c.webp", ContentFile(b"x"))
    told = bucket._client.head_object(Bucket="images", Key="c.webp")
    assert (told["ContentType"], told["CacheControl"]) == ("image/webp", "public, max-age=31536000, immutable")


def test_knows_what_is_not_there(bucket: S3Storage) -> None:
    with pytest.raises(FileNotFoundError):
        bucket.open("none")
    assert not bucket.exists("none")
    bucket.delete("none")


def test_forgets(bucket: S3Storage) -> None:
    bucket.save("d", ContentFile(b"x"))
    assert bucket.exists("d")
    bucket.delete("d")
    assert not bucket.exists("d")


def test_lists_a_folder_of_more_than_a_page(bucket: S3Storage, place: Path) -> None:
    (place / "images/many/below").mkdir(parents=True)
    (place / "images/many/below/x").touch()
    for number in range(1005):
        (place / f"images/many/{number}").touch()
    folders, files = bucket.listdir("many")
    assert (folders, sorted(files)) == (["below"], sorted(map(str, range(1005))))


def test_tells_when_a_file_was_written(bucket: S3Storage) -> None:
    bucket.save("e", ContentFile(b"x"))
    assert abs(bucket.get_modified_time("e") - clock.now()) < timedelta(minutes=1)


def test_serves_many_threads_with_one_client(bucket: S3Storage) -> None:
    bucket.save("f", ContentFile(b"x" * 100_000))
    together, found = Barrier(8), list[int]()

    def read() -> None:
        together.wait()
        found.append(len(bucket.open("f").read()))

    threads = [Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [100_000] * 8


@pytest.mark.parametrize("wrong", [{"secret_key": "another"}, {"access_key": "another"}, {"bucket": "none"}])
def test_that_refuses_us_is_away(server: Server, wrong: dict[str, str]) -> None:
    with pytest.raises(FilesAway):
        S3Storage(**options(server, **wrong)).save("g", ContentFile(b"x"))


def test_that_does_not_answer_is_away_and_left_alone_for_a_while(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A port that takes connections and never says a word: the worst that a server can do."""
    monkeypatch.setattr(s3, "READ_SECONDS", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(50)
        storage = S3Storage(**options(server, endpoint=f"http://127.0.0.1:{silent.getsockname()[1]}"))
        with pytest.raises(FilesAway):
            storage.open("h")
        assert storage._away_until > monotonic()
        monkeypatch.setattr(storage, "_making", None)  # whoever asked the server now would fail otherwise
        with pytest.raises(FilesAway):
            storage.open("h")
