"""YAML files → nodes with line numbers. Every scalar stays the text that was typed.

YAML's own guesses (octal numbers, sexagesimal times, yes/no, floats, dates) are not made; duplicate keys,
anchors, aliases, tags and second documents are refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.campaign.errors import Place, Problem, error
from generator.campaign.masking import quoted
from generator.ground.inputs import read_file
from generator.reading.yaml_files.events import Events, RefusedError, line_of
from generator.reading.yaml_files.remedies import quoted_line, remedy

LARGEST_FILE_BYTES = 2_000_000
DEEPEST_NESTING = 12
# PyYAML's reader in C where it was built with it: ten times as fast.
_FAST: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# Where it takes what PyYAML's own reader refuses, or counts the line of an empty document otherwise: tabs and marks of
# byte order within a line, keys with ?, a comment right behind > or |.
_UNLIKE = re.compile(r"[\t\ufeff?]|[>|][-+\d]*#|\A\s*---\s*\Z")
NOTHING = frozenset({"null", "Null", "NULL", "~"})  # what YAML itself means by them (YAML 1.2.2, 10.3.2)
# Refused constructs that mostly are a value without its quotation marks.
QUOTABLE = frozenset({"yaml-anchor", "yaml-key"})


@dataclass(frozen=True)
class Text:
    """A scalar as typed; `comment` is what follows it on its line, which YAML leaves out.

    `is_folded` says that it was typed on several lines, which YAML joined by blanks where none belong.
    """

    text: str
    line: int
    comment: str = ""
    is_folded: bool = False


@dataclass(frozen=True)
class Items:
    """A list; `is_flow` says that it was typed in brackets."""

    nodes: tuple[Node, ...]
    line: int
    is_flow: bool = False


@dataclass(frozen=True)
class Map:
    """A mapping; `lines` gives the line of each key."""

    nodes: dict[str, Node]
    lines: dict[str, int]
    line: int


Node = Text | Items | Map


def read_yaml(path: Path, name: str, *, link: bool = False) -> tuple[Node | None, list[Problem]]:
    """The file's root node, or the problem why there is none. `name` is how messages call it, `link` as in `inputs`."""
    try:
        content = read_file(path, link=link)
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
        return _document(Events(text, loader)), []
    except RefusedError as refused:
        found = remedy(text, refused.line, _trouble_at) if refused.code in QUOTABLE else None
        place = Place(name, line=found.line if found else refused.line)
        return None, [error(refused.code, place, "", refused.message, found.fix if found else refused.fix)]
    except yaml.MarkedYAMLError as wrong:
        return None, [_syntax_problem(text, name, _line_of(wrong))]
    except yaml.YAMLError:
        fix = "请删去看不见的控制字符后重新保存。"
        return None, [error("yaml-syntax", Place(name), "", "文件中有不允许的字符。", fix)]


def _line_of(wrong: yaml.MarkedYAMLError) -> int:
    mark = wrong.problem_mark or wrong.context_mark
    return mark.line + 1 if mark else 0


def _trouble_at(text: str) -> float:
    """The line where reading the text stops, infinity where it does not."""
    try:
        _document(Events(text, yaml.BaseLoader))
    except RefusedError as refused:
        return refused.line
    except yaml.MarkedYAMLError as wrong:
        return _line_of(wrong)
    except yaml.YAMLError:
        return 0
    return math.inf


def _syntax_problem(text: str, name: str, line: int) -> Problem:
    """The syntax error at `line`, with the remedy that was found to help, or those for the usual causes."""
    message = "YAML 格式有误，读不下去。"
    if found := remedy(text, line, _trouble_at):
        return error("yaml-syntax", Place(name, line=found.line), "", message, found.fix)
    around = "\n".join(text.splitlines()[max(0, line - 2) : line])
    fix = "请检查冒号后是否空一格、引号和括号是否成对、缩进是否对齐。"
    if "\t" in around:
        fix = "缩进请用空格，不要用制表符（Tab）。"
    elif "：" in around:
        fix = "名称后面的冒号请用半角“:”并空一格，不要用全角“：”。"
    return error("yaml-syntax", Place(name, line=line), "", message, fix)


def _document(events: Events) -> Node | None:
    first = next(events, None)
    node = None if first is None else _node(first, events, 0)
    for _ in events:  # what follows the content is read too, so that nothing in the file is passed over
        pass
    return node


def _node(event: yaml.Event, events: Events, depth: int) -> Node:
    line = line_of(event)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise RefusedError(line, "yaml-anchor", "不支持锚点和别名（& 和 *）。", "请把内容直接写出来，或加引号。")
    if getattr(event, "tag", None) not in (None, "!"):
        raise RefusedError(line, "yaml-tag", "不支持类型标记（!）。", "请删去标记，或给文字加引号。")
    if depth > DEEPEST_NESTING:
        raise RefusedError(line, "yaml-depth", "层次太深。", "请按示例文件的层次书写。")
    if isinstance(event, yaml.ScalarEvent):
        return _text(event, events)
    if isinstance(event, yaml.SequenceStartEvent):
        return Items(tuple(_items(events, depth)), line, bool(event.flow_style))
    return _mapping(events, depth, line)


def _text(event: yaml.ScalarEvent, events: Events) -> Text:
    line = line_of(event)
    if not event.style and event.value in NOTHING:
        return Text("", line, _comment(event, events))
    first, last = event.start_mark, event.end_mark
    if first is None or last is None or first.line == last.line:
        return Text(event.value, line, _comment(event, events))
    if event.style in ("|", ">") and not event.value.strip() and events.rest_of_line(first.index)[1:2].isdigit():
        message = "以“|”“>”开头的内容会被当成段落的标记，没有读入。"
        raise RefusedError(line, "yaml-syntax", message, quoted_line(events.text, line))
    if event.style in ("'", '"') and events.runs_out(first.line, last.line):
        message = "引号没有成对，下面几行都成了这一项的内容。"
        raise RefusedError(line, "yaml-syntax", message, "请在这一行内容的末尾补上后一个引号（半角）。")
    is_folded = event.style != "|" and events.joins_words(first.index, last.index)
    return Text(event.value, line, _comment(event, events), is_folded)


def _comment(event: yaml.ScalarEvent, events: Events) -> str:
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
        raise RefusedError(mark.line + 1, "yaml-comment", message, fix)
    return rest


def _items(events: Events, depth: int) -> Iterator[Node]:
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            return
        yield _node(event, events, depth + 1)


def _mapping(events: Events, depth: int, line: int) -> Map:
    nodes: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        key = _node(event, events, depth + 1)
        if not isinstance(key, Text):
            raise RefusedError(key.line, "yaml-key", "名称必须是文字。", "请按“名称: 内容”书写。")
        if key.text in nodes:
            message = f"{quoted(key.text)}写了两次（第{lines[key.text]}行已有）。"
            raise RefusedError(key.line, "yaml-duplicate-key", message, "请只保留一处。")
        nodes[key.text] = _node(next(events), events, depth + 1)
        lines[key.text] = key.line
    return Map(nodes, lines, line)
