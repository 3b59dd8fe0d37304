"""Pages of a list that is never counted to its end."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

if TYPE_CHECKING:
    Pages = Paginator[Any]
else:
    Pages = Paginator

MOST = 2000
"""Rows that a list counts, and shows on its pages: who looks for others narrows it down."""


class BoundedPaginator(Pages):
    """Counts at most MOST rows, so that a page of a list costs the same however long the table is."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[:MOST].count())
