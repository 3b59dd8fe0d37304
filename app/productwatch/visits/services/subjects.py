"""The numbers of subjects: looked up for each batch, for those that a process remembers may be of a lost database."""

from collections.abc import Collection, Mapping
from itertools import chain

from django.db import connection

from productwatch.visits.dimensions import Dimension

Numbers = dict[Dimension, dict[str, int]]

_ASKED = "unnest(%s::smallint[], %s::text[]) AS asked (dimension, value)"
_KNOWN = f"SELECT dimension, value, id FROM {_ASKED} JOIN visits_subject USING (dimension, value)"  # noqa: S608 - no value
_ADD = f"""
INSERT INTO visits_subject (dimension, value) SELECT dimension, value FROM {_ASKED} ORDER BY 1, 2
ON CONFLICT DO NOTHING
"""  # noqa: S608 - no value


def numbered(values: Mapping[Dimension, Collection[str]]) -> Numbers:
    """Each value's number; a new one is given where there is none."""
    found = _known(values)
    missing = {dimension: set(asked) - found[dimension].keys() for dimension, asked in values.items()}
    if any(missing.values()):
        with connection.cursor() as cursor:
            cursor.execute(_ADD, _columns(missing))
        for dimension, added in _known(missing).items():
            found[dimension] |= added
    return found


def _known(values: Mapping[Dimension, Collection[str]]) -> Numbers:
    found: Numbers = {dimension: {} for dimension in values}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, _columns(values))
        for dimension, value, number in cursor.fetchall():
            found[Dimension(dimension)][value] = number
    return found


def _columns(values: Mapping[Dimension, Collection[str]]) -> tuple[list[int], list[str]]:
    pairs = list(
        chain.from_iterable(((int(dimension), value) for value in asked) for dimension, asked in values.items())
    )
    return [dimension for dimension, _ in pairs], [value for _, value in pairs]
