"""A YAML text → PyYAML's nodes of the one document in it; and what the text looks like around them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property
from itertools import pairwise
from typing import Any

import yaml

from generator.campaign.masking import quoted

WIDE = "\u2e80"  # from here on characters are written without blanks between them

MOST_EVENTS = 50_000  # names, values, beginnings and ends; the longest file of the example has 900
DEEPEST_NESTING = 12
WIDE_MARKS = frozenset("“”‘’…—·")
_IN_C: Any = getattr(yaml, "CBaseLoader", None)
# PyYAML's reader in C where it was built with it: ten times as fast. What kind of value a text may be is not asked.
_FAST = _IN_C and type(
    "_Fast",
    (_IN_C,),
    {
        "resolve": lambda self, kind, value, implicit: "",
        "descend_resolver": lambda self, parent, index: None,
        "ascend_resolver": lambda self: None,
    },
)
# It goes as deep as the text does, and keeps all of it: what has more signs of structure is read by the other.
MOST_SIGNS = 5_000
MARKS = ("&", "*", "!")
NOTHING = frozenset({"null", "Null", "NULL", "~"})  # what YAML itself means by them (YAML 1.2.2, 10.3.2)


class RefusedError(Exception):
    """A construct that is not accepted, with its line."""

    def __init__(self, line: int, code: str, message: str, fix: str) -> None:
        """Carry what the problem will say."""
        self.line, self.code, self.message, self.fix = line, code, message, fix
        super().__init__(message)


class Source:
    """The text that nodes were read from. `personal` are the names whose values no message shows."""

    def __init__(self, text: str, personal: Collection[str] = ()) -> None:
        """Of this text."""
        self.text, self.personal = text, personal

    @cached_property
    def comment_lines(self) -> frozenset[int]:
        """The lines that may hold a comment, counted from 0."""
        if "#" not in self.text:
            return frozenset()
        return frozenset(number for number, line in enumerate(self._lines) if "#" in line)

    @cached_property
    def has_marks(self) -> bool:
        """Whether there may be anchors, aliases or tags."""
        return any(mark in self.text for mark in MARKS)

    def is_marked(self, node: yaml.Node) -> bool:
        """Whether the node begins with an anchor, an alias or a tag."""
        index = node.start_mark.index
        return self.text[index : index + 1] in MARKS

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


def line_of(node: yaml.Node | yaml.Event) -> int:
    """The line on which it starts, from 1."""
    return node.start_mark.line + 1 if node.start_mark else 0


def quick(text: str) -> yaml.Node | None:
    """The root node by the reader in C, None where the text is empty. Nothing in it is judged.

    Raises yaml.YAMLError where it cannot be read, or not so.
    """
    if _FAST is None or sum(map(text.count, "[{-,:")) > MOST_SIGNS:
        raise yaml.YAMLError
    return yaml.compose(text, Loader=_FAST)


def careful(text: str, judge: Callable[[yaml.ScalarNode], object]) -> yaml.Node | None:
    """The root node, None where the text is empty; every construct is judged as it is come to, scalars by `judge`.

    Raises RefusedError for the first that is not accepted, yaml.YAMLError where the text cannot be read on.
    """
    loader = _Careful(text, judge)
    try:
        node: yaml.Node | None = loader.get_single_node()
        return node
    except yaml.composer.ComposerError as wrong:  # of all that it may be, only this is not judged before
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 0
        raise RefusedError(line, "yaml-documents", "文件里有第二份文档（---）。", "一个文件只写一份内容。") from wrong
    finally:
        loader.dispose()


class _Careful(yaml.BaseLoader):
    """PyYAML's own reader, which refuses what is not accepted before it goes on."""

    def __init__(self, text: str, judge: Callable[[yaml.ScalarNode], object]) -> None:
        super().__init__(text)
        self._judge, self._left, self._depth = judge, MOST_EVENTS, -1

    def get_event(self) -> yaml.Event | None:
        event: yaml.Event | None = super().get_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            self._left -= 1
            if self._left < 0:
                message, fix = "文件里的内容异常多。", "请按示例文件书写，删去无关的内容。"
                raise RefusedError(line_of(event), "file-too-large", message, fix)
        return event

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]
        self._depth += 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            fix = "请把内容直接写出来，或加引号。"
            raise RefusedError(line_of(event), "yaml-anchor", "不支持锚点和别名（& 和 *）。", fix)
        if getattr(event, "tag", None) not in (None, "!"):
            raise RefusedError(line_of(event), "yaml-tag", "不支持类型标记（!）。", "请删去标记，或给文字加引号。")
        if self._depth > DEEPEST_NESTING:
            raise RefusedError(line_of(event), "yaml-depth", "层次太深。", "请按示例文件的层次书写。")
        node: yaml.Node | None = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def compose_scalar_node(self, anchor: Any) -> yaml.ScalarNode:
        node: yaml.ScalarNode = super().compose_scalar_node(anchor)
        self._judge(node)
        return node

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        start = self.get_event()
        assert start is not None
        node = yaml.MappingNode(self.DEFAULT_MAPPING_TAG, [], start.start_mark)  # type: ignore[arg-type]
        names: dict[str, int] = {}
        while not self.check_event(yaml.MappingEndEvent):
            key = self.compose_node(node, None)
            require_name(key, names)
            node.value.append((key, self.compose_node(node, key)))
        self.get_event()
        return node


def require_name(key: yaml.Node | None, names: dict[str, int]) -> str:
    """The name that a key is; `names` are those before it with their lines, and it is put to them.

    Raises RefusedError where it is no text or not the first of its name.
    """
    if not isinstance(key, yaml.ScalarNode):
        line = line_of(key) if key else 0
        raise RefusedError(line, "yaml-key", "名称必须是文字。", "请按“名称: 内容”书写。")
    name = "" if not key.style and key.value in NOTHING else key.value
    if name in names:
        message = f"{quoted(name)}写了两次（第{names[name]}行已有）。"
        raise RefusedError(line_of(key), "yaml-duplicate-key", message, "请只保留一处。")
    names[name] = line_of(key)
    return name
