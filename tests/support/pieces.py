"""Pieces of work for tests of the executor: workers import them by name."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from generator.running import work


def doubled(number: int) -> int:
    return 2 * number


def process(_number: int) -> int:
    """The process that does the work."""
    time.sleep(0.05)  # so that every worker gets some
    return os.getpid()


def loaded(module: str) -> tuple[bool, str]:
    """Whether the worker had the module before its first piece; what its environment says of WUXIAO_TRIED."""
    return module in sys.modules, os.environ.get("WUXIAO_TRIED", "")


def fails_at_three(number: int) -> int:
    if number == 3:
        raise ValueError(number)
    return number


def dies_once_at_three(piece: tuple[int, Path]) -> int:
    """The number, but the first process that is asked for the third one dies."""
    number, mark = piece
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def dies_at_three(number: int) -> int:
    if number == 3:
        os._exit(9)
    return number


def lasts(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def dies_over_forms(piece: work.Piece) -> work.Made:
    """The piece's files, but filled forms kill their worker, as a lack of memory does."""
    if any(document.kind == "form1" for document in piece.load().documents):
        os.kill(os.getpid(), signal.SIGKILL)
    return work.make(piece)


def plan_dies(_order: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
