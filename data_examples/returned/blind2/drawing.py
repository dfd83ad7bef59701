"""Forms drawn as clerks draw them: grids, covers, ticks and introductions."""

# ruff: noqa: E501 - rows of forms and pieces of their XML are told in one line
from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

PARTS = ("成果背景", "技术原理及性能指标", "创造性与先进性", "成熟程度，适用范围和安全性", "应用情况及存在的问题")
FORMS = ("发明专利", "实用新型专利", "外观设计专利", "软件著作权")
STATES = ("未申请", "正在申请", "已授权")
Content = str | Callable[[Any], None]


def new(title: str | None = "2023年江西省职工“五小”活动优秀成果项目申报表") -> Any:
    doc = Document()
    doc.styles["Normal"].font.name = "宋体"
    doc.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    doc.styles["Normal"].font.size = Pt(11)
    if title:
        doc.add_paragraph("附件1")
        doc.add_paragraph(title).alignment = 1
    return doc


def put(cell: Any, content: Content) -> None:
    if callable(content):
        content(cell)
        return
    lines = content.split("\n")
    cell.paragraphs[0].add_run(lines[0])
    for line in lines[1:]:
        cell.add_paragraph(line)


def grid(doc: Any, width: int, rows: list[list[Any]]) -> Any:
    """A table of `width` columns; a cell is text, (text, span), or "^" for merged with the one above."""
    table = doc.add_table(rows=len(rows), cols=width)
    if "Table Grid" in [s.name for s in table.part.document.styles]:
        table.style = "Table Grid"
    for r, row in enumerate(rows):
        c = 0
        for item in row:
            content, span = item if isinstance(item, tuple) else (item, 1)
            cell = table.cell(r, c)
            if span > 1:
                cell = cell.merge(table.cell(r, c + span - 1))
            if content == "^":
                above = table.cell(r - 1, c)
                above.merge(cell)
            else:
                put(cell, content)
            c += span
        assert c == width, (row, c, width)
    for cell in {id(x._tc): x for row in table.rows for x in row.cells}.values():
        while (
            len(cell.paragraphs) > 1
            and not cell.paragraphs[-1].text
            and cell.paragraphs[-1]._p.getnext() is None
            and not len(cell.paragraphs[-1]._p.xpath("./*[not(self::w:pPr)]"))
            and not cell.tables
        ):
            cell.paragraphs[-1]._p.getparent().remove(cell.paragraphs[-1]._p)
    return table


def xml(cell: Any, inner: str) -> None:
    p = cell.paragraphs[0]._p if hasattr(cell, "paragraphs") else cell._p
    for node in parse_xml(f"<w:p {nsdecls('w', 'm')}>{inner}</w:p>"):
        p.append(node)


def run(text: str, props: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{props}</w:rPr>" if props else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


# ---- ticks: (words, chosen) -> content


def tick(on: str, off: str, gap: str = "  ", after: bool = False) -> Callable[[Any, Any], str]:
    def draw(words: Any, chosen: Any) -> str:
        return gap.join(w + (on if w in chosen else off) if after else (on if w in chosen else off) + w for w in words)

    return draw


def tick_font(font: str, on: str, off: str, sym: bool = False) -> Callable[[Any, Any], Content]:
    def draw(words: Any, chosen: Any) -> Content:
        def fill(cell: Any) -> None:
            inner = ""
            for w in words:
                mark = on if w in chosen else off
                fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
                inner += (
                    f'<w:r><w:sym w:font="{font}" w:char="{0xF000 + ord(mark):04X}"/></w:r>'
                    if sym
                    else run(mark, fonts)
                ) + run(w + "　")
            xml(cell, inner)

        return fill

    return draw


def tick_legacy(words: Any, chosen: Any) -> Content:
    def fill(cell: Any) -> None:
        inner = ""
        for w in words:
            inner += (
                '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Check1"/><w:enabled/><w:checkBox><w:sizeAuto/>'
                f'<w:default w:val="0"/>{"<w:checked/>" if w in chosen else ""}</w:checkBox></w:ffData></w:fldChar></w:r>'
                '<w:r><w:instrText xml:space="preserve"> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
            ) + run(w + "  ")
        xml(cell, inner)

    return fill


def tick_circled(words: Any, chosen: Any) -> Content:
    def fill(cell: Any) -> None:
        inner = ""
        for w in words:
            if w in chosen:
                inner += (
                    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> eq \\o\\ac(□,√)</w:instrText></w:r>'
                    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
                )
            else:
                inner += run("□")
            inner += run(w + " ")
        xml(cell, inner)

    return fill


def tick_props(on: str, off: str = "", box: str = "") -> Callable[[Any, Any], Content]:
    def draw(words: Any, chosen: Any) -> Content:
        def fill(cell: Any) -> None:
            xml(cell, "".join(run(box + w, on if w in chosen else off) + run("  ") for w in words))

        return fill

    return draw


# ---- the introduction


def intro(style: str) -> Callable[[dict[str, Any]], Content]:
    return lambda p: INTROS[style](p)


def _lines(p: dict[str, Any], heads: Any, gap: str = "\n") -> str:
    return "\n".join(f"{h}{gap}{p[k]}" for h, k in zip(heads, PARTS, strict=True))


OTHER_WORDS = (
    "成果产生的背景",
    "技术原理和性能指标",
    "创新性与先进性",
    "成熟度、适用范围及安全性",
    "应用情况与存在问题",
)
HINT = "1.成果背景；2.技术原理及性能指标；3.创造性与先进性；4.成熟程度，适用范围和安全性；5.应用情况及存在的问题。（随表附项目具体资料）"


def _numbered(p: dict[str, Any]) -> Content:
    def fill(cell: Any) -> None:
        numbering = cell.part.numbering_part.element
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        )
        numbering.insert(0, abstract)
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
        first = True
        for k in PARTS:
            head = cell.paragraphs[0] if first else cell.add_paragraph()
            first = False
            head.add_run(k)
            head._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>')
            )
            cell.add_paragraph(p[k])

    return fill


def _bold(p: dict[str, Any]) -> Content:
    def fill(cell: Any) -> None:
        for i, k in enumerate(PARTS):
            par = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
            par.add_run(k).bold = True
            cell.add_paragraph(p[k])

    return fill


INTROS: dict[str, Callable[[dict[str, Any]], Content]] = {
    "一、": lambda p: _lines(p, [f"{n}、{k}" for n, k in zip("一二三四五", PARTS, strict=True)]),
    "（一）": lambda p: _lines(p, [f"（{n}）{k}：" for n, k in zip("一二三四五", PARTS, strict=True)], ""),
    "1、": lambda p: _lines(p, [f"{n}、{k}：" for n, k in enumerate(PARTS, 1)], ""),
    "①": lambda p: "".join(f"{n}{k}：{p[k]}" for n, k in zip("①②③④⑤", PARTS, strict=True)),
    "【】": lambda p: _lines(p, [f"【{k}】" for k in PARTS], ""),
    "one": lambda p: "    " + "".join(f"{n}.{k}：{p[k]}" for n, k in enumerate(PARTS, 1)),
    "other words": lambda p: _lines(p, [f"{n}．{k}" for n, k in enumerate(OTHER_WORDS, 1)]),
    "hint kept": lambda p: HINT + "\n" + _lines(p, [f"{n}.{k}" for n, k in enumerate(PARTS, 1)]),
    "hint split": lambda p: _lines(p, [f"{n}.{k}；" for n, k in enumerate(PARTS, 1)]) + "\n（随表附项目具体资料）",
    "none": lambda p: "\n".join(p[k] for k in PARTS),
    "numbers only": lambda p: "\n".join(f"{n}.{p[k]}" for n, k in enumerate(PARTS, 1)),
    "automatic": _numbered,
    "bold": _bold,
    "dash": lambda p: _lines(p, [f"{k}——" for k in PARTS], ""),
    "其一": lambda p: _lines(p, [f"第{n}部分 {k}" for n, k in zip("一二三四五", PARTS, strict=True)]),
}


# ---- habits


def zh_date(iso: str, style: str) -> str:
    if not iso:
        return ""
    y, m, d = iso.split("-")
    n, e = int(m), int(d)
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    han = "〇一二三四五六七八九"
    tens = ["", "十", "二十", "三十"][e // 10] + ("" if e % 10 == 0 else han[e % 10])
    tens = tens or han[e]
    return {
        "年": f"{y}年{n}月{e}日",
        "0年": f"{y}年{m}月{d}日",
        ".": f"{y}.{n}.{e}",
        "．": f"{y}．{n}．{e}",
        "-": f"{y}-{m}-{d}",
        "/": f"{y}/{n}/{e}",
        "8": f"{y}{m}{d}",
        "号": f"{y}年{n}月{e}号",
        "空": f"{y} 年  {n} 月  {e} 日",
        "汉": "".join(han[int(c)] for c in y) + f"年{han[n]}月{tens}日",
        "零": "".join("零一二三四五六七八九"[int(c)] for c in y) + f"年{han[n]}月{tens}日",
        "宽": f"{y}年{n}月{e}日".translate(wide),
        "、": f"{y}、{n}、{e}",
        "—": f"{y}—{m}—{d}",
        "点末": f"{y}.{m}.{d}.",
    }[style]


def people(
    p: dict[str, Any], cell: Callable[[str, dict[str, Any]], str] = lambda k, o: o[k], blank: int = 5
) -> list[list[str]]:
    rows = [[cell(k, o) for k in ("姓名", "性别", "岗位职务", "职称", "工作单位")] for o in p["completers"]]
    return rows + [[""] * 5] * (blank - len(rows))


OPINIONS = (
    ("所在单位\n推荐意见", "同意推荐。\n（单位工会盖章）或（单位行政盖章）\n2023年8月8日"),
    ("市级工会\n意见", "同意申报。\n（盖章）\n2023年8月12日"),
    ("专家评选\n委员会\n评选意见", "（盖章）\n年   月   日"),
    ("省评选办公室\n审定意见", "（盖章）\n年   月   日"),
)


def cover_lines(p: dict[str, Any], doc: Any, date: str = "年", sep: str = "：") -> None:
    doc.add_paragraph(f"项目名称{sep}{p['项目名称']}")
    doc.add_paragraph(f"第一完成人{sep}{p['第一完成人']}")
    doc.add_paragraph(f"所在单位{sep}{p['所在单位']}")
    doc.add_paragraph(f"联 系 人{sep}{p['联系人']}          电话{sep}{p['联系人电话']}")
    doc.add_paragraph(f"申报时间{sep}{zh_date(p['申报时间'], date)}")
    doc.add_paragraph("江西省总工会  制")


def deep(p: dict[str, Any], **other: Any) -> dict[str, Any]:
    return copy.deepcopy(p) | other


__all__ = [name for name in dir() if not name.startswith("_")]
_ = OxmlElement
