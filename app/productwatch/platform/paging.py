"""Keyset pages: a page begins behind the position where the one before it ended, whatever has come or gone since.

Rows are compared with the position as a whole (SQL's row values), which an index on the columns finds at once: the
ten-thousandth page costs what the first one does, and nothing is counted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, QuerySet, Value
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan

from productwatch.platform.cursors import Cursors

Row = dict[str, Any]


class _Hidden(Func):
    """A value as a query of its own."""

    template = "(SELECT %(expressions)s)"


@dataclass(frozen=True, slots=True)
class Order:
    """Columns that are never null and unique together; all go up, or all go down."""

    columns: tuple[str, ...]
    descending: bool = False

    def sorted(self, rows: QuerySet[Any, Row]) -> QuerySet[Any, Row]:
        return rows.order_by(*(f"-{column}" if self.descending else column for column in self.columns))

    def behind(self, rows: QuerySet[Any, Row], position: Sequence[Any]) -> QuerySet[Any, Row]:
        """Those that follow the position.

        Its first value is hidden from Postgres' planner. Of a row value the planner looks at that alone, so that where
        many rows share it (all prices are in one currency) it would expect none to follow, and sort them all.
        """
        follows = TupleLessThan if self.descending else TupleGreaterThan
        first, *others = (F(column) for column in self.columns)
        hidden = _Hidden(Value(position[0], rows.model._meta.get_field(self.columns[0])))  # noqa: SLF001 - documented
        return rows.filter(follows((first, *others), (hidden, *position[1:])))

    def position(self, row: Row) -> tuple[Any, ...]:
        return tuple(row[column] for column in self.columns)


def page(rows: QuerySet[Any, Row], order: Order, scope: Sequence[object], cursor: str | None, limit: int) -> Row:
    """The page behind the cursor, the first one where there is none; Invalid where the cursor is of another list.

    `rows` are `.values()` with the order's columns; `scope` names the list and its filters.
    """
    cursors = Cursors(*scope, order)
    behind = order.behind(rows, cursors.position(cursor)) if cursor else rows
    return cut(list(order.sorted(behind)[: limit + 1]), limit, cursors, order.position)


def cut(rows: Sequence[Row], limit: int, cursors: Cursors, position: Callable[[Row], tuple[Any, ...]]) -> Row:
    """The first `limit` of the rows, of which one more has been read where there are more."""
    more = len(rows) > limit
    return {"items": list(rows[:limit]), "next": cursors.made(*position(rows[limit - 1])) if more else None}
