"""Form 1 made by hand from the notice's text, in the habits of its case."""

from __future__ import annotations

from collections.abc import Sequence

from .cases import Case
from .covers import cover
from .introductions import introduction, moved_parts
from .ticks import patent_forms, patent_status
from .word_package import word_file
from .word_parts import Xml, cell, para, row, table
from .wordings import label, value

GRID = (1650, 1250, 800, 620, 800, 1250, 800, 1700)
FOOT = "本表填写时切勿改变表格格式，使用A4纸双面打印，本表及附件均一式两份。"
BENEFIT_HINT = ("简述（经济效益应注明项目投入资金情况、年产值、利润；", "社会、环境等效益应简要阐明转化创造效益情况）")


def at(start: int, end: int, content: str | Sequence[str], merge: str = "", align: str = "center") -> Xml:
    """A cell from column `start` to `end`."""
    return cell(content, sum(GRID[start : end + 1]), end - start + 1, merge, align)


def facts(case: Case) -> list[Xml]:
    """The rows 申报项目情况."""
    key = lambda name: label(case, name)  # noqa: E731 - the rows are read more easily so
    benefit = [] if "benefit_hint_deleted" in case else [para(one) for one in BENEFIT_HINT]
    return [
        row(at(0, 7, "申  报  项  目  情  况"), height=480),
        row(
            at(0, 0, key("项目名称")),
            at(1, 4, value(case, "项目名称")),
            at(5, 5, key("所属行业")),
            at(6, 7, value(case, "所属行业")),
        ),
        row(at(0, 0, "成果专利情况", "restart"), at(1, 1, "专利形式"), at(2, 7, [para(patent_forms(case))])),
        row(
            at(0, 0, "", "continue"),
            at(1, 1, "专利状况", "restart"),
            at(2, 4, [para(patent_status(case))], "restart"),
            at(5, 5, key("专利号")),
            at(6, 7, value(case, "专利号")),
        ),
        row(
            at(0, 0, "", "continue"),
            at(1, 1, "", "continue"),
            at(2, 4, "", "continue"),
            at(5, 5, key("批准时间")),
            at(6, 7, value(case, "批准时间")),
        ),
        row(at(0, 0, "成果实施情况", "restart"), at(1, 1, key("实施方式")), at(2, 7, value(case, "实施方式"))),
        row(at(0, 0, "", "continue"), at(1, 1, key("效益")), at(2, 7, benefit + value(case, "转化创造效益情况"))),
    ]


def people(case: Case) -> list[Xml]:
    """The rows 项目完成人情况."""
    note = "（此栏涉及到的知识产权问题由第一完成人所在单位负责）"
    return [row(at(0, 7, ["项  目  完  成  人  情  况", note]), height=600), *_lead(case), *_completers(case)]


def _lead(case: Case) -> list[Xml]:
    said = case.said
    name, sex, title, phone = (
        said[one] for one in ("第一完成人", "第一完成人性别", "第一完成人职称", "第一完成人联系电话")
    )
    case.said["联系电话"] = phone
    if "label_and_value_in_one_cell" in case:
        first = row(
            at(0, 1, f"第一完成人（牵头人）姓名：{name}"),
            at(2, 3, f"性别：{sex}"),
            at(4, 5, f"职称：{title}"),
            at(6, 7, f"联系电话：{phone}"),
        )
    elif "lead_in_one_cell" in case:
        first = row(
            at(0, 0, label(case, "第一完成人")),
            at(1, 7, f"{name}    性别：{sex}    职称：{title}    联系电话：{phone}", align="left"),
        )
    else:
        first = row(
            at(0, 0, label(case, "第一完成人")),
            at(1, 1, name),
            at(2, 2, label(case, "性别")),
            at(3, 3, sex),
            at(4, 4, label(case, "职称")),
            at(5, 5, title),
            at(6, 6, label(case, "联系电话")),
            at(7, 7, value(case, "联系电话")),
        )
    number = _digit_cells(said["身份证号码"]) if "id_digit_cells" in case else value(case, "身份证号码")
    return [
        first,
        row(at(0, 0, label(case, "身份证号码")), at(1, 7, number)),
        row(at(0, 0, label(case, "工作单位及职务")), at(1, 7, value(case, "所在单位及职务"))),
        row(at(0, 0, label(case, "通讯地址")), at(1, 7, value(case, "通讯地址"))),
    ]


def _digit_cells(number: str) -> list[Xml]:
    return [table([row(*(cell(one, 380, align="center") for one in number))], [380] * len(number))]


def _completers(case: Case) -> list[Xml]:
    head = ("姓名", "性别", "岗位职务", "职称", "工作单位")
    spans = ((1, 1), (2, 2), (3, 4), (5, 5), (6, 7))
    empty = dict.fromkeys(head, "")
    least = len(case.people) if "rows_removed" in case else 8 if "rows_added" in case else 5
    shown = case.people + [empty] * (least - len(case.people))
    if "table_in_table" in case:
        widths = [1300, 700, 1500, 1250, 2400]
        inner = [row(*(cell(label(case, one), width) for one, width in zip(head, widths, strict=True)))]
        inner += [row(*(cell(one[key], width) for key, width in zip(head, widths, strict=True))) for one in shown]
        return [row(at(0, 0, label(case, "其他完成人")), at(1, 7, [table(inner, widths)]))]
    rows = [
        row(
            at(0, 0, label(case, "其他完成人"), "restart"),
            *(at(*span, label(case, key)) for key, span in zip(head, spans, strict=True)),
        )
    ]
    for one in shown:
        rows.append(
            row(
                at(0, 0, "", "continue"),
                *(at(*span, one[key]) for key, span in zip(head, spans, strict=True)),
                height=460,
            )
        )
    return rows


def texts(case: Case) -> list[Xml]:
    """The rows 项目简介 and the opinions."""
    inside = introduction(case)
    if "moved_text" in case:
        inside = _with_moved(case, inside)
    agreed = ["（签署意见）", "同意推荐。", "（单位工会盖章）或（单位行政盖章）", "2023年8月8日"]
    return [
        row(at(0, 7, "项目简介")),
        row(at(0, 7, inside, align="left"), height=5200),
        row(at(0, 0, "所在单位\v推荐意见"), at(1, 7, agreed), height=1800),
        row(at(0, 0, "市级工会\v意见"), at(1, 7, ["（签署意见）", "（盖章）", "年   月   日"]), height=1600),
        row(at(0, 0, "专家评选\v委员会\v评选意见"), at(1, 7, ["（盖章）", "年   月   日"]), height=1600),
        row(at(0, 0, "省评选办公室\v审定意见"), at(1, 7, ["（盖章）", "年   月   日"]), height=1600),
    ]


def _with_moved(case: Case, inside: list[Xml]) -> list[Xml]:
    heading = next(place for place, one in enumerate(inside) if "成果背景" in one and "技术原理" not in one)
    return inside[: heading + 1] + moved_parts(case) + inside[heading + 2 :]


def body(case: Case) -> str:
    """The whole form's XML."""
    parts = [facts(case), people(case), texts(case)]
    if "tables_cut" in case:
        tables = para("").join(table(one, GRID) for one in parts)
    else:
        tables = table([one for part in parts for one in part], GRID)
    front = [*cover(case), Xml('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')]
    if "in_a_frame" in case:
        tables = table([row(cell([Xml(tables)] if "tables_cut" not in case else [tables], 9100))], (9100,))
    return "".join(front) + tables + para(FOOT)


def form(case: Case, picture: bytes) -> bytes:
    """The .docx."""
    images = {"rIdPic": picture} if "picture_in_introduction" in case else None
    return word_file(body(case), case.program, images, strict="strict_ooxml" in case)
