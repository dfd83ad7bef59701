"""In a child: a PDF's bytes → the forms that were printed on its pages, as `opened` gives those of Word files."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from generator.campaign.errors import Place, Problem, warning
from generator.collecting.files.opened import MARKS, SCANNED, Opened, of_blocks
from generator.collecting.printed.between import Known
from generator.collecting.printed.pages import PDF_ERRORS, Looked, blocks_of, looked_at
from generator.reading.returned.kinds import words_like
from generator.reading.returned.labels import labels
from generator.reading.returned.marks import LINE, NUMBER, FormMarks


def answered(asked: Any, content: bytes) -> tuple[Any, bytes]:
    """In the child: what the file holds as data."""
    known, name = MARKS.validate_python(asked["known"]), asked["name"]
    try:
        found = looked_at(content)
        if found.is_scan:
            return asdict(Opened((), (_scanned(name),), {})), b""
        if not _may_be(found, known):
            return asdict(Opened((), (), {})), b""
        blocks = blocks_of(content, found.pictures, _words(known))
    except PDF_ERRORS:
        return asdict(Opened((), (), {})), b""
    opened = of_blocks(blocks, name, known)
    left_out = [_picture(name, number + 1) for number in found.pictures]
    return asdict(replace(opened, problems=(*opened.problems, *left_out), modified=found.modified)), b""


def _words(known: Sequence[FormMarks]) -> Known:
    """The printed words of the forms, whatever stands behind them."""
    grids = [form for form in known if not form.is_list]
    marks = [mark for form in grids for mark in form.marks]
    every = {word for mark in marks for word in mark.words} | {word for form in grids for word in form.others}
    short = {word for mark in marks if mark.holds in (LINE, NUMBER) for word in mark.words}
    return Known(labels(frozenset(every)), labels(frozenset(short)))


def _may_be(found: Looked, known: Sequence[FormMarks]) -> bool:
    """Whether enough of a form's printed words stand on the pages."""
    text = "".join(unicodedata.normalize("NFKC", "".join(found.texts)).split())
    return any(words_like(text, form) for form in known)


def _scanned(name: str) -> Problem:
    fix = "请放入 Word、Excel 电子版或由它们打印的 PDF，或照它人工填写。"
    return warning("returned/unread", Place(name), "", f"{SCANNED}，程序不读图。", fix)


def _picture(name: str, number: int) -> Problem:
    return warning("returned/unread", Place(name), "", f"第{number}页是图片，上面的内容没有核对。", "请人工核对。")
