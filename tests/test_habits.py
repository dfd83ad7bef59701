"""The same value in the many ways in which people write it: it is read as what it means, or told at its place.

A table of habits is tried on every field of an application and of a completer, in YAML and in Excel, all of them in one
campaign: each application has one value written by one habit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import MINIMAL
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from support.campaigns import as_workbook, empty_copy, written
from support.own_fields import FIELDS

from generator.campaign.errors import Problem
from generator.campaign.fields import Field, Kind
from generator.campaign.records import Application, Campaign
from generator.checks.campaign import check_campaign
from generator.checks.joining import join_applications
from generator.composing.wording.chinese import full_date
from generator.reading.campaign_folder import read_campaign
from generator.reading.raw import field_called

WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
NOTHING = (
    "无",
    "/",
    "\\",
    "—",
    "-",
    "暂无",
    "None",
    "none",
    "nan",
    "NaN",
    "null",
    "NULL",
    "N/A",
    "#N/A",
    "空",
    "待定",
    "~",
)
NUMBERS = (Kind.PHONE, Kind.ID_NUMBER, Kind.PATENT_NUMBER, Kind.DATE, Kind.INTEGER)
OWN_FIELDS = [field for field in FIELDS.application if field.key not in ("attachments", "intro_paper")]
CHILD_FIELDS = [field for field in FIELDS.completer if field.key != "number"]


@dataclass(frozen=True)
class Case:
    """One value written by one habit. `means_nothing`: it must not be read as a value."""

    number: str
    field: Field
    of_completer: bool
    habit: str
    typed: Any  # a text; in Excel also a number, a date, rich text or a font
    means_nothing: bool = False


@pytest.fixture(scope="module")
def whole() -> Campaign:
    campaign, _, _ = check_campaign(MINIMAL)
    assert campaign is not None
    return campaign


def text_of(one: Application, field: Field, *, of_completer: bool) -> str:
    value = written(getattr(one.completers[0] if of_completer else one, field.key))
    return full_date(value) if isinstance(value, date) else str(value)


def other_texts(field: Field, text: str) -> Iterator[tuple[str, str]]:
    """Other texts that people write for the same, by habit."""
    yield "as it is", text
    yield "blanks around", f"  {text} "
    yield "wide blanks around", f"　{text}　"
    yield "no-break blanks around", f"\u00a0{text}\u00a0"
    yield "line breaks around", f"\n{text}\n"
    yield "a mark of byte order", f"\ufeff{text}"
    yield "no width", f"{text[:1]}\u200b{text[1:]}"
    yield "right to left", f"\u202e{text}"
    if field.kind in NUMBERS:
        yield "wide", text.translate(WIDE)
        yield "blanks inside", f"{text[:3]} {text[3:]}"
        yield "O for 0", text.replace("0", "O")
        yield "l for 1", text.replace("1", "l")
        yield "long dash", text.replace("-", "—")
        yield "short dash", text.replace("-", "–")
        yield "another script's digits", text.replace("1", "١")
    if field.kind is Kind.DATE:
        yield from _other_days(text)
    if field.kind is Kind.PHONE:
        yield "area in brackets", "(0791)88001234" if "-" in text else text
        yield "country", f"+86 {text}"
        yield "dashes", f"{text[:3]}-{text[3:7]}-{text[7:]}"
        yield "two", f"{text}、{text}"
    if field.kind is Kind.PERSON:
        yield "blank inside", f"{text[:1]} {text[1:]}"
        yield "wide blank inside", f"{text[:1]}　{text[1:]}"
        yield "two people", f"{text}、张三"
        yield "two people by a blank", f"{text} 张三"
    if field.kind is Kind.YES_NO:
        yield from ((word, word) for word in ("yes", "Yes", "on", "off", "true", "True", "是。", "√", "对", "y"))
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        yield "full stop", f"{text}。"


def _other_days(text: str) -> Iterator[tuple[str, str]]:
    year, month, day = text.replace("年", " ").replace("月", " ").replace("日", " ").split()
    for form in ("{}-{}-{}", "{}.{}.{}", "{}/{}/{}", "{}年{}月{}号", "{} {} {}", "{}、{}、{}"):
        yield form, form.format(year, month, day)
    yield "two digits", f"{year}-{int(month):02}-{int(day):02}"
    yield "with the time", f"{year}-{int(month):02}-{int(day):02} 00:00:00"
    yield "eight digits", f"{year}{int(month):02}{int(day):02}"
    yield "month", f"{year}年{month}月"
    yield "year", f"{year}年"
    yield "wide dots", f"{year}．{month}．{day}"
    yield "exponent", "2e3"


def cases(one: Application, others: Callable[[Field, str], Iterator[tuple[str, Any]]]) -> list[Case]:
    found: list[Case] = []
    for fields, of_completer in ((OWN_FIELDS, False), (CHILD_FIELDS, True)):
        for field in fields:
            text = text_of(one, field, of_completer=of_completer)
            habits = [*other_texts(field, text), *others(field, text)]
            for habit, typed in habits:
                found.append(Case(f"NC-{len(found):04d}", field, of_completer, habit, typed))
            for word in NOTHING:
                found.append(Case(f"NC-{len(found):04d}", field, of_completer, f"nothing: {word}", word, True))
    return [case for case in found if case.field.key != "number" or not case.of_completer]


def wrong(case: Case, read: Application | None, one: Application, problems: list[Problem]) -> str:
    """What is wrong with how the case was read; empty where it means the same, is nothing, or is told."""
    if problems:
        return ""
    if read is None:
        return "neither read nor told"
    value = getattr(read.completers[0] if case.of_completer else read, case.field.key)
    if case.means_nothing:
        return f"read as {value!r}" if value or case.field.required else ""
    wanted = case.number if case.field.key == "number" else getattr(
        one.completers[0] if case.of_completer else one, case.field.key
    )  # fmt: skip
    return "" if value == wanted else f"read as {value!r}"


def outcomes(
    found: list[Case], folder: Path, whole: Campaign, place_of: Mapping[str, Callable[[Problem], bool]]
) -> list[str]:
    """Every case that was read as something else without a word."""
    raw = read_campaign(folder)
    joined, _, problems = join_applications(raw, whole.settings)
    problems += raw.problems
    read = {one.raw.text("number"): one.record for one in joined if one.is_whole}
    (one,) = whole.applications
    wrongs = []
    for case in found:
        told = [problem for problem in problems if place_of[case.number](problem)]
        if said := wrong(case, read.get(case.number), one, told):
            wrongs.append(f"{case.field.label} {case.habit} {case.typed!r}: {said}")
    assert sum(case.number in read for case in found) > len(found) / 5  # most of them are read at all
    return wrongs


# ---- YAML

KEY = "<KEY>"


def yaml_habits(field: Field, text: str) -> Iterator[tuple[str, Any]]:
    """Lines for the key and its value, by habit."""
    line = text.replace("\n", " ")
    yield "plain", f"{KEY}: {line}"
    yield "single quotes", f"{KEY}: '{line}'"
    yield "block", f"{KEY}: |\n  {line}"
    yield "folded", f"{KEY}: >-\n  {line}"
    if field.key != "number":
        yield "two lines", f"{KEY}: {line[:2]}\n  {line[2:]}"
    yield "list", f"{KEY}: [{line}]"
    yield "list of two", f"{KEY}: [{line}, {line}]"
    yield "braces", f"{KEY}: {{{line}}}"
    yield "marks", f"{KEY}: {{{{ {line} }}}}"
    yield "wide colon", f"{KEY}：{line}"
    yield "glued colon", f"{KEY}:{line}"
    yield "blank before the colon", f"{KEY} : {line}"
    yield "tab behind the colon", f"{KEY}:\t{line}"
    yield "open quote", f'{KEY}: "{line}'
    yield "wide closing quote", f'{KEY}: "{line}”'
    yield "half in quotes", f'{KEY}: "{line[:1]}"{line[1:]}'
    yield "comment", f"{KEY}: {line} # 已核对"
    yield "glued comment", f"{KEY}: {line} #已核对"
    for sign in "&*@`%!|>?-#,]}":
        yield f"sign {sign}", f"{KEY}: {sign} {line}"
    yield "twice", f"{KEY}: {line}\n{KEY}: {line}"
    yield "star behind the key", f"{KEY}*: {line}"
    yield "remark behind the key", f"{KEY}（必填）: {line}"
    yield "misspelt key", f"{KEY}x: {line}"


def test_habits_in_yaml_are_read_right_or_told(whole: Campaign, tmp_path: Path) -> None:
    folder = empty_copy(tmp_path / "campaign")
    (folder / "applications").mkdir()
    (one,) = whole.applications
    found = cases(one, yaml_habits)
    places: dict[str, Callable[[Problem], bool]] = {}
    for case in found:
        file = f"applications/{case.number}.yaml"
        lines, first, last = yaml_lines(one, case)
        (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
        places[case.number] = _in_lines(file, first, last)
    assert len(found) > 1500
    assert outcomes(found, folder, whole, places) == []


def _in_lines(file: str, first: int, last: int) -> Callable[[Problem], bool]:
    return lambda problem: problem.place.file == file and first <= problem.place.line <= last


def yaml_lines(one: Application, case: Case) -> tuple[list[str], int, int]:
    """The lines of the application's file, with the first and last one of the case's value."""
    lines: list[str] = []
    first = last = 0
    for fields, of_completer, indent in ((OWN_FIELDS, False, ""), (CHILD_FIELDS, True, "    ")):
        for field in fields:
            own = [f"{field.label}: {quoted(text_of(one, field, of_completer=of_completer), case)}"]
            if (field, of_completer) == (case.field, case.of_completer):
                typed = case.typed if KEY in case.typed else f"{KEY}: {quoted(case.typed, case)}"
                own = typed.replace(KEY, field.label).replace("NC-001", case.number).split("\n")
                first, last = len(lines) + 1, len(lines) + len(own)
            lines += [f"{indent}{line}" for line in own]
        if not of_completer:
            lines += ["其他完成人:", "  -"]
    return lines, first, last


def quoted(text: str, case: Case) -> str:
    """The text in double quotes; what YAML itself means by nothing plain."""
    if case.means_nothing and text == "null":
        return text
    escaped = text.replace("NC-001", case.number).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


# ---- Excel


def excel_habits(field: Field, text: str) -> Iterator[tuple[str, Any]]:
    """Values that are no plain text, by habit."""
    yield "a number", 13900001234
    yield "a fraction", 1.5
    yield "exponent", 1e5
    yield "true", True
    yield "an error", "#REF!"
    yield "a formula without its value", "=A1"
    yield "struck out", Font(strike=True)
    yield "a part struck out", CellRichText(text, TextBlock(InlineFont(strike=True), "旧"))
    yield "raised letters", CellRichText(text, TextBlock(InlineFont(vertAlign="superscript"), "甲"))
    if field.kind is not Kind.DATE:
        yield "a day", datetime(2023, 8, 1)  # noqa: DTZ001 - a date cell has no zone


def test_habits_in_excel_are_read_right_or_told(whole: Campaign, tmp_path: Path) -> None:
    folder = empty_copy(tmp_path / "campaign")
    (one,) = whole.applications
    found = cases(one, excel_habits)
    copies = [one.model_copy(update={"number": case.number, "completers": one.completers[:1]}) for case in found]
    as_workbook(folder, whole.settings, copies)
    book = load_workbook(folder / "applications.xlsx")
    places: dict[str, Callable[[Problem], bool]] = {}
    for row, case in enumerate(found, start=3):
        sheet = book["其他完成人" if case.of_completer else "申报项目"]
        fields = FIELDS.completer if case.of_completer else FIELDS.application
        column = next(cell.column for cell in sheet[1] if field_called(str(cell.value), fields) == case.field)
        cell = sheet.cell(row, column)
        assert case.field.key == "number" or cell.value or not case.field.required
        write(cell, case)
        places[case.number] = _in_cell(sheet.title, cell.coordinate)
    book.save(folder / "applications.xlsx")
    assert len(found) > 1000
    assert outcomes(found, folder, whole, places) == []


def _in_cell(sheet: str, cell: str) -> Callable[[Problem], bool]:
    return lambda problem: (problem.place.sheet, problem.place.cell) == (sheet, cell)


def write(cell: Any, case: Case) -> None:
    typed = case.typed
    if case.field.key == "number" and isinstance(typed, str):
        typed = typed.replace("NC-001", case.number)
    if isinstance(typed, Font):
        cell.font = typed
    elif isinstance(typed, str) and not typed.startswith(("=", "#")):
        cell.value, cell.data_type, cell.number_format = typed, "s", "@"
    else:
        cell.value = typed


def test_a_value_that_is_read_as_another_one_would_be_noticed(whole: Campaign) -> None:
    (one,) = whole.applications
    name = next(field for field in OWN_FIELDS if field.key == "name")
    spoilt = one.model_copy(update={"name": "另一个"})
    assert wrong(Case("NC-001", name, False, "", ""), spoilt, one, []) == "read as '另一个'"
    assert wrong(Case("NC-001", name, False, "", "", True), one, one, []).startswith("read as")
    assert wrong(Case("NC-001", name, False, "", ""), None, one, []) == "neither read nor told"
