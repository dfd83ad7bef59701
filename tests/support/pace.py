"""How fast this machine is at the moment, beside the one on which bounds of time were set.

A bound of seconds says what our work may cost. The same work takes several times as long on a slower machine, or
where other tests are at work beside it, so seconds are multiplied with the pace before they are compared.
"""

from __future__ import annotations

import time
from collections.abc import Callable

REFERENCE_SECONDS = 0.107  # what the work below took where the bounds were set, with nothing beside it
ROUNDS = 1_000_000


def pace() -> float:
    """What the processor seconds of some work are to be multiplied with: 1, less on a machine that is slower now."""
    return _pace(time.process_time)


def pace_by_the_clock() -> float:
    """The same for seconds by the clock: less also where a busy process gets a part of a processor only."""
    return _pace(time.monotonic)


def _pace(clock: Callable[[], float]) -> float:
    begun = clock()
    _work()
    return min(1.0, REFERENCE_SECONDS / (clock() - begun))


def _work() -> int:
    table: dict[str, int] = {}
    length = 0
    for number in range(ROUNDS):
        key = f"{number % 5000}"
        table[key] = table.get(key, 0) + number
        length += len(key)
    return length
