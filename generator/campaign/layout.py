"""The figures of every layout: GB/T 9704-2012 pages, and the grids of Form 1 and Form 2.

Millimetres unless the name says pt. "Clause" is a clause of GB/T 9704-2012; "ours" marks our own decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.campaign.fields import MOST_COMPLETERS

MM_PER_PT = 25.4 / 72
# PyYAML's reader in C where it was built with it: ten times as fast.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class OfficialPage:
    """A4 page of an official document (clauses 5.1, 5.2): 22 lines of 28 characters."""

    width_mm: float = 210
    height_mm: float = 297
    top_mm: float = 37
    bottom_mm: float = 35
    binding_mm: float = 28
    outer_mm: float = 26
    text_width_mm: float = 156
    text_height_mm: float = 225
    lines: int = 22
    characters: int = 28
    body_pt: float = 16  # 3号
    body_tracking_pt: float = -0.25  # ours: 28 × 16 pt would be 158 mm
    line_pitch_pt: float = 28.95  # ours: 579 twips, 580 no longer fits 22 lines
    title_pt: float = 22  # 2号
    title_pitch_pt: float = 36  # ours
    number_pt: float = 14  # 4号, page number and imprint
    number_below_text_mm: float = 7  # clause 7.5
    letterhead_below_top_mm: float = 35  # clause 7.2.4
    red_rule_below_number_mm: float = 4  # clause 7.2.7
    red: str = "#e60012"


@dataclass(frozen=True)
class FormPage:
    """Type areas and rules of the forms (ours)."""

    cell_pt: float = 12  # 小四
    cell_padding_mm: float = 1
    check_indent_mm: float = 1  # before the boxes of a list
    check_sizes_pt: tuple[float, ...] = (10.5, 9, 8)  # of boxes and their words, as they find room
    check_line_height: float = 1.5
    check_gap_pt: float = 7.5  # between two boxes of a line
    above_mm: float = 0.8  # above and below the text of a row that grows
    rule_pt: float = 0.5
    outer_rule_pt: float = 1
    intro_pt: float = 12  # 项目简介 keeps its size and goes on over pages
    intro_pitch_pt: float = 21  # so that a page ends well between two lines, in every program
    intro_characters: int = 36
    slack_mm: float = 4  # Word's pages: a table as high as the type area needs more for its rules and what follows it
    wide_mm: float = 100  # values in cells this wide stand left, in narrower ones in the middle
    form2_text_width_mm: float = 225
    form2_text_height_mm: float = 156  # in the notice
    form2_sheet_height_mm: float = 163  # as a file of its own
    form2_head_mm: float = 29.05  # mark, title, unit and date
    form2_header_mm: float = 24  # the labels of the columns, at least
    form2_row_mm: float = 11  # at least
    form2_note_mm: float = 7  # the note below the last row
    form2_label_pt: float = 9
    form2_label_padding_mm: float = 0.3
    form2_line_height: float = 1.3


@dataclass(frozen=True)
class PacketPage:
    """The contents sheet of a packet and the captions below attachments (ours)."""

    width_mm: float = 156
    name_mm: float = 84
    figures_mm: tuple[float, ...] = (12, 15, 15, 15, 15)
    text_pt: float = 12
    owner_mm: float = 10.21  # one line of the page
    owner_sizes_pt: tuple[float, ...] = (16, 14, 12, 10.5, 9, 7.5)
    owner_line_height: float = 1.2
    row_mm: float = 7.2
    rows_below_head: int = 24  # on the first page
    rows: int = 29
    margin_mm: float = 10  # attachments keep it free
    caption_bottom_mm: float = 5
    caption_height_mm: float = 4
    caption_width_mm: float = 186
    caption_pt: float = 9


OFFICIAL = OfficialPage()
FORM = FormPage()
PACKET = PacketPage()


def package_templates() -> Path:
    """The folder of the templates that come with the program: in the wheel, or beside the package."""
    inside = Path(__file__).parents[1] / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "templates"


def starter_folder() -> Path:
    """The folder of the campaign that comes with the program: the settings used where none are given."""
    inside = Path(__file__).parents[1] / "starter"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "data_examples" / "starter"


def template_folders(campaign: Path | None) -> tuple[Path, ...]:
    """Where templates are looked for, in order: the campaign's own folder, then the program's."""
    own = [campaign / "templates"] if campaign and (campaign / "templates").is_dir() else []
    return (*own, package_templates())


def template_file(name: str, campaign: Path | None) -> Path:
    """The template of that name, such as `form1/form1.docx`: the campaign's own where it has one."""
    candidates = [folder / name for folder in template_folders(campaign)]
    return next((path for path in candidates if path.is_file()), candidates[-1])


@cache
def grid(document: str) -> Mapping[str, Any]:
    """The grid of `form1` or `form2`: column widths, row heights, cells, fixed words."""
    text = (package_templates() / document / "grid.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.load(text, Loader=_LOADER)
    return loaded


def form1_rows(completers: int = MOST_COMPLETERS) -> tuple[Mapping[str, Any], ...]:
    """All rows of Form 1 in order: data, intro, opinions; with room for that many other completers."""
    pages = grid("form1")["pages"]
    return (*form1_data_rows(completers), *pages["intro"], *pages["opinions"])


@cache
def form1_data_rows(completers: int) -> tuple[Mapping[str, Any], ...]:
    """The rows of Form 1's page of data without those of completers beyond that number; without any, no head either."""
    rows = []
    for row in grid("form1")["pages"]["data"]:
        place = completer_row(row)
        if place is None:
            rows.append(row)
        elif place <= completers and completers:
            rows.append(row if place else {**row, "cells": [_of_rows(cell, 1 + completers) for cell in row["cells"]]})
    return tuple(rows)


def completer_row(row: Mapping[str, Any]) -> int | None:
    """Which other completer the row is for, from 1; 0 for the head above them, None for any other row."""
    slots = [cell.get("slot", "") for cell in row["cells"]]
    if slots[0].startswith("completer"):
        return int(slots[0].removeprefix("completer").partition("_")[0])
    return 0 if row["cells"][0].get("label", "").startswith("其他完成人") else None


def _of_rows(cell: Mapping[str, Any], rows: int) -> Mapping[str, Any]:
    return {**cell, "rows": rows} if "rows" in cell else cell


def row_groups(rows: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The rows of a page in groups that stay together when what stands above them grows.

    A heading stays with the row below it, and the rows that a cell spans are one; a row that grows stands alone.
    """
    groups: list[list[Mapping[str, Any]]] = []
    below = 0  # how many further rows stay with those above
    for row in rows:
        if not below or row.get("grows"):
            groups.append([])
        groups[-1].append(row)
        heads = any("heading" in cell for cell in row["cells"])
        below = max(below - 1, int(heads), max(cell.get("rows", 1) for cell in row["cells"]) - 1)
    return groups


@dataclass(frozen=True)
class Room:
    """The inside of a slot's cell without its padding; `sizes_pt` where the cell has a ladder of its own."""

    key: str
    width_mm: float
    height_mm: float
    sizes_pt: tuple[float, ...]


def table_rooms() -> tuple[Room, ...]:
    """The room of every slot of Form 1's table."""
    widths = grid("form1")["columns_mm"]
    padding = 2 * FORM.cell_padding_mm
    return tuple(
        Room(
            cell["slot"],
            sum(widths[cell["columns"][0] : cell["columns"][1] + 1]) - padding,
            row["height_mm"] - padding,
            tuple(cell.get("sizes_pt", ())),
        )
        for row in form1_rows()
        for cell in row["cells"]
        if "slot" in cell
    )


def check_rooms() -> Mapping[str, tuple[float, float]]:
    """Width and height in mm that the boxes of each list have in Form 1's table."""
    widths, rows = grid("form1")["columns_mm"], grid("form1")["pages"]["data"]
    return {
        cell["checks"]: (
            sum(widths[cell["columns"][0] : cell["columns"][1] + 1]) - 2 * FORM.cell_padding_mm - FORM.check_indent_mm,
            sum(one["height_mm"] for one in rows[place : place + cell.get("rows", 1)]),
        )
        for place, row in enumerate(rows)
        for cell in row["cells"]
        if "checks" in cell
    }
