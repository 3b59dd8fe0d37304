"""What is to be done after a transaction, gathered: each thing once, however often it was asked for, and together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import connection, transaction

Item = TypeVar("Item")


@dataclass
class _Batch(Generic[Item]):
    deal: Callable[[list[Item]], None]
    items: dict[Item, None]

    def __call__(self) -> None:
        self.deal(list(self.items))


class AfterCommit(Generic[Item]):
    """Hands over to `deal` what a transaction has gathered, when it has committed; at once where there is none.

    What a rolled-back savepoint has added may be handed over with the rest: `deal` must bear one item too many.
    """

    def __init__(self, deal: Callable[[list[Item]], None]) -> None:
        self._deal = deal

    def add(self, *items: Item) -> None:
        for registered in connection.run_on_commit:
            batch = registered[1]
            if isinstance(batch, _Batch) and batch.deal is self._deal:
                batch.items.update(dict.fromkeys(items))
                return
        transaction.on_commit(_Batch(self._deal, dict.fromkeys(items)), robust=True)
