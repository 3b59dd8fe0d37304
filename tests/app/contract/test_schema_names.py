"""Schemas of two domains never have one name: the document would hold one of them alone."""

from collections import Counter
from collections.abc import Iterator

from ninja import Schema

from tests.app.contract.operations import OPERATIONS


def schemas(of: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for each in of.__subclasses__():
        yield each
        yield from schemas(each)


def test_each_name_is_one_schemas() -> None:
    assert OPERATIONS  # every route is there by now, and its schemas
    ours = {each for each in schemas() if each.__module__.startswith("productwatch.")}
    counted = Counter(each.__name__ for each in ours)
    assert {name for name, count in counted.items() if count > 1} == set()
