"""Cached reads: an answer's bytes are kept in Redis under a mark that every change of the resource drops.

One trip to Redis brings mark and bytes, and takes along what a gate asks (a limit) and what companions add (a visit).
Where they do not fit, the reader drafts a mark, asks the database, and keeps bytes and mark together if no change has
dropped the draft meanwhile: bytes read before a change never outlive it, and of what does not exist nothing is kept.
One reads anew at a time; the others wait a moment for what it keeps, then take bytes that are young enough, else read
by themselves.

An answer never differs from the database's own for longer than STALE_SECONDS, whoever dies where: a drop that was lost,
with its writer or with Redis, is made up for by the end of the mark's life, and sooner by whoever repeats it (see
`drop`). With Postgres away the last good bytes of an hour answer, with a Warning (RFC 7234 §5.5).
"""

from productwatch.platform.reads.answering import answer, shown, written
from productwatch.platform.reads.changes import changed, drop
from productwatch.platform.reads.companions import Companion, add_companion
from productwatch.platform.reads.gate import Gate, set_gate
from productwatch.platform.reads.kept import STALE_SECONDS, Representation
from productwatch.platform.reads.sharing import PRIVATE, REVALIDATE, of_list

__all__ = [
    "PRIVATE",
    "REVALIDATE",
    "STALE_SECONDS",
    "Companion",
    "Gate",
    "Representation",
    "add_companion",
    "answer",
    "changed",
    "drop",
    "of_list",
    "set_gate",
    "shown",
    "written",
]
