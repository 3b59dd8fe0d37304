"""What is kept of a resource, and for how long."""

from dataclasses import dataclass

from productwatch.platform.etags import etag
from productwatch.platform.sparse import Cut

MARK_SECONDS, DRAFT_SECONDS, BYTES_SECONDS = 50, 10, 3600
STALE_SECONDS = MARK_SECONDS + DRAFT_SECONDS
"""For no longer may an answer differ: reading takes a draft's life at most, and then a mark lives."""


@dataclass(frozen=True, slots=True)
class Representation:
    """A resource as JSON; `version` is its row's, where it shows one row.

    `lasts` is False where it shows nothing that is known to exist, and is not to be kept.
    """

    body: bytes
    version: int | None = None
    lasts: bool = True

    @property
    def tag(self) -> str:
        return etag(self.body, self.version)


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes as they lie in Redis: the mark under which they were read, their tag, and the body."""

    mark: bytes
    tag: str
    body: bytes

    @classmethod
    def of(cls, mark: bytes, shown: Representation) -> "Kept":
        return cls(mark, shown.tag, shown.body)

    @classmethod
    def parse(cls, stored: bytes) -> "Kept":
        mark, tag, body = stored.split(b"\n", 2)
        return cls(mark, tag.decode(), body)

    def stored(self) -> bytes:
        return b"\n".join([self.mark, self.tag.encode(), self.body])

    def cut(self, cut: Cut | None) -> "Kept":
        """What is left of it, under a tag of its own."""
        if cut is None:
            return self
        version, dash, _digest = self.tag.partition("-")
        body = cut(self.body)
        return Kept(self.mark, etag(body, int(version) if dash else None), body)
