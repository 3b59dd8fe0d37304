"""A version's diff for people: what was taken away and what was put in, word by word where there are many."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

MOST_WORDS = 1500
"""Of a text; a longer one is shown as a whole, before and after: comparing would take too long."""

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one field: pieces of text, each the same, gone or new."""

    field: str
    pieces: list[tuple[str, str]]


def differences(diff: Mapping[str, list[Any]]) -> list[Difference]:
    return [Difference(field, list(_pieces(_text(old), _text(new)))) for field, (old, new) in sorted(diff.items())]


def _pieces(old: str, new: str) -> Iterator[tuple[str, str]]:
    before, after = _words(old), _words(new)
    if min(len(before), len(after)) < 4 or max(len(before), len(after)) > MOST_WORDS:
        yield from _replaced(old, new)
        return
    for tag, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield SAME, "".join(before[start:end])
        else:
            yield from _replaced("".join(before[start:end]), "".join(after[first:last]))


def _replaced(old: str, new: str) -> Iterator[tuple[str, str]]:
    return ((kind, text) for kind, text in ((GONE, old), (NEW, new)) if text)


def _words(text: str) -> list[str]:
    """Each with the space behind it."""
    words = text.split(" ")
    return [f"{word} " for word in words[:-1]] + words[-1:]


def _text(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
        return f"{value['amount']} {value['currency']}"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False, indent=1)
