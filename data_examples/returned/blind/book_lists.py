"""The two lists of these forty: a workbook grouped by category, and a Word table across the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from hands.cases import BRIEF, Case
from hands.lists import TITLE, dress, saved
from openpyxl import Workbook

from .typing_in import fill, title
from .typing_in import saved as saved_paper


def grouped_book(cases: list[Case], recommender: str) -> bytes:
    """Sorted by category, the category merged down; two rows of header; 非公 ticked, empty where it is not."""
    book = Workbook()
    sheet = book.active
    sheet.title = "2023年"
    sheet["A1"], sheet["A2"] = "附件2：", TITLE
    sheet.merge_cells("A2:I2")
    sheet["A3"] = f"申报单位：{recommender}（盖章）          申报时间：2023年 8月15日"
    sheet.merge_cells("A3:I3")
    heads = (
        "项目类别",
        "序号",
        "项目名称",
        "第一完成人",
        None,
        None,
        "所属行业",
        "项目简介\n(100字以内)",
        "备注（是否非公，是打√）",
    )
    for column, word in enumerate(heads, 1):
        sheet.cell(4, column, word)
    for column, word in ((4, "姓名"), (5, "电话"), (6, "单位及职务")):
        sheet.cell(5, column, word)
    sheet.merge_cells("D4:F4")
    for letter in "ABCGHI":
        sheet.merge_cells(f"{letter}4:{letter}5")
    cases.sort(key=lambda one: (one.project["项目类别"], one.project["项目编号"]))
    for place, case in enumerate(cases, 1):
        one = case.project
        values = (
            one["项目类别"],
            place,
            one["项目名称"],
            one["第一完成人"],
            one["第一完成人联系电话"],
            f"{one['所在单位']}\n{one['第一完成人职务']}",
            one["所属行业"],
            one[BRIEF],
            "√" if one["是否非公"] == "是" else None,
        )
        for column, value in enumerate(values, 1):
            sheet.cell(5 + place, column, value)
        if one["是否非公"] == "否":
            case.truth["是否非公"] = {"value": "否", "or ask": "no tick below a heading that says 是打√"}
    _merge_categories(sheet, cases)
    sheet.cell(
        7 + len(cases), 2, f"共计{len(cases)}项，其中非公企业{sum(one.project['是否非公'] == '是' for one in cases)}项"
    )
    dress(sheet, 4, len(cases) + 5, (9, 5, 30, 9, 14, 26, 12, 46, 9))
    return saved(book)


def _merge_categories(sheet: Any, cases: Sequence[Case]) -> None:
    start = 0
    for place in range(1, len(cases) + 1):
        if place == len(cases) or cases[place].project["项目类别"] != cases[start].project["项目类别"]:
            if place - start > 1:
                sheet.merge_cells(start_row=6 + start, end_row=5 + place, start_column=1, end_column=1)
            start = place


def word_list(cases: list[Case], recommender: str) -> bytes:
    """A table across the page, numbered by Chinese numerals at some places; two phones of the form differ from it."""
    paper = Document()
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    title(paper, TITLE)
    paper.add_paragraph(f"填报单位：{recommender}        2023-8-14")
    heads = ("序号", "项目名称", "牵头人", "手机号码", "单位、职务", "行业", "简介", "类别", "是否非公企业", "备注")
    table = paper.add_table(1, len(heads), "Table Grid")
    for cell, word in zip(table.rows[0].cells, heads, strict=True):
        fill(cell, word)
    for place, case in enumerate(cases, 1):
        one = case.project
        phone = one["第一完成人联系电话"]
        if place in (9, 14):
            phone = phone[:-1] + str((int(phone[-1]) + 3) % 10)
            case.truth["第一完成人联系电话"]["list says"] = phone
        values = (
            f"{place}.",
            one["项目名称"],
            one["第一完成人"],
            phone,
            f"{one['所在单位']}、{one['第一完成人职务']}",
            one["所属行业"],
            one[BRIEF],
            one["项目类别"].removeprefix("小") if place == 3 else one["项目类别"],
            one["是否非公"],
            "已公示" if place % 5 == 0 else "",
        )
        if place == 3:
            case.truth["项目类别"]["or ask"] = "the list says it without 小"
        for cell, text in zip(table.add_row().cells, values, strict=True):
            fill(cell, text)
    total = table.add_row().cells
    fill(total[0].merge(total[9]), f"合计：{len(cases)}项")
    return saved_paper(paper)
