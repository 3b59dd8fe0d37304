"""What is kept of a person: each domain tells its parts, and whatever is told here is exported, and erased."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """`address` is empty where it is known no more; `keys` are the ids under which the person's programs act."""

    id: UUID
    address: str = ""
    keys: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Of what `models` hold (each as `app.Model`), `rows` are what is told to the person, each with its `pk`.

    `erase` takes a slice of it away and returns how much that was: none when nothing is left. What stays holds nothing
    but the id, which leads nowhere then.
    """

    name: str
    models: tuple[str, ...]
    rows: Callable[[Person], QuerySet[Any, Any]] | None = None
    erase: Callable[[Person], int] = lambda _person: 0

    def page(self, person: Person, after: str | None, at_most: int) -> tuple[list[Row], str | None]:
        """Rows in the order of their keys, behind that one, and the key behind which others may follow."""
        if self.rows is None:
            return [], None
        found = self.rows(person).order_by("pk")
        page = list((found.filter(pk__gt=after) if after else found)[:at_most])
        last = str(page[-1]["pk"]) if len(page) == at_most else None
        return [{name: value for name, value in row.items() if name != "pk"} for row in page], last


_joined: tuple[Part, ...] = ()


def join(*parts: Part) -> None:
    """From now on these are all the parts; without a call there are none."""
    global _joined  # noqa: PLW0603 - one process, one list
    _joined = parts


def parts() -> tuple[Part, ...]:
    return _joined
