"""A Form 1 that somebody drew in Excel is read as one in Word is; what its sheets hold beside it is told."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from PIL import Image as Pictures
from support.pile import Pile, asked, form1, wrong_values

from collecting.test_lists_by_hand import NANCHANG, content
from generator.reading.returned.form import form_in
from generator.reading.returned.marks import marks_of

FILE = "申报表.xlsx"


def lines_of(cell: _Cell) -> str:
    """What the cell says, also in its controls."""
    own = (one for one in cell._tc.iter() if one.tag.endswith("}p"))
    return "\n".join("".join(part.text or "" for part in one.iter() if part.tag.endswith("}t")) for one in own)


def in_sheets(form: bytes, *, merged: bool) -> Workbook:
    """The Word form's paragraphs and tables in a sheet, one below the other; what is one cell there is merged."""
    document, made = Document(io.BytesIO(form)), Workbook()
    sheet = made.active
    assert sheet is not None
    for element in document.element.body:
        top = sheet.max_row + 1
        if element.tag.endswith("}p"):
            sheet.cell(top, 1).value = Paragraph(element, document).text or None
        if not element.tag.endswith("}tbl"):
            continue
        places: dict[object, list[tuple[int, int, str]]] = {}
        for at, row in enumerate(Table(element, document).rows):
            for column, cell in enumerate(row.cells, start=1):
                places.setdefault(cell._tc, []).append((top + at, column, lines_of(cell)))
        for some in places.values():
            (row, column, text), (last, right, _) = some[0], some[-1]
            sheet.cell(row, column).value = text or None
            if merged and some[1:]:
                sheet.merge_cells(start_row=row, start_column=column, end_row=last, end_column=right)
    return made


@pytest.mark.parametrize("merged", [True, False])
def test_a_form_drawn_in_excel_is_read_and_nothing_of_it_is_wrong(merged: bool, pile: Pile) -> None:
    for number, one in enumerate(pile.campaign.applications):
        pile.put(f"{number}.xlsx", content(in_sheets(form1(pile.campaign, one), merged=merged)))
    found = pile.collected()
    by_name = {one.values["name"].text: one for one in found.projects}
    for one in pile.campaign.applications:
        assert not wrong_values(by_name[one.name], one, pile.campaign, blanks=False)
        assert set(asked(by_name[one.name])) <= {"recommender", "category", "non_public", "brief"}


def test_what_lies_beside_the_cells_of_a_form_in_excel_is_told(pile: Pile) -> None:
    made = in_sheets(form1(pile.campaign, pile.campaign.of(NANCHANG)[0]), merged=True)
    sheet = made.active
    assert sheet is not None
    sheet["K5"].comment = Comment("地址改了", "小刘")
    picture = io.BytesIO()
    Pictures.new("RGB", (9, 9)).save(picture, "PNG")
    sheet.add_image(Image(picture), "J3")
    sheet.cell(3, 12).value = "藏着的字"
    sheet.column_dimensions["L"].hidden = True
    pile.put(FILE, content(made))
    found = pile.collected()
    said = "\n".join(f"{one.raw}{one.understood}" for one in found.questions)
    for words in ("地址改了", "图片、文本框或图表", "隐藏的行、列"):
        assert words in said
    assert len(found.projects) == 1


def test_a_workbook_that_is_no_form_is_none(pile: Pile) -> None:
    other = Workbook()
    assert other.active is not None
    for row in (["物资采购清单"], ["名称", "数量"], ["扳手", 3], ["项目名称", "钳工台"]):
        other.active.append(row)
    pile.put("采购.xlsx", content(other))
    found = pile.collected()
    assert not found.projects
    assert load_workbook(pile.out / "待确认.xlsx")["文件"].cell(2, 2).value == "无关的文件"


def test_the_comparison_of_returned_forms_reads_it_too(pile: Pile) -> None:
    one = pile.campaign.of(NANCHANG)[0]
    made = in_sheets(form1(pile.campaign, one), merged=True)
    known = marks_of(pile.campaign.settings.schema.forms.values())
    (form,), problems = form_in(content(made), ".xlsx", FILE, known)
    assert form.text("name") == "".join(one.name.split())
    assert not [problem for problem in problems if "认不出" in problem.message]


def test_another_table_with_the_labels_of_a_form_is_none(pile: Pile) -> None:
    roster = Workbook()
    assert roster.active is not None
    labels = ["项目名称", "所属行业", "专利形式", "专利状况", "专利号", "批准时间", "实施方式", "转化创造效益情况"]
    labels += ["第一完成人姓名", "性别", "职称", "身份证号码", "通讯地址", "成果背景", "创造性与先进性"]
    roster.active.append(labels)
    for number in range(3):
        roster.active.append([f"节水阀{number}号", *[f"{label}的内容" for label in labels[1:]]])
    pile.put("花名册.xlsx", content(roster))
    assert not pile.collected().projects
