"""A part of an answer is cut out of the whole, whencesoever that comes."""

from typing import Annotated, Any

import orjson
import pytest
from django.test import RequestFactory
from pydantic import TypeAdapter, ValidationError

from productwatch.platform import reads
from productwatch.platform.etags import etag
from productwatch.platform.reads import Representation
from productwatch.platform.redis import breaker
from productwatch.platform.sparse import NOT_EXPLODED, SEPARATED, OneOf, page_part, part

WHOLE = b'{"slug":"a","name":"A","price":{"amount":"1"}}'
NAMES: TypeAdapter[Any] = TypeAdapter(
    Annotated[list[Annotated[str, OneOf(("slug", "name"))]], SEPARATED, NOT_EXPLODED],
)


def asked(**options: Any) -> Any:
    def render() -> Representation:
        return Representation(WHOLE, 3)

    return reads.answer(RequestFactory().get("/"), "thing:a", render, cut=part(["price", "slug"]), **options)


def test_has_the_members_that_are_named() -> None:
    cut = part(["price", "slug"])
    assert cut
    assert orjson.loads(cut(WHOLE)) == {"price": {"amount": "1"}, "slug": "a"}


def test_of_a_page_is_one_of_each_item() -> None:
    cut = page_part(["name"])
    assert cut
    assert orjson.loads(cut(b'{"items":[%s,%s],"next":"x"}' % (WHOLE, WHOLE))) == {
        "items": [{"name": "A"}, {"name": "A"}],
        "next": "x",
    }


def test_is_the_whole_where_nothing_is_named() -> None:
    assert (part([]), page_part([])) == (None, None)


@pytest.mark.parametrize("options", [{}, {"variant": None}])
def test_has_a_tag_of_its_own_with_the_version(db: None, options: dict[str, Any]) -> None:
    for _ in range(2):
        answer = asked(**options)
        assert answer.content == b'{"price":{"amount":"1"},"slug":"a"}'
        assert answer["ETag"] == f'"{etag(answer.content, 3)}"'


def test_is_cut_without_redis_too(db: None) -> None:
    breaker.open(TimeoutError())
    try:
        assert asked().content == b'{"price":{"amount":"1"},"slug":"a"}'
    finally:
        breaker.close()


@pytest.mark.parametrize("given", [["slug,name"], ["slug", "name"]])
def test_is_named_with_commas_or_by_repetition(given: list[str]) -> None:
    assert NAMES.validate_python(given) == ["slug", "name"]


def test_that_there_is_not_is_told_what_there_is() -> None:
    with pytest.raises(ValidationError, match="'slug' or 'name'"):
        NAMES.validate_python(["slug,price"])


def test_is_described_by_the_names_that_there_are() -> None:
    described = {"type": "array", "items": {"enum": ["slug", "name"], "type": "string"}}
    assert NAMES.json_schema() == described | {"minItems": 1, "explode": False}
