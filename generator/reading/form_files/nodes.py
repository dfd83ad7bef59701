"""Values out of a form.yaml by name, each of its type; whatever is wrong is noted with its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import isnan, nan

from generator.campaign.errors import Place, Problem, error
from generator.campaign.fields import Field, Fields, by_name
from generator.campaign.forms import PLACES
from generator.campaign.masking import quoted
from generator.reading.raw import NEAR_ENOUGH, near_miss
from generator.reading.yaml_files.file import Items, Map, Node, Text

LONGEST_TEXT, LONGEST_NAME = 500, 40
UNKNOWN = nan  # a number that is not known: nothing is larger or smaller, so no more is told of it
LARGEST = 1000  # of all figures in a form: mm, pt, rows
_NUMBER, _WHOLE = re.compile(r"\d{1,4}(\.\d{1,3})?"), re.compile(r"\d{1,4}")
_YES, _NO = ("true", "yes", "是"), ("false", "no", "否")


@dataclass(frozen=True)
class Reader:
    """Takes values out of one file. `fields` are those that a form may show, of `every` one where those are fewer."""

    file: str
    fields: Fields
    problems: list[Problem] = field(default_factory=list)
    every: Fields | None = None

    def wrong(self, code: str, line: int, key: str, message: str, fix: str) -> None:
        """Note an error."""
        self.problems.append(error(code, Place(self.file, line=line), key, message, fix))

    def entry(self, node: Node | None, known: Sequence[str], line: int) -> Entry:
        """The mapping, its unknown names noted; an empty one where it is something else."""
        if not isinstance(node, Map):
            place = node.line if node is not None else line
            self.wrong("form-shape", place, "", "这里应由“名称: 内容”组成。", "请对照程序自带的 form.yaml 书写。")
            return Entry(self, Map({}, {}, place), frozenset(known))
        unknown = {key: at for key, at in node.lines.items() if key not in known}
        for key, at in unknown.items():
            self.wrong("form-key", at, key, f"这里没有{quoted(key)}这一项。", near_miss(key, tuple(known)))
        meant = (get_close_matches(key[:LONGEST_NAME], known, 1, NEAR_ENOUGH) for key in unknown)
        return Entry(self, node, frozenset(name for names in meant for name in names))

    def named(self, name: str, fields: tuple[Field, ...], place: str, line: int, key: str) -> Field | None:
        """The field of that key or label, None where there is none or it may not stand in that place."""
        found = by_name(fields).get(name)
        if found is None:
            self.wrong("form-field", line, key, *self._no_field(name, fields))
        elif found.kind not in PLACES[place]:
            message = f"“{found.label}”这一类字段不能放在这里。"
            self.wrong("form-place", line, key, message, _REMEDIES.get(place, "请改用别的写法，或换一个字段。"))
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


@dataclass(frozen=True)
class Entry:
    """A mapping of the file. That a name is missing was told already where it is `meant` by another."""

    reader: Reader
    node: Map
    meant: frozenset[str] = frozenset()

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.node.line

    def __contains__(self, key: str) -> bool:
        """Whether it has the name."""
        return key in self.node.nodes

    def line_of(self, key: str) -> int:
        """The line of the name, or where the mapping begins."""
        return self.node.lines.get(key, self.node.line)

    def wrong(self, code: str, key: str, message: str, fix: str) -> None:
        """Note an error of this name's content, or that it is missing."""
        self.reader.wrong(code, self.line_of(key), key, message, fix)

    def missing(self, key: str, fix: str) -> None:
        """Note that the name is missing."""
        if key not in self.meant:
            self.reader.wrong("form-key", self.line, key, "没有写。", fix)

    def text(self, key: str, default: str | None = None) -> str:
        """The text of that name; without a default it has to be there."""
        node = self.node.nodes.get(key)
        if node is None:
            if default is None:
                self.missing(key, f"请加上 {key}。")
            return default or ""
        if not isinstance(node, Text):
            self.wrong("form-shape", key, "应是一段文字。", "内容以“{”“[”开头的，请放在引号里。")
        elif default is None and not node.text.strip():
            self.wrong("form-shape", key, "是空的。", "请填写内容。")
        elif len(node.text) > LONGEST_TEXT:
            self.wrong("form-shape", key, f"超过{LONGEST_TEXT}个字。", "请缩短。")
        else:
            return node.text
        return ""

    def one_of(self, key: str, words: Sequence[str], default: str | None = None) -> str:
        """The word of that name, one of these; the first of them where it is another."""
        text = self.text(key, default)
        if text in words or (default is not None and text in ("", default)):
            return text or default or ""
        if text:
            self.wrong("form-shape", key, f"不能是{quoted(text)}。", near_miss(text, tuple(words)))
        return words[0]

    def number(self, key: str, least: float, most: float = LARGEST, default: float | None = None) -> float:
        """The number of that name between the bounds; `UNKNOWN` where it is none."""
        if key not in self and default is not None:
            return default
        node = self.node.nodes.get(key)
        if node is None:
            self.missing(key, f"请加上 {key}。")
            return UNKNOWN
        return self._number(node, key, least, most)

    def whole(self, key: str, least: int, most: int = LARGEST, default: int | None = None) -> int:
        """The whole number of that name between the bounds; `least` where it is none."""
        if key not in self and default is not None:
            return default
        text = self.text(key)
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
        numbers = [self._number(one, key, least, most) for one in node.nodes]
        return () if any(map(isnan, numbers)) else tuple(numbers)

    def pair(self, key: str, least: float, most: float = LARGEST) -> tuple[float, float] | None:
        """The two numbers of that name, None where it is missing or wrong."""
        numbers = self.numbers(key, least, most)
        if len(numbers) == 2:
            return numbers[0], numbers[1]
        if numbers:
            self.wrong("form-shape", key, "应是两个数。", "请写成 [25, 35] 的样子。")
        return None

    def yes(self, key: str) -> bool:
        """Whether that name says yes; no where it is missing."""
        text = self.text(key, "false")
        if text not in (*_YES, *_NO):
            self.wrong("form-shape", key, f"应是 true 或 false，不能是{quoted(text)}。", "请改正。")
        return text in _YES

    def texts(self, key: str, count: int | None = None) -> tuple[str, ...]:
        """The texts of that name, so many if told; empty where it is missing or wrong."""
        node = self.node.nodes.get(key)
        if node is None:
            return ()
        if isinstance(node, Items) and all(isinstance(one, Text) for one in node.nodes):
            texts = tuple(one.text for one in node.nodes if isinstance(one, Text))
            if texts and count in (None, len(texts)) and sum(map(len, texts)) <= LONGEST_TEXT:
                return texts
        wanted = f"{count}段文字" if count else "一组文字"
        self.wrong("form-shape", key, f"应是方括号里的{wanted}。", "请写成 [甲, 乙] 的样子，没有内容的写空引号。")
        return ()

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

    def entry(self, key: str, known: Sequence[str]) -> Entry:
        """The mapping of that name."""
        return self.reader.entry(self.node.nodes.get(key), known, self.line_of(key))

    def _number(self, node: Node, key: str, least: float, most: float) -> float:
        """The number, else UNKNOWN; a whole one stays whole, as it is written in the pages made of it."""
        if isinstance(node, Text) and _NUMBER.fullmatch(node.text):
            number = float(node.text) if "." in node.text else int(node.text)
            if least <= number <= most:
                return number
        self.reader.wrong(
            "form-shape", node.line, key, f"应是{least:g}到{most:g}的数。", "请改正，只写数字，不写单位。"
        )
        return UNKNOWN
