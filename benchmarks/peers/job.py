"""What the programs share: their job is the one argument, their result one line of JSON. Needs nothing but Python."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

WARM_UPS = 2


def job() -> dict[str, Any]:
    """What to do, as the caller wrote it."""
    told: dict[str, Any] = json.loads(sys.argv[-1])
    return told


def told(**result: float) -> None:
    """Tell the result."""
    print(json.dumps(result))


def each(make: Callable[[Any], bytes], records: Sequence[Any], count: int, sample: Path) -> dict[str, float]:
    """Seconds and bytes a record, of the first `count` after a warm-up on the last; the first is kept to look at."""
    for record in records[-WARM_UPS:]:
        make(record)
    chosen = [records[place % len(records)] for place in range(count)]
    started = time.perf_counter()
    made = [make(record) for record in chosen]
    seconds = time.perf_counter() - started
    sample.parent.mkdir(parents=True, exist_ok=True)
    sample.write_bytes(made[0])
    return {"seconds": seconds / count, "bytes": sum(map(len, made)) / count}


def told_file(content: bytes, seconds: float, about: Mapping[str, Any], **more: float) -> None:
    """Tell the seconds, a record and together, the bytes of a file, which is kept to look at, and `more`."""
    sample = Path(about["sample"])
    sample.parent.mkdir(parents=True, exist_ok=True)
    sample.write_bytes(content)
    told(seconds=seconds / about["count"], together=seconds, bytes=len(content), **more)
