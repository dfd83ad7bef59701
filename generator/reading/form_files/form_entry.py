"""A mapping of a form.yaml: figures, words and fields by name; whatever is wrong is noted with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import ClassVar

from generator.campaign.fields import Field, Fields, by_name
from generator.campaign.forms import PLACES
from generator.campaign.masking import quoted
from generator.reading.raw import near_miss
from generator.reading.yaml_files.entry import Entry
from generator.reading.yaml_files.file import Items, Map, Node, Text

UNKNOWN = nan  # a number that is not known: nothing is larger or smaller, so no more is told of it
LARGEST = 1000  # of all figures in a form: mm, pt, rows
_NUMBER, _WHOLE = re.compile(r"\d{1,4}(\.\d{1,3})?"), re.compile(r"\d{1,4}")
_REMEDIES = {
    "value": "图片请写 size_mm（宽和高，毫米）。",
    "joined": "of 里只能是填在一行里的字段；多段文字请单独占一格。",
    "growing": "会续页的行里只能是文字；其他字段请删去 grows。",
    "repeated": "重复的行里只能是填在一行里的字段。",
    "cover": "封面上只能是填在一行里的字段。",
    "column": "汇总表的列里不能放图片。",
    "boxes": "只有选一项、选多项和是否可以勾选，请删去 boxes。",
    "parts": "parts 里只能是多段文字。",
    "picture": "只有图片写 size_mm，请删去。",
}
_NONE = Fields((), (), ())


@dataclass(frozen=True)
class FormEntry(Entry):
    """A mapping of the file. `fields` are those that the form may show, of `every` one where those are fewer.

    `known` are the names that it may have; none where it is no mapping, so that nothing is told to be missing.
    """

    unknown: ClassVar[str] = "form-key"
    shape: ClassVar[str] = "form-shape"
    value: ClassVar[str] = "form-shape"
    longest: ClassVar[int] = 500
    fewest: ClassVar[int] = 1

    fields: Fields = _NONE
    every: Fields | None = None
    known: tuple[str, ...] = ()

    def of(self, node: Map, known: Sequence[str] = ()) -> FormEntry:
        """Another mapping of the same file."""
        return FormEntry(node, self.file, self.problems, self.name, self.fields, self.every, tuple(known))

    def entry(self, node: Node | None, known: Sequence[str]) -> FormEntry:
        """The mapping within this one, its unknown names noted; an empty one where it is something else."""
        if not isinstance(node, Map):
            line = node.line if node is not None else self.node.line
            fix = "请对照程序自带的 form.yaml 书写。"
            self.wrong("form-shape", "", "这里应由“名称: 内容”组成。", fix, line)
            return self.of(Map({}, {}, line))
        inner = self.of(node, known)
        inner.require_known(known)
        return inner

    def listed(self, key: str, what: str, known: Sequence[str]) -> Iterator[FormEntry]:
        """The mappings listed under that name."""
        return (self.entry(node, known) for node in self.items(key, what))

    def items(self, key: str, what: str) -> tuple[Node, ...]:
        """The things listed under that name; it has to be there and hold some."""
        node = self.node.nodes.get(key)
        if node is None:
            self.missing(key, f"请加上 {key}，列出{what}。")
        elif not isinstance(node, Items) or not node.nodes:
            self.wrong("form-shape", key, f"应列出{what}，每个以“- ”开头。", "请对照程序自带的 form.yaml 书写。")
        else:
            return node.nodes
        return ()

    def missing(self, key: str, fix: str = "") -> None:
        """Note that the name is missing, unless that was told already of another that probably means it."""
        if key in self.known and self.lacks(key, self.known):
            self.wrong("form-key", key, "没有写。", fix or f"请加上 {key}。")

    def needed(self, key: str) -> str:
        """The text of that name as typed, which has to be there."""
        node = self.node.nodes.get(key)
        if node is None:
            self.missing(key)
        elif isinstance(node, Text) and not node.text.strip():
            self.wrong("form-shape", key, "是空的。", "请填写内容。")
        else:
            return self.typed(key)
        return ""

    def one_of(self, key: str, words: Sequence[str], default: str | None = None) -> str:
        """The word of that name, one of these, the first of them where it is another; needed without a default."""
        text = self.needed(key) if default is None else self.text(key, default)
        if text in words or text == default:
            return text
        if text:
            self.wrong("form-shape", key, f"不能是{quoted(text)}。", near_miss(text, tuple(words)))
        return words[0]

    def number(self, key: str, least: float, most: float = LARGEST) -> float:
        """The number of that name between the bounds; `UNKNOWN` where it is none."""
        node = self.node.nodes.get(key)
        if node is None:
            self.missing(key)
            return UNKNOWN
        return self._number(node, key, least, most)

    def whole(self, key: str, least: int, most: int = LARGEST, default: int | None = None) -> int:
        """The whole number of that name between the bounds; `least` where it is none."""
        if key not in self and default is not None:
            return default
        text = self.needed(key)
        if _WHOLE.fullmatch(text) and least <= int(text) <= most:
            return int(text)
        if text:
            self.wrong("form-shape", key, f"应是{least}到{most}的整数。", "请改正。")
        return least

    def numbers(self, key: str, least: float, most: float = LARGEST) -> tuple[float, ...]:
        """The numbers of that name, empty where it is missing or one of them is none."""
        node = self.node.nodes.get(key)
        if node is None:
            return ()
        if not isinstance(node, Items) or not node.nodes:
            like = "[0, 2]" if key == "columns" else "[12, 10.5, 9]"
            self.wrong("form-shape", key, "应是方括号里的一组数。", f"请写成 {like} 的样子。")
            return ()
        numbers = tuple(self._number(one, key, least, most) for one in node.nodes)
        return () if any(map(isnan, numbers)) else numbers

    def pair(self, key: str, least: float, most: float = LARGEST) -> tuple[float, float] | None:
        """The two numbers of that name, None where it is missing or wrong."""
        numbers = self.numbers(key, least, most)
        if len(numbers) == 2:
            return numbers[0], numbers[1]
        if numbers:
            self.wrong("form-shape", key, "应是两个数。", "请写成 [25, 35] 的样子。")
        return None

    def _number(self, node: Node, key: str, least: float, most: float) -> float:
        """The number, else `UNKNOWN`; a whole one stays whole, as it is written in the pages made of it."""
        if isinstance(node, Text) and _NUMBER.fullmatch(node.text):
            number = float(node.text) if "." in node.text else int(node.text)
            if least <= number <= most:
                return number
        message = f"应是{least:g}到{most:g}的数。"
        self.wrong("form-shape", key, message, "请改正，只写数字，不写单位。", node.line)
        return UNKNOWN

    def field_named(self, key: str, name: str, place: str, *, of_completers: bool = False) -> Field | None:
        """The field of that key or label, None where there is none or it may not stand in that place."""
        fields = self.fields.completer if of_completers else self.fields.application
        found = by_name(fields).get(name)
        if found is None:
            self.wrong("form-field", key, *self._no_field(name, fields))
        elif found.kind not in PLACES[place]:
            message = f"“{found.label}”这一类字段不能放在这里。"
            self.wrong("form-place", key, message, _REMEDIES.get(place, "请改用别的写法，或换一个字段。"))
        else:
            return found
        return None

    def _no_field(self, name: str, fields: tuple[Field, ...]) -> tuple[str, str]:
        """What is told of a name that none of these fields has: the table that has it, or the one probably meant."""
        known = tuple(one.key if name.isascii() else one.label for one in fields)
        for table, others in (self.every or self.fields).tables.items():
            if name in by_name(others):
                return f"{quoted(name)}是“{table}”里的字段，不能放在这里。", f"这里可用的有：{'、'.join(known)}。"
        return f"字段表里没有{quoted(name)}。", near_miss(name, known)
