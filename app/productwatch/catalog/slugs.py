"""Slugs: the part of an address that names a thing for people, made of lower-case Latin letters and digits."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import count

LONGEST = 80
PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"

_SLUG, _OTHER = re.compile(PATTERN), re.compile(r"[^a-z0-9]+")


def is_slug(text: str) -> bool:
    return len(text) <= LONGEST and bool(_SLUG.fullmatch(text))


def slug_of(name: str) -> str:
    """What of the name can stand in a slug, accents taken off; empty where nothing can."""
    latin = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return _cut(_OTHER.sub("-", latin).strip("-"), LONGEST)


def numbered(slug: str) -> Iterator[str]:
    """The slug itself, then with -2, -3 and so on, each no longer than a slug may be, and each another."""
    yield slug
    for number in count(2):
        suffix = f"-{number}"
        variant = _cut(slug, LONGEST - len(suffix)) + suffix
        if variant != slug:
            yield variant


def _cut(slug: str, length: int) -> str:
    return slug[:length].rstrip("-")
