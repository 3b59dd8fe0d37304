"""The difference between what a product was and what it became …"""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from productwatch.catalog.services.differences import difference

FIELDS = ("name", "price", "stock")
product_facts = st.fixed_dictionaries(
    dict.fromkeys(FIELDS, st.none() | st.integers(0, 2) | st.sampled_from(["a", "b"]))
)


@given(product_facts)
def test_is_none_where_nothing_changed(facts: dict[str, Any]) -> None:
    assert difference(facts, dict(facts)) == {}


@given(product_facts, product_facts)
def test_leads_from_the_one_to_the_other_and_back(before: dict[str, Any], after: dict[str, Any]) -> None:
    changed = difference(before, after)
    assert before | {name: new for name, (_, new) in changed.items()} == after
    assert after | {name: old for name, (old, _) in changed.items()} == before
