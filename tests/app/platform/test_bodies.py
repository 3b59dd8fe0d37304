"""A route that takes files …"""

from threading import Event, Thread

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from productwatch.platform import bodies
from productwatch.platform.bodies import AT_ONCE, bounded, takes_files


@takes_files("MAX_IMAGE_BODY_BYTES")
def files(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"taken")


def others(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"taken")


def posted(length: int) -> HttpRequest:
    return RequestFactory().post("/", b"", "text/plain", headers={"Content-Length": str(length)})


@pytest.mark.parametrize(("view", "most"), [(files, 2000), (others, 1000)])
def test_takes_longer_bodies_than_others(settings: Settings, view: bodies.Run, most: int) -> None:
    settings.MAX_IMAGE_BODY_BYTES, settings.MAX_BODY_BYTES = 2000, 1000
    run = bounded(view, view)
    assert [run(posted(length)).status_code for length in (most, most + 1)] == [200, 413]


def test_takes_few_at_once_and_asks_the_others_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LONGEST_WAIT", 0.01)
    begun, end = [Event() for _ in range(AT_ONCE)], Event()
    waiting = iter(begun)

    def slow(request: HttpRequest) -> HttpResponse:
        next(waiting).set()
        end.wait()
        return HttpResponse()

    threads = [Thread(target=bounded(files, slow), args=[posted(1)]) for _ in range(AT_ONCE)]
    for thread, has_begun in zip(threads, begun, strict=True):
        thread.start()
        assert has_begun.wait(10)
    refused = bounded(files, files)(posted(1))
    end.set()
    for thread in threads:
        thread.join()
    assert (refused.status_code, refused["Retry-After"]) == (503, "1")
    assert bounded(files, files)(posted(1)).status_code == 200


@pytest.mark.parametrize(("headers", "left"), [({}, b""), ({"Expect": "100-continue"}, b"bytes")])
def test_hears_out_who_does_not_wait_for_a_word(headers: dict[str, str], left: bytes) -> None:
    request = RequestFactory().post("/", b"bytes", "text/plain", headers=headers)
    bodies.hear_out(request, 5)
    assert request.read() == left


def test_hears_nobody_out_for_ever() -> None:
    request = RequestFactory().post("/", b"bytes", "text/plain")
    bodies.hear_out(request, 4)
    assert request.read() == b"bytes"
