"""The events of a YAML text, one document of it; and what the text looks like around them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any

import yaml

WIDE = "\u2e80"  # from here on characters are written without blanks between them

MOST_EVENTS = 50_000  # names, values, beginnings and ends; the longest file of the example has 900
WIDE_MARKS = frozenset("“”‘’…—·")


class RefusedError(Exception):
    """A construct that is not accepted, with its line."""

    def __init__(self, line: int, code: str, message: str, fix: str) -> None:
        """Carry what the problem will say."""
        self.line, self.code, self.message, self.fix = line, code, message, fix
        super().__init__(message)


class Events(Iterator[yaml.Event]):
    """The events of the one document in a text."""

    def __init__(self, text: str, loader: Any) -> None:
        """Begin at the text's start."""
        self.text = text
        self._left = MOST_EVENTS
        self._events = _content_events(yaml.parse(text, Loader=loader))

    def __next__(self) -> yaml.Event:
        """The next event of the document's content. Raises RefusedError where there are more than any file needs."""
        self._left -= 1
        event = next(self._events)
        if self._left < 0:
            message, fix = "文件里的内容异常多。", "请按示例文件书写，删去无关的内容。"
            raise RefusedError(line_of(event), "file-too-large", message, fix)
        return event

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def rest_of_line(self, index: int) -> str:
        """What follows this character of the text on its line."""
        end = self.text.find("\n", index)
        return self.text[index : len(self.text) if end < 0 else end]

    def runs_out(self, first: int, last: int) -> bool:
        """Whether lines of a value, counted from 0, are indented no more than its first one: it was not meant to go on.

        YAML demands more (YAML 1.2.2, 7.3.1), but its readers do not.
        """
        lines = self._lines[first : last + 1]
        least = _indent(lines[0])
        return any(line.strip() and _indent(line) <= least for line in lines[1:])

    def joins_words(self, start: int, end: int) -> bool:
        """Whether a line ends and the next begins with a character that has no blank beside it."""
        lines = [line.strip() for line in self.text[start:end].split("\n")]
        return any(_is_wide(one[-1:]) and _is_wide(other[:1]) for one, other in pairwise(lines))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_wide(char: str) -> bool:
    return char >= WIDE or char in WIDE_MARKS


def _content_events(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    """The events of the one document."""
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise RefusedError(
                    line_of(event), "yaml-documents", "文件里有第二份文档（---）。", "一个文件只写一份内容。"
                )
        elif isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            yield event


def line_of(event: yaml.Event) -> int:
    """The line on which the event starts, from 1."""
    return event.start_mark.line + 1 if event.start_mark else 0
