"""The wording of notice and bulletin → texts with numbered headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from generator.campaign.errors import Problem, errors_of
from generator.campaign.records import Block, OfficialText
from generator.composing.wording.chinese import numeral
from generator.composing.wording.listed import left_out
from generator.composing.wording.reader import Reader
from generator.reading.yaml_files.file import Items, Map, Node, Text

PARTS = ("标题", "主送", "正文", "附件")
LEVELS = {"一级": "h1", "二级": "h2", "三级": "h3", "段落": "p"}
BLOCK_KEYS = (*LEVELS, "序号", "文字")
_DEPTHS = {kind: depth for depth, kind in enumerate(LEVELS.values())}


def official_text(
    node: Node, file: str, context: Mapping[str, Any], *, final: bool = False
) -> tuple[OfficialText | None, list[Problem]]:
    """The text with numbered headings, or None where a part is missing or wrong; and every problem.

    A paragraph of which conditions leave nothing is left out, and so is a heading below which nothing is left.
    `final` says that the values are those to be printed: sentences that read oddly with them are told.
    """
    reader = Reader(file, context, final)
    root = reader.mapping(node, PARTS)
    text = OfficialText(
        title=tuple(reader.phrases(root, "标题")),
        addressee=reader.phrase(root.nodes.get("主送"), "主送", root.line),
        blocks=tuple(_numbered(reader, _kept(list(_paragraphs(reader, root))))),
        attachments=tuple(reader.phrases(root, "附件")),
    )
    if not errors_of(reader.problems):
        _attachments_named_alike(reader, root, text)
        for one in left_out(reader.texts, context):
            reader.wrong("wording-left-out", one.line, one.name, one.message, one.fix)
    return (None if errors_of(reader.problems) else text), reader.problems


@dataclass(frozen=True)
class _Paragraph:
    """One paragraph: `number` is the override, None where it is automatic; `written` is it as written."""

    kind: str
    number: str | None
    lead: str
    text: str
    line: int
    written: str
    written_text: str

    @property
    def vanished(self) -> bool:
        """Whether conditions leave nothing of it."""
        return not (self.lead + self.text).strip() and bool(self.written.strip())


def _paragraphs(reader: Reader, root: Map) -> Iterator[_Paragraph]:
    body = root.nodes.get("正文")
    if not isinstance(body, Items):
        reader.wrong("wording", root.line, "正文", "没有写，或不是一组。", "每段以“- ”开头。")
        return
    for item in body.nodes:
        parts = reader.mapping(item, BLOCK_KEYS)
        level = next((name for name in LEVELS if name in parts.nodes), None)
        if level is None:
            reader.wrong("wording", item.line, "正文", "没有写明是段落还是几级标题。", "如“- 段落: …”。")
            continue
        given = {key: reader.phrase(node, key, item.line) for key, node in parts.nodes.items() if key in BLOCK_KEYS}
        yield _Paragraph(
            LEVELS[level],
            given.get("序号"),
            given[level],
            given.get("文字", ""),
            parts.lines[level],
            written=_source(parts, level) + _source(parts, "文字"),
            written_text=_source(parts, "文字"),
        )


def _source(parts: Map, key: str) -> str:
    node = parts.nodes.get(key)
    return node.text if isinstance(node, Text) else ""


def _kept(paragraphs: Sequence[_Paragraph]) -> list[_Paragraph]:
    """The paragraphs without those of which conditions leave nothing, and without headings of nothing."""
    kept: list[_Paragraph] = []
    gone = {place for vanished in _vanished(paragraphs) for place in vanished}
    for place in reversed(range(len(paragraphs))):
        one = paragraphs[place]
        was_written = bool(_section(paragraphs, place)) or bool(one.written_text.strip())
        is_emptied = was_written and not one.text.strip() and not (kept and _is_below(kept[0], one))
        if place not in gone and not (one.kind != "p" and is_emptied):
            kept.insert(0, one)
    return kept


def _vanished(paragraphs: Sequence[_Paragraph]) -> Iterator[range]:
    """The places of what conditions leave nothing of: of a heading with its section."""
    for place, one in enumerate(paragraphs):
        if one.vanished:
            yield range(place, place + 1 + len(_section(paragraphs, place)))


def _section(paragraphs: Sequence[_Paragraph], place: int) -> list[_Paragraph]:
    """What stands below the heading of that place; nothing below a paragraph."""
    return list(takewhile(lambda one: _is_below(one, paragraphs[place]), paragraphs[place + 1 :]))


def _is_below(one: _Paragraph, heading: _Paragraph) -> bool:
    return _DEPTHS[one.kind] > _DEPTHS[heading.kind]


def _numbered(reader: Reader, paragraphs: Iterable[_Paragraph]) -> Iterator[Block]:
    """The paragraphs with their numbers: 一、 · （一） · 1． Each level starts again below a higher one.

    An override is printed as written; where a heading's is not the number that would follow, a warning says so.
    """
    counts = dict.fromkeys(("h1", "h2", "h3"), 0)
    for one in paragraphs:
        if one.kind == "p":
            yield Block(kind="p", number="", lead="", text=one.lead + one.text)
            continue
        levels = list(counts)
        for deeper in levels[levels.index(one.kind) + 1 :]:
            counts[deeper] = 0
        counts[one.kind] += 1
        usual = _number(one.kind, counts[one.kind])
        if one.kind == "h1" and one.number not in (None, usual):
            message = f"序号写作“{one.number}”，按顺序应为“{usual}”。"
            reader.doubtful("notice-consistency", one.line, one.lead, message, "如非有意，请删去“序号”。")
        yield Block(kind=one.kind, number=usual if one.number is None else one.number, lead=one.lead, text=one.text)


def _number(kind: str, count: int) -> str:
    """The heading's number as GB/T 9704-2012, 7.3.3 writes it."""
    if kind == "h1":
        return f"{numeral(count)}、"
    return f"（{numeral(count)}）" if kind == "h2" else f"{count}．"


def _attachments_named_alike(reader: Reader, root: Map, text: OfficialText) -> None:
    """A warning for every attachment that the body calls by another name than the list of attachments."""
    body = "".join(block.lead + block.text for block in text.blocks)
    for place, name in enumerate(text.attachments, start=1):
        bare = name.removeprefix("《").removesuffix("》")
        called = (f"{bare}（附件{place}）", f"{bare}》（附件{place}）")
        if f"（附件{place}）" in body and not any(one in body for one in called):
            message = f"正文中附件{place}的名称与附件说明“{name}”不一致。"
            reader.doubtful(
                "notice-consistency", root.lines.get("附件", root.line), "附件", message, "如非有意，请改成一致。"
            )
