"""Other people at a running service, each with a new connection for each page, while something else goes on."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from .pace import pace_by_the_clock
from .services import Running

PEOPLE = 3
EVERY_SECONDS = 0.05


@dataclass
class Seen:
    """How long each answer took, and what was no answer; `pace` is that of the machine."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    pace: float = 1.0

    @property
    def median_ms(self) -> float:
        """The median, as on the machine on which the bounds were set."""
        return 1000 * median(self.seconds) * self.pace


@contextmanager
def bystanders(service: Running, pages: Sequence[str] = ("/", "/api/v1/info", "/login")) -> Iterator[Seen]:
    """People who look at these pages during the block."""
    seen, over = Seen(), threading.Event()
    people = [threading.Thread(target=_look, args=(service, pages, seen, over)) for _ in range(PEOPLE)]
    for one in people:
        one.start()
    try:
        yield seen
    finally:
        seen.pace = pace_by_the_clock()
        over.set()
        for one in people:
            one.join()


def _look(service: Running, pages: Sequence[str], seen: Seen, over: threading.Event) -> None:
    number = 0
    while not over.wait(EVERY_SECONDS):
        page, started = pages[number % len(pages)], time.monotonic()
        number += 1
        try:
            answer = service.ask("GET", page)
        except OSError as wrong:
            seen.wrong.append(f"{page} {wrong!r}")
            continue
        seen.seconds.append(time.monotonic() - started)
        if answer.status != 200:
            seen.wrong.append(f"{page} {answer.status}")
