"""Whether work can be given to the service: not while it ends, nor while the disk takes nothing."""

from __future__ import annotations

import asyncio
import secrets
import time
from contextlib import suppress
from pathlib import Path

from generator.ground.disk import write_new

TRIED_BYTES = 64 * 1024  # what any request may have to write
KNOWN_SECONDS = 1.0  # how long an answer holds: whoever asks without end keeps no disk busy


class Readiness:
    """What is known of it; `is_ending` is set by whoever ends the service."""

    def __init__(self, folder: Path) -> None:
        """Try to write in `folder`."""
        self.is_ending = False
        self._folder = folder
        self._trying = asyncio.Lock()
        self._tried = -KNOWN_SECONDS
        self._can_write = False

    async def is_ready(self) -> bool:
        """Whether it is so now; however many ask, one tries."""
        async with self._trying:
            if time.monotonic() - self._tried >= KNOWN_SECONDS:
                self._can_write = await asyncio.to_thread(can_write, self._folder)
                self._tried = time.monotonic()
        return self._can_write and not self.is_ending


def can_write(folder: Path) -> bool:
    """Whether the disk takes a small file for good."""
    tried = folder / secrets.token_hex(12)
    try:
        write_new(tried, [bytes(TRIED_BYTES)], flush=True)
    except OSError:
        return False
    finally:
        with suppress(OSError):
            tried.unlink()
    return True
