"""The marks of one template, read but not run: whole, not cut over runs, and naming what the template is given."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate
from pathlib import PurePath
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree
from lxml.etree import _Element as Element
from openpyxl import load_workbook

from generator.campaign.errors import Place, Problem, error, errors_of, warning
from generator.ground.environment import FAULTS, FUNCTIONS, TOO_DEEP, environment, explained
from generator.linting.names import Unknown, left_out, names_in
from generator.linting.pages import page_problems
from generator.office.package import read_package
from generator.rendering.word import word_file, word_values
from generator.rendering.word.word_places import PARSER, W, lines_of, numbered, paragraph_places

OPENED = re.compile(r"\{[{%#]|[}%#]\}")
_CLOSED_BY = {"{{": "}}", "{%": "%}", "{#": "#}"}
FULL_WIDTH = re.compile(r"[{｛]｛|｛[{%％]|\{％|[}｝%％]｝|｝\}|％\}")
_AGAIN = "请在 Word 中把整个标记删去，重新一次输入完。"
# What a template of that ending has besides its context.
_OTHERS = {
    ".docx": ("imprint_place", *word_values.FUNCTIONS),
    ".html": ("imprint_place", "layout", "grids", "fonts_css"),
}
Contexts = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class _Source:
    """A piece of a template that Jinja reads as one: its text, and where each of its lines (from 1) stands."""

    text: str
    file: str
    places: tuple[str, ...] = ()

    def at(self, line: int) -> Place:
        """The place of a line."""
        if not self.places:
            return Place(self.file, line=line)
        return Place(self.file, cell=self.places[min(line, len(self.places)) - 1])


def mark_problems(template: str, content: bytes, contexts: Contexts, own: bytes | None) -> list[Problem]:
    """What is wrong with the marks; `own` is the program's template of that name, for what the other leaves out."""
    name = f"templates/{template}"
    made = list(_cut_marks(content, name) if template.endswith(".docx") else _full_width_marks(content, template, name))
    if template.endswith((".html", ".css")):
        made += page_problems(content.decode("utf-8", "replace"), name)
    given = _given(template, contexts)
    others = {*FUNCTIONS, *_OTHERS.get(PurePath(template).suffix, ())}
    used: set[str] = set()
    for piece in _pieces(content, template, name):
        try:
            tree = environment().parse(piece.text)
        except FAULTS as wrong:
            line = getattr(wrong, "lineno", 1)
            fix = "请写得短些、简单些。" if isinstance(wrong, TOO_DEEP) else "请补全标记或改正写法。"
            made.append(error("template-syntax", piece.at(line), "", f"{explained(wrong)}。", fix))
            continue
        if given:
            unknown, named = names_in(tree, given, others)
            made += [_told(one, piece) for one in unknown]
            used |= named
    if own is not None and given and not errors_of(made):
        theirs = (names_in(environment().parse(piece.text), given)[1] for piece in _pieces(own, template, ""))
        missing = list(left_out(used, set().union(*theirs)))
        if missing:
            message = f"没有用到自带模板里的：{'、'.join(missing)}。"
            made.append(warning("template-unused", Place(name), "", message, "请核对是否有意不印这些内容。"))
    return made


def _given(template: str, contexts: Contexts) -> Contexts:
    """The contexts as the marks meet them: those of a workbook's data row have a `row` too."""
    if not template.endswith(".xlsx"):
        return contexts
    return [{**context, "row": row} for context in contexts for row in context.get("rows", ())] or contexts


def _told(unknown: Unknown, piece: _Source) -> Problem:
    names = "或".join(f"“{one}”" for one in unknown.near[:2]) if unknown.is_near else "、".join(unknown.near[:40])
    fix = f"您是否想写{names}？" if unknown.is_near else f"可用的有：{names}。"
    return error("template-name", piece.at(unknown.line), unknown.name, f"没有名为“{unknown.name}”的内容。", fix)


def _pieces(content: bytes, template: str, name: str) -> Iterator[_Source]:
    if template.endswith(".docx"):
        prepare = DocxTemplate(BytesIO(content)).patch_xml
        for part, data in read_package(content).items():
            if word_file.is_filled(part):
                text, places = numbered(part, data)
                text, lines = lines_of(prepare(text))
                yield _Source(text, name, tuple(places[number] for number in lines))
    elif template.endswith(".xlsx"):
        for sheet in load_workbook(BytesIO(content)).worksheets:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                if isinstance(cell.value, str) and (OPENED.search(cell.value) or FULL_WIDTH.search(cell.value)):
                    text = cell.value.replace("\n", " ")
                    yield _Source(text, name, (f"工作表“{sheet.title}”单元格 {cell.coordinate}",))
    else:
        yield _Source(content.decode("utf-8", "replace"), name)


def _full_width_marks(content: bytes, template: str, name: str) -> Iterator[Problem]:
    """Full-width brackets in a page or a workbook."""
    for piece in _pieces(content, template, name):
        for found in FULL_WIDTH.finditer(piece.text):
            yield _full_width(found[0], piece.at(piece.text.count("\n", 0, found.start()) + 1))


def _full_width(found: str, place: Place) -> Problem:
    fix = "请改用半角的 {{ }} 和 {% %}。"
    return error("template-brackets", place, "", f"“{found}”是全角符号，程序不认识。", fix)


def _cut_marks(content: bytes, name: str) -> Iterator[Problem]:
    """Marks cut over runs or paragraphs, or with full-width brackets."""
    for part, data in read_package(content).items():
        if not word_file.is_filled(part):
            continue
        tree = etree.fromstring(data, PARSER)
        for paragraph, where in zip(tree.iter(f"{W}p"), paragraph_places(tree), strict=True):
            yield from _cut_in(paragraph, Place(name, cell=where))


def _cut_in(paragraph: Element, place: Place) -> Iterator[Problem]:
    texts = [node.text or "" for node in paragraph.iter(f"{W}t") if next(node.iterancestors(f"{W}p")) is paragraph]
    whole = "".join(texts)
    for found in FULL_WIDTH.finditer(whole):
        yield _full_width(found[0], place)
    marks = list(_whole_marks(whole))
    starts, stops = [0, *(stop for _, stop in marks)], [*(start for start, _ in marks), len(whole)]
    if any(OPENED.search(whole, start, stop) for start, stop in zip(starts, stops, strict=True)):
        yield error("template-split", place, "", "标记没有写完，或被分到两段里。", _AGAIN)
    ends = list(accumulate(map(len, texts)))
    for start, stop in marks:
        if ends[bisect_right(ends, start)] < stop:
            message = f"标记“{whole[start : min(stop, start + 40)]}”中间换了格式，被 Word 拆开了。"
            yield warning("template-split", place, "", message, _AGAIN)


def _whole_marks(text: str) -> Iterator[tuple[int, int]]:
    """Where each mark that is closed begins and ends."""
    at, open_ended = 0, set[str]()
    while found := OPENED.search(text, at):
        at, mark = found.end(), found[0]
        if mark in _CLOSED_BY and mark not in open_ended:
            stop = text.find(_CLOSED_BY[mark], at)
            if stop < 0:
                open_ended.add(mark)  # nor is any further one of its kind closed: it need not be looked for again
            else:
                at = stop + 2
                yield found.start(), at
