"""Whatever type and values there are: what is accepted fits the type, comes back equal, and is restored by an undo."""

from decimal import Decimal
from typing import Any

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from productwatch.catalog import selectors
from productwatch.catalog.attributes import Attribute, Kind, Value, Values, checked
from productwatch.catalog.services import product_types, products
from productwatch.catalog.services.products.undoing import undo
from productwatch.platform.problems import Invalid
from tests.app.catalog.conftest import TEN_DOLLARS
from tests.app.catalog.shoes import attribute

CODES = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=20).filter(str.strip)
CHOICES = st.lists(LINES, min_size=1, max_size=4, unique=True)
NUMBERS = st.from_regex(r"-?[0-9]{1,15}(\.[0-9]{1,10})?", fullmatch=True).filter(str.isascii)


@st.composite
def attributes(draw: st.DrawFn) -> Attribute:
    code, required = draw(CODES), draw(st.booleans())
    kind = draw(st.sampled_from(["text", "number", "boolean", "choice", "date"]))
    choices = draw(CHOICES) if kind == "choice" else None
    return attribute(code, kind, choices=choices, required=required)  # type: ignore[arg-type]  # one of the kinds


TYPES = st.lists(attributes(), min_size=1, max_size=5, unique_by=lambda found: found["code"])


@st.composite
def fitting(draw: st.DrawFn, kind: list[Attribute]) -> Values:
    given = [found for found in kind if found["required"] or draw(st.booleans())]
    return {found["code"]: draw(value_of(found)) for found in given}


def value_of(found: Attribute) -> st.SearchStrategy[Value]:
    values: dict[Kind, st.SearchStrategy[Any]] = {
        "text": LINES,
        "number": NUMBERS,
        "boolean": st.booleans(),
        "choice": st.sampled_from(found["choices"] or [""]),
        "date": st.dates().map(str),
    }
    return values[found["kind"]]


def equal(kind: list[Attribute], ours: Values, theirs: Values) -> bool:
    """The same values, numbers as numbers."""
    numbers = {found["code"] for found in kind if found["kind"] == "number"}
    return ours.keys() == theirs.keys() and all(
        Decimal(ours[code]) == Decimal(theirs[code]) if code in numbers else ours[code] == theirs[code] for code in ours
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_of_a_product(db: None, data: st.DataObject) -> None:
    kind = data.draw(TYPES)
    first, second = data.draw(fitting(kind)), data.draw(fitting(kind))
    slug = product_types.create({"name": "Type", "attributes": kind})
    product = products.create({"name": "Product", "price": TEN_DOLLARS, "type": slug, "attributes": first})
    before = shown(product)
    assert equal(kind, before, first)
    products.change(product, {"attributes": second})
    after = shown(product)
    assert equal(kind, after, second)
    if after != before:
        undo(product, 2)
        assert shown(product) == before


def shown(slug: str) -> Values:
    found: Values = orjson.loads(selectors.product(slug).body)["attributes"]
    return found


@given(TYPES, st.data())
def test_that_are_accepted_fit(kind: list[Attribute], data: st.DataObject) -> None:
    any_of_them = st.sampled_from([found["code"] for found in kind])
    values = data.draw(st.dictionaries(any_of_them, st.booleans() | LINES | NUMBERS | st.dates().map(str), max_size=5))
    try:
        kept = checked(kind, values)
    except Invalid:
        return
    assert checked(kind, kept) == kept
    assert equal(kind, kept, values)
