"""Rivals take turns, so that all meet the same machine; what counts is the best turn of each."""

from collections.abc import Callable, Mapping
from time import perf_counter, process_time


def best(works: Mapping[str, Callable[[], object]], *, rounds: int, times: int) -> dict[str, float]:
    """Microseconds that each takes."""
    return _best(works, rounds, times, perf_counter)


def cheapest(works: Mapping[str, Callable[[], object]], *, rounds: int, times: int) -> dict[str, float]:
    """Microseconds of this process' CPU that each costs, the system's share included."""
    return _best(works, rounds, times, process_time)


def _best(
    works: Mapping[str, Callable[[], object]], rounds: int, times: int, clock: Callable[[], float]
) -> dict[str, float]:
    found = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            began = clock()
            for _ in range(times):
                work()
            found[name] = min(found[name], (clock() - began) / times * 1e6)
    return found
