"""Files that declare something, such as fields and forms: their entries read key by key, what is wrong told by line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import ClassVar, Self

from generator.campaign.errors import Place, Problem, error
from generator.campaign.masking import quoted
from generator.reading.raw import NEAR_ENOUGH, near_miss
from generator.reading.yaml_files.file import Items, Map, Text, parsed

YES_NO = {"是": True, "true": True, "True": True, "yes": True, "否": False, "false": False, "False": False, "no": False}
MOST_TOLD, LONGEST_NAME = 50, 40  # of one kind of mistake; of a name that is looked for


@dataclass(frozen=True)
class Entry:
    """One mapping of such a file. `name` is how messages call what it declares, `problems` takes what is wrong."""

    unknown: ClassVar[str] = "unknown-key"  # the codes of its problems
    shape: ClassVar[str] = "yaml-shape"
    value: ClassVar[str] = "definition"
    longest: ClassVar[int] = 32_000  # characters that a cell of Excel takes
    fewest: ClassVar[int] = 0  # texts of a list

    node: Map
    file: str
    problems: list[Problem]
    name: str = ""

    def __contains__(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self.node.nodes

    def place(self, key: str = "") -> Place:
        """Where the key stands, or the entry where it has none such."""
        return Place(self.file, line=self.node.lines.get(key, self.node.line))

    def wrong(self, code: str, key: str, message: str, fix: str, line: int = 0) -> None:
        """Note a problem at this key, or on this line of what stands behind it."""
        place = Place(self.file, line=line) if line else self.place(key)
        self.problems.append(error(code, place, self.name or key, message, fix))

    def require_known(self, known: Collection[str]) -> None:
        """Note every key that is none of these, with the one probably meant."""
        others = [key for key in self.node.nodes if key not in known]
        for key in others[:MOST_TOLD]:
            self.wrong(self.unknown, key, f"没有{quoted(key)}这一项。", near_miss(key[:LONGEST_NAME], tuple(known)))
        if len(others) > MOST_TOLD:
            message = f"还有{len(others) - MOST_TOLD}个不认识的名称，没有列出。"
            self.wrong(self.unknown, others[MOST_TOLD], message, "请照程序自带的文件书写。")

    def has(self, key: str) -> bool:
        """Whether the key is there with something behind it."""
        node = self.node.nodes.get(key)
        return node is not None and not (isinstance(node, Text) and not node.text)

    def lacks(self, key: str, known: Collection[str]) -> bool:
        """Whether the key is neither there nor probably meant, before all others that are known, by an unknown one."""
        if self.has(key):
            return False
        others = [name[:LONGEST_NAME] for name in islice(self.node.nodes, MOST_TOLD) if name not in known]
        near = get_close_matches(key, others, MOST_TOLD, NEAR_ENOUGH)
        return all(get_close_matches(one, known, 1, NEAR_ENOUGH) != [key] for one in near)

    def typed(self, key: str, default: str = "") -> str:
        """The text behind the key with the blanks around it; the default where there is none."""
        node = self.node.nodes.get(key)
        if node is None:
            return default
        if not isinstance(node, Text):
            self.wrong(self.shape, key, f"{key} 应是一段文字。", "请写成一行文字；以“{”“[”开头的请加引号。")
        elif len(node.text) > self.longest:
            self.wrong(self.shape, key, f"{key} 超过{self.longest}个字。", "请缩短。")
        else:
            return node.text or default
        return default

    def text(self, key: str, default: str = "") -> str:
        """The text behind the key; the default where there is none."""
        return self.typed(key, default).strip() or default

    def yes(self, key: str, default: bool = False) -> bool:
        """Whether 是 stands behind the key; the default where nothing does."""
        text = self.text(key)
        if text and text not in YES_NO:
            message = f"{key} 应是“是”或“否”，这里是{quoted(text)}。"
            self.wrong(self.value, key, message, "请写“是”或“否”（true 或 false）。")
        return YES_NO.get(text, default)

    def texts(self, key: str, count: int | None = None) -> tuple[str, ...]:
        """The list of texts behind the key, so many if told; none where something else stands there."""
        node = self.node.nodes.get(key)
        if node is None:
            return ()
        if isinstance(node, Items) and all(isinstance(one, Text) for one in node.nodes):
            texts = tuple(one.text for one in node.nodes if isinstance(one, Text))
            if len(texts) >= self.fewest and count in (None, len(texts)) and sum(map(len, texts)) <= self.longest:
                return texts
        wanted = f"{count}段文字" if count else "一组文字"
        fix = "请写成 [甲, 乙] 的样子，没有内容的写空引号。"
        self.wrong(self.shape, key, f"{key} 应是方括号里的{wanted}。", fix)
        return ()

    def entries(self, key: str) -> list[Self]:
        """The mappings of the list behind the key; what else stands there is noted."""
        node = self.node.nodes[key]
        fix = "每条以“- ”开头，写在大括号里或逐行书写，如 - {key: name, label: 名称}。"
        if not isinstance(node, Items):
            self.wrong(self.shape, key, "这里应是一组记录。", fix)
            return []
        for one in [one for one in node.nodes if not isinstance(one, Map)][:MOST_TOLD]:
            self.wrong(self.shape, key, "这一条应是“名称: 内容”。", fix, one.line)
        return [self.of(one) for one in node.nodes if isinstance(one, Map)]

    def of(self, node: Map) -> Self:
        """Another mapping of the same file."""
        return type(self)(node, self.file, self.problems, self.name)


def declared(content: bytes, name: str, known: Collection[str], fix: str) -> tuple[Entry | None, list[Problem]]:
    """The whole file as one entry, None where it is none. `name` is how messages call the file, `fix` the remedy."""
    root, problems = parsed(content, name)
    if isinstance(root, Map):
        top = Entry(root, name, problems)
        top.require_known(known)
        return top, problems
    return None, problems or [error("yaml-shape", Place(name), "", "文件应由“名称: 内容”组成。", fix)]
