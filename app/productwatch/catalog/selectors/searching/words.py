"""What somebody typed, as Postgres is asked for it.

All words must be there, each in any of its forms. "Several words" in quotes must follow one another, a word or phrase
behind a minus must not be there, and the last word may be the beginning of one. All other signs only part words:
nothing that is typed is an error.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from productwatch.catalog.search import name_word, plain
from productwatch.catalog.selectors.searching.asking import rows

SHORTEST_BEGINNING = 2
"""Letters that a word's beginning must have."""

_NO_LETTER = re.compile(r"[\W_]")
_PART = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_WORD = f"plainto_tsquery(language, {plain('%s')})"
_PHRASE = f"phraseto_tsquery(language, {plain('%s')})"
_BEGINNING = f"coalesce(to_tsquery('simple', replace(nullif({plain('lower(%s)')}, ''), ' ', ' & ') || ':*'), '')"
_WORD_OR_BEGINNING = f"""
    CASE WHEN {_WORD}::text || ':*' = ({_BEGINNING})::text THEN {_BEGINNING} ELSE {_WORD} || {_BEGINNING} END
"""
"""A word that is its own beginning is asked for once: Postgres would expect twice as many documents."""
_ANY_OF = """(
    SELECT coalesce(string_agg(format('(%%s)', plainto_tsquery(language, word)), '|'), '')::tsquery
    FROM unnest(%s::text[]) word
)"""

Expression = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Typed:
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    beginning: str | None = None
    """The last one of the words, where it may go on."""


@dataclass(frozen=True, slots=True)
class Question:
    """As tsqueries: what a document must have, and what of it makes its rank."""

    match: str
    rank: str


def typed(text: str) -> Typed:
    parts = [(minus, phrase, word) for minus, phrase, word in _PART.findall(text) if phrase.strip() or word.strip("-")]
    words = tuple(word for minus, _, word in parts if word and not minus)
    last = parts[-1] if parts else ("-", "", "")
    return Typed(
        words,
        tuple(phrase for minus, phrase, _ in parts if phrase and not minus),
        tuple(phrase or word for minus, phrase, word in parts if minus),
        last[2] if not last[0] and len(_NO_LETTER.sub("", last[2])) >= SHORTEST_BEGINNING else None,
    )


def question(text: str, meant: Mapping[str, Sequence[str]] | None = None) -> Question | None:
    """What the text asks for, with what is `meant` in place of words that nothing has; None where it has no words."""
    given = typed(text)
    wanted = list(_wanted(given, meant or {}))
    if not wanted:
        return None
    sql, values = _joined(" && ", wanted)
    without, unwanted = _joined(" || ", [(_PHRASE, [word]) for word in given.unwanted])
    statement = f"""
        SELECT CASE WHEN numnode(without) > 0 THEN rank && !! without ELSE rank END, rank
        FROM CAST(%s AS regconfig) language, CAST(%s AS text) typed,
            LATERAL (SELECT ({sql}) || {name_word("typed")}, {without}) AS asked (rank, without)
    """  # noqa: S608 - the values are not in it
    ((match, rank),) = rows(statement, [f"pg_catalog.{settings.SEARCH_LANGUAGE}", text, *values, *unwanted])
    return Question(match, rank) if rank else None


def _wanted(given: Typed, meant: Mapping[str, Sequence[str]]) -> Iterator[Expression]:
    for word in given.words:
        if word in meant:
            yield _ANY_OF, [list(meant[word])]
        elif word == given.beginning:
            yield _WORD_OR_BEGINNING, [word] * 5
        else:
            yield _WORD, [word]
    for phrase in given.phrases:
        yield _PHRASE, [phrase]


def _joined(operator: str, expressions: Sequence[Expression]) -> Expression:
    sql = operator.join(sql for sql, _ in expressions) or "''::tsquery"
    return sql, [value for _, values in expressions for value in values]
