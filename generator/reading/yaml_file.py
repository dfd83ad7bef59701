"""YAML files → nodes with line numbers. Every scalar stays the text that was typed.

YAML's own guesses (octal numbers, sexagesimal times, yes/no, floats, dates) are not made; duplicate keys,
anchors, aliases, tags and second documents are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.errors import Place, Problem, error, warning
from generator.fields import Field
from generator.masking import quoted
from generator.reading.raw import Raw, RawRecord, field_called, near_field, unknown_name

LARGEST_FILE_BYTES = 2_000_000
DEEPEST_NESTING = 12
# PyYAML's reader in C where it was built with it: ten times as fast.
_FAST: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# Where it takes what PyYAML's own reader refuses, or counts the line of an empty document otherwise: tabs and marks of
# byte order within a line, keys with ?, a comment right behind > or |.
_UNLIKE = re.compile(r"[\t\ufeff?]|[>|][-+\d]*#|\A\s*---\s*\Z")
VALUE_OF_SIGN = re.compile(r":\s+[&*!@%`]")


@dataclass(frozen=True)
class Text:
    """A scalar as typed; `comment` is what follows it on its line, which YAML leaves out."""

    text: str
    line: int
    comment: str = ""


@dataclass(frozen=True)
class Items:
    """A list."""

    nodes: tuple[Node, ...]
    line: int


@dataclass(frozen=True)
class Map:
    """A mapping; `lines` gives the line of each key."""

    nodes: dict[str, Node]
    lines: dict[str, int]
    line: int


Node = Text | Items | Map


class _RefusedError(Exception):
    """A construct that is not accepted, with its line."""

    def __init__(self, line: int, code: str, message: str, fix: str) -> None:
        self.line, self.code, self.message, self.fix = line, code, message, fix
        super().__init__(message)


def read_yaml(path: Path, name: str) -> tuple[Node | None, list[Problem]]:
    """The file's root node, or the problem why there is none. `name` is how messages call the file."""
    try:
        content = path.read_bytes()
    except OSError:
        fix = "请确认文件存在且有读取权限。"
        return None, [error("file-missing", Place(name), "", "文件不存在或打不开。", fix)]
    if len(content) > LARGEST_FILE_BYTES:
        fix = "请删去与申报无关的内容。"
        return None, [error("file-too-large", Place(name), "", "文件超过2MB。", fix)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        place = Place(name, line=content[: wrong.start].count(b"\n") + 1)
        fix = "请在编辑器中另存为 UTF-8 编码。"
        return None, [error("encoding", place, "", "文件不是 UTF-8 编码。", fix)]
    return _parse(text, name)


def _parse(text: str, name: str) -> tuple[Node | None, list[Problem]]:
    """The root node or the problem.

    What the reader in C refuses is read again by the other, which tells the line better.
    """
    if not _UNLIKE.search(text):
        node, problems = _parsed(text, name, _FAST)
        if not problems:
            return node, []
    return _parsed(text, name, yaml.BaseLoader)


def _parsed(text: str, name: str, loader: Any) -> tuple[Node | None, list[Problem]]:
    try:
        return _document(_Events(text, loader)), []
    except _RefusedError as refused:
        place = Place(name, line=refused.line)
        return None, [error(refused.code, place, "", refused.message, refused.fix)]
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line = mark.line + 1 if mark else 0
        return None, [_syntax_problem(text, name, line)]
    except yaml.YAMLError:
        fix = "请删去看不见的控制字符后重新保存。"
        return None, [error("yaml-syntax", Place(name), "", "文件中有不允许的字符。", fix)]


def _syntax_problem(text: str, name: str, line: int) -> Problem:
    """The syntax error at `line`, with the remedy for the usual causes."""
    lines = text.splitlines()
    around = "\n".join(lines[max(0, line - 2) : line])
    if "\t" in around:
        fix = "缩进请用空格，不要用制表符（Tab）。"
    elif "：" in around:
        fix = "名称后面的冒号请用半角“:”并空一格，不要用全角“：”。"
    elif VALUE_OF_SIGN.search(around):
        fix = "内容以 &、*、!、@、% 等符号开头时，请给整个内容加引号。"
    else:
        fix = "请检查冒号后是否空一格、引号和括号是否成对、缩进是否对齐。"
    return error("yaml-syntax", Place(name, line=line), "", "YAML 格式有误，读不下去。", fix)


class _Events(Iterator[yaml.Event]):
    """The events of the one document in a text."""

    def __init__(self, text: str, loader: Any) -> None:
        self._text = text
        self._events = _content_events(yaml.parse(text, Loader=loader))

    def __next__(self) -> yaml.Event:
        return next(self._events)

    def rest_of_line(self, index: int) -> str:
        """What follows this character of the text on its line."""
        return self._text[index:].split("\n", 1)[0]


def _content_events(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    """The events of the one document."""
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _RefusedError(
                    _line(event), "yaml-documents", "文件里有第二份文档（---）。", "一个文件只写一份内容。"
                )
        elif isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            yield event


def _line(event: yaml.Event) -> int:
    """The line on which the event starts, from 1."""
    return event.start_mark.line + 1 if event.start_mark else 0


def _document(events: _Events) -> Node | None:
    first = next(events, None)
    node = None if first is None else _node(first, events, 0)
    for _ in events:  # what follows the content is read too, so that nothing in the file is passed over
        pass
    return node


def _node(event: yaml.Event, events: _Events, depth: int) -> Node:
    line = _line(event)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _RefusedError(line, "yaml-anchor", "不支持锚点和别名（& 和 *）。", "请把内容直接写出来，或加引号。")
    if getattr(event, "tag", None) not in (None, "!"):
        raise _RefusedError(line, "yaml-tag", "不支持类型标记（!）。", "请删去标记，或给文字加引号。")
    if depth > DEEPEST_NESTING:
        raise _RefusedError(line, "yaml-depth", "层次太深。", "请按示例文件的层次书写。")
    if isinstance(event, yaml.ScalarEvent):
        return Text(event.value, line, _comment(event, events))
    if isinstance(event, yaml.SequenceStartEvent):
        return Items(tuple(_items(events, depth)), line)
    return _mapping(events, depth, line)


def _comment(event: yaml.ScalarEvent, events: _Events) -> str:
    """What stands behind a value without quotes as a comment. One without a blank after # is refused: it is data."""
    mark = event.end_mark
    if event.style or mark is None:
        return ""
    rest = events.rest_of_line(mark.index).strip()
    if not rest.startswith("#"):
        return ""
    if rest[1:2].strip():
        message = "“#”和它后面的内容会被当成注释略去。"  # not shown: it may be somebody's phone number
        fix = "如是内容，请给整个值加引号；如是注释，请在 # 后空一格。"
        raise _RefusedError(mark.line + 1, "yaml-comment", message, fix)
    return rest


def comment_problems(node: Map, name: str) -> list[Problem]:
    """A reminder for each value that is followed by a comment."""
    message, fix = "后面的“#”和文字是注释，没有读入。", "如是内容，请给整个值加引号；否则请删去。"
    return [
        warning("yaml-comment", Place(name, line=value.line), key, message, fix)
        for key, value in node.nodes.items()
        if isinstance(value, Text) and value.comment
    ]


def _items(events: _Events, depth: int) -> Iterator[Node]:
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            return
        yield _node(event, events, depth + 1)


def _mapping(events: _Events, depth: int, line: int) -> Map:
    nodes: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        key = _node(event, events, depth + 1)
        if not isinstance(key, Text):
            raise _RefusedError(key.line, "yaml-key", "名称必须是文字。", "请按“名称: 内容”书写。")
        if key.text in nodes:
            message = f"{quoted(key.text)}写了两次（第{lines[key.text]}行已有）。"
            raise _RefusedError(key.line, "yaml-duplicate-key", message, "请只保留一处。")
        nodes[key.text] = _node(next(events), events, depth + 1)
        lines[key.text] = key.line
    return Map(nodes, lines, line)


def record_from(node: Map, fields: tuple[Field, ...], name: str) -> tuple[RawRecord, list[Problem]]:
    """The mapping's values by field key; unknown keys and values of a wrong shape are problems."""
    values: dict[str, Raw] = {}
    problems: list[Problem] = []
    for key, value in node.nodes.items():
        place = Place(name, line=node.lines[key])
        field = field_called(key, fields)
        if field is None:
            problems.append(unknown_name("unknown-key", place, "名称", key, fields))
            if meant := near_field(key, fields):
                values.setdefault(meant.key, Raw(None, place, refused=True))
        elif field.key in values and not values[field.key].refused:
            message = "中文名和英文名各写了一次。"
            problems.append(error("yaml-duplicate-key", place, field.label, message, "请只保留一处。"))
        elif isinstance(value, Text):
            values[field.key] = Raw(value.text, place)
        elif isinstance(value, Items) and all(isinstance(item, Text) for item in value.nodes):
            values[field.key] = Raw(tuple(n.text for n in value.nodes if isinstance(n, Text)), place)
        else:
            problems.append(error("yaml-shape", place, field.label, "这里应是文字。", "请按示例文件书写。"))
            values[field.key] = Raw(None, place, refused=True)
    return RawRecord(values, Place(name, line=node.line)), problems
