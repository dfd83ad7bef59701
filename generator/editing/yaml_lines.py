"""YAML files changed entry by entry: what is not changed stays as it is, with its comments and its way of writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from generator.campaign.errors import DataError, Place, error
from generator.reading.yaml_files.file import Items, Map, Node, Text, parsed

MOST_COLUMNS = 100_000  # a value is never broken into lines


@dataclass(frozen=True)
class Lines:
    """A file as lines without their ends, and its top mapping as it was read."""

    texts: tuple[str, ...]
    root: Map

    def span(self, key: str) -> range:
        """The lines of that entry, from 0: from its key to its last line that is no comment."""
        begin = self.root.lines[key] - 1
        later = [line - 1 for line in self.root.lines.values() if line - 1 > begin]
        return self._written(begin, min(later, default=len(self.texts)))

    def comment(self, key: str) -> str:
        """What stands behind # on the entry's line: its only one, or the one above the lines of its list."""
        node, span = self.root.nodes[key], self.span(key)
        if isinstance(node, Text):
            return node.comment.removeprefix("#").strip()
        written, _, comment = self.texts[span.start].partition(" #")
        return comment.strip() if len(span) == 1 or written.strip() == f"{key}:" else ""

    def item_spans(self, key: str) -> list[range]:
        """The lines of each item of the list behind the key; none where the list is written in brackets."""
        node = self.root.nodes.get(key)
        if not isinstance(node, Items) or node.is_flow:
            return []
        begins = [one.line - 1 for one in node.nodes]
        ends = [*begins[1:], self.span(key).stop]
        return [self._written(begin, end) for begin, end in zip(begins, ends, strict=True)]

    def _written(self, begin: int, end: int) -> range:
        while end > begin + 1 and _is_apart(self.texts[end - 1]):
            end -= 1
        return range(begin, end)


def _is_apart(line: str) -> bool:
    return not line.strip() or line.startswith("#")


def lines_of(content: bytes, name: str) -> Lines:
    """The file as lines. `name` is how messages call it. Raises DataError where it cannot be read as a mapping."""
    root, problems = parsed(content, name)
    if not isinstance(root, Map):
        fix = "请按示例文件书写。"
        raise DataError(problems or [error("yaml-shape", Place(name), "", "文件应由“名称: 内容”组成。", fix)])
    return Lines(tuple(content.decode("utf-8-sig").splitlines()), root)


def with_entries(lines: Lines, entries: Mapping[str, Sequence[str]]) -> bytes:
    """The file with these entries written so, line by line; those that it lacks come last."""
    texts = list(lines.texts)
    known = [key for key in entries if key in lines.root.lines]
    for key in sorted(known, key=lambda one: -lines.root.lines[one]):
        span = lines.span(key)
        texts[span.start : span.stop] = entries[key]
    for key, written in entries.items():
        if key not in lines.root.lines:
            texts += written
    return ("\n".join(texts) + "\n").encode()


def scalar(text: str, *, within: bool = False) -> str:
    """The text as YAML has it, plain where it is read back so; `within` brackets some signs ask for quotation marks."""
    plain = f"[{text}]" if within else f"k: {text}"
    root, problems = parsed(plain.encode(), "")
    node: Node | None = root
    if isinstance(root, Map):
        node = root.nodes.get("k")
    elif isinstance(root, Items) and len(root.nodes) == 1:
        node = root.nodes[0]
    if not problems and isinstance(node, Text) and node.text == text and not node.comment:
        return text
    return yaml.safe_dump(
        text, allow_unicode=True, width=MOST_COLUMNS, default_style='"', default_flow_style=True
    ).strip()


def entry(key: str, written: str, comment: str = "") -> str:
    """`key: written`, with the comment behind it."""
    return f"{key}:{f' {written}' if written else ''}{f' # {comment}' if comment else ''}"


def flow_list(texts: Sequence[str]) -> str:
    """`[a, b]`."""
    return f"[{', '.join(scalar(text, within=True) for text in texts)}]"


def flow_map(values: Mapping[str, str]) -> str:
    """`{a: b, c: d}`."""
    return f"{{{', '.join(f'{key}: {scalar(text, within=True)}' for key, text in values.items())}}}"
