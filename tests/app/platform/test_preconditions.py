"""If-Match …"""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from productwatch.platform.preconditions import ANY_VERSION, Precondition, if_match
from productwatch.platform.problems import BadRequest, PreconditionFailed, PreconditionRequired


def demanded(header: str | None, *, required: bool | None = None) -> Precondition:
    headers = {} if header is None else {"If-Match": header}
    return if_match(RequestFactory().patch("/", headers=headers), required=required)


def holds(precondition: Precondition, version: int) -> bool:
    try:
        precondition.check(version, lambda: "now")
    except PreconditionFailed:
        return False
    return True


def test_that_is_left_out_holds_for_any_version() -> None:
    assert demanded(None) == demanded("*") == ANY_VERSION
    assert holds(ANY_VERSION, 7)


@pytest.mark.parametrize(
    "header", ['"3-ab"', '"2-ab", "3-cd"', '"other" ,\t"3-ab",', ', "3-ab"', '"3-ab-gzip"', '"a,b","3-"']
)
def test_holds_for_a_version_that_it_names(header: str) -> None:
    assert holds(demanded(header), 3)


@pytest.mark.parametrize("header", ['"4-ab"', 'W/"3-ab"', '"3"', '"03-ab"', '"x3-ab"', '""', '"*"'])
def test_holds_for_no_other_and_no_weak_one(header: str) -> None:
    assert not holds(demanded(header), 3)


def test_that_fails_tells_the_tag_that_would_hold() -> None:
    with pytest.raises(PreconditionFailed) as failure:
        demanded('"2-ab"').check(3, lambda: "3-cd")
    assert failure.value.headers == {"ETag": '"3-cd"'}


@pytest.mark.parametrize(
    "header", ["", "3-ab", '"3-ab', '3-ab"', '*, "3-ab"', '"3-ab" "4-ab"', 'w/"3-ab"', ",", '"a b"']
)
def test_that_cannot_be_read_is_refused(header: str) -> None:
    with pytest.raises(BadRequest):
        demanded(header)


def test_may_be_demanded_by_a_route() -> None:
    with pytest.raises(PreconditionRequired):
        demanded(None, required=True)
    assert demanded('"3-ab"', required=True) == Precondition(frozenset({3}))


def test_may_be_demanded_by_the_settings_but_for_a_route_that_demands_none(settings: Settings) -> None:
    settings.REQUIRE_IF_MATCH = True
    with pytest.raises(PreconditionRequired):
        demanded(None)
    assert demanded(None, required=False) == ANY_VERSION


tags = st.tuples(st.booleans(), st.integers(1, 9), st.text("abc,-;", max_size=3))


@given(st.lists(tags, min_size=1, max_size=5), st.sampled_from([",", ", ", " ,\t", ",,"]), st.integers(1, 9))
def test_holds_for_the_strong_tags_of_any_list(
    given_tags: list[tuple[bool, int, str]], comma: str, version: int
) -> None:
    header = comma.join(f'{"W/" if weak else ""}"{number}-{rest}"' for weak, number, rest in given_tags)
    assert holds(demanded(header), version) == ((False, version) in {(weak, number) for weak, number, _ in given_tags})
