"""A list in Excel: the same columns as in Word, with drop-downs and limits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from generator.campaign.fields import Field, Kind
from generator.campaign.forms import Column, ListForm
from generator.campaign.layout import FORM, OFFICIAL
from generator.composing.shown import NO, YES
from generator.drafting import sheets
from generator.drafting.forms.words import words
from generator.drafting.word.elements import BIAOSONG, HEI, SONG

_SMALL_PT, _USUAL_PT = 9, 10.5
_SMALL = frozenset({Kind.LONG_TEXT, Kind.PHONE})  # what would need many lines, or be cut
_ROW = 5  # that of the data; the header stands above it
_ROW_MM = 11
_LONGEST_LIST = 255  # characters that Excel takes of a drop-down
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")


def draft_list_workbook(form: ListForm) -> bytes:
    """The Excel template."""
    columns = [_column(place, column) for place, column in enumerate(form.columns)]
    sheet = sheets.new_sheet(_NOT_IN_A_NAME.sub("", form.name)[:31], columns)
    last, middle = len(columns), (len(columns) + 1) // 2
    edge, left, right = (get_column_letter(place) for place in (last, middle, min(middle + 1, last)))
    sheets.add_line(sheet, sheets.SheetLine(f"A1:{edge}1", "annex", form.annex, HEI, OFFICIAL.body_pt, "left", 9))
    sheets.add_line(
        sheet, sheets.SheetLine(f"A2:{edge}2", "title", "{{ title }}", BIAOSONG, OFFICIAL.title_pt, "center", 15)
    )
    unit = f"{words(form, form.unit_label)}{{{{ recommender }}}}{words(form, form.seal)}"
    sheets.add_line(sheet, sheets.SheetLine(f"A3:{left}3", "unit_line", unit, SONG, FORM.cell_pt, "left", 9))
    day = _date_line(words(form, form.date_label))
    sheets.add_line(sheet, sheets.SheetLine(f"{right}3:{edge}3", "date_line", day, SONG, FORM.cell_pt, "right", 9))
    sheets.add_table(sheet, columns, _ROW - 1, header_mm=24, row_mm=_ROW_MM)
    sheets.keep_rows_tall(sheet, _ROW, last + 1, _ROW_MM)
    foot = f"A{_ROW + 1}:{edge}{_ROW + 1}"
    sheets.add_line(sheet, sheets.SheetLine(foot, "foot_note", "{{ foot_note }}", SONG, FORM.cell_pt - 1.5, "left", 9))
    _add_rules(sheet, form.columns)
    return sheets.finished(sheet, header_row=_ROW - 1, last=f"{edge}{_ROW + 1}")


def _column(place: int, column: Column) -> sheets.SheetColumn:
    """The column; a long text stands at the left, any other where it is told to."""
    kind = column.fields[0].kind if len(column.fields) == 1 else Kind.TEXT
    align = "left" if kind is Kind.LONG_TEXT else column.align
    header = f"{{{{ headers[{place}].replace('|', '\\n') }}}}"
    size_pt = _SMALL_PT if kind in _SMALL else _USUAL_PT
    return sheets.SheetColumn(column.key, header, column.width_mm, align, size_pt, header_pt=_SMALL_PT)


def _date_line(label: str) -> str:
    given = "{{ applied.year }}年{{ applied.month }}月{{ applied.day }}日"
    return f"{label}{{% if applied.year %}}{given}{{% else %}}    年    月    日{{% endif %}}"


# ---- rules of entry


def _add_rules(sheet: Worksheet, columns: Sequence[Column]) -> None:
    """Drop-downs where words are chosen, then the lengths of long texts.

    They cover the note's row too, so that a row put in above it is within.
    """
    fields = [
        (f"{get_column_letter(place)}{_ROW}:{get_column_letter(place)}{_ROW + 1}", column.fields[0])
        for place, column in enumerate(columns, start=1)
        if len(column.fields) == 1
    ]
    for cells, words_ in ((cells, _chosen(field)) for cells, field in fields):
        if words_:
            choice = DataValidation("list", formula1=f'"{words_}"', allow_blank=True, showErrorMessage=True)
            choice.errorTitle, choice.error = "请从列表中选择", "只能填列表中的一项。"
            choice.add(cells)
            sheet.add_data_validation(choice)
    for cells, field in fields:
        if field.kind is Kind.LONG_TEXT:
            for length in _lengths(sheet, field):
                length.add(cells)
                sheet.add_data_validation(length)


def _chosen(field: Field) -> str:
    """The words of the field's drop-down as Excel has them; empty where there is none, or they find no room in one."""
    if field.kind is Kind.YES_NO:
        return f"{YES},{NO}"
    if field.kind is not Kind.CHOICE or field.choices == "recommender_names":
        return ""
    if field.choices == "categories":
        return "{{ categories|join(',') }}"
    if isinstance(field.choices, str):
        return f"{{{{ choices.{field.key}|join(',') }}}}"
    joined = ",".join(field.choices)
    return joined if len(joined) <= _LONGEST_LIST and joined.count(",") == len(field.choices) - 1 else ""


def _lengths(sheet: Worksheet, field: Field) -> Iterator[DataValidation]:
    """The rule of a text's length. That of 项目简介 is the campaign's, which a name in the workbook stands for."""
    limit, told = str(field.limit or ""), str(field.limit)
    if field.key == "brief":
        limit, told = "brief_limit", "{{ brief_limit }}"
        sheets.add_name(sheet, limit, "100")
    if limit:
        # A warning only: Excel counts every letter and digit, Word's 字数 counts a number or a word as one.
        length = DataValidation("textLength", operator="lessThanOrEqual", formula1=limit, allow_blank=True)
        length.showErrorMessage, length.errorStyle = True, "warning"
        length.errorTitle, length.error = f"{field.label}过长"[:32], f"{field.label}应在{told}字以内。"
        yield length
