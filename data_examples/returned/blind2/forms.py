"""The forms themselves: each function draws one, in the habits of one clerk, and tells what is truly in it."""

# ruff: noqa: E501 - rows of forms and pieces of their XML are told in one line
from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from drawing import (
    FORMS,
    HINT,
    OPINIONS,
    PARTS,
    STATES,
    Content,
    cover_lines,
    deep,
    grid,
    intro,
    new,
    people,
    put,
    run,
    tick,
    tick_circled,
    tick_font,
    tick_legacy,
    tick_props,
    xml,
    zh_date,
)

P = dict[str, Any]
BOX = tick("☑", "□")


def notice_rows(p: P, **h: Any) -> list[list[Any]]:
    """The notice's data table on eight columns; every habit can be given."""
    forms, states = h.get("forms", BOX), h.get("states", h.get("forms", BOX))
    who = h.get("people") or people(p, blank=h.get("blank", 5))
    return [
        [("申  报  项  目  情  况", 8)],
        ["项 目 名 称", (h.get("name", p["项目名称"]), 4), "所属行业", (h.get("industry", p["所属行业"]), 2)],
        ["成果专利情况", "专利形式", (forms(FORMS, p["专利形式"]) if callable(forms) else forms, 6)],
        [
            ("^", 1),
            "专利状况",
            (states(STATES, [p["专利状况"]]) if callable(states) else states, 3),
            "专利号",
            (h.get("number", p["专利号"]), 2),
        ],
        [("^", 1), ("^", 1), ("^", 3), "批准时间", (h.get("granted", zh_date(p["批准时间"], h.get("date", "年"))), 2)],
        ["成果实施情况", "实施方式", (h.get("how", p["实施方式"]), 6)],
        [("^", 1), "转化创造效益情况", (h.get("benefit", p["转化创造效益情况"]), 6)],
        [("项  目  完  成  人  情  况\n（此栏涉及到的知识产权问题由第一完成人所在单位负责）", 8)],
        [
            "第一完成人\n（牵头人）姓名",
            h.get("lead", p["第一完成人"]),
            "性别",
            h.get("sex", p["第一完成人性别"]),
            "职称",
            h.get("title", p["第一完成人职称"]),
            "联 系\n电 话",
            h.get("phone", p["第一完成人联系电话"]),
        ],
        ["身份证号码", *(h["ids"] if "ids" in h else [(h.get("id", p["身份证号码"]), 7)])],
        ["工作单位及职务", (h.get("post", f"{p['所在单位']} {p['第一完成人职务']}"), 7)],
        ["通讯地址", (h.get("address", p["通讯地址"]), 7)],
        ["其他完成人\n情况", "姓  名", "性别", ("岗位职务", 2), "职称", ("工  作  单  位", 2)],
        *[[("^", 1), a, b, (c, 2), d, (e, 2)] for a, b, c, d, e in who],
    ]


def notice(p: P, cover: bool = True, **h: Any) -> Any:
    doc = h.pop("doc", None) or new()
    if cover:
        cover_lines(p, doc, h.get("cover_date", h.get("date", "年")))
    grid(doc, 8, notice_rows(p, **h))
    doc.add_paragraph()
    grid(
        doc,
        1,
        [["项目简介"], [h.get("intro", intro("一、"))(p) if callable(h.get("intro", intro("一、"))) else h["intro"]]],
    )
    doc.add_paragraph()
    grid(doc, 2, [list(o) for o in OPINIONS])
    doc.add_paragraph("本表填写时切勿改变表格格式，使用A4纸双面打印，本表及附件均一式两份。")
    return doc


# ---- our own blank


def _controls(doc: Any) -> list[Any]:
    return [s for s in doc.element.body.iter(qn("w:sdt")) if s.find(qn("w:sdtPr")).find(qn("w:tag")) is not None]


def _tag(sdt: Any) -> str:
    return sdt.find(qn("w:sdtPr")).find(qn("w:tag")).get(qn("w:val"))


def _type(sdt: Any, text: str) -> None:
    """What typing into a control leaves: one paragraph a line, the placeholder gone."""
    props, content = sdt.find(qn("w:sdtPr")), sdt.find(qn("w:sdtContent"))
    for mark in props.findall(qn("w:showingPlcHdr")):
        props.remove(mark)
    lines = text.split("\n")
    first = content.find(".//" + qn("w:p"))
    if first is None:  # a control among runs
        runs = content.findall(qn("w:r"))
        for extra in runs[1:]:
            content.remove(extra)
        _runs(runs[0], text)
        return
    for other in first.getparent().findall(qn("w:p"))[1:]:
        first.getparent().remove(other)
    for node in first.findall(qn("w:r")):
        first.remove(node)
    first.append(parse_xml(f"<w:r {nsdecls('w')}><w:t xml:space='preserve'>{lines[0]}</w:t></w:r>"))
    at = first
    for line in lines[1:]:
        new_p = parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t xml:space='preserve'>{line}</w:t></w:r></w:p>")
        at.addnext(new_p)
        at = new_p


def _runs(node: Any, text: str) -> None:
    for t in node.findall(qn("w:t")):
        node.remove(t)
    node.append(parse_xml(f"<w:t {nsdecls('w')} xml:space='preserve'>{text}</w:t>"))


def ours(p: P, blank: Path, mark: str = "☑", intro_style: str = "1、", date: str = "年", keep: bool = True) -> Any:
    """Our blank, typed into its controls; with `keep` off the controls are gone, as after pasting into another file."""
    doc = Document(str(blank))
    values = {
        "cover_name": p["项目名称"],
        "cover_lead_name": p["第一完成人"],
        "cover_unit": p["所在单位"],
        "cover_contact_name": p["联系人"],
        "cover_contact_phone": p["联系人电话"],
        "applied_on": zh_date(p["申报时间"], date),
        "name": p["项目名称"],
        "industry": p["所属行业"],
        "patent_number": p["专利号"],
        "patent_date": zh_date(p["批准时间"], date),
        "implementation": p["实施方式"],
        "benefit": p["转化创造效益情况"],
        "lead_name": p["第一完成人"],
        "lead_sex": p["第一完成人性别"],
        "lead_title": p["第一完成人职称"],
        "lead_phone": p["第一完成人联系电话"],
        "lead_id_number": p["身份证号码"],
        "unit_and_post": p["所在单位"] + p["第一完成人职务"],
        "lead_address": p["通讯地址"],
        "intro": intro(intro_style)(p),
    }
    for n, o in enumerate(p["completers"], 1):
        for key, label in (
            ("name", "姓名"),
            ("sex", "性别"),
            ("post", "岗位职务"),
            ("title", "职称"),
            ("unit", "工作单位"),
        ):
            values[f"completer{n}_{key}"] = o[label]
    order = {"patent_forms": iter(FORMS), "patent_status": iter(STATES)}
    for sdt in _controls(doc):
        tag = _tag(sdt)
        if tag in order:
            word = next(order[tag])
            if word in p["专利形式"] or word == p["专利状况"]:
                box = sdt.find(qn("w:sdtPr")).find("{http://schemas.microsoft.com/office/word/2010/wordml}checkbox")
                for node in box:
                    if node.tag.endswith("}checked"):
                        node.set("{http://schemas.microsoft.com/office/word/2010/wordml}val", "1")
                for t in sdt.iter(qn("w:t")):
                    t.text = mark
        elif values.get(tag):
            _type(sdt, values[tag])
    if not keep:
        for sdt in list(doc.element.body.iter(qn("w:sdt"))):
            content = sdt.find(qn("w:sdtContent"))
            if content is not None:
                for node in list(content):
                    sdt.addprevious(node)
                sdt.getparent().remove(sdt)
    return doc


def f01(p: P, b: Path) -> Any:
    return ours(p, b), {}


def f02(p: P, b: Path) -> Any:
    return ours(p, b, "☒", "（一）", "."), {"may": ["申报时间"]}


def f03(p: P, b: Path) -> Any:
    """Wingdings letters as boxes, one digit of the number a cell."""
    doc = new()
    cover_lines(p, doc, "．")
    rows = notice_rows(p, forms=tick_font("Wingdings", "þ", "¨"), date="．", sex=p["第一完成人性别"] + "性")
    at = next(i for i, r in enumerate(rows) if r[0] == "身份证号码")
    grid(doc, 8, rows[:at])
    grid(doc, 19, [["身份证号码", *p["身份证号码"]]])
    grid(doc, 8, rows[at + 1 :])
    grid(doc, 1, [["项目简介"], [intro("1、")(p)]])
    grid(doc, 2, [list(o) for o in OPINIONS])
    return doc, {}


def _smart(text: str) -> Content:
    return lambda c: xml(
        c,
        f'<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="chsdate">{run(text)}</w:smartTag>',
    )


def _formtext(text: str) -> Content:
    return lambda c: xml(
        c,
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="T1"/><w:enabled/><w:textInput><w:default w:val="请输入"/></w:textInput></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText xml:space="preserve"> FORMTEXT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run(text)
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )


def _dropdown(words: list[str], chosen: int) -> Content:
    entries = "".join(f'<w:listEntry w:val="{w}"/>' for w in words)
    return lambda c: xml(
        c,
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="D1"/><w:enabled/><w:ddList><w:result w:val="{chosen}"/>{entries}</w:ddList></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText xml:space="preserve"> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )


def f04(p: P, b: Path) -> Any:
    """Legacy form fields and smart tags of an old Word."""
    return notice(
        p,
        forms=tick_legacy,
        granted=_smart(zh_date(p["批准时间"], "年")) if p["批准时间"] else "",
        phone=_formtext(p["第一完成人联系电话"]),
        title=_formtext(p["第一完成人职称"]),
        sex=_dropdown(["男", "女"], "男女".index(p["第一完成人性别"])),
        intro=intro("automatic"),
        address=_formtext(p["通讯地址"]),
    ), {"may": ["第一完成人性别"]}


def f05(p: P, b: Path) -> Any:
    """Two columns throughout; words instead of ticks, dates of eight digits; every part of the introduction a row."""
    doc = new("“五小”活动成果申报表")
    rows = [
        ["项目名称", p["项目名称"]],
        ["所属行业", p["所属行业"]],
        ["所在单位全称", p["所在单位"]],
        ["第一完成人", p["第一完成人"]],
        ["性别", p["第一完成人性别"]],
        ["职称", p["第一完成人职称"]],
        ["联系电话", p["第一完成人联系电话"]],
        ["身份证号", p["身份证号码"]],
        ["职务", p["第一完成人职务"]],
        ["通讯地址", p["通讯地址"]],
        ["联系人及电话", f"{p['联系人']}，{p['联系人电话']}"],
        ["专利形式", "、".join(w.removesuffix("专利") for w in p["专利形式"])],
        ["专利状况", p["专利状况"]],
        ["专利号", p["专利号"]],
        ["批准时间", zh_date(p["批准时间"], "8")],
        ["实施方式", p["实施方式"]],
        ["转化创造效益情况", p["转化创造效益情况"]],
        *[[f"{n}.{k}", p[k]] for n, k in enumerate(PARTS, 1)],
        ["申报时间", zh_date(p["申报时间"], "8")],
    ]
    grid(doc, 2, rows)
    doc.add_paragraph("其他完成人名单")
    grid(
        doc,
        6,
        [
            ["序号", "姓名", "性别", "岗位职务", "职称", "工作单位"],
            *[[str(i), *r] for i, r in enumerate(people(p, blank=0), 1)],
        ],
    )
    return doc, {"may": ["专利形式", "联系人", "联系人电话"]}


def f06(p: P, b: Path) -> Any:
    """Label and value twice a row, cover included; the options are cells with the tick in the cell below."""
    doc = new()
    grid(
        doc,
        4,
        [
            ["项目名称", (p["项目名称"], 3)],
            ["所在单位", (p["所在单位"], 3)],
            [
                "第一完成人",
                p["第一完成人"],
                "性　别",
                "☑" + p["第一完成人性别"] + "  □" + ("女" if p["第一完成人性别"] == "男" else "男"),
            ],
            ["职　称", p["第一完成人职称"], "职　务", p["第一完成人职务"]],
            [
                "身份证号码",
                " ".join((p["身份证号码"][:6], p["身份证号码"][6:14], p["身份证号码"][14:])),
                "联系电话",
                "+86 " + p["第一完成人联系电话"],
            ],
            ["通讯地址", (p["通讯地址"], 3)],
            ["联 系 人", p["联系人"], "联系人电话", p["联系人电话"].replace("-", "—")],
            ["申报时间", zh_date(p["申报时间"], "空"), "所属行业", p["所属行业"]],
        ],
    )
    doc.add_paragraph("成果专利情况")
    grid(
        doc,
        5,
        [
            ["专利形式", *FORMS],
            [("^", 1), *["√" if w in p["专利形式"] else "" for w in FORMS]],
            ["专利状况", *STATES, ""],
            [("^", 1), *["√" if w == p["专利状况"] else "" for w in STATES], ""],
            ["专利号", (p["专利号"], 2), "批准时间", zh_date(p["批准时间"], "-")],
        ],
    )
    doc.add_paragraph("成果实施情况")
    grid(doc, 2, [["实施方式", p["实施方式"]], ["转化创造效益情况", p["转化创造效益情况"]]])
    doc.add_paragraph("其他完成人情况")
    grid(doc, 5, [["姓名", "性别", "岗位职务", "职称", "工作单位"], *people(p, blank=3)])
    doc.add_paragraph("项目简介")
    grid(doc, 1, [[intro("【】")(p)]])
    return doc, {"may": ["专利形式", "专利状况"]}


def f07(p: P, b: Path) -> Any:
    """Label and value in one cell, half-width colons; dates in Han numerals."""
    doc = new()
    grid(
        doc,
        2,
        [
            [(f"项目名称:《{p['项目名称']}》", 2)],
            [f"所属行业:{p['所属行业']}", f"申报时间:{zh_date(p['申报时间'], '汉')}"],
            [(f"所在单位:{p['所在单位']}", 2)],
            [f"联系人:{p['联系人']}", f"联系人电话:{p['联系人电话']}"],
            [(f"专利形式:{tick('[√]', '[ ]')(FORMS, p['专利形式'])}", 2)],
            [(f"专利状况:{tick('[√]', '[ ]')(STATES, [p['专利状况']])}", 2)],
            [f"专利号:{p['专利号']}", f"批准时间:{zh_date(p['批准时间'], '零')}"],
            [(f"实施方式:{p['实施方式']}", 2)],
            [(f"转化创造效益情况:\n{p['转化创造效益情况']}", 2)],
            [f"第一完成人姓名:{p['第一完成人']}", f"性别:{p['第一完成人性别']}"],
            [f"职称:{p['第一完成人职称']}", f"联系电话:{p['第一完成人联系电话']}"],
            [f"身份证号码:{p['身份证号码'].lower()}", f"职务:{p['第一完成人职务']}"],
            [(f"通讯地址:{p['通讯地址']}", 2)],
            [("其他完成人:" + "；".join("，".join(v for v in r if v) for r in people(p, blank=0)), 2)],
            [("项目简介:\n" + str(intro("（一）")(p)), 2)],
        ],
    )
    return doc, {"may": ["项目名称"], "may_people": True}


def f08(p: P, b: Path) -> Any:
    """Printed to PDF; ditto marks for the unit."""
    who = people(p, lambda k, o: "本单位" if k == "工作单位" else o[k])
    return notice(p, forms=tick("■", "□", "　"), date="0年", intro=intro("1、"), people=who), {"may_people": True}


def f09(p: P, b: Path) -> Any:
    """Sections of their own, each other completer a block, number within the cell's words."""
    doc = new()
    doc.add_paragraph("一、申报项目情况")
    grid(
        doc,
        4,
        [
            ["项目名称", (p["项目名称"], 3)],
            ["所属行业", p["所属行业"], "所在单位", p["所在单位"]],
            ["专利形式", (tick("（√）", "（  ）", after=True)(FORMS, p["专利形式"]), 3)],
            ["专利状况", (tick("（√）", "（  ）", after=True)(STATES, [p["专利状况"]]), 3)],
            [
                "专利号",
                "专利号：" + p["专利号"] if p["专利号"] else "无",
                "批准时间",
                (zh_date(p["批准时间"], "年") + "授权") if p["批准时间"] else "无",
            ],
            ["实施方式", (p["实施方式"], 3)],
            ["转化创造效益情况", (p["转化创造效益情况"], 3)],
        ],
    )
    doc.add_paragraph("二、项目完成人情况")
    blocks: list[list[Any]] = [
        ["第一完成人", p["第一完成人"], "性别", p["第一完成人性别"]],
        ["职称", p["第一完成人职称"], "联系电话", p["第一完成人联系电话"]],
        ["身份证号码", (p["身份证号码"], 3)],
        ["工作单位及职务", (f"{p['所在单位']}，{p['第一完成人职务']}", 3)],
        ["通讯地址", (p["通讯地址"], 3)],
    ]
    for n, o in enumerate(p["completers"], 2):
        blocks += [
            [f"第{'一二三四五六'[n - 1]}完成人", o["姓名"], "性别", o["性别"]],
            ["岗位职务", o["岗位职务"], "职称", o["职称"]],
            ["工作单位", (o["工作单位"], 3)],
        ]
    grid(doc, 4, blocks)
    doc.add_paragraph("三、项目简介")
    grid(doc, 1, [[intro("①")(p)]])
    doc.add_paragraph("四、联系方式")
    grid(doc, 4, [["联系人", p["联系人"], "电话", p["联系人电话"]], ["申报时间", (zh_date(p["申报时间"], "号"), 3)]])
    return doc, {"may_people": True, "may": ["批准时间"]}


def f10(p: P, b: Path) -> Any:
    """No table but that of the completers."""
    doc = new()
    lines = [
        ("项目名称", p["项目名称"]),
        ("所属行业", p["所属行业"]),
        ("所在单位", p["所在单位"]),
        ("专利形式", BOX(FORMS, p["专利形式"])),
        ("专利状况", BOX(STATES, [p["专利状况"]])),
        ("专利号", p["专利号"]),
        ("批准时间", zh_date(p["批准时间"], "年")),
        ("实施方式", p["实施方式"]),
        ("转化创造效益情况", p["转化创造效益情况"]),
        ("第一完成人", p["第一完成人"]),
        ("性别", p["第一完成人性别"]),
        ("职称", p["第一完成人职称"]),
        ("联系电话", p["第一完成人联系电话"]),
        ("身份证号码", p["身份证号码"]),
        ("职务", p["第一完成人职务"]),
        ("通讯地址", p["通讯地址"]),
        ("联系人", p["联系人"]),
        ("联系人电话", p["联系人电话"]),
        ("申报时间", zh_date(p["申报时间"], "年")),
    ]
    for n, (label, value) in enumerate(lines, 1):
        doc.add_paragraph(f"{n}．{label}：{value}")
    doc.add_paragraph("20．其他完成人情况：")
    grid(doc, 5, [["姓名", "性别", "岗位职务", "职称", "工作单位"], *people(p, blank=0)])
    doc.add_paragraph("21．项目简介：")
    for line in str(intro("（一）")(p)).split("\n"):
        doc.add_paragraph(line)
    return doc, {"may": "all", "may_people": True}


def f11(p: P, b: Path) -> Any:
    """Tracked corrections, saved as .doc."""
    old = "1" + "3" * 10

    def corrected(cell: Any) -> None:
        who = 'w:id="9" w:author="审核" w:date="2023-08-09T10:00:00Z"'
        xml(
            cell,
            f"<w:del {who}><w:r><w:delText>{old}</w:delText></w:r></w:del><w:ins {who}>{run(p['第一完成人联系电话'])}</w:ins>",
        )

    return notice(p, phone=corrected, forms=tick("√", "□"), intro=intro("bold"), date="年"), {
        "may": ["第一完成人联系电话"]
    }


def f12_old(p: P, b: Path) -> Any:
    q = deep(p, 申报时间="2023-08-01", 第一完成人联系电话="13900001234", 转化创造效益情况="投入资金待核，效益待核。")
    return notice(q, intro=intro("一、")), {}


def f12(p: P, b: Path) -> Any:
    return notice(p, intro=intro("一、")), {}


def f13(p: P, b: Path) -> Any:
    """Our blank with its controls lost; √ typed over the box."""
    return ours(p, b, "√", "hint kept", "-", keep=False), {"may": ["第一完成人职务"]}


def f14(p: P, b: Path) -> Any:
    """Circled ticks of Word's own, pinyin above a rare character."""

    def ruby(cell: Any) -> None:
        xml(
            cell,
            run(p["第一完成人"][0])
            + '<w:r><w:ruby><w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="18"/><w:hpsBaseText w:val="21"/><w:lid w:val="zh-CN"/></w:rubyPr>'
            f"<w:rt>{run('jiǎn')}</w:rt><w:rubyBase>{run(p['第一完成人'][1:])}</w:rubyBase></w:ruby></w:r>",
        )

    return notice(p, forms=tick_circled, lead=ruby, intro=intro("other words"), date="宽"), {
        "may": ["专利形式", "专利状况"]
    }


def f15(p: P, b: Path) -> Any:
    """The cover in a text box, a hidden draft, a wide phone and number."""
    doc = Document()
    doc.add_paragraph("2023年江西省职工“五小”活动优秀成果项目申报表")
    lines = [
        f"项目名称：{p['项目名称']}",
        f"第一完成人：{p['第一完成人']}",
        f"所在单位：{p['所在单位']}",
        f"联 系 人：{p['联系人']}   电话：{p['联系人电话']}",
        f"申报时间：{zh_date(p['申报时间'], '空')}",
    ]
    box = "".join(f"<w:p>{run(x)}</w:p>" for x in lines)
    xml(
        doc.add_paragraph(),
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:400pt;height:150pt"><v:textbox>'
        f"<w:txbxContent>{box}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
    )
    wide = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")

    def hidden(cell: Any) -> None:
        xml(cell, run("（此处先写草稿，待定）", "<w:vanish/>") + run(p["实施方式"]))

    return notice(
        p,
        cover=False,
        doc=doc,
        phone=p["第一完成人联系电话"].translate(wide),
        id=p["身份证号码"].translate(wide),
        how=hidden,
        forms=tick("☑", "☐"),
        intro=intro("一、"),
    ), {"may": ["实施方式"]}


def f16(p: P, b: Path) -> Any:
    return ours(p, b, "☑", "1、", "年"), {}


def f17(p: P, b: Path) -> Any:
    """A table within the value's cell; two-way sex ticks; ages and dates of birth added."""
    doc = new()
    cover_lines(p, doc, "/")
    rows = notice_rows(
        p, forms=tick("●", "○", " "), date="/", intro=None, sex="男√  女" if p["第一完成人性别"] == "男" else "男  女√"
    )

    def nested(cell: Any) -> None:
        t = cell.add_table(2, 2)
        t.cell(0, 0).text, t.cell(0, 1).text = "工作单位", p["所在单位"]
        t.cell(1, 0).text, t.cell(1, 1).text = "职务", p["第一完成人职务"]

    at = next(i for i, r in enumerate(rows) if r[0] == "工作单位及职务")
    rows[at] = ["工作单位及职务", (nested, 7)]
    rows.insert(
        at, ["民族", ("汉族", 2), "出生年月", (f"{p['身份证号码'][6:10]}.{p['身份证号码'][10:12]}", 2), "学历", "大专"]
    )
    grid(doc, 8, rows)
    doc.add_paragraph()
    grid(doc, 1, [["项目简介"], [intro("dash")(p)]])
    return doc, {"may": ["第一完成人职务"]}


def f18(p: P, b: Path) -> Any:
    return notice(p, intro=intro("1、"), forms=tick("☑", "□"), blank=3), {}


def two_in_one(first: Any, second: Any) -> Any:
    """Both forms in one file, one after the other."""
    first.add_page_break()
    last = first.element.body.sectPr
    for node in list(second.element.body):
        if node.tag != qn("w:sectPr"):
            last.addprevious(node)
    return first


def f20(p: P, b: Path) -> Any:
    """As rich text, the form in four columns, phone with spaces."""
    doc, _ = f06(p, b)
    return doc, {"may": ["专利形式", "专利状况"]}


def f21(p: P, b: Path) -> Any:
    """Strange marks: ✔ behind the word, number with its letters apart, 专利号 of two patents."""
    second = "ZL 2021 2 0987654.3"
    p = deep(p, 专利状况="已授权", 专利形式=["实用新型专利"], 专利号="ZL202220466299.X", 批准时间="2023-02-14")
    return notice(
        p,
        forms=tick("✔", "", "   ", after=True),
        number=f"{p['专利号']}\n{second}",
        intro=intro("hint split"),
        date="、",
    ), {"truth": p, "may": ["批准时间", "申报时间"], "ask_or": {"专利号": [p["专利号"] + second.replace(" ", "")]}}


def f22(p: P, b: Path) -> Any:
    """A formula and raised digits in the text, a table in the introduction."""

    def formula(cell: Any) -> None:
        xml(
            cell,
            run("面积由12m")
            + run("2", '<w:vertAlign w:val="superscript"/>')
            + run("降至8m")
            + run("2", '<w:vertAlign w:val="superscript"/>')
            + run("，效率")
            + "<m:oMath><m:r><m:t>η=96%</m:t></m:r></m:oMath>"
            + run("，年节约9万元。"),
        )

    def text(cell: Any) -> None:
        put(cell, str(intro("一、")(p)))
        t = cell.add_table(2, 2)
        for r, row in enumerate((("改造前", "改造后"), ("45分钟", "8分钟"))):
            for c, word in enumerate(row):
                t.cell(r, c).text = word
        cell.add_paragraph()

    q = deep(p, 转化创造效益情况="面积由12m²降至8m²，效率η=96%，年节约9万元。")
    return notice(p, benefit=formula, intro=lambda _: text), {"truth": q, "may": ["转化创造效益情况", *PARTS]}


def f23(p: P, b: Path) -> Any:
    """A form with true doubts: two phones, an old number, a month without a day, both boxes ticked."""
    both = "☑未申请 ☑正在申请 □已授权"
    id15 = p["身份证号码"][:6] + p["身份证号码"][8:17]
    q = deep(p, 专利状况=None, 身份证号码=None, 第一完成人联系电话=None, 批准时间=None)
    return notice(
        p,
        phone=f"{p['第一完成人联系电话']} / 13812340000",
        id=id15,
        granted="2022年5月",
        states=both,
        intro=intro("none"),
    ), {"truth": q | dict.fromkeys(PARTS)}


def f24(p: P, b: Path) -> Any:
    """Choices by shading alone, in the state by struck words."""
    return notice(
        p,
        forms=tick_props('<w:highlight w:val="yellow"/>', box="□"),
        states=tick_props("", "<w:strike/>", "□"),
        intro=intro("numbers only"),
        sex=p["第一完成人性别"],
    ), {"truth": deep(p, 专利形式=None), "may": ["专利状况", *PARTS]}


def f25(p: P, b: Path) -> Any:
    doc, edits = f05(p, b)
    return doc, edits


def f26(p: P, b: Path) -> Any:
    return ours(p, b, "☑", "【】", "年"), {"may": ["专利形式", "专利状况"]}


def f27(p: P, b: Path) -> Any:
    """The notice's own pages, its hints kept and written around."""
    doc = new()
    doc.sections[0].header.paragraphs[0].text = "项目名称：XX项目（样式）"
    doc.add_paragraph(f"项目名称：   {p['项目名称']}          ")
    doc.add_paragraph(f"第一完成人： {p['第一完成人']}  （签字）")
    doc.add_paragraph(f"所在单位：（单位标准全称，与公章保持一致） {p['所在单位']}")
    doc.add_paragraph(f"联 系 人：{p['联系人']}          电话：{p['联系人电话']}")
    doc.add_paragraph(f"申报时间：   {zh_date(p['申报时间'], '空')}")
    hint = "简述（经济效益应注明项目投入资金情况、年产值、利润；\n社会、环境等效益应简要阐明转化创造效益情况）\n"
    doc = notice(
        p,
        cover=False,
        doc=doc,
        benefit=hint + p["转化创造效益情况"],
        intro=intro("hint kept"),
        forms=tick("☑", "□"),
        date="空",
        how="　　" + p["实施方式"],
    )
    return doc, {"may": ["第一完成人"]}


def f28(p: P, b: Path) -> Any:
    return notice(
        p,
        intro=intro("其一"),
        forms=tick("R", "□"),
        post=f"{p['第一完成人职务']}（{p['所在单位']}）",
        date="—",
        title=p["第一完成人职称"] + "\n",
    ), {"may": ["第一完成人职务"]}


_ = HINT
