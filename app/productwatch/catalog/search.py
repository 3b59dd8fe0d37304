"""What search is made of: how texts become words, and what a document's marks say.

A text's words are its runs of letters and digits, without accents, in the forms that the language of SEARCH_LANGUAGE
gives them. A mark is a text like `brand:Seaside Shoes` that a document has: filters and counts are made of marks, and a
new kind of them needs a line in services.indexing alone. The marks `window:…` number the documents in thousands, the
newest highest: they let Postgres look at the newest ones first.
"""

MOST = 10_000
"""Products that are ranked and counted: of more than so many that match, the newest."""

WINDOW = 4096
"""Documents of one window."""

LONGEST_NAME_WORD = 200
"""Characters of a whole name, kept as one word; Postgres takes 2,046 bytes."""

LONGEST_WORD = 60
"""Characters of what counts as a word of the vocabulary."""

LANGUAGES = (
    *("simple", "arabic", "armenian", "basque", "catalan", "danish", "dutch", "english", "finnish", "french", "german"),
    *("greek", "hindi", "hungarian", "indonesian", "irish", "italian", "lithuanian", "nepali", "norwegian"),
    *("portuguese", "romanian", "russian", "serbian", "spanish", "swedish", "tamil", "turkish", "yiddish"),
)
"""Text search configurations that every PostgreSQL 17 has; `simple` takes words as they are."""


def plain(text: str) -> str:
    """SQL for the words of an SQL expression: letters and digits without accents, one space between them."""
    return f"btrim(regexp_replace(unaccent(normalize({text}, NFKC)), '[^[:alnum:]]+', ' ', 'g'))"


def name_word(text: str, position: str = "") -> str:
    """SQL for a whole name as the one word that it is beside its words: a tsvector, or a tsquery without a position."""
    name = f"left(lower({plain(text)}), {LONGEST_NAME_WORD})"
    kind = "tsvector" if position else "tsquery"
    return f"(CASE WHEN {name} = '' THEN '' ELSE '''=' || {name} || '''{position}' END)::{kind}"
