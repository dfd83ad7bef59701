"""The cell 项目简介: what stands of the hint, and the five parts under headings as people write them."""

from __future__ import annotations

from collections.abc import Callable

from .cases import PARTS, Case
from .word_parts import Xml, cell, moved, para, picture, row, run, table

HINT = (
    "1.成果背景；2.技术原理及性能指标；3.创造性与先进性；4.成熟程度，适用范围和安全性；",
    "5.应用情况及存在的问题。（随表附项目具体资料）",
)
CHINESE, CIRCLED = "一二三四五", "①②③④⑤"
BOLD = "<w:b/>"
HEADINGS: dict[str, Callable[[int, str], str]] = {
    "heads_dot": lambda place, part: f"{place + 1}.{part}",
    "heads_comma": lambda place, part: f"{place + 1}、{part}：",
    "heads_chinese": lambda place, part: f"{CHINESE[place]}、{part}",
    "heads_round": lambda place, part: f"（{CHINESE[place]}）{part}",
    "heads_half_round": lambda place, part: f"({place + 1}){part}",
    "heads_circled": lambda place, part: f"{CIRCLED[place]}{part}",
    "heads_full_width": lambda place, part: f"{chr(0xFF11 + place)}．{part}",
    "heads_bare": lambda place, part: part,
    "heads_brackets": lambda place, part: f"【{part}】",
}


def introduction(case: Case) -> list[Xml]:
    """The paragraphs of the cell."""
    if "see_annex" in case:
        return [para("详见附件。")]
    hint = [] if "hint_deleted" in case else [para(one) for one in HINT]
    if "hint_around" in case:
        hint = [para(HINT[0]), para(HINT[1] + "我单位填写如下：")]
    if "heads_none" in case:
        return hint + _without_headings(case)
    if "one_paragraph" in case:
        return [*hint, _one_paragraph(case)]
    body: list[Xml] = []
    for place, part in enumerate(PARTS):
        if case.said[part]:
            body += _part(case, place, part)
    return hint + body


def _heading(case: Case, place: int, part: str) -> str:
    style = next((HEADINGS[habit] for habit in case.habits if habit in HEADINGS), HEADINGS["heads_dot"])
    if "heads_short" in case:
        part = {
            PARTS[0]: "背景",
            PARTS[1]: "技术原理与性能指标",
            PARTS[3]: "成熟程度、适用范围及安全性",
            PARTS[4]: "应用情况与存在问题",
        }.get(part, part)
    return style(place, part)


def lines(case: Case, text: str) -> list[Xml]:
    """The text's paragraphs; raised figures as Word raises them where that is the habit."""
    made = []
    for one in text.split("\n"):
        inner = _raised(one) if "superscript" in case else run(one)
        made.append(para(inner, props='<w:ind w:firstLine="420"/>'))
    return made


def _raised(text: str) -> Xml:
    plain, made = "", ""
    for sign in text:
        if sign in "²³":
            made += run(plain) + run("23"["²³".index(sign)], '<w:vertAlign w:val="superscript"/>')
            plain = ""
        else:
            plain += sign
    return Xml(made + (run(plain) if plain else ""))


def _part(case: Case, place: int, part: str) -> list[Xml]:
    text = case.said[part]
    if "heads_numbered" in case:
        number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        made = [para(run(part), props=number), *lines(case, text)]
    elif "heads_styled" in case:
        made = [para(run(_heading(case, place, part), BOLD), props='<w:pStyle w:val="2"/>'), *lines(case, text)]
    elif "heads_inline" in case:
        first, *others = text.split("\n")
        made = [
            para(run(f"{_heading(case, place, part).rstrip('：')}：", BOLD), run(first)),
            *lines(case, "\n".join(others)),
        ]
        made = made if others else made[:1]
    else:
        made = [para(_heading(case, place, part)), *lines(case, text)]
    if part == PARTS[1]:
        made += _extras(case)
    return made


def _extras(case: Case) -> list[Xml]:
    made: list[Xml] = []
    if "table_in_introduction" in case:
        cells = (("指标", "改造前", "改造后"), ("故障次数（次/月）", "12", "1"), ("单件用时（秒）", "45", "28"))
        case.ask(PARTS[1], "a table stands in the part; its rows as lines of text below it are right too")
        case.truth[PARTS[1]]["or"] = [
            "\n".join([case.said[PARTS[1]], *(gap.join(line) for line in cells)])
            for gap in ("\t", " ", "　", "，", "；", " | ", "|")
        ]
        made.append(table((row(*(cell(one, 2500) for one in line)) for line in cells), [2500] * 3))
        made.append(para(""))
    if "picture_in_introduction" in case:
        made += [para(picture("rIdPic"), align="center"), para("")]
    return made


def _without_headings(case: Case) -> list[Xml]:
    for part in PARTS:
        case.ask(part, "the five parts stand without headings")
    return [one for part in PARTS for one in lines(case, case.said[part])]


def _one_paragraph(case: Case) -> Xml:
    joined = "".join(f"{place + 1}.{part}：{case.said[part]}" for place, part in enumerate(PARTS) if case.said[part])
    return para(run(joined.replace("\n", "\v")))


def moved_parts(case: Case) -> list[Xml]:
    """The last sentence of the first part, moved with changes tracked: away from its start, to its end."""
    text = case.said[PARTS[0]]
    cut = text.rstrip("。").rfind("。") + 1
    assert cut, "one sentence alone cannot be moved"
    return [para(moved(text[cut:], False), run(text[:cut]), moved(text[cut:], True))]
