"""Many people at once at a running service, for a set time, and how it bears them."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from .services import Running
from .signed import texts_in

READING_SECONDS = 1.0  # the longest that somebody looks at a page before going on
EVERY_SECONDS = 0.5


@dataclass
class Load:
    """What was seen: seconds and kind of every answer, what went wrong, the server's memory over time in MB."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    builds: int = 0

    @property
    def median_ms(self) -> float:
        return 1000 * median(self.seconds)

    @property
    def slow_ms(self) -> float:
        """Nineteen answers of twenty were faster."""
        return 1000 * quantiles(self.seconds, n=20)[-1]

    @property
    def growth(self) -> float:
        """MB that the server took more in the last third than in the second."""
        third = len(self.megabytes) // 3
        return median(self.megabytes[-third:]) - median(self.megabytes[third:-third])


def bear(service: Running, pages: Sequence[str], campaigns: Sequence[str], *, users: int, seconds: float) -> Load:
    """So many people look at these pages by turns, while a build of each of the campaigns runs all the time."""
    load, over = Load(), threading.Event()
    people = [threading.Thread(target=_look, args=(service, pages, load, over, user)) for user in range(users)]
    with _built_all_the_time(service, campaigns, load):
        for one in people:
            one.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            load.megabytes.append(memory_megabytes(service.process.pid))
            time.sleep(EVERY_SECONDS)
        over.set()
        for one in people:
            one.join()
    return load


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in: the pages that they look at, and words that must stand in none of them."""

    service: Running
    pages: Sequence[str]
    foreign: Sequence[str]


def crowd(
    office: Running, visitors: Sequence[Visitor], campaigns: Sequence[str], *, seconds: float, reading: float
) -> Load:
    """All of them look at their pages by turns, each for up to `reading` seconds, while the office builds."""
    load, over = Load(), threading.Event()
    seen: list[dict[bytes, str]] = [{} for _ in visitors]
    people = [
        threading.Thread(target=_visit, args=(one, load, over, reading, random.Random(user), seen[user]))
        for user, one in enumerate(visitors)
    ]
    with _built_all_the_time(office, campaigns, load):
        for one in people:
            one.start()
        over.wait(seconds)
        over.set()
        for one in people:
            one.join()
    for visitor, contents in zip(visitors, seen, strict=True):  # afterwards: it would take time from those who wait
        for content, page in contents.items():
            load.wrong += [f"{page} holds {word}" for word in visitor.foreign if word in texts_in(content)]
    return load


def _visit(
    visitor: Visitor, load: Load, over: threading.Event, reading: float, order: random.Random, seen: dict[bytes, str]
) -> None:
    """One person; `seen` gets every content that was shown to them, with its page."""
    while not over.wait(order.uniform(0, reading)):
        page, started = order.choice(visitor.pages), time.monotonic()
        try:
            answer = visitor.service.ask("GET", page)
        except (OSError, http.client.HTTPException) as wrong:
            load.wrong.append(f"{page} {wrong!r}")
            continue
        load.seconds.append(time.monotonic() - started)
        if answer.status != 200 or not answer.body:
            load.wrong.append(f"{page} {answer.status}")
        seen[answer.body] = page


def memory_megabytes(process: int) -> float:
    """The memory that a process has in use."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1000


def _look(service: Running, pages: Sequence[str], load: Load, over: threading.Event, user: int) -> None:
    """One person, whose browser keeps its line open."""
    order = random.Random(user)
    line = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
    headers = {"Authorization": f"Bearer {service.token}"}
    while not over.wait(order.uniform(0, READING_SECONDS)):
        page, started = order.choice(pages), time.monotonic()
        try:
            line.request("GET", page, headers=headers)
            answer = line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as wrong:
            load.wrong.append(f"{page} {wrong!r}")
            line.close()
            continue
        load.seconds.append(time.monotonic() - started)
        if answer.status != 200 or not content:
            load.wrong.append(f"{page} {answer.status}")
    line.close()


@contextmanager
def _built_all_the_time(service: Running, campaigns: Sequence[str], load: Load) -> Iterator[None]:
    """For every campaign one build after the other; those that run at the end are cancelled."""
    over = threading.Event()
    builders = [threading.Thread(target=_build, args=(service, one, load, over)) for one in campaigns]
    for one in builders:
        one.start()
    try:
        yield
    finally:
        over.set()
        for one in builders:
            one.join()


def _build(service: Running, campaign: str, load: Load, over: threading.Event) -> None:
    path = f"/api/v1/campaigns/{campaign}/builds"
    while not over.is_set():
        made: Mapping[str, str] = service.send(path, {}).json
        while made["state"] in ("waiting", "running") and not over.wait(EVERY_SECONDS):
            made = service.ask("GET", f"{path}/{made['id']}").json
        if made["state"] == "failed":
            load.wrong.append(f"build {made['message']}")
        load.builds += made["state"] == "done"
        service.ask("DELETE", f"{path}/{made['id']}")
