"""Forms that are lists: columns, held against the width of the page."""

from __future__ import annotations

from typing import Any

from generator.campaign.forms import Column, Per
from generator.campaign.layout import FORM
from generator.reading.form_files.cells import ALIGNS, Taken, sizes_of, value_of
from generator.reading.form_files.form_entry import FormEntry
from generator.reading.form_files.words import needed_words, printed_words

LIST = ("columns", "blank_rows", "unit_label", "seal", "date_label")
_COLUMN = ("field", "of", "as", "row_number", "width_mm", "label", "align", "sizes_pt")
_CONTENTS = ("field", "of", "row_number")
ROW_NUMBER = "row_number"
_NARROWEST_MM, _MOST_COLUMNS, _MOST_BLANK = 6.0, 30, 30


def list_from(entry: FormEntry, per: Per) -> dict[str, Any]:
    """What a list says besides what every form says."""
    taken = Taken()
    columns = [column for one in entry.listed("columns", "各列", _COLUMN) if (column := _column(one, per, taken))]
    wide = sum(column.width_mm for column in columns)
    if columns and abs(wide - FORM.list_text_width_mm) > 0.01:
        message = f"各列一共{wide:g}毫米，版心宽{FORM.list_text_width_mm:g}毫米。"
        entry.wrong("form-size", "columns", message, "请改列宽，使总和正好是版心的宽度。")
    if len(columns) > _MOST_COLUMNS:
        entry.wrong("form-size", "columns", f"超过{_MOST_COLUMNS}列。", "请减少。")
    return {
        "columns": tuple(columns),
        "blank_rows": entry.whole("blank_rows", 1, _MOST_BLANK, default=8),
        "unit_label": printed_words(entry, "unit_label"),
        "seal": printed_words(entry, "seal"),
        "date_label": printed_words(entry, "date_label"),
    }


def _column(entry: FormEntry, per: Per, taken: Taken) -> Column | None:
    label, width = needed_words(entry, "label"), entry.number("width_mm", _NARROWEST_MM)
    said = [name for name in _CONTENTS if name in entry]
    if len(said) != 1:
        entry.wrong("form-place", said[1] if said else "field", "一列要写 field、of、row_number 中的一个。", "请改正。")
        return None
    if ROW_NUMBER not in entry:
        key, fields = value_of(entry, "column", of_completers=per is Per.APPLICATION)
    else:
        key, fields = ROW_NUMBER, ()
        if not entry.yes(ROW_NUMBER):
            entry.wrong("form-shape", ROW_NUMBER, "只能写 true。", "不要序号列的，请删去这一列。")
    taken.add(entry, said[0], key)
    align, sizes = entry.one_of("align", ALIGNS, "center"), sizes_of(entry)
    return Column(key=key, label=label, width_mm=width, fields=fields, align=align, sizes_pt=sizes)
