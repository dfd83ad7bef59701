"""Form 1 as enterprises lay it out that have never opened the blank: with python-docx, in six layouts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from docx.enum.text import WD_BREAK
from hands.cases import PARTS, Case

from .introductions import parts_of
from .typing_in import Pieces, fill, started, title, write

TITLE = "2023年江西省职工“五小”活动优秀成果项目申报表"
PEOPLE = ("姓名", "性别", "岗位职务", "职称", "工作单位")


def cover(paper: Any, case: Case) -> None:
    """The cover as lines of text."""
    said: dict[str, Any] = case.said
    if "no_title" not in case:
        title(paper, TITLE)
    for label in ("项目名称", "第一完成人", "所在单位"):
        text = said.get(f"{label}（封面）", said[label])
        write(paper.add_paragraph(f"{label}："), text)
    if "contact_in_one" in case:
        paper.add_paragraph(f"联系人及电话：{said['联系人']} {said['联系人电话']}")
    else:
        paper.add_paragraph(f"联 系 人：{said['联系人']}\t\t电话：{said['联系人电话']}")
    write(paper.add_paragraph("申报时间："), said["申报时间"])
    paper.add_paragraph("江西省总工会  制").add_run().add_break(WD_BREAK.PAGE)


def pairs(case: Case) -> list[tuple[str, Pieces]]:
    """Label and value of everything on the form but the cover, the completers and the introduction."""
    said: dict[str, Any] = case.said
    made = [
        (label, said[label])
        for label in (
            "项目名称",
            "所属行业",
            "专利形式",
            "专利状况",
            "专利号",
            "批准时间",
            "实施方式",
            "转化创造效益情况",
            "第一完成人姓名",
            "性别",
            "职称",
            "联系电话",
            "身份证号码",
        )
    ]
    if "status_only" in case:  # the row of 专利形式 left out, as nothing was to be ticked in it
        made = [one for one in made if one[0] != "专利形式"]
    if "unit_and_post_apart" in case:
        made += [("工作单位", case.project["所在单位"]), ("职务", case.project["第一完成人职务"])]
    else:
        made.append(("工作单位及职务", said["所在单位及职务"]))
    made.append(("通讯地址", said["通讯地址"]))
    return [*made, *((label, text) for label, text in said.get("添加", []))]  # rows of the enterprise's own


def ready(case: Case) -> None:
    """The lead's values under the words that the form has for them."""
    said = case.said
    for short, label in (
        ("第一完成人姓名", "第一完成人"),
        ("性别", "第一完成人性别"),
        ("职称", "第一完成人职称"),
        ("联系电话", "第一完成人联系电话"),
    ):
        said.setdefault(short, said[label])


def one_below_another(case: Case) -> Any:
    """Two columns: every label with its value beside it, to the last line."""
    paper = started(case)
    cover(paper, case)
    table = paper.add_table(0, 2, "Table Grid")
    for label, pieces in pairs(case):
        cells = table.add_row().cells
        fill(cells[0], label)
        fill(cells[1], pieces)
    completers(paper, case)
    introduction(paper, case)
    return paper


def two_pairs_a_row(case: Case) -> Any:
    """Four columns; long values over three."""
    paper = started(case)
    cover(paper, case)
    table = paper.add_table(0, 4, "Table Grid")
    waiting: list[tuple[str, Pieces]] = []
    for label, pieces in pairs(case):
        waiting.append((label, pieces))
        if (
            label in {"专利形式", "专利状况", "实施方式", "转化创造效益情况", "工作单位及职务", "身份证号码"}
            or len(waiting) == 2
        ):
            _four(table, waiting)
            waiting = []
    if waiting:
        _four(table, waiting)
    completers(paper, case)
    introduction(paper, case)
    return paper


def _four(table: Any, waiting: list[tuple[str, Pieces]]) -> None:
    if len(waiting) == 2 and "专利" in waiting[1][0] and waiting[1][0] != "专利号":
        _four(table, waiting[:1])
        waiting = waiting[1:]
    cells = table.add_row().cells
    for place, (label, pieces) in enumerate(waiting):
        fill(cells[2 * place], f"{label}:")
        if len(waiting) == 1:
            fill(cells[1].merge(cells[3]), pieces)
        else:
            fill(cells[2 * place + 1], pieces)


def label_above_value(case: Case) -> Any:
    """A row of labels, the row of their values below it."""
    paper = started(case)
    cover(paper, case)
    listed = pairs(case)
    for start in range(0, len(listed), 4):
        some = listed[start : start + 4]
        table = paper.add_table(2, len(some), "Table Grid")
        for place, (label, pieces) in enumerate(some):
            fill(table.cell(0, place), label)
            fill(table.cell(1, place), pieces)
        paper.add_paragraph()
    completers(paper, case)
    introduction(paper, case)
    return paper


def no_table(case: Case) -> Any:
    """Lines of text only, numbered by hand."""
    paper = started(case)
    cover(paper, case)
    paper.add_paragraph("一、申报项目情况")
    for place, (label, pieces) in enumerate(pairs(case), 1):
        line = paper.add_paragraph(f"{place}．{label}：" if "numbered_lines" in case else f"{label}：")
        write(line, pieces)
    completers(paper, case)
    introduction(paper, case, boxed=False)
    return paper


def one_great_table(case: Case) -> Any:
    """Everything in one table of six columns, cover too, as from another year's form."""
    paper = started(case)
    if "no_title" not in case:
        title(paper, TITLE)
    said: dict[str, Any] = case.said
    table = paper.add_table(0, 6, "Table Grid")
    front: list[tuple[str, Pieces]] = [
        ("申报时间", said["申报时间"]),
        ("所在单位", said.get("所在单位（封面）", said["所在单位"])),
    ]
    for label, pieces in front + pairs(case):
        cells = table.add_row().cells
        fill(cells[0].merge(cells[1]), label)
        fill(cells[2].merge(cells[5]), pieces)
    cells = table.add_row().cells
    if "contact_in_one_reversed" in case:
        fill(cells[0].merge(cells[1]), "联系电话及联系人")
        fill(cells[2].merge(cells[5]), f"{said['联系人电话']} {said['联系人']}")
    else:
        _contact(cells, said)
    completers(paper, case)
    introduction(paper, case)
    return paper


def _contact(cells: Sequence[Any], said: dict[str, Any]) -> None:
    for place, text in enumerate(("联系人", said["联系人"], "联系人电话", said["联系人电话"])):
        fill(cells[place] if place < 3 else cells[3].merge(cells[5]), text)


def completers(paper: Any, case: Case) -> None:
    """The table of the other completers."""
    paper.add_paragraph("其他完成人情况")
    heads = ["序号", *PEOPLE] if "numbered_people" in case else list(PEOPLE)
    if "people_in_another_order" in case:
        heads = ["工作单位", "姓名", "岗位职务", "职称", "性别"]
    table = paper.add_table(1, len(heads), "Table Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        fill(cell, head)
    for place, person in enumerate(case.people, 1):
        cells = table.add_row().cells
        for cell, head in zip(cells, heads, strict=True):
            fill(cell, str(place) if head == "序号" else person[head])
    _after_people(table, case, heads)


def _after_people(table: Any, case: Case, heads: Sequence[str]) -> None:
    if "unit_merged_down" in case:
        column, last = heads.index("工作单位"), len(table.rows) - 1
        for line in range(2, last + 1):
            table.cell(line, column).paragraphs[0].clear()
        table.cell(1, column).merge(table.cell(last, column))
    if "rest_empty" in case:
        fill(table.add_row().cells[heads.index("姓名")], "以下空白")
    if "rest_slashed" in case:
        for cell in [*table.add_row().cells, *table.add_row().cells]:
            fill(cell, "/")


def introduction(paper: Any, case: Case, boxed: bool = True) -> None:
    """The heading 项目简介, its five parts, and what follows."""
    paper.add_paragraph("项目简介")
    if "parts_in_a_table" in case:
        table = paper.add_table(0, 2, "Table Grid")
        for place, part in enumerate(PARTS, 1):
            cells = table.add_row().cells
            fill(cells[0], f"{place}.{part}")
            fill(cells[1], case.said[part])
    else:
        into = paper.add_table(1, 1, "Table Grid").cell(0, 0) if boxed else paper
        for text in parts_of(case):
            into.add_paragraph(text)
    paper.add_paragraph("所在单位推荐意见：同意推荐。    2023年8月9日")
    for text in case.said.get("末尾", []):  # lines below the form
        paper.add_paragraph(text)


LAYOUTS: dict[str, Callable[[Case], Any]] = {
    "below": one_below_another,
    "pairs": two_pairs_a_row,
    "above": label_above_value,
    "lines": no_table,
    "great": one_great_table,
}
