"""A slug …"""

from itertools import islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from productwatch.catalog.slugs import LONGEST, is_slug, numbered, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("White Plimsolls", "white-plimsolls"),
        ("  Crème brûlée – 2×! ", "creme-brulee-2"),
        ("Straße", "strasse"),
        ("ﬁne Ⅳ", "fine-iv"),
        ("100%", "100"),
        ("椅子", ""),
        ("—", ""),
        ("a" * 79 + " b", "a" * 79),
    ],
)
def test_is_made_of_a_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@given(st.text(max_size=300))
def test_made_of_any_name_is_one_or_nothing(name: str) -> None:
    slug = slug_of(name)
    assert slug == "" or is_slug(slug)
    assert slug_of(slug) == slug


@example("a" * (LONGEST - 2) + "-2")
@given(st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda slug: len(slug) <= LONGEST))
def test_has_as_many_numbered_variants_as_wanted(slug: str) -> None:
    variants = list(islice(numbered(slug), 12))
    assert variants[0] == slug
    assert len(set(variants)) == 12
    assert all(is_slug(variant) for variant in variants)


@pytest.mark.parametrize("text", ["", "A", "a--b", "-a", "a-", "a_b", "a b", "ä", "a\n", "a" * 81])
def test_is_not_just_any_text(text: str) -> None:
    assert not is_slug(text)
