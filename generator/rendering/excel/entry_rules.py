"""What Excel itself checks in the entry workbook: drop-downs, lengths, dates, and the prompt beside a cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from generator.campaign.fields import Field, Kind
from generator.campaign.settings import Settings
from generator.composing.filling.words import words_of

LISTS = "选项"
LONGEST_INLINE = 255  # Excel's limit for a list written into the rule itself
_LONGEST_PROMPT = 250
LARGEST = 999_999_999_999  # of all numbers
_KIND_HINTS = {
    Kind.LONG_TEXT: "可写多段，按 Alt+Enter 换行。",
    Kind.CHOICE: "从列表中选择。",
    Kind.CHOICES: "可选几项，用、分隔。",
    Kind.YES_NO: "从列表中选择。",
    Kind.PHONE: "手机写11位，座机写成 0791-88000000。",
    Kind.ID_NUMBER: "18位身份证号码，逐位核对。",
    Kind.PATENT_NUMBER: "写成 ZL202110123456.7 或 2021SR0123456。",
    Kind.INTEGER: "填整数。",
    Kind.PICTURE: "填 attachments 文件夹中的 JPG、PNG 文件名。",
}


_Style = Literal["stop", "warning"]


def add_rules(
    book: Workbook, sheet: Worksheet, fields: Sequence[Field], settings: Settings, first: int, last: int
) -> None:
    """Add one rule for each column, from row `first` to row `last`, and one that keeps the header as it is."""
    header = DataValidation("custom", formula1="FALSE", allow_blank=False)
    _refusing(header, "表头请勿改动，否则读不出这一列。")
    header.add(f"A1:{get_column_letter(len(fields))}1")
    sheet.add_data_validation(header)
    for place, field in enumerate(fields, start=1):
        rule = _rule(book, field, settings)
        rule.allow_blank = True
        rule.promptTitle, rule.prompt = field.label[:32], _prompt(field, settings)[:_LONGEST_PROMPT]
        rule.showInputMessage = True
        letter = get_column_letter(place)
        rule.add(f"{letter}{first}:{letter}{last}")
        sheet.add_data_validation(rule)


def _prompt(field: Field, settings: Settings) -> str:
    """What the clerk reads beside the cell."""
    limit = settings.brief_limit if field.key == "brief" else field.limit
    hints = [
        "必填。" if field.required else "没有的不填。",
        f"不超过{limit}字。" if limit else "",
        f"{field.hint}。" if field.hint else "",
        _date_hint(settings) if field.kind is Kind.DATE else _KIND_HINTS.get(field.kind, ""),
        f"填数，单位是{field.unit}。" if field.unit else "",
    ]
    return "".join(hints)


def _date_hint(settings: Settings) -> str:
    return f"写成 {settings.applications_from.isoformat()}。"


def _rule(book: Workbook, field: Field, settings: Settings) -> DataValidation:
    if field.kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
        return _choice(book, field, settings)
    if field.kind is Kind.DATE:
        rule = DataValidation("date", operator="between", formula1="36526", formula2="73050")  # 2000 to 2099
        return _refusing(rule, f"应为日期，{_date_hint(settings)}", "warning")
    if field.kind in (Kind.INTEGER, Kind.MONEY):
        return _number(field)
    if field.kind is Kind.ID_NUMBER:
        return _length(18, "equal", "身份证号码应为18位。")
    if field.key == "brief":
        # A warning only: Excel counts every letter and digit, 字数 counts a number or a word as one.
        return _length(settings.brief_limit, "lessThanOrEqual", f"应在{settings.brief_limit}字以内。", "warning")
    if field.limit:
        return _length(field.limit, "lessThanOrEqual", f"不能超过{field.limit}字。")
    return DataValidation()


def _number(field: Field) -> DataValidation:
    """A number within the field's bounds; an amount may be typed with its unit behind it, so it is only warned of."""
    is_whole = field.kind is Kind.INTEGER
    least = -LARGEST if field.least is None else field.least
    most = LARGEST if field.most is None else field.most
    kind: Literal["whole", "decimal"] = "whole" if is_whole else "decimal"
    rule = DataValidation(kind, operator="between", formula1=str(least), formula2=str(most))
    what = "整数" if is_whole else f"数，单位是{field.unit}"
    return _refusing(rule, f"应为{_bounds(field)}{what}。", "stop" if is_whole else "warning")


def _bounds(field: Field) -> str:
    if field.least is None:
        return "" if field.most is None else f"不大于{field.most}的"
    return f"不小于{field.least}的" if field.most is None else f"{field.least}至{field.most}的"


def _length(
    limit: int, operator: Literal["equal", "lessThanOrEqual"], message: str, style: _Style = "stop"
) -> DataValidation:
    return _refusing(DataValidation("textLength", operator=operator, formula1=str(limit)), message, style)


def _refusing(rule: DataValidation, message: str, style: _Style = "stop") -> DataValidation:
    rule.showErrorMessage, rule.errorStyle = True, style
    rule.errorTitle, rule.error = "请核对", message
    return rule


def _choice(book: Workbook, field: Field, settings: Settings) -> DataValidation:
    """A drop-down. Where several may be chosen it only offers the words and refuses nothing."""
    words = words_of(field, settings)
    inline = ",".join(words)
    fits = len(inline) + 2 <= LONGEST_INLINE and not any(sign in word for word in words for sign in ',"')
    source = f'"{inline}"' if fits else _listed(book, field.label, words)
    rule = DataValidation("list", formula1=source)
    return rule if field.kind is Kind.CHOICES else _refusing(rule, "只能填列表中的内容。")


def _listed(book: Workbook, label: str, words: Sequence[str]) -> str:
    """The reference to these words on the hidden sheet of lists, written there if they are not yet."""
    sheet = book[LISTS] if LISTS in book.sheetnames else book.create_sheet(LISTS)
    assert isinstance(sheet, Worksheet)
    sheet.sheet_state = "hidden"
    heads = [cell.value for cell in sheet[1]] if sheet.max_row > 1 else []
    column = heads.index(label) + 1 if label in heads else len(heads) + 1
    for row, text in enumerate((label, *words), start=1):
        cell = sheet.cell(row, column, text)
        cell.data_type = "s"
    letter = get_column_letter(column)
    return f"{quote_sheetname(LISTS)}!${letter}$2:${letter}${len(words) + 1}"
