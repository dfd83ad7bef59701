"""Phrases out of one wording file, and everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import UndefinedError

from generator.campaign.errors import Place, Problem, error, warning
from generator.composing.wording.language import phrase
from generator.composing.wording.listed import missing_member
from generator.composing.wording.near_marks import fix_of, near_mark, remedy
from generator.ground.environment import FAULTS, TOO_DEEP, explained
from generator.reading.raw import near_miss
from generator.reading.yaml_files.file import Items, Map, Node, Text

_MARK = re.compile(
    r"[{｛][{｛%％].*?[}｝]?[}｝]"
)  # nobody means it as text; of values, since near marks are told before
LONGEST_MARKED = 200_000  # characters of all phrases of a file that have marks
# Sentences that no office would write: 0项, 等1项, 《》, ，。 of figures that the wording did not foresee.
_ODD = re.compile(
    r"(?<![\d.．])0(?:[项个名件份家条]|\s*[%％])"  # a count of nothing
    r"|等1[项个名件份家条]"  # one of many
    r"|《》|〈〉|“”|‘’|（）|〔〕"  # a value that is empty
    r"|[，、；：。][，、；。]"  # a value or a member that is missing
    r"|\A[，、；：。]"
)
_AROUND_ODD = 6
_NAMED = re.compile(r"'([^']+)'(?: is undefined)?$")  # Jinja names what is missing last


@dataclass(frozen=True)
class Reader:
    """Takes phrases out of one file and notes what is wrong with them.

    `final` says that the values are those that will be printed, so that a sentence that reads oddly will too.
    `texts` are the phrases taken, as written, each with its line.
    """

    file: str
    context: Mapping[str, Any]
    final: bool = False
    problems: list[Problem] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)
    _read: list[int] = field(default_factory=lambda: [0])  # characters of phrases with marks

    def wrong(self, code: str, line: int, label: str, message: str, fix: str) -> None:
        """Note an error."""
        self.problems.append(error(code, Place(self.file, line=line), label, message, fix))

    def doubtful(self, code: str, line: int, label: str, message: str, fix: str) -> None:
        """Note a reminder."""
        self.problems.append(warning(code, Place(self.file, line=line), label, message, fix))

    def mapping(self, node: Node, known: tuple[str, ...]) -> Map:
        """The mapping, its unknown names noted; an empty one where it is something else."""
        if not isinstance(node, Map):
            self.wrong("wording", node.line, "", "应由“名称: 内容”组成。", "请按示例文件书写。")
            return Map({}, {}, node.line)
        for key, line in node.lines.items():
            if key not in known:
                self.wrong("wording", line, key, "不认识的名称。", near_miss(key, known))
        return node

    def phrase(self, node: Node | None, label: str, line: int) -> str:
        """The node's text with its values, empty where something is wrong."""
        if not isinstance(node, Text):
            self.wrong("wording", line, label, "没有写。", "请补上文字。")
            return ""
        if "{" in node.text and not self._has_room(node, label):
            return ""
        if found := near_mark(node.text, frozenset(self.context)):
            message = f"“{found}”不是程序认识的标记，会照样印出。"
            self.wrong("wording-mark", node.line, label, message, fix_of(found))
            return ""
        try:
            printed = phrase(node.text, self.context)
        except UndefinedError as wrong:
            self._unknown(node, label, wrong)
            return ""
        except FAULTS as wrong:
            self.wrong("wording", node.line, label, f"{{{{ }}}} 里的写法有误：{_cause(wrong)}。", remedy(wrong))
            return ""
        self.texts.append((node.line, node.text))
        if unfilled := _MARK.search(printed):
            message = f"填进去的值里有“{unfilled[0]}”，会照样印出。"
            self.wrong("wording-mark", node.line, label, message, "campaign.yaml 的值里不能用标记，请写出文字。")
        if self.final and "{" in node.text and (odd := _odd_words(printed)):
            fix = "请用 {% if %} 等写法分清没有、一个和多个，见 templates/README.md；确实如此的不必改。"
            self.doubtful("wording-odd", node.line, label, f"按现在的数据会印成“{odd}”。", fix)
        return printed

    def _has_room(self, node: Text, label: str) -> bool:
        """Whether the phrase is still read: compiling them takes time. What goes beyond is told once."""
        before = self._read[0]
        self._read[0] += len(node.text)
        if before <= LONGEST_MARKED < self._read[0]:
            message = f"文件里带 {{{{ }}}} 的文字超过{LONGEST_MARKED}个字，从这里起没有检查。"
            self.wrong("wording", node.line, label, message, "请写得短些、简单些。")
        return self._read[0] <= LONGEST_MARKED

    def _unknown(self, node: Text, label: str, wrong: UndefinedError) -> None:
        """Note a name, or a member of a list, that there is not."""
        if named := _NAMED.search(str(wrong)):
            fix = near_miss(named[1], (*self.context, *_entries(self.context)))
            self.wrong("wording", node.line, label, f"没有名为“{named[1]}”的值。", fix)
            return
        message = missing_member(node.text, self.context) or "[ ] 里的数超过了那一组的个数（从0数起）。"
        self.wrong("wording", node.line, label, message, "请用 {% for %} 逐个印出，或用 {% if %} 先判断有没有。")

    def phrases(self, root: Map, label: str) -> Iterator[str]:
        """The texts of a list but for those of which conditions leave nothing; an error where none is left."""
        listed = root.nodes.get(label)
        if not isinstance(listed, Items):
            self.wrong("wording", root.line, label, "没有写，或不是一组。", "每行以“- ”开头。")
            return
        known = len(self.problems)
        printed = [text for item in listed.nodes if (text := self.phrase(item, label, item.line)).strip()]
        if not printed and known == len(self.problems):
            self.wrong("wording", root.lines[label], label, "没有写，或印出来是空的。", "请补上文字。")
        yield from printed


def _cause(wrong: BaseException) -> str:
    return "太长或套得太深，程序读不下去" if isinstance(wrong, TOO_DEEP) else explained(wrong)


def _entries(context: Mapping[str, Any]) -> list[str]:
    """The names within the values that are lists of records, such as 单位 and 数量."""
    lists = [value for value in context.values() if isinstance(value, list)]
    return sorted({key for members in lists for one in members if isinstance(one, Mapping) for key in one})


def _odd_words(text: str) -> str:
    """The first odd place in the text with what stands around it; empty where it reads well."""
    found = _ODD.search(text)
    return text[max(0, found.start() - _AROUND_ODD) : found.end() + _AROUND_ODD] if found else ""
