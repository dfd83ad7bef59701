"""The cover of a form made by hand."""

from __future__ import annotations

from .cases import Case
from .word_parts import Xml, cell, field, para, row, run, table, text_box
from .wordings import value

TITLE = "2023年江西省职工“五小”活动优秀成果项目申报表"


def cover(case: Case) -> list[Xml]:
    """The cover as paragraphs, a table, a text box, or none."""
    said = case.said
    unit = said.get("所在单位（封面）", said["所在单位"]) or "（单位标准全称，与公章保持一致）"
    if "cover_hint_kept" in case:
        unit += "（单位标准全称，与公章保持一致）"
    entries = [
        ("项目名称：", said["项目名称"]),
        ("第一完成人：", said["第一完成人"]),
        ("所在单位：", unit),
        ("联 系 人：", said["联系人"]),
        ("申报时间：", said["申报时间"]),
    ]
    phone = said["联系人电话"]
    head = [para("附件1"), para(""), para(TITLE, align="center", size=36, bold=True), para("")]
    tail = [para(""), para("江西省总工会  制", align="center", size=28), para("")]
    if "cover_lost" in case:
        for lost in ("联系人", "联系人电话", "申报时间"):
            case.ask(lost, "required, and the cover that holds it is not there")
        return head[2:]
    if "cover_table" in case:
        rows = [row(cell(key, 2000), cell([*value_of(case, key, text)], 6000), height=620) for key, text in entries[:4]]
        rows.append(row(cell("电    话：", 2000), cell(phone, 6000), height=620))
        rows.append(row(cell("申报时间：", 2000), cell(entries[4][1], 6000), height=620))
        return [*head, table(rows, (2000, 6000), borders=False), *tail]
    body = [_cover_line(case, key, text, phone) for key, text in entries]
    if "cover_text_box" in case:
        return [*head, text_box("".join(body)), *tail]
    return head + body + tail


def value_of(case: Case, key: str, text: str) -> list[Xml]:
    return value(case, "项目名称") if key == "项目名称：" else [para(text)]


def _cover_line(case: Case, key: str, text: str, phone: str) -> Xml:
    underline = '<w:sz w:val="30"/><w:u w:val="single"/>' if "cover_underlined" in case else '<w:sz w:val="30"/>'
    big, gap = '<w:sz w:val="30"/>', "\t" if "cover_tabs" in case else "      "
    if key == "申报时间：" and "field_date" in case:
        case.truth[key[:-1]]["or ask"] = "the field DATE shows another day whenever the file is opened"
        return para(run(key, big), field('DATE \\@ "yyyy年M月d日"', text))
    pad = "    " if "cover_underlined" in case else ""
    inner = [run(key, big), run(f"{pad}{text}{pad}", underline)]
    if key.startswith("联"):
        inner += [run(gap + "电话：", big), run(f"{pad}{phone}{pad}", underline)]
    return para(*inner)
