"""A day of one subject in a few bytes: how a count grew from quarter to quarter of an hour; a month, from day to day.

The first byte is the first quarter (0 to 95) in which there was anything. From then on, quarter by quarter, follows how
many there have been up to the quarter's end, big-endian, in one, two or four bytes, whatever the whole day's count
takes; the last quarter is left out, for then it is the whole. So "how many before quarter n" is one look at one place,
which `visits_before` does in SQL, and a product with one visit costs one byte.
"""

from collections.abc import Sequence
from itertools import accumulate

QUARTERS, DAYS = 96, 31


def width(whole: int) -> int:
    """Bytes of one count."""
    return 1 if whole < 1 << 8 else 2 if whole < 1 << 16 else 4


def pack(counts: Sequence[int]) -> bytes:
    """The counts of the quarters, or of the days; empty where there was nothing."""
    seen = [number for number, count in enumerate(counts) if count]
    if not seen:
        return b""
    first, last = seen[0], seen[-1]
    grown = list(accumulate(counts))
    size = width(grown[-1])
    return bytes([first]) + b"".join(each.to_bytes(size, "big") for each in grown[first:last])
