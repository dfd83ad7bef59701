"""The lists (Form 2) of the four recommenders, each as another office makes it, and what it says of every project."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, Side

from .cases import BRIEF, OF_FORM2, Case
from .word_package import word_file, zipped
from .word_parts import cell, para, row, table

HERE = Path(__file__).parent
TITLE = "2023年江西省职工“五小”活动优秀成果申报汇总表"
HEADS = (
    "序号",
    "“五小”活动项目名称",
    "第一完成人\n（牵头人）",
    "联系电话",
    "所在单位及职务",
    "所属行业",
    "项目简介（100字以内）",
    "项目类别（小发明、小创造、小革新、小设计、小建议）",
    "备注（是否非公）",
)
FOOT = "本表由各设区市总工会填写，填写内容一定要与项目申报表保持一致，一式一份。"
THIN = Border(*(Side(style="thin") for _ in range(4)))


def line(case: Case, place: int) -> list[Any]:
    """The list's row of a project, as its form has it."""
    project = case.project
    return [
        place,
        project["项目名称"],
        project["第一完成人"],
        project["第一完成人联系电话"],
        f"{project['所在单位']}{project['第一完成人职务']}",
        project["所属行业"],
        project[BRIEF],
        project["项目类别"],
        project["是否非公"],
    ]


def differs(case: Case, label: str, said: str) -> str:
    """What the list says instead; Form 1's value is entered, the difference asked about."""
    case.truth[label]["list says"] = said
    return said


def saved(book: Workbook) -> bytes:
    """The workbook's bytes with fixed dates."""
    book.properties.creator = "工会"
    book.properties.created = book.properties.modified = datetime(2023, 8, 14, 9, 30)  # noqa: DTZ001 - openpyxl takes times without a zone
    into = io.BytesIO()
    book.save(into)
    with zipfile.ZipFile(into) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    core = parts["docProps/core.xml"].decode()
    parts["docProps/core.xml"] = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", r"\g<1>2023-08-14T09:30:00Z", core).encode()
    return zipped(parts)


def dress(sheet: Any, first: int, last: int, widths: Sequence[int]) -> None:
    for place, width in enumerate(widths):
        sheet.column_dimensions[chr(65 + place)].width = width
    for cells in sheet.iter_rows(first, last, 1, len(widths)):
        for one in cells:
            one.border, one.alignment = THIN, Alignment(wrap_text=True, vertical="center", horizontal="center")
            one.font = Font(name="宋体", size=10)


def in_our_blank(cases: Sequence[Case], recommender: str, extra: Sequence[list[Any]]) -> bytes:
    """Our blank list filled in Excel: phones as numbers, more rows than were there, the note moved down."""
    book = load_workbook(HERE / "blank-form2.xlsx")
    sheet = book.active
    sheet["A3"], sheet["F3"] = f"申报单位：（盖章）{recommender}", "申报时间：2023年8月14日"
    sheet.unmerge_cells("A13:I13")
    sheet["A13"] = None
    rows = [line(case, place) for place, case in enumerate(cases, 1)]
    _nanchang(cases, rows)
    rows += extra
    for place, cells in enumerate(rows, 5):
        cells[0] = place - 4
        if str(cells[3]).isdigit() and place % 3:
            cells[3] = int(cells[3])
        for column, value in enumerate(cells, 1):
            sheet.cell(place, column, value)
    last = len(rows) + 5
    sheet.cell(last, 1, "合计")
    sheet.cell(last, 2, f"{len(rows)}项")
    sheet.cell(last + 1, 1, FOOT)
    return saved(book)


def _nanchang(cases: Sequence[Case], rows: list[list[Any]]) -> None:
    rows[3][5] = differs(cases[3], "所属行业", "表面处理")
    rows[7][3] = differs(cases[7], "第一完成人联系电话", "13600004670")
    rows[8][8] = "非公"
    rows[11][1] = differs(cases[11], "项目名称", cases[11].project["项目名称"] + "（改进型）")
    rows[13][8] = "非公有制"
    rows[14][8] = None
    cases[14].ask("是否非公", "the cell of the list is empty")


def made_in_excel(cases: Sequence[Case], recommender: str) -> bytes:
    """A list made by hand: two rows of heading words, merged title, names spaced, 否 left out."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    sheet.append([TITLE])
    sheet.merge_cells("A1:I1")
    sheet.append([f"申报单位：（盖章）{recommender}", *[None] * 5, "申报时间：2023.8.12"])
    sheet.append([*HEADS[:7], "项目类别\n(小发明/小创造/小革新/小设计/小建议)", "备注\n(是否非公)"])
    for place, case in enumerate(cases, 1):
        cells = line(case, place)
        cells[2] = " ".join(cells[2]) if len(cells[2]) == 2 else cells[2]
        cells[8] = {"是": "非公企业", "否": "公有"}[cells[8]]
        cells[7] = f"{cells[7]} " if place % 4 == 0 else cells[7]
        if place == 6:
            cells[7] = "小革新、小发明"
            case.ask("项目类别", "the list names two categories")
        if place == 9:
            cells[8] = "√"
            case.truth["是否非公"] = {"value": "是", "or ask": "a tick below 是否非公, with no word"}
        sheet.append(cells)
    sheet.append(["填表人：刘敏", None, None, "联系电话：0797-88001234"])
    dress(sheet, 3, len(cases) + 3, (5, 30, 10, 14, 26, 10, 44, 14, 9))
    second = book.create_sheet("Sheet2")
    second["A1"] = "以下为2022年成果，供参考"
    return saved(book)


def in_another_order(cases: Sequence[Case], recommender: str) -> bytes:
    """The columns in an order of the office's own, some under other words, the unit and the post apart."""
    book = Workbook()
    sheet = book.active
    sheet.title = "汇总"
    sheet["A1"] = TITLE
    sheet["A2"] = f"推荐单位：{recommender}"
    heads = ("序号", "项目类别", "成果名称", "牵头人", "单位", "职务", "手机", "行业", "是否非公企业", "成果简介")
    for column, word in enumerate(heads, 1):
        sheet.cell(4, column, word)
    for place, case in enumerate(cases, 1):
        one = case.project
        values = (
            f"{place}、",
            one["项目类别"],
            one["项目名称"],
            one["第一完成人"],
            one["所在单位"],
            one["第一完成人职务"],
            one["第一完成人联系电话"],
            one["所属行业"],
            one["是否非公"],
            one[BRIEF],
        )
        for column, value in enumerate(values, 1):
            sheet.cell(4 + place, column, value)
    dress(sheet, 4, len(cases) + 4, (6, 10, 30, 10, 26, 16, 14, 10, 8, 44))
    return saved(book)


def in_word(cases: Sequence[Case], recommender: str) -> bytes:
    """The list as a table of Word over two pages, its header again on the second, numbered 1-9 and 10-."""
    widths = (600, 2200, 1000, 1500, 2200, 900, 3600, 1300, 900)
    head = row(*(cell(one.replace("\n", "\v"), width) for one, width in zip(HEADS, widths, strict=True)))
    rows = [head]
    for place, case in enumerate(cases, 1):
        cells = line(case, place)
        if place == 10:
            rows.append(head)
        if place == 5:
            cells[4] = cells[4].replace(case.project["所在单位"], case.project["所在单位"] + " ")
        if place == 8:
            cells[6] = cells[6].replace("，", ",")
            case.truth[BRIEF]["or"] = [cells[6]]
        rows.append(row(*(cell(str(one), width) for one, width in zip(cells, widths, strict=True))))
    body = (
        para("附件2")
        + para(TITLE, align="center", size=32, bold=True)
        + para(f"申报单位：（盖章）{recommender}", "                    ", "申报时间：2023年8月13日")
        + table(rows, widths)
        + para(FOOT)
    )
    return word_file(body, "wps")


def not_listed(case: Case) -> None:
    """The project stands in no list."""
    for label in OF_FORM2:
        case.ask(label, "the project stands in no list; the folder is only a hint")
