"""Programs that ask a running service for documents as fast as they get them, for a set time."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from .load import Load, memory_megabytes
from .sent_records import Values
from .services import Running, processes_of

EVERY_SECONDS = 0.5


@dataclass
class DocumentLoad(Load):
    """What was seen: seconds of every answer, what went wrong, memory of server and workers over time in MB."""

    took: float = 0.0

    @property
    def a_second(self) -> float:
        return len(self.seconds) / self.took


def ask_for_documents(
    service: Running, kind: str, records: Sequence[Values], output: str, *, lines: int, seconds: float
) -> DocumentLoad:
    """So many programs, each over a line of its own, ask for a document of each of the records by turns.

    Every answer must be the bytes of the first one for its record.
    """
    bodies = [json.dumps({"record": one, "format": output}).encode() for one in records]
    path = f"/api/v1/render/{kind}"
    first = [service.ask("POST", path, body, Content_Type="application/json") for body in bodies]
    assert [one.status for one in first] == [200] * len(bodies), first
    threads, load, over = [], DocumentLoad(), threading.Event()
    for number in range(lines):
        own = (service, path, [(body, one.body) for body, one in zip(bodies, first, strict=True)], number)
        threads.append(threading.Thread(target=_ask, args=(*own, load, over)))
    begun = time.monotonic()
    for one in threads:
        one.start()
    while time.monotonic() < begun + seconds:
        time.sleep(EVERY_SECONDS)
        load.megabytes.append(sum(memory_megabytes(one) for one in (service.process.pid, *processes_of(service))))
    over.set()
    for one in threads:
        one.join()
    load.took = time.monotonic() - begun
    return load


def _ask(
    service: Running,
    path: str,
    pairs: Sequence[tuple[bytes, bytes]],
    number: int,
    load: DocumentLoad,
    over: threading.Event,
) -> None:
    line = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
    headers = {"Authorization": f"Bearer {service.token}", "Content-Type": "application/json"}
    while not over.is_set():
        body, expected = pairs[number % len(pairs)]
        number, started = number + 1, time.monotonic()
        try:
            line.request("POST", path, body, headers)
            answer = line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as wrong:
            load.wrong.append(repr(wrong))
            line.close()
            continue
        load.seconds.append(time.monotonic() - started)
        if answer.status != 200:
            load.wrong.append(f"{answer.status}")
        elif content != expected:
            load.wrong.append("other bytes")
    line.close()
