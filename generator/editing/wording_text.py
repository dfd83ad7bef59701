"""notice.yaml as a form has it: title, addressee, paragraphs; and the file with what was typed over it.

A clerk sees a plain mark as 【申报截止·年月日】. A paragraph with conditions or loops is written by the program from
the settings: it is shown as it prints, until somebody writes it themselves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from generator.composing.wording.language import FILTERS
from generator.composing.wording.official import LEVELS
from generator.editing.settings_text import INDENT
from generator.editing.yaml_lines import Lines, entry, lines_of, scalar, with_entries
from generator.reading.raw_campaign import NOTICE_FILE
from generator.reading.yaml_files.file import Items, Map, Node, Text

_WAYS = [name for name in FILTERS if not name.isascii()]
_NEAR_ENOUGH = 0.6  # of difflib, from 0 to 1
TITLE, ADDRESSEE, BODY, ATTACHMENTS = "标题", "主送", "正文", "附件"
_PLAIN = re.compile(
    rf"\{{\{{\s*(?P<name>\w+)(?P<filter>\|(?:{'|'.join(FILTERS)}))?\s*\}}\}}|\{{\{{ '(?P<brace>[{{}}])' \}}\}}"
)
_SHOWN = re.compile(rf"【(\w+)(?:·({'|'.join(FILTERS)}))?】")
_BRACES = re.compile(r"[{}]")
_BRACKETED = re.compile(r"【([^【】\n]{1,20})】")  # of what is longer nobody means a mark
_TYPED_BRACE = "{{ '{' }}"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph as it is typed: its level, its heading, its text; `number` where it has one of its own.

    `is_program` says that it has conditions or loops, so that it is not typed but written from the settings.
    """

    level: str
    lead: str
    text: str = ""
    number: str = ""
    is_program: bool = False


@dataclass(frozen=True)
class TypedWording:
    """The notice as it was typed."""

    title: tuple[str, ...]
    addressee: str
    paragraphs: tuple[Paragraph, ...]
    attachments: tuple[str, ...]


def shown(text: str) -> str:
    """The text with its plain marks as a clerk sees them, and braces as they print."""
    return _PLAIN.sub(
        lambda found: found["brace"] or f"【{found['name']}{found['filter'] or ''}】".replace("|", "·"), text
    )


def marked(text: str, names: Collection[str]) -> str:
    """The text as the file has it: what a clerk sees as a mark is one where it names a value; a brace is a brace."""

    def mark(found: re.Match[str]) -> str:
        filtered = f"|{found[2]}" if found[2] else ""
        return f"{{{{ {found[1]}{filtered} }}}}" if found[1] in names else found[0]

    plain = _BRACES.sub(lambda found: f"{{{{ '{found[0]}' }}}}", text)
    return _SHOWN.sub(mark, plain)


def is_program(text: str) -> bool:
    """Whether the text has marks beside the plain ones."""
    return "{" in _PLAIN.sub("", text)


def marks_of(typed: TypedWording) -> set[str]:
    """The names of the plain marks in it."""
    paragraphs = [text for one in typed.paragraphs for text in (one.lead, one.text)]
    texts = (*typed.title, typed.addressee, *typed.attachments, *paragraphs)
    return {found["name"] for text in texts for found in _PLAIN.finditer(text) if found["name"]}


def has_typed_braces(text: str) -> bool:
    """Whether the text of the file prints a brace that somebody typed."""
    return _TYPED_BRACE in text


def doubts_of(text: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """What a clerk has to look at in a text of the file: each 【】 that is no mark, and what to do about it.

    Text may stand in 【】: it prints as it stands, but so does a mark that is mistyped.
    """
    for found in _BRACKETED.finditer("" if is_program(text) else text):
        name, _, way = found[1].partition("·")
        if name in names and way:
            yield f"没有“{way}”这种写法，{found[0]}会照原样印出。", f"可用的有：{'、'.join(_WAYS)}。"
        elif close := get_close_matches(name, sorted(names), n=1, cutoff=_NEAR_ENOUGH):
            yield f"没有“{name}”这个代号，{found[0]}会照原样印出。", f"是否应为“{close[0]}”？"
        else:
            fix = "要由程序按设置填写的，请写设置里的名称，如【申报截止】；就要这样印的，不用改。"
            yield f"“{name}”不是代号，{found[0]}会照原样印出。", fix


def typed_wording(content: bytes) -> TypedWording:
    """What the file says. Raises DataError where it cannot be read."""
    return _typed(lines_of(content, NOTICE_FILE))


def _typed(lines: Lines) -> TypedWording:
    nodes = lines.root.nodes
    body = nodes.get(BODY)
    return TypedWording(
        _texts(nodes.get(TITLE)),
        _text(nodes.get(ADDRESSEE)),
        tuple(_paragraph(one) for one in body.nodes) if isinstance(body, Items) else (),
        _texts(nodes.get(ATTACHMENTS)),
    )


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Text) else ""


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(_text(one) for one in node.nodes) if isinstance(node, Items) else ()


def _paragraph(node: Node) -> Paragraph:
    parts = node.nodes if isinstance(node, Map) else {}
    level = next((name for name in LEVELS if name in parts), "段落")
    lead, text = _text(parts.get(level)), _text(parts.get("文字"))
    return Paragraph(level, lead, text, _text(parts.get("序号")), is_program(lead) or is_program(text))


def with_wording(content: bytes, typed: TypedWording) -> bytes:
    """The file with what was typed, texts as the file has them; a paragraph that is the same keeps its lines.

    Paragraphs, lines of the title and attachments of which nothing is left are left out. Raises DataError.
    """
    lines = lines_of(content, NOTICE_FILE)
    before = _typed(lines)
    written: dict[str, Sequence[str]] = {}
    for key, was, now in ((TITLE, before.title, typed.title), (ATTACHMENTS, before.attachments, typed.attachments)):
        kept = tuple(text for text in now if text)
        if kept != was:
            written[key] = [f"{key}:", *(f"{INDENT}- {scalar(text)}" for text in kept)] if kept else [f"{key}: []"]
    if typed.addressee != before.addressee:
        written[ADDRESSEE] = [entry(ADDRESSEE, scalar(typed.addressee) if typed.addressee else "")]
    paragraphs = tuple(one for one in typed.paragraphs if one.lead or one.text)
    if paragraphs != before.paragraphs:
        written[BODY] = [f"{BODY}:", *_body(lines, before.paragraphs, paragraphs)]
    return with_entries(lines, written)


def _body(lines: Lines, before: Sequence[Paragraph], now: Sequence[Paragraph]) -> list[str]:
    spans = lines.item_spans(BODY) if before else []
    known: Mapping[Paragraph, range] = dict(zip(before, spans, strict=False))
    made: list[str] = []
    for one in now:
        span = known.get(one)
        made += lines.texts[span.start : span.stop] if span is not None else _lines_of(one)
    return made


def _lines_of(one: Paragraph) -> list[str]:
    parts = {one.level: one.lead, "序号": one.number, "文字": one.text}
    kept = [f"{name}: {scalar(text)}" for name, text in parts.items() if text or name == one.level]
    return [f"{INDENT}- {kept[0]}", *(f"{INDENT}  {part}" for part in kept[1:])]


def line_owners(content: bytes) -> dict[int, tuple[str, int]]:
    """For each line of the file, from 1, the part of the wording there and the place in it from 0, or -1."""
    lines = lines_of(content, NOTICE_FILE)
    owners: dict[int, tuple[str, int]] = {}
    for name in lines.root.nodes:
        owners |= {line + 1: (name, -1) for line in lines.span(name)}
        for number, span in enumerate(lines.item_spans(name)):
            owners |= {line + 1: (name, number) for line in span}
    return owners
