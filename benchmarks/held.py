"""Whether a file holds the values that it was made of: speed is compared between equal work only."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2

from benchmarks.measuring import NotMeasuredError, Program, Result

FIRST_PAGES = 8  # as many as a record can have


def holding(program: Program, sample: Path, values: Iterable[str], but: int = 0) -> Program:
    """The program, which is not measured if its sample lacks more than `but` of the values."""
    wanted = tuple(values)

    def run() -> Result:
        result = program()
        missing = lacking(sample, wanted)
        if len(missing) > but:
            raise NotMeasuredError(f"its file lacks “{missing[0]}” and {len(missing) - 1} more of {len(wanted)} values")
        return result

    return run


def lacking(file: Path, values: Iterable[str]) -> list[str]:
    """Those of the values that a Word, PDF (its first pages) or Excel file does not show, white space aside."""
    shown = _close(_SHOWN[file.suffix](file))
    return [value for value in values if _close(value) not in shown]


def form1_texts(values: dict[str, Any]) -> list[str]:
    """What a filled Form 1 shows of a record's plain values."""
    slots = [slot["text"] for slot in values["slots"].values()]
    intro = [text for part in values["intro"] for text in (part["heading"], *part["paragraphs"])]
    return [text for text in (*values["title"], values["issuer"], values["applied"], *slots, *intro) if text]


def certificate_texts(words: dict[str, Any]) -> list[str]:
    """What a certificate shows."""
    return [words[key] for key in ("title", "number", "recipients", "body", "closing", "issuer", "date")]


def form2_texts(context: dict[str, Any]) -> list[str]:
    """What a filled Form 2 shows."""
    cells = [text for row in context["rows"] for text in row.values()]
    return [text for text in (context["title"], context["recommender"], context["foot_note"], *cells) if text]


def _close(text: str) -> str:
    """The text without white space, compatible forms of a character as one (a font may have one glyph for both)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _word(file: Path) -> str:
    with zipfile.ZipFile(file) as package:
        return unescape(re.sub("<[^>]+>", "", package.read("word/document.xml").decode()))


def _pdf(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    try:
        pages: Sequence[Any] = [document[place] for place in range(min(len(document), FIRST_PAGES))]
        return "".join(page.get_textpage().get_text_range() for page in pages)
    finally:
        document.close()


def _excel(file: Path) -> str:
    sheets = openpyxl.load_workbook(file).worksheets
    return "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell)


_SHOWN = {".docx": _word, ".pdf": _pdf, ".xlsx": _excel}
