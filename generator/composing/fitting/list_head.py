"""The header row of a list: the lines of its labels, how high it is, and how many blank rows it leaves room for."""

from __future__ import annotations

from collections.abc import Sequence

from generator.campaign.forms import ListForm
from generator.campaign.layout import FORM, MM_PER_PT
from generator.typesetting.typeset import break_lines


def label_lines(form: ListForm, headers: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The labels, each broken where it says (|), after 、, and where its column is too narrow."""
    return tuple(_lines(label, column.width_mm) for label, column in zip(headers, form.columns, strict=True))


def height_mm(labels: Sequence[Sequence[str]]) -> float:
    """The height in mm of the header row with these lines."""
    pitch_mm = FORM.list_label_pt * FORM.list_line_height * MM_PER_PT
    around_mm = 2 * FORM.cell_padding_mm + FORM.rule_pt * MM_PER_PT
    return max(FORM.list_header_mm, max(map(len, labels)) * pitch_mm + around_mm)


def blank_rows(form: ListForm, headers: Sequence[str]) -> int:
    """How many rows the blank has between header and note on the notice's page, at most as many as the form says."""
    head_mm = FORM.list_head_mm + height_mm(label_lines(form, headers))
    room_mm = FORM.list_text_height_mm - head_mm - FORM.list_note_mm
    return min(form.blank_rows, int(room_mm / FORM.list_row_mm))


def _lines(label: str, width_mm: float) -> tuple[str, ...]:
    width_pt = (width_mm - 2 * FORM.list_label_padding_mm) / MM_PER_PT
    parts = label.replace("、", "、|").split("|")
    return tuple(line.text for part in parts for line in break_lines(part, width_pt, FORM.list_label_pt, "heiti"))
