"""Contexts of what a packet adds of itself: the contents sheet (申报材料清单), and captions below attachments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.campaign.layout import MM_PER_PT, PACKET
from generator.typesetting.typeset import Slot, break_lines, char_widths, fit

COLUMNS = ("copies", "pages", "sheets", "total", "staples")
_OWNER = Slot(PACKET.width_mm, PACKET.owner_mm, "fangsong", PACKET.owner_sizes_pt, PACKET.owner_line_height)


@dataclass(frozen=True)
class Counted:
    """A document of a packet: its name, how many copies, and the pages of one."""

    title: str
    copies: int
    pages: int

    @property
    def sheets(self) -> int:
        """The sheets of one copy: it begins on a front side."""
        return (self.pages + 1) // 2

    @property
    def staples(self) -> int:
        """How many copies are to be stapled: those of more than one sheet."""
        return self.copies if self.sheets > 1 else 0


@dataclass(frozen=True)
class CountedGroup:
    """Documents of one project, or of the whole packet where there is no name."""

    name: str
    documents: tuple[Counted, ...]


def contents(owner: str, groups: Sequence[CountedGroup]) -> dict[str, Any]:
    """The contents sheet: whose packet it is, every document with copies, pages, sheets and staples, and their sums."""
    every = [document for group in groups for document in group.documents]
    sheets = sum(one.copies * one.sheets for one in every)
    sheets_of_rows = _pages_of(_rows(groups))
    count = len(sheets_of_rows)
    projects = sum(1 for group in groups if group.name)
    fitted = fit(owner, _OWNER)  # on one line, or on two smaller ones
    return {
        "title": "申报材料清单",
        "owner": [line.text for line in fitted.lines],
        "owner_pt": fitted.size_pt,
        "totals": f"共{projects}个项目，{sheets}张（{2 * sheets}页），装订{sum(one.staples for one in every)}份",
        "sheets": [
            {"rows": rows, "foot": f"第{place}页，共{count}页"} for place, rows in enumerate(sheets_of_rows, start=1)
        ],
    }


def contents_pages(groups: Sequence[CountedGroup]) -> int:
    """How many pages the contents sheet has."""
    return len(_pages_of(_rows(groups)))


def captions(words: str, across: Sequence[bool]) -> dict[str, Any]:
    """The caption of every page of an attachment; `across` says which pages lie across."""
    texts = [f"{words} · 第{place}页" for place in range(1, len(across) + 1)]
    return {
        "captions": [
            {"text": text, "across": lies, "size_pt": _caption_pt(text)}
            for text, lies in zip(texts, across, strict=True)
        ]
    }


def _caption_pt(text: str) -> float:
    """The size at which a caption fits between the margins, in steps of half a point."""
    widest_pt = PACKET.caption_width_mm / MM_PER_PT / sum(char_widths(text, "songti"))
    return min(PACKET.caption_pt, int(widest_pt * 2) / 2)


def _rows(groups: Sequence[CountedGroup]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    number = 0
    for group in groups:
        if group.name:
            number += 1
            rows += _head(f"{number}. {group.name}")
        rows += [_row(document, bool(group.name)) for document in group.documents]
    return rows


def _head(text: str) -> list[dict[str, Any]]:
    """The project's name; what goes on below it is indented."""
    width_pt, indent_pt = PACKET.width_mm / MM_PER_PT, PACKET.text_pt
    lines = break_lines(text, width_pt - indent_pt, PACKET.text_pt, "heiti")
    return [
        {"head": True, "name": line.text, "indent_pt": indent_pt if place else 0, **dict.fromkeys(COLUMNS, "")}
        for place, line in enumerate(lines)
    ]


def _row(one: Counted, indented: bool) -> dict[str, Any]:
    figures = (one.copies, one.pages, one.sheets, one.copies * one.sheets, one.staples or "—")
    return {
        "head": False,
        "indent_pt": 2 * PACKET.text_pt if indented else 0,
        "name": one.title,
        **{key: str(figure) for key, figure in zip(COLUMNS, figures, strict=True)},
    }


def _pages_of(rows: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The rows page by page; a project's name does not stand alone at the foot of a page."""
    pages: list[list[dict[str, Any]]] = [[]]
    for place, row in enumerate(rows):
        room = (PACKET.rows_below_head if len(pages) == 1 else PACKET.rows) - len(pages[-1])
        last_of_name = row["head"] and place + 1 < len(rows)
        if room < (2 if last_of_name else 1):
            pages.append([])
        pages[-1].append(row)
    return pages
