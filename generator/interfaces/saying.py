"""The one way for text out of the program: to a terminal, a pipe, a file, the log of the service.

Nothing that a text quotes can steer the terminal that shows it, nothing in it goes unseen, and nobody's ID number or
phone is readable in it, whatever name of a file or folder it stands in. A reader that has gone is no failure; a disk
that is full is one, and is told on the other stream.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from generator.campaign.errors import MachineError
from generator.campaign.showing import json_text, visible
from generator.ground.disk import reason


class ReaderGoneError(Exception):
    """Nobody reads standard output any more, as behind `| head -1`."""


def say(*lines: str, err: bool = False) -> None:
    """Write each of these as one line to standard output or, with `err`, standard error.

    Raises:
        ReaderGoneError: nobody reads standard output any more.
        MachineError: it cannot be written to.
    """
    with speaking(err=err) as stream:
        stream.write("".join(f"{visible(line)}\n" for line in lines))


class Telling(logging.Handler):
    """Says what libraries log on standard error, for maintainers."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say the entry."""
        say(*f"{record.name}: {self.format(record)}".splitlines(), err=True)


def say_json(answer: Any, *, whole: bool = False) -> None:
    """Write the answer as JSON to standard output; see `json_text` for what is `whole`. Raises as `say` does."""
    told = json_text(answer, indent=1, whole=whole)
    with speaking(err=False) as stream:
        stream.write(f"{told}\n")


@contextmanager
def speaking(*, err: bool) -> Iterator[TextIO]:
    """The stream to write to. What is said on standard error is lost where nobody can take it; raises as `say` does."""
    stream = sys.stderr if err else sys.stdout
    try:
        yield stream
        stream.flush()
    except OSError as wrong:
        _turn_away(stream)
        if err:
            return
        if isinstance(wrong, BrokenPipeError):
            raise ReaderGoneError from wrong
        raise MachineError(f"结果显示不出来：{reason(wrong)}。") from wrong


def _turn_away(stream: TextIO) -> None:
    """Let what is still to be written to the stream go nowhere."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def open_streams() -> None:
    """See that there are standard streams, and that they can write every character.

    A descriptor that the caller closed would else be the next file that is opened, and be written into.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")
