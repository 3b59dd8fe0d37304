"""Pages in the order of slugs."""

from typing import Any

from productwatch.catalog.slugs import is_slug
from productwatch.platform import paging
from productwatch.platform.problems import invalid


def position(cursor: str | None) -> str:
    """The slug behind which a page begins; Invalid where the cursor was made up."""
    if cursor is None:
        return ""
    (slug,) = paging.decode(cursor, str)
    if not is_slug(slug):
        raise invalid("#/cursor", "is no cursor of this list: take it from `next` of the page before")
    return str(slug)


def by_slug(row: dict[str, Any]) -> tuple[str]:
    return (row["slug"],)
