"""The header row of Form 2: the lines of its labels, how high it is, and how many blank rows it leaves room for."""

from __future__ import annotations

from collections.abc import Sequence

from generator.campaign.layout import FORM, MM_PER_PT, grid
from generator.typesetting.typeset import break_lines


def label_lines(headers: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The labels, each broken where it says (|), after 、, and where its column is too narrow."""
    columns = grid("form2")["columns"]
    return tuple(_lines(label, column["width_mm"]) for label, column in zip(headers, columns, strict=True))


def height_mm(labels: Sequence[Sequence[str]]) -> float:
    """The height in mm of the header row with these lines."""
    pitch_mm = FORM.form2_label_pt * FORM.form2_line_height * MM_PER_PT
    around_mm = 2 * FORM.cell_padding_mm + FORM.rule_pt * MM_PER_PT
    return max(FORM.form2_header_mm, max(map(len, labels)) * pitch_mm + around_mm)


def blank_rows(headers: Sequence[str]) -> int:
    """How many rows the blank has between header and note on the notice's page, at most those of the grid."""
    room_mm = FORM.form2_text_height_mm - FORM.form2_head_mm - height_mm(label_lines(headers)) - FORM.form2_note_mm
    rows: int = grid("form2")["blank_rows"]
    return min(rows, int(room_mm / FORM.form2_row_mm))


def _lines(label: str, width_mm: float) -> tuple[str, ...]:
    width_pt = (width_mm - 2 * FORM.form2_label_padding_mm) / MM_PER_PT
    parts = label.replace("、", "、|").split("|")
    return tuple(line.text for part in parts for line in break_lines(part, width_pt, FORM.form2_label_pt, "heiti"))
