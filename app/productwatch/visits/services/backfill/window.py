"""The window within a file: what Redis does for those who read now, by the times that the file tells."""

from datetime import datetime, timedelta

LATE = timedelta(minutes=5)
"""How far the lines of a file may be out of order: a server writes each when it has answered."""

MANY = 200_000


class Window:
    """Counts a visitor's readings of a product as one within so many seconds of the first."""

    def __init__(self, seconds: float, many: int = MANY) -> None:
        self._width, self._many = timedelta(seconds=seconds), many
        self._opened: dict[tuple[bytes, str], datetime] = {}
        self._newest: datetime | None = None

    def opens(self, visitor: bytes, slug: str, at: datetime) -> bool:
        """Whether this reading is the first of its window."""
        earlier = self._opened.get((visitor, slug))
        if earlier is not None and abs(at - earlier) < self._width:
            return False
        self._newest = max(at, self._newest or at)
        self._opened[visitor, slug] = max(at, earlier or at)
        if len(self._opened) > self._many:
            self._forget(self._newest - self._width - LATE)
        return True

    def _forget(self, before: datetime) -> None:
        self._opened = {key: at for key, at in self._opened.items() if at >= before}
        self._many = max(self._many, 2 * len(self._opened))
