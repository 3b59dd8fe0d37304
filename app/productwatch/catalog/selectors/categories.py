"""Reading categories: rows ready for JSON, one query each."""

from typing import Any

from django.db.models import F

from productwatch.catalog.models import Category
from productwatch.catalog.selectors.pages import by_slug
from productwatch.platform import paging

Row = dict[str, Any]


def category_page(after: str, limit: int) -> Row:
    """The categories whose slugs follow `after`, each with its path: enough to build the tree."""
    rows = Category.objects.filter(slug__gt=after).order_by("slug").values("slug", "name", path=F("trail"))
    return paging.page([dict(row) for row in rows[: limit + 1]], limit, by_slug)
