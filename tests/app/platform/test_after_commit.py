"""What is to be done after a transaction is done once, together, and only if it commits."""

from contextlib import suppress

import pytest
from django.db import transaction

from productwatch.platform.after_commit import AfterCommit

pytestmark = pytest.mark.django_db(transaction=True)


class Dealt:
    def __init__(self) -> None:
        self.batches = list[list[str]]()
        self.after = AfterCommit(self.batches.append)


@pytest.fixture
def dealt() -> Dealt:
    return Dealt()


def test_without_a_transaction_at_once(dealt: Dealt) -> None:
    dealt.after.add("a")
    assert dealt.batches == [["a"]]


def test_gathers_until_the_commit(dealt: Dealt) -> None:
    with transaction.atomic():
        for item in ("a", "b", "a"):
            dealt.after.add(item)
        assert dealt.batches == []
    assert dealt.batches == [["a", "b"]]


def test_forgets_what_was_rolled_back(dealt: Dealt) -> None:
    with suppress(RuntimeError), transaction.atomic():
        dealt.after.add("a")
        raise RuntimeError
    dealt.after.add("b")
    assert dealt.batches == [["b"]]


def test_keeps_what_follows_a_rolled_back_savepoint(dealt: Dealt) -> None:
    with transaction.atomic():
        with suppress(RuntimeError), transaction.atomic():
            dealt.after.add("a")
            raise RuntimeError
        dealt.after.add("b")
    assert dealt.batches == [["b"]]


def test_does_not_mix_with_others(dealt: Dealt) -> None:
    other = Dealt()
    with transaction.atomic():
        dealt.after.add("a")
        other.after.add("b")
    assert (dealt.batches, other.batches) == ([["a"]], [["b"]])
