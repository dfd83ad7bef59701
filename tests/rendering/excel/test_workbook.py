"""Excel files made of the drafted templates: every value as text, valid, and printed as the layout asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pdfplumber
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator
from support import own_forms
from support.fixed_words import FORM2_NOTE
from support.offices import converted_by_libreoffice
from support.texts import bare

from generator.campaign.errors import TemplateError
from generator.campaign.layout import package_templates
from generator.drafting.templates import form_drafts
from generator.drafting.workbooks import WORKBOOK_DRAFTS
from generator.reading.schema import own_schema
from generator.rendering.excel.columns import width_mm
from generator.rendering.excel.workbook import render

DAY = date(2023, 7, 20)
NAMES = ("form2/form2.xlsx", "bulletin/winners.xlsx", "certificate/register.xlsx", "progress/progress.xlsx")
KEYS = own_forms.COLUMNS
# What Excel or openpyxl would take for a formula, an error value, a number, a date, an escape or a mark.
TRAPS = (
    "=1+1",
    "+86",
    "-5",
    "@SUM(A1)",
    "#N/A",
    "#REF!",
    "0012",
    "2023-08-01",
    "_x0041_",
    "{{ title }}",
    "{% if %}",
    "<&>",
)
LONG_NAME = (
    "焊装主线点焊机器人电极帽修磨质量光电判别与冷却水断流双重联锁防止批量虚焊的成套装置研制与应用推广及其改进型设计"
)


def form2_row(place: int, **own: str) -> dict[str, str]:
    ordinary = {
        "row_number": str(place),
        "name": "座椅滑轨防错夹具",
        "lead_name": "欧阳建国",
        "lead_phone": "0791-88001234",
        "unit_and_post": "江西昌北恒岳精密机械有限公司 装配线操作工",
        "industry": "汽车零部件",
        "brief": "在滑轨铆接夹具上设置高低定位块，装反即不能压紧，从结构上杜绝左右装反，年减少损失3.9万元。",
        "category": "小设计",
        "non_public": "是",
    }
    return ordinary | own


def form2(*rows: Mapping[str, str], blank: bool = False) -> dict[str, Any]:
    return {
        "title": "2023年江西省职工“五小”活动优秀成果申报汇总表",
        "blank": blank,
        "recommender": "" if blank else "南昌市总工会",
        "applied": dict.fromkeys(("year", "month", "day"), "")
        if blank
        else {"year": "2023", "month": "8", "day": "12"},
        "headers": [
            *("序号", "“五小”活动项目名称", "第一完成人|（牵头人）", "联系电话", "所在单位及职务", "所属行业"),
            *("项目简介（100字以内）", "项目类别|（小发明、小创造、小革新、小设计、小建议）", "备注（是否非公）"),
        ],
        "rows": list(rows),
        "foot_note": FORM2_NOTE,
        "brief_limit": 100,
        "categories": ("小发明", "小创造", "小革新", "小设计", "小建议"),
    }


def blank_form2() -> dict[str, Any]:
    numbers = ("1", "2", "3", "…", "", "", "", "")
    return form2(*(dict.fromkeys(KEYS, "") | {"row_number": number} for number in numbers), blank=True)


def award_list(count: int) -> dict[str, Any]:
    row = {
        "tier": "一等优秀成果",
        "name": LONG_NAME,
        "people": "买买提·艾力、欧阳建国、王强",
        "unit": "江西昌北恒岳精密机械有限公司",
        "recommender": "江西省邮政通信产业工会",
        "issued": "2023年11月30日",
        "revoked": "",
    }
    numbers = ({"row_number": str(n), "number": f"赣工五小证字〔2023〕第{n:03d}号"} for n in range(1, count + 1))
    headers = {"name": "项目名称", "unit": "所在单位"}
    rows = [row | number for number in numbers]
    return {"title": "2023年江西省职工“五小”活动优秀成果名单", "headers": headers, "rows": rows}


FILLED = form2(*(form2_row(place, name=LONG_NAME if place % 3 else "夹具") for place in range(1, 28)))
SAMPLES = {
    "form2-blank": (NAMES[0], blank_form2()),
    "form2-filled": (NAMES[0], FILLED),
    "winners": (NAMES[1], award_list(100)),
    "register": (NAMES[2], award_list(100)),
}


def template(name: str) -> bytes:
    return (package_templates() / name).read_bytes()


def filled(name: str, context: Mapping[str, Any]) -> Workbook:
    return load_workbook(BytesIO(render(template(name), context, modified=DAY)))


def only_sheet(book: Workbook) -> Worksheet:
    (sheet,) = book.worksheets
    return sheet


def named(book: Workbook, name: str) -> str:
    ((_, cells),) = book.defined_names[name].destinations
    return cells.replace("$", "")


def test_a_fresh_draft_equals_the_committed_templates() -> None:
    drafts = {**WORKBOOK_DRAFTS, **form_drafts(own_schema().forms)}
    books = {name: draft for name, draft in drafts.items() if name.endswith(".xlsx")}
    assert sorted(books) == sorted(NAMES)
    for name, draft in books.items():
        assert draft() == template(name), name


def test_every_row_stands_in_its_place_as_text() -> None:
    rows = [form2_row(place, name=f"项目{place}") for place in range(1, 28)]
    book = filled(NAMES[0], form2(*rows))
    cells = only_sheet(book)[named(book, "rows")]
    assert [[cell.value for cell in row] for row in cells] == [[row[key] for key in KEYS] for row in rows]
    assert {cell.data_type for row in cells for cell in row} == {"s"}
    assert {cell.number_format for row in cells for cell in row} == {"@"}


@pytest.mark.parametrize("trap", TRAPS)
def test_text_that_looks_like_something_else_stays_text(trap: str) -> None:
    content = render(template(NAMES[0]), form2(form2_row(1, name=trap, brief=trap)), modified=DAY)
    with ZipFile(BytesIO(content)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    cell = load_workbook(BytesIO(content)).active["B5"]
    assert "<f>" not in sheet
    assert 't="e"' not in sheet
    assert cell.data_type == "s"
    assert cell.value == trap


def test_text_that_reads_like_an_escape_is_written_escaped() -> None:
    """Excel shows _x0041_ in a stored text as A, and _x005F_x0041_ as _x0041_."""
    content = render(template(NAMES[0]), form2(form2_row(1, name="_x0041_")), modified=DAY)
    with ZipFile(BytesIO(content)) as package:
        assert "<t>_x005F_x0041_</t>" in package.read("xl/sharedStrings.xml").decode()


def test_the_head_of_form2_names_recommender_and_date() -> None:
    book = filled(NAMES[0], form2(form2_row(1)))
    sheet = only_sheet(book)
    assert sheet[named(book, "unit_line")].value == "申报单位：南昌市总工会（盖章）"
    assert sheet[named(book, "date_line")].value == "申报时间：2023年8月12日"
    assert sheet[named(book, "title")].value == "2023年江西省职工“五小”活动优秀成果申报汇总表"
    assert sheet["A1"].value == "附件2"


def test_the_blank_form2_leaves_recommender_and_date_open() -> None:
    book = filled(NAMES[0], blank_form2())
    sheet = only_sheet(book)
    assert sheet[named(book, "unit_line")].value == "申报单位：（盖章）"
    assert sheet[named(book, "date_line")].value == "申报时间：    年    月    日"
    assert [row[0].value for row in sheet[named(book, "rows")]] == ["1", "2", "3", "…", None, None, None, None]


def test_the_headers_are_those_of_the_context() -> None:
    book = filled(NAMES[0], FILLED)
    (headers,) = only_sheet(book)[named(book, "header")]
    assert ["".join(cell.value.split()) for cell in headers] == [text.replace("|", "") for text in FILLED["headers"]]


def test_the_foot_note_follows_the_last_row() -> None:
    book = filled(NAMES[0], FILLED)
    sheet = only_sheet(book)
    assert named(book, "rows") == "A5:I31"
    assert named(book, "foot_note") == "A32"
    assert sheet["A32"].value == FORM2_NOTE
    assert "A32:I32" in {merged.coord for merged in sheet.merged_cells.ranges}
    assert sheet.print_area == "'申报汇总表'!$A$1:$I$32"


def test_the_drop_downs_and_the_length_limit_cover_every_row() -> None:
    rules = {
        str(rule.sqref): (rule.type, rule.formula1)
        for rule in only_sheet(filled(NAMES[0], FILLED)).data_validations.dataValidation
    }
    assert rules == {
        "H5:H32": ("list", '"小发明,小创造,小革新,小设计,小建议"'),
        "I5:I32": ("list", '"是,否"'),
        "G5:G32": ("textLength", "brief_limit"),
    }


def test_the_limits_and_choices_are_those_of_the_campaign() -> None:
    book = filled(NAMES[0], FILLED | {"brief_limit": 80, "categories": ("小发明", "小妙招")})
    assert book.defined_names["brief_limit"].attr_text == "80"
    rules = only_sheet(book).data_validations.dataValidation
    assert '"小发明,小妙招"' in [rule.formula1 for rule in rules]
    assert "项目简介应在80字以内。" in [rule.error for rule in rules]


def test_columns_are_as_wide_as_the_grid_says() -> None:
    sheet = only_sheet(filled(NAMES[0], FILLED))
    widths = [width_mm(sheet.column_dimensions[letter].width) for letter in "ABCDEFGHI"]
    assert widths == pytest.approx([column.width_mm for column in own_forms.FORM2.columns], abs=0.1)


def test_a_row_is_as_high_as_its_longest_text_needs() -> None:
    sheet = only_sheet(filled(NAMES[0], form2(form2_row(1, name="夹具"), form2_row(2, name=LONG_NAME))))
    short, long = sheet.row_dimensions[5].height, sheet.row_dimensions[6].height
    lines = -(-len(LONG_NAME) // 8)  # a column of 35 mm takes eight characters of 10.5 pt
    assert long >= lines * 10.5 * 1.3
    assert short < long


def test_the_table_is_closed_below_its_last_row() -> None:
    sheet = only_sheet(filled(NAMES[0], FILLED))
    assert {sheet.cell(31, column).border.bottom.style for column in range(1, 10)} == {"medium"}
    assert {sheet.cell(30, column).border.bottom.style for column in range(1, 10)} == {"thin"}


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_workbook_is_valid_and_the_same_each_time(sample: str, tmp_path: Path) -> None:
    name, context = SAMPLES[sample]
    content = render(template(name), context, modified=DAY)
    assert content == render(template(name), context, modified=DAY)
    (tmp_path / "made.xlsx").write_bytes(content)
    assert [str(finding) for finding in OpenXmlValidator().validate(tmp_path / "made.xlsx").errors] == []


def test_a_workbook_names_no_person_and_no_time_but_the_given_day() -> None:
    with ZipFile(BytesIO(render(template(NAMES[0]), FILLED, modified=DAY))) as package:
        core = package.read("docProps/core.xml").decode()
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert core.count("2023-07-20T00:00:00Z") == 2
    assert "creator" not in core
    assert "lastModifiedBy" not in core


def test_a_restyled_template_keeps_its_style() -> None:
    book = load_workbook(BytesIO(template(NAMES[1])))
    book.active["C3"].font = Font(name="楷体_GB2312", size=12)
    changed = BytesIO()
    book.save(changed)
    sheet = only_sheet(load_workbook(BytesIO(render(changed.getvalue(), award_list(3), modified=DAY))))
    assert {(sheet.cell(row, 3).font.name, sheet.cell(row, 3).font.size) for row in (3, 4, 5)} == {("楷体_GB2312", 12)}


def test_a_mark_that_the_data_lacks_is_a_template_error() -> None:
    book = load_workbook(BytesIO(template(NAMES[1])))
    book.active["C3"] = "{{ row.nmae }}"
    changed = BytesIO()
    book.save(changed)
    with pytest.raises(TemplateError, match="nmae"):
        render(changed.getvalue(), award_list(1), modified=DAY)


@pytest.mark.parametrize("content", [b"", b"not a workbook"])
def test_a_file_that_is_no_workbook_is_a_template_error(content: bytes) -> None:
    with pytest.raises(TemplateError):
        render(content, FILLED, modified=DAY)


def test_a_template_without_a_data_row_is_a_template_error() -> None:
    book = load_workbook(BytesIO(template(NAMES[1])))
    del book.defined_names["rows"]
    changed = BytesIO()
    book.save(changed)
    with pytest.raises(TemplateError, match="rows"):
        render(changed.getvalue(), award_list(1), modified=DAY)


@pytest.mark.xdist_group("office")
def test_libreoffice_prints_all_columns_and_the_header_on_every_page(tmp_path: Path) -> None:
    files = []
    for sample, (name, context) in SAMPLES.items():
        files.append(tmp_path / f"{sample}.xlsx")
        files[-1].write_bytes(render(template(name), context, modified=DAY))
    made = {path.stem: path for path in converted_by_libreoffice(files, tmp_path)}
    assert set(made) == set(SAMPLES)
    for sample, path in made.items():
        with pdfplumber.open(path) as pdf:
            texts = [bare(page.extract_text()) for page in pdf.pages]
            assert {(round(page.width), round(page.height)) for page in pdf.pages} == {(842, 595)}, sample
        assert len(texts) == 1 if sample == "form2-blank" else len(texts) > 3, sample
        first, last = ("序号", "联系电话") if sample.startswith("form2") else ("项目名称", "推荐单位")
        assert all(first in text and last in text for text in texts), sample
        assert all(f"第{number}页共{len(texts)}页" in text for number, text in enumerate(texts, start=1)), sample
