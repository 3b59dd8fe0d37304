"""What somebody may have meant by a word that no product has: words of names, brands, tags and categories near it.

Near is who can be made of it by one edit, or by two from six letters on: a letter more, less or another one, or two
neighbours exchanged (the restricted Damerau-Levenshtein distance). The near ones are looked for by their trigrams.
"""

from collections.abc import Iterable, Iterator

from django.conf import settings

from productwatch.catalog.search import LONGEST_WORD, plain
from productwatch.catalog.selectors.searching.asking import rows

SHORTEST, SHORTEST_OF_TWO_EDITS = 3, 6
"""Letters."""

MOST_WORDS, MOST_MEANINGS, MOST_LOOKED_AT = 5, 5, 100

_UNKNOWN = f"""
    SELECT word, lower(forms)
    FROM unnest(%s::text[]) word, {plain("word")} forms, plainto_tsquery(%s::regconfig, forms) query
    WHERE forms <> '' AND numnode(query) > 0
        AND NOT EXISTS (SELECT FROM catalog_searchdocument WHERE words @@ query)
"""  # noqa: S608 - of constants alone
_NEAR = """
    SELECT form, products FROM catalog_searchterm
    WHERE kind = 'word' AND (form %% %s OR form = ANY(%s))
    ORDER BY form = ANY(%s) DESC, similarity(form, %s) DESC, form LIMIT %s
"""


def meant(words: Iterable[str]) -> dict[str, list[str]]:
    """What may be meant by each of these words that no product has, the likeliest first."""
    found = {}
    rows("SELECT set_config('pg_trgm.similarity_threshold', '0.2', true)")
    asked = [word for word in dict.fromkeys(words) if len(word) <= LONGEST_WORD][:MOST_WORDS]
    for word, form in rows(_UNKNOWN, [asked, f"pg_catalog.{settings.SEARCH_LANGUAGE}"]):
        if near := _near(form):
            found[word] = near
    return found


def distance(one: str, other: str) -> int:
    """How many edits make the one of the other; exchanged neighbours are not edited again."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b)))
            if i > 1 and j > 1 and (a, one[i - 2]) == (other[j - 2], b):
                row[-1] = min(row[-1], rows[-2][j - 2] + 1)
        rows.append(row)
    return rows[-1][-1]


def _near(form: str) -> list[str]:
    if len(form) < SHORTEST:
        return []
    swapped = list(_exchanged(form))
    edits = 1 if len(form) < SHORTEST_OF_TWO_EDITS else 2
    found = rows(_NEAR, [form, swapped, swapped, form, MOST_LOOKED_AT])
    near = [(distance(form, word), -products, word) for word, products in found]
    return [word for edited, _, word in sorted(near) if edited <= edits][:MOST_MEANINGS]


def _exchanged(word: str) -> Iterator[str]:
    for place in range(len(word) - 1):
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]
