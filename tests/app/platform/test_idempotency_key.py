"""An Idempotency-Key is one string, quoted or bare; a request's fingerprint tells it from every other one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from productwatch.platform.idempotency_key import PATTERN, fingerprint, key_of
from productwatch.platform.problems import BadRequest

BARE = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters='",;\\'), min_size=1)


def key_in(header: str) -> str | None:
    return key_of(RequestFactory().post("/", headers={"Idempotency-Key": header}))


def asked(body: str = "{}", *, method: str = "POST", path: str = "/a", **headers: str) -> bytes:
    request = RequestFactory().generic(
        method, path, body, headers={name.replace("_", "-"): headers[name] for name in headers}
    )
    return fingerprint(request)


def uploaded(content: bytes, name: str = "a.png") -> bytes:
    request = RequestFactory().post("/a", {"file": SimpleUploadedFile(name, content)})
    assert request.FILES
    return fingerprint(request)


def test_is_none_where_none_is_given() -> None:
    assert key_of(RequestFactory().post("/")) is None


@given(BARE.filter(lambda key: len(key) <= 255))
def test_means_the_same_quoted_and_bare(key: str) -> None:
    assert key_in(key) == key_in(f'"{key}"') == key


def test_may_hold_anything_visible_where_it_is_quoted() -> None:
    assert key_in(r'"a b,c;\"d\\"') == r'a b,c;"d' + "\\"


@pytest.mark.parametrize(
    "header",
    ["", '""', " ", "a" * 256, '"a', 'a"', "a, b", '"a", "b"', '"a";p=1', "a\x01b", "a\tb", "é", '"é"', r'"\a"'],
)
def test_is_refused(header: str) -> None:
    with pytest.raises(BadRequest):
        key_in(header)


def test_is_as_long_as_255_characters() -> None:
    assert key_in("a" * 255) == key_in(f'"{"a" * 255}"') == "a" * 255


def test_has_a_pattern_that_others_can_read() -> None:
    assert PATTERN.isascii()
    assert "(?" not in PATTERN


def test_a_fingerprint_is_that_of_the_same_request() -> None:
    assert asked() == asked()


@pytest.mark.parametrize(
    "other", [asked("{ }"), asked(method="PUT"), asked(path="/b"), asked(path="/a?b"), asked(If_Match='"1"')]
)
def test_a_fingerprint_is_no_other_requests(other: bytes) -> None:
    assert other != asked()


def test_a_fingerprint_of_files_that_were_read_already() -> None:
    assert uploaded(b"1") == uploaded(b"1")
    assert len({uploaded(b"1"), uploaded(b"2"), uploaded(b"1", "b.png")}) == 3
