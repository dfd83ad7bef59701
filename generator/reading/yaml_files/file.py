"""YAML files → nodes with line numbers. Every scalar stays the text that was typed.

YAML's own guesses (octal numbers, sexagesimal times, yes/no, floats, dates) are not made; duplicate keys,
anchors, aliases, tags and second documents are refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import yaml

from generator.campaign.errors import Place, Problem, error
from generator.ground.inputs import read_file
from generator.reading.yaml_files.composed import (
    DEEPEST_NESTING,
    NOTHING,
    RefusedError,
    Source,
    careful,
    line_of,
    quick,
    require_name,
)
from generator.reading.yaml_files.remedies import quoted_line, remedy

LARGEST_FILE_BYTES = 2_000_000
# Where it takes what PyYAML's own reader refuses, or counts the line of an empty document otherwise: tabs and marks of
# byte order within a line, keys with ?, a comment right behind > or |.
_UNLIKE = re.compile(r"[\t\ufeff?]|[>|][-+\d]*#|\A\s*---\s*\Z")
# Refused constructs that mostly are a value without its quotation marks.
QUOTABLE = frozenset({"yaml-anchor", "yaml-key"})


class Text(NamedTuple):
    """A scalar as typed; `comment` is what follows it on its line, which YAML leaves out.

    `is_folded` says that it was typed on several lines, which YAML joined by blanks where none belong.
    """

    text: str
    line: int
    comment: str = ""
    is_folded: bool = False


class Items(NamedTuple):
    """A list; `is_flow` says that it was typed in brackets."""

    nodes: tuple[Node, ...]
    line: int
    is_flow: bool = False


class Map(NamedTuple):
    """A mapping; `lines` gives the line of each key."""

    nodes: dict[str, Node]
    lines: dict[str, int]
    line: int


Node = Text | Items | Map


def read_yaml(
    path: Path, name: str, *, link: bool = False, personal: Collection[str] = ()
) -> tuple[Node | None, list[Problem]]:
    """The file's root node, or the problem why there is none. `name` is how messages call it, `link` as in `inputs`.

    `personal` are the names in it whose values no message shows.
    """
    try:
        content = read_file(path, link=link)
    except OSError:
        return None, [unreadable(name)]
    return parsed(content, name, personal)


def unreadable(name: str) -> Problem:
    """The problem that a file is not there or cannot be opened."""
    return error("file-missing", Place(name), "", "文件不存在或打不开。", "请确认文件存在且有读取权限。")


def parsed(content: bytes, name: str, personal: Collection[str] = ()) -> tuple[Node | None, list[Problem]]:
    """The root node of a file's content, or the problem why there is none."""
    if len(content) > LARGEST_FILE_BYTES:
        fix = "请删去与申报无关的内容。"
        return None, [error("file-too-large", Place(name), "", "文件超过2MB。", fix)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        place = Place(name, line=content[: wrong.start].count(b"\n") + 1)
        fix = "请在编辑器中另存为 UTF-8 编码。"
        return None, [error("encoding", place, "", "文件不是 UTF-8 编码。", fix)]
    return _parse(text, name, personal)


def _parse(text: str, name: str, personal: Collection[str] = ()) -> tuple[Node | None, list[Problem]]:
    """The root node or the problem.

    What the reader in C refuses, or what is not accepted, is read again by the other, which tells the first of it.
    """
    source = Source(text, personal)
    if not _UNLIKE.search(text):
        with suppress(RefusedError, yaml.YAMLError):
            return _root(quick(text), source), []
    return _carefully(source, name)


def _carefully(source: Source, name: str) -> tuple[Node | None, list[Problem]]:
    try:
        return _root(careful(source.text, lambda node: _text(node, source)), source), []
    except RefusedError as refused:
        found = remedy(source.text, refused.line, _trouble_at, source.personal) if refused.code in QUOTABLE else None
        place = Place(name, line=found.line if found else refused.line)
        return None, [error(refused.code, place, "", refused.message, found.fix if found else refused.fix)]
    except yaml.MarkedYAMLError as wrong:
        return None, [_syntax_problem(source, name, _line_of(wrong))]
    except yaml.YAMLError:
        fix = "请删去看不见的控制字符后重新保存。"
        return None, [error("yaml-syntax", Place(name), "", "文件中有不允许的字符。", fix)]


def _line_of(wrong: yaml.MarkedYAMLError) -> int:
    mark = wrong.problem_mark or wrong.context_mark
    return mark.line + 1 if mark else 0


def _trouble_at(text: str) -> float:
    """The line where reading the text stops, infinity where it does not."""
    source = Source(text)
    try:
        careful(text, lambda node: _text(node, source))
    except RefusedError as refused:
        return refused.line
    except yaml.MarkedYAMLError as wrong:
        return _line_of(wrong)
    except yaml.YAMLError:
        return 0
    return math.inf


def _syntax_problem(source: Source, name: str, line: int) -> Problem:
    """The syntax error at `line`, with the remedy that was found to help, or those for the usual causes."""
    message = "YAML 格式有误，读不下去。"
    if found := remedy(source.text, line, _trouble_at, source.personal):
        return error("yaml-syntax", Place(name, line=found.line), "", message, found.fix)
    around = "\n".join(source.text.splitlines()[max(0, line - 2) : line])
    fix = "请检查冒号后是否空一格、引号和括号是否成对、缩进是否对齐。"
    if "\t" in around:
        fix = "缩进请用空格，不要用制表符（Tab）。"
    elif "：" in around:
        fix = "名称后面的冒号请用半角“:”并空一格，不要用全角“：”。"
    return error("yaml-syntax", Place(name, line=line), "", message, fix)


def _root(node: yaml.Node | None, source: Source) -> Node | None:
    return None if node is None else _node(node, source, 0)


def _node(node: yaml.Node, source: Source, depth: int) -> Node:
    """The node as the program has it. Raises RefusedError for what is not accepted."""
    line = line_of(node)
    if depth > DEEPEST_NESTING or (source.has_marks and source.is_marked(node)):
        raise RefusedError(line, "yaml-depth", "", "")  # only of what was read quickly: told when it is read again
    if isinstance(node, yaml.ScalarNode):
        return _text(node, source)
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_node(one, source, depth + 1) for one in node.value), line, bool(node.flow_style))
    lines: dict[str, int] = {}
    nodes: dict[str, Node] = {}
    for key, value in node.value:
        name = require_name(key, lines)
        if source.has_marks or key.style or key.end_mark.line in source.comment_lines:
            _node(key, source, depth + 1)  # judged as any other
        nodes[name] = _node(value, source, depth + 1)
    return Map(nodes, lines, line)


def _text(node: yaml.ScalarNode, source: Source) -> Text:
    line = line_of(node)
    if not node.style and node.value in NOTHING:
        return Text("", line, _comment(node, source))
    first, last = node.start_mark, node.end_mark
    if first is None or last is None or first.line == last.line:
        return Text(node.value, line, _comment(node, source))
    if node.style in ("|", ">") and not node.value.strip() and source.rest_of_line(first.index)[1:2].isdigit():
        message = "以“|”“>”开头的内容会被当成段落的标记，没有读入。"
        raise RefusedError(line, "yaml-syntax", message, quoted_line(source.text, line, source.personal))
    if node.style in ("'", '"') and source.runs_out(first.line, last.line):
        message = "引号没有成对，下面几行都成了这一项的内容。"
        raise RefusedError(line, "yaml-syntax", message, "请在这一行内容的末尾补上后一个引号（半角）。")
    is_folded = node.style != "|" and source.joins_words(first.index, last.index)
    return Text(node.value, line, _comment(node, source), is_folded)


def _comment(node: yaml.ScalarNode, source: Source) -> str:
    """What stands behind a value without quotes as a comment. One without a blank after # is refused: it is data."""
    mark = node.end_mark
    if node.style or mark is None or mark.line not in source.comment_lines:
        return ""
    rest = source.rest_of_line(mark.index).strip()
    if not rest.startswith("#"):
        return ""
    if rest[1:2].strip():
        message = "“#”和它后面的内容会被当成注释略去。"  # not shown: it may be somebody's phone number
        fix = "如是内容，请给整个值加引号；如是注释，请在 # 后空一格。"
        raise RefusedError(mark.line + 1, "yaml-comment", message, fix)
    return rest
