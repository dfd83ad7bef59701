"""Files that declare something, such as fields and forms: their entries read key by key, what is wrong told by line."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from generator.campaign.errors import Place, Problem, error
from generator.campaign.masking import quoted
from generator.reading.raw import NEAR_ENOUGH, near_miss
from generator.reading.yaml_files.file import Items, Map, Node, Text

YES_NO = {"是": True, "true": True, "True": True, "否": False, "false": False, "False": False}
_WHOLE = re.compile(r"-?[0-9]{1,12}")
MOST_TOLD, LONGEST_NAME = 50, 40  # of one kind of mistake; of a name that is looked for
LARGEST = 999_999_999  # of a whole number


@dataclass(frozen=True)
class Entry:
    """One mapping of such a file. `name` is how messages call what it declares, `problems` takes what is wrong."""

    node: Map
    file: str
    problems: list[Problem]
    name: str = ""

    def place(self, key: str = "") -> Place:
        """Where the key stands, or the entry where it has none such."""
        return Place(self.file, line=self.node.lines.get(key, self.node.line))

    def wrong(self, code: str, key: str, message: str, fix: str) -> None:
        """Note a problem at this key."""
        self.problems.append(error(code, self.place(key), self.name or key, message, fix))

    def require_known(self, known: Collection[str]) -> None:
        """Note every key that is none of these, with the one probably meant."""
        others = [key for key in self.node.nodes if key not in known]
        for key in others[:MOST_TOLD]:
            self.wrong("unknown-key", key, f"没有{quoted(key)}这一项。", near_miss(key[:LONGEST_NAME], tuple(known)))
        if len(others) > MOST_TOLD:
            message = f"还有{len(others) - MOST_TOLD}个不认识的名称，没有列出。"
            self.wrong("unknown-key", others[MOST_TOLD], message, "请照程序自带的文件书写。")

    def has(self, key: str) -> bool:
        """Whether the key is there with something behind it."""
        node = self.node.nodes.get(key)
        return node is not None and not (isinstance(node, Text) and not node.text)

    def lacks(self, key: str, known: Collection[str]) -> bool:
        """Whether the key is neither there nor probably meant by one that is none of the known."""
        others = [name[:LONGEST_NAME] for name in islice(self.node.nodes, MOST_TOLD) if name not in known]
        return not self.has(key) and not get_close_matches(key, others, 1, NEAR_ENOUGH)

    def text(self, key: str, default: str = "") -> str:
        """The text behind the key; the default where there is none."""
        node = self.node.nodes.get(key)
        if isinstance(node, Text):
            return node.text.strip() or default
        if node is not None:
            self.wrong("yaml-shape", key, f"{key} 应是文字。", "请写成一行文字；以“{”“[”开头的请加引号。")
        return default

    def number(self, key: str) -> int | None:
        """The whole number behind the key, None where there is none or something else."""
        text = self.text(key)
        if not text:
            return None
        if _WHOLE.fullmatch(text) and abs(int(text)) <= LARGEST:
            return int(text)
        self.wrong("definition", key, f"{key} 应是整数，这里是{quoted(text)}。", "请改成整数，如 20。")
        return None

    def yes(self, key: str, default: bool) -> bool:
        """Whether 是 stands behind the key; the default where nothing does."""
        text = self.text(key)
        if text and text not in YES_NO:
            self.wrong("definition", key, f"{key} 应是“是”或“否”，这里是{quoted(text)}。", "请写“是”或“否”。")
        return YES_NO.get(text, default)

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts behind the key; none where something else stands there."""
        node = self.node.nodes.get(key)
        if isinstance(node, Items) and all(isinstance(one, Text) for one in node.nodes):
            return tuple(one.text.strip() for one in node.nodes if isinstance(one, Text))
        if node is not None:
            self.wrong("yaml-shape", key, f"{key} 应是一组文字。", "请写成 [甲, 乙] 的样子。")
        return ()


def entries_in(node: Node, label: str, file: str, line: int, problems: list[Problem]) -> list[Entry]:
    """The mappings of a list; what else stands there is noted."""
    fix = "每条以“- ”开头，写在大括号里或逐行书写，如 - {key: name, label: 名称}。"
    if not isinstance(node, Items):
        problems.append(error("yaml-shape", Place(file, line=line), label, "这里应是一组记录。", fix))
        return []
    for one in [one for one in node.nodes if not isinstance(one, Map)][:MOST_TOLD]:
        problems.append(error("yaml-shape", Place(file, line=one.line), label, "这一条应是“名称: 内容”。", fix))
    return [Entry(one, file, problems) for one in node.nodes if isinstance(one, Map)]
