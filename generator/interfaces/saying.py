"""The one way for text out of the program: to a terminal, a pipe, a file, the log of the service.

Nothing that a text quotes can steer the terminal that shows it. A reader that has gone is no failure; a disk that is
full is one, and is told on the other stream.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from generator.disk import reason
from generator.errors import MachineError

# Control and format characters (among them those of bidirectional text), lone surrogates, line and paragraph marks.
_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class ReaderGoneError(Exception):
    """Nobody reads standard output any more, as behind `| head -1`."""


def visible(text: str) -> str:
    """The text on one line, every character that shows nothing or steers a terminal written out, as backslash x1b."""
    if text.isprintable():
        return text
    return "".join(_named(char) if unicodedata.category(char) in _STEERING else char for char in text)


def _named(char: str) -> str:
    number = ord(char)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def visible_in(answer: Any) -> Any:
    """Plain data with every text in it made visible: a line of events may be shown on a terminal."""
    if isinstance(answer, str):
        return visible(answer)
    if isinstance(answer, dict):
        return {key: visible_in(value) for key, value in answer.items()}
    return [visible_in(value) for value in answer] if isinstance(answer, list) else answer


def say(*lines: str, err: bool = False) -> None:
    """Write each of these as one line to standard output or, with `err`, standard error.

    Raises:
        ReaderGoneError: nobody reads standard output any more.
        MachineError: it cannot be written to.
    """
    with speaking(err=err) as stream:
        stream.write("".join(f"{visible(line)}\n" for line in lines))


def say_json(answer: Any) -> None:
    """Write the answer as JSON to standard output. Raises as `say` does."""
    lines = json.dumps(answer, ensure_ascii=False, indent=1).split("\n")
    with speaking(err=False) as stream:
        stream.write("".join(f"{line if line.isprintable() else _without_raw(line)}\n" for line in lines))


def _without_raw(line: str) -> str:
    """The line of JSON with what a terminal obeys as an escape (RFC 8259, 7), which reads the same."""
    return "".join(json.dumps(char)[1:-1] if unicodedata.category(char) in _STEERING else char for char in line)


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
