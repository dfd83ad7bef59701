"""What LibreOffice prints of an Excel table: the text of every cell, found inside that cell's rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
from openpyxl import load_workbook

MM_PER_PT = 25.4 / 72
SLACK_MM = 0.3  # what a glyph's frame may stand over its cell, ink inside all the same


@dataclass(frozen=True)
class Sheet:
    """One printed page: its size in mm, the texts of its table's cells by row, and what sticks out of its cell."""

    width: float
    height: float
    rows: list[list[str]]
    clipped: list[str]
    right: float


def printed_sheets(pdf: Path) -> list[Sheet]:
    """Every page of a PDF that LibreOffice made."""
    with pdfplumber.open(pdf) as document:
        return [_sheet(page) for page in document.pages]


def table_of(workbook: Path, header: str) -> list[list[str]]:
    """The rows of the only sheet's table from the one that begins with `header`, without white space."""
    (sheet,) = load_workbook(workbook).worksheets
    rows = [[re.sub(r"\s", "", str(cell or "")) for cell in row] for row in sheet.iter_rows(values_only=True)]
    start = next(place for place, row in enumerate(rows) if row[0] == header)
    return [row for row in rows[start:] if len([cell for cell in row if cell]) > 1]


def clipped_cells(sheets: list[Sheet], table: list[list[str]]) -> list[str]:
    """What is wrong with the printed pages: every page begins with the header, then follow the rows in order."""
    header, *wanted = table
    wrong = [text for sheet in sheets for text in sheet.clipped]
    printed: list[list[str]] = []
    for number, sheet in enumerate(sheets, start=1):
        if not sheet.rows or sheet.rows[0] != header:
            wrong.append(f"page {number}: no header")
        printed += sheet.rows[1:]
    if len(printed) != len(wanted):
        wrong.append(f"{len(printed)} rows in place of {len(wanted)}")
    for own, row in zip(printed, wanted, strict=False):
        wrong += [f"“{text}” is printed as “{other}”" for text, other in zip(row, own, strict=True) if text != other]
    return wrong


def _sheet(page: Any) -> Sheet:
    rules = [(line["x0"], line["top"], line["x1"], line["bottom"]) for line in page.lines]
    xs = _places(x0 for x0, top, x1, bottom in rules if bottom - top > x1 - x0)
    ys = _places(top for x0, top, x1, bottom in rules if x1 - x0 > bottom - top)
    rows, taken, clipped = [], set(), []
    for top, bottom in pairwise(ys):
        row = []
        for left, right in pairwise(xs):
            inside = [
                char for char in page.chars if left < _middle(char)[0] < right and top < _middle(char)[1] < bottom
            ]
            taken |= {id(char) for char in inside}
            clipped += [
                f"“{char['text']}” sticks out" for char in inside if _sticks_out(char, (left, top, right, bottom))
            ]
            row.append(_text(inside))
        rows.append(row)
    if ys:
        lost = [c for c in page.chars if id(c) not in taken and ys[0] < _middle(c)[1] < ys[-1] and c["text"].strip()]
        clipped += [f"“{char['text']}” stands outside the table" for char in lost]
    return Sheet(page.width * MM_PER_PT, page.height * MM_PER_PT, rows, clipped, (xs or [0])[-1] * MM_PER_PT)


def _places(values: Any) -> list[float]:
    """Places in pt, those less than 2 pt apart as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 2:
            found.append(value)
    return found


def _middle(char: Any) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2


def _sticks_out(char: Any, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    slack, middle, half = SLACK_MM / MM_PER_PT, _middle(char)[1], char["size"] / 2
    across = char["x0"] < left - slack or char["x1"] > right + slack
    return bool(char["text"].strip()) and (across or middle - half < top - slack or middle + half > bottom + slack)


def _text(chars: list[Any]) -> str:
    """Line by line from the top, white space left out."""
    rows: list[list[Any]] = []
    for char in sorted(chars, key=lambda one: _middle(one)[1]):
        if rows and _middle(char)[1] - _middle(rows[-1][0])[1] < char["size"] / 2:
            rows[-1].append(char)
        else:
            rows.append([char])
    ordered = (char for row in rows for char in sorted(row, key=lambda one: one["x0"]))
    return re.sub(r"\s", "", "".join(char["text"] for char in ordered))
