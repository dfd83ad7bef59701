"""The program's own blank (blank-form1.docx, kept here as it was sent out), filled in by somebody."""

from __future__ import annotations

import zipfile
from copy import deepcopy
from pathlib import Path

from lxml import etree

from .by_hand import BENEFIT_HINT
from .cases import FORMS, OF_COMPLETER, STATES, Case
from .introductions import introduction
from .word_package import PROGRAMS, zipped
from .word_parts import SPACES, run, runs

HERE = Path(__file__).parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
TAGS = {
    "cover_name": "项目名称",
    "cover_lead_name": "第一完成人",
    "cover_unit": "所在单位",
    "cover_contact_name": "联系人",
    "cover_contact_phone": "联系人电话",
    "applied_on": "申报时间",
    "name": "项目名称",
    "industry": "所属行业",
    "patent_number": "专利号",
    "patent_date": "批准时间",
    "implementation": "实施方式",
    "lead_name": "第一完成人",
    "lead_sex": "第一完成人性别",
    "lead_title": "第一完成人职称",
    "lead_phone": "第一完成人联系电话",
    "lead_id_number": "身份证号码",
    "unit_and_post": "所在单位及职务",
    "lead_address": "通讯地址",
}
COMPLETER_TAGS = dict(zip(("name", "sex", "post", "title", "unit"), OF_COMPLETER, strict=True))
Element = etree._Element


def form(case: Case, picture: bytes) -> bytes:
    """The .docx; Word's and WPS's other parts as our blank has them."""
    with zipfile.ZipFile(HERE / "blank-form1.docx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    for control in list(root.iter(f"{W}sdt")):
        _fill(control, case)
    if "controls_deleted" in case:
        for control in list(root.iter(f"{W}sdt")):
            _unwrap(control)
    if "rows_removed" in case:
        _remove_rows(root, len(case.people))
    if "picture_in_introduction" in case:
        _add_picture(parts, picture)
    parts["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    name, version = PROGRAMS[case.program]
    parts["docProps/app.xml"] = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>{name}</Application><AppVersion>{version}</AppVersion></Properties>"
    ).encode()
    return zipped(parts)


def _add_picture(parts: dict[str, bytes], picture: bytes) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    relations = "word/_rels/document.xml.rels"
    parts[relations] = parts[relations].replace(
        b"</Relationships>",
        f'<Relationship Id="rIdPic" Type="{kind}" Target="media/image1.png"/></Relationships>'.encode(),
    )
    types = "[Content_Types].xml"
    parts[types] = parts[types].replace(b"<Override", b'<Default Extension="png" ContentType="image/png"/><Override', 1)
    parts["word/media/image1.png"] = picture


def _parsed(xml: str) -> list[Element]:
    return list(etree.fromstring(f"<x {SPACES}>{xml}</x>"))


def _fill(control: Element, case: Case) -> None:
    tag_node = control.find(f"{W}sdtPr/{W}tag")
    assert tag_node is not None
    tag = tag_node.get(f"{W}val", "")
    if tag in {"patent_forms", "patent_status"}:
        _tick(control, tag, case)
    elif tag == "intro":
        _introduction(control, case)
    elif tag == "benefit":
        _put(
            control,
            case.said["转化创造效益情况"],
            case,
            before="".join(BENEFIT_HINT) if "hint_kept" in case else "",
        )
    elif tag in TAGS:
        _put(control, _value(case, tag), case)
    elif tag.startswith("completer"):
        number, part = tag.removeprefix("completer").split("_")
        if int(number) <= len(case.people):
            _put(control, case.people[int(number) - 1][COMPLETER_TAGS[part]], case)


def _value(case: Case, tag: str) -> str:
    if tag == "cover_unit":
        return case.said.get("所在单位（封面）", case.said["所在单位"])
    return case.said[TAGS[tag]]


def _put(control: Element, text: str, case: Case, before: str = "") -> None:
    """Type into a control, or beside it where that is the habit."""
    if not text:
        return
    content = control.find(f"{W}sdtContent")
    assert content is not None
    first = content.find(f".//{W}r")
    assert first is not None
    look = deepcopy(first.find(f"{W}rPr"))
    made = _parsed("".join(runs(before + text.replace("\n", "\v"), pieces=2 if "runs_cut" in case else 0)))
    if "hint_style_kept" in case and look is not None:
        for one in made:
            one.insert(0, deepcopy(look))
    if "typed_beside" in case and control.getparent().tag == f"{W}p":
        for one in reversed(made):
            control.addnext(one)
        return
    for old in list(content):
        content.remove(old)
    content.extend(made)
    mark = control.find(f"{W}sdtPr/{W}showingPlcHdr")
    if mark is not None and "hint_style_kept" not in case:
        mark.getparent().remove(mark)


def _tick(control: Element, tag: str, case: Case) -> None:
    options = FORMS if tag == "patent_forms" else STATES
    same = [one for one in control.getparent().iter(f"{W}sdt")]
    root = control.getroottree().getroot()
    place = [one for one in root.iter(f"{W}sdt") if _tag(one) == tag].index(control)
    word = options[place]
    label = "专利形式" if tag == "patent_forms" else "专利状况"
    chosen = (case.project[label] or "").split("、")
    if tag == "patent_forms" and "tick_all" in case:
        case.ask(label, "all four boxes are ticked")
        chosen = list(options)
    if tag == "patent_status" and "status_none" in case:
        case.ask(label, "no box is ticked")
        chosen = []
    if word not in chosen:
        if "box_lost" in case and place == len(same) - 1:
            _unwrap(control)
        return
    _set_tick(control, word, case)


def _tag(control: Element) -> str:
    node = control.find(f"{W}sdtPr/{W}tag")
    return "" if node is None else node.get(f"{W}val", "")


def _set_tick(control: Element, word: str, case: Case) -> None:
    text = control.find(f".//{W}t")
    assert text is not None
    if "tick_typed_over" in case:
        text.text = "√"
    elif "tick_typed_beside" in case:
        control.addnext(_parsed(run("√"))[0])
    elif "tick_typed_after" in case:
        after = control.getnext()
        after.addnext(_parsed(run("√"))[0])
    else:
        state = control.find(f"{W}sdtPr/{W14}checkbox/{W14}checked")
        assert state is not None
        state.set(f"{W14}val", "1")
        text.text = "☑"
        if "box_lost" in case:
            _unwrap(control)


def _unwrap(control: Element) -> None:
    content = control.find(f"{W}sdtContent")
    assert content is not None
    for one in reversed(list(content)):
        control.addnext(one)
    control.getparent().remove(control)


def _introduction(control: Element, case: Case) -> None:
    content = control.find(f"{W}sdtContent")
    assert content is not None
    kept = "hint_kept" in case or "hint_around" in case
    if not kept and "hint_deleted" not in case:
        case.habits.append("hint_deleted")
    made = _parsed("".join(introduction(case)))
    if "closed_early" in case:  # as LibreOffice 24.8 closes it: the rest stands behind the control
        for one in reversed(made[1:]):
            control.addnext(one)
        made = made[:1]
    for old in list(content):
        content.remove(old)
    content.extend(made)
    mark = control.find(f"{W}sdtPr/{W}showingPlcHdr")
    if mark is not None and "hint_style_kept" not in case:
        mark.getparent().remove(mark)


def _remove_rows(root: Element, people: int) -> None:
    for control in list(root.iter(f"{W}sdt")):
        tag = _tag(control)
        if tag.startswith("completer") and tag.endswith("_name") and int(tag[9]) > max(people, 1):
            line = next(control.iterancestors(f"{W}tr"))
            line.getparent().remove(line)
