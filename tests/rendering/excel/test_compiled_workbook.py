"""The compiled run of an Excel template against openpyxl filling it, and on templates of any form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from conftest import EXAMPLE
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from rendering.excel.reference_workbook import facts, reference
from rendering.excel.test_workbook import DAY, award_list, blank_form2, form2, form2_row, named, template

from generator.campaign.errors import TemplateError
from generator.checks.campaign import check_campaign
from generator.composing.document_table import documents
from generator.composing.documents import Asked
from generator.rendering.excel.compiled_sheet import grown
from generator.rendering.excel.workbook import render

FORM2, WINNERS, REGISTER = "form2/form2.xlsx", "bulletin/winners.xlsx", "certificate/register.xlsx"


def of_the_example() -> list[tuple[str, Mapping[str, Any]]]:
    campaign, _, _ = check_campaign(EXAMPLE)
    assert campaign is not None
    kinds = {"form2", "bulletin", "certificate", "blank"}
    return [(one.template, one.context()) for one in documents(Asked(campaign), kinds) if one.format == "xlsx"]


def differences(name: str, context: Mapping[str, Any]) -> list[Any]:
    made, wanted = facts(render(template(name), context, modified=DAY)), facts(reference(template(name), context))
    assert len(wanted) > 50
    return [
        (place, wanted.get(place), made.get(place)) for place in made | wanted if made.get(place) != wanted.get(place)
    ]


def test_every_workbook_of_the_example_is_what_openpyxl_makes_of_it() -> None:
    given = of_the_example()
    assert len(given) >= 20
    assert {name for name, _ in given} >= {FORM2, WINNERS}
    assert [found for name, context in given for found in differences(name, context)] == []


@pytest.mark.parametrize(
    ("name", "context"),
    [
        (FORM2, blank_form2()),
        (FORM2, form2(form2_row(1))),
        (FORM2, form2(*(form2_row(n, name="Z" * 31 * n, lead_name="_x0041_ <&>\"'") for n in range(1, 6)))),
        (WINNERS, award_list(3)),
        (REGISTER, award_list(60)),
    ],
)
def test_any_other_record_is_too(name: str, context: Mapping[str, Any]) -> None:
    assert differences(name, context) == []


def test_a_changed_cell_height_or_name_is_a_difference() -> None:
    content = reference(template(FORM2), form2(form2_row(1)))

    def changed(change: Callable[[Workbook, Worksheet], object]) -> set[str]:
        book, out = load_workbook(BytesIO(content)), BytesIO()
        change(book, book.worksheets[0])
        book.save(out)
        one, other = facts(content), facts(out.getvalue())
        return {place for (_, place) in one | other if one.get((_, place)) != other.get((_, place))}

    assert changed(lambda _, sheet: setattr(sheet["B5"], "value", "别的")) == {"B5"}
    assert changed(lambda _, sheet: setattr(sheet["B5"], "font", Font(name="宋体", size=8))) == {"B5"}
    assert changed(lambda _, sheet: setattr(sheet.row_dimensions[5], "height", 24)) == {"row 5"}
    assert changed(lambda book, _: book.defined_names.pop("rows")) == {"rows"}


def own(change: Callable[[Workbook, Worksheet], object], name: str = FORM2) -> bytes:
    """A template of a campaign's own."""
    book, out = load_workbook(BytesIO(template(name))), BytesIO()
    change(book, book.worksheets[0])
    book.save(out)
    return out.getvalue()


def filled(content: bytes, count: int = 4) -> Workbook:
    rows = [form2_row(place) for place in range(1, count + 1)]
    return load_workbook(BytesIO(render(content, form2(*rows), modified=DAY)))


def test_what_covers_the_data_row_covers_every_row_and_what_is_below_moves() -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        red = PatternFill("solid", bgColor="FF0000")
        sheet.conditional_formatting.add("I5", CellIsRule("equal", ["1"], fill=red))
        sheet.auto_filter.ref = "A4:I5"
        sheet["A7"] = "网站"
        sheet["A7"].hyperlink = "https://example.org/"
        sheet.row_dimensions[7].height = 33
        sheet.merge_cells("A7:C7")

    sheet = filled(own(change)).worksheets[0]
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["I5:I8"]
    assert sheet.auto_filter.ref == "A4:I8"
    assert (sheet["A10"].value, sheet["A10"].hyperlink.target) == ("网站", "https://example.org/")
    assert sheet.row_dimensions[10].height == 33
    assert {"A9:I9", "A10:C10"} <= {merged.coord for merged in sheet.merged_cells.ranges}
    assert sheet.print_area == "'申报汇总表'!$A$1:$I$10"


def test_cells_merged_in_the_data_row_are_merged_in_every_row() -> None:
    sheet = filled(own(lambda _, sheet: sheet.merge_cells("G5:H5"))).worksheets[0]
    assert {f"G{row}:H{row}" for row in range(5, 9)} <= {merged.coord for merged in sheet.merged_cells.ranges}


def test_a_data_row_named_with_rows_below_it_is_one_row() -> None:
    book = load_workbook(BytesIO(template(FORM2)))
    book.defined_names["rows"].attr_text = "'申报汇总表'!$A$5:$I$6"
    out = BytesIO()
    book.save(out)
    made = filled(out.getvalue())
    assert named(made, "rows") == "A5:I8"
    assert [made.worksheets[0].cell(row, 1).value for row in range(5, 9)] == ["1", "2", "3", "4"]


def test_what_stands_beside_the_data_row_stays_there_once_and_unfilled() -> None:
    sheet = filled(own(lambda _, sheet: setattr(sheet["K5"], "value", "{{ nobody }}"))).worksheets[0]
    assert [sheet.cell(row, 11).value for row in range(5, 9)] == ["{{ nobody }}", None, None, None]


def test_an_empty_row_without_a_height_stays_to_be_seen() -> None:
    def change(_: Workbook, sheet: Worksheet) -> None:
        sheet["A9"].fill = PatternFill("solid", fgColor="FF0000")
        sheet["A9"].number_format = "0"

    assert filled(own(change)).worksheets[0].row_dimensions[12].height is None


def test_a_sheet_may_be_called_anything() -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        sheet.title = "汇'总 & <表>"
        for defined in book.defined_names.values():
            defined.attr_text = defined.attr_text.replace("'申报汇总表'", "'汇''总 & <表>'")

    book = filled(own(change))
    assert {name: book.defined_names[name].attr_text for name in ("rows", "foot_note")} == {
        "rows": "'汇''总 & <表>'!$A$5:$I$8",
        "foot_note": "'汇''总 & <表>'!$A$9",
    }
    assert book.worksheets[0].print_area == "'汇''总 & <表>'!$A$1:$I$9"


def test_marks_on_a_sheet_of_their_own_are_filled_and_a_number_stays_one() -> None:
    def change(book: Workbook, _: Worksheet) -> None:
        sheet = book.create_sheet("说明 & 表")
        sheet["B2"], sheet["B3"] = "共{{ rows|length }}项", 7

    sheet = filled(own(change)).worksheets[1]
    assert (sheet.title, sheet["B2"].value, sheet["B3"].value) == ("说明 & 表", "共4项", 7)


def test_what_a_mark_sets_is_unknown_to_the_next() -> None:
    def change(_: Workbook, sheet: Worksheet) -> None:
        sheet["A5"], sheet["B5"] = "{% set one = 1 %}{{ one }}", "{{ one }}"

    with pytest.raises(TemplateError, match=r"单元格 B5.*one"):
        filled(own(change))


def test_a_record_is_the_same_whatever_was_filled_before() -> None:
    content = own(lambda _, sheet: None)
    wide, plain = form2(form2_row(1, name="Z" * 33)), form2(form2_row(1), form2_row(2))
    first = [render(content, context, modified=DAY) for context in (plain, wide, plain)]
    assert first[0] == first[2]
    assert first[1] == render(own(lambda _, sheet: None), wide, modified=DAY)


def test_a_sign_that_no_file_can_hold_is_told_and_cuts_no_value() -> None:
    for sign in ("\x1f", "\x00", "\ufffe"):
        with pytest.raises(TemplateError, match="控制字符"):
            render(template(FORM2), form2(form2_row(1, name=f"夹{sign}具")), modified=DAY)


def test_only_styles_that_are_used_are_added_to_those_of_the_template() -> None:
    with ZipFile(BytesIO(render(template(FORM2), form2(form2_row(1)), modified=DAY))) as package:
        sheet, styles = (package.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles"))
    count = load_workbook(BytesIO(template(FORM2)))._cell_styles
    numbers = {int(part.split('"')[0]) for part in sheet.split(' s="')[1:]}
    assert max(numbers) + 1 == styles.split("<cellXfs")[1].split("</cellXfs>")[0].count("<xf ")
    assert numbers >= set(range(len(count), max(numbers) + 1))


@pytest.mark.parametrize(
    ("cells", "moved"),
    [
        ("A4:I4", "A4:I4"),
        ("H5", "H5:H8"),
        ("A5:I5", "A5:I8"),
        ("$A$6", "$A$9"),
        ("A1:I6", "A1:I9"),
        ("H5 H7:I7", "H5:H8 H10:I10"),
        ("$4:$4", "$4:$4"),
    ],
)
def test_cells_move_as_when_rows_are_put_in(cells: str, moved: str) -> None:
    assert grown(cells, 5, 3) == moved
    assert grown(cells, 5, 0) == cells
