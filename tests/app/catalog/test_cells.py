"""A text in a cell of a product file …"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from productwatch.catalog.services.files.cells import cell_of, text_of, texts_of

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]) | st.sampled_from("&;# \t\r\n=@+-|"))


@given(TEXTS)
@example("\t&nbsp; ")
@example(" ")
def test_means_itself(text: str) -> None:
    assert text_of(cell_of(text)) == text


@given(st.lists(TEXTS.filter(str.strip), min_size=1))
def test_means_itself_among_others(texts: list[str]) -> None:
    assert texts_of("|".join(cell_of(text, "|") for text in texts), "|") == texts


@given(TEXTS)
def test_is_no_formula(text: str) -> None:
    assert cell_of(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}


@pytest.mark.parametrize(
    ("cell", "text"),
    [(" a ", "a"), ("R&D", "R&D"), ("A&region", "A&region"), ("a&nbsp;b", "a b"), ("A &gt; B", "A > B"), ("", "")],
)
def test_is_read_as_people_write_it(cell: str, text: str) -> None:
    assert text_of(cell) == text
