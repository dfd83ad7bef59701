"""The words of a form made by hand: its labels, and the values with whatever the habit puts into them."""

from __future__ import annotations

from .cases import Case
from .introductions import lines
from .word_parts import Xml, deleted, field, inserted, para, run, runs

LABELS = {
    "项目名称": "项 目 名 称",
    "第一完成人": "第一完成人\v（牵头人）姓名",
    "联系电话": "联 系\v电 话",
    "其他完成人": "其他完成人\v情况",
    "姓名": "姓  名",
    "工作单位": "工  作  单  位",
    "效益": "转化创造效益情况",
    "岗位职务": "岗位职务",
    "身份证号码": "身份证号码",
    "工作单位及职务": "工作单位及职务",
    "通讯地址": "通讯地址",
    "所属行业": "所属行业",
    "实施方式": "实施方式",
    "专利号": "专利号",
    "批准时间": "批准时间",
    "性别": "性别",
    "职称": "职称",
}
DRIFTED = {
    "项目名称": "成果名称",
    "第一完成人": "第一完成人姓名",
    "联系电话": "手机号码",
    "其他完成人": "其他主要完成人",
    "身份证号码": "身份证号",
    "工作单位及职务": "单位及职务",
    "通讯地址": "通信地址",
    "所属行业": "行业",
    "效益": "转化创造的效益情况",
    "岗位职务": "岗位/职务",
    "批准时间": "授权时间",
}
SPACED = {
    "性别": "性 别",
    "职称": "职  称",
    "专利号": "专 利 号",
    "所属行业": "所 属 行 业",
    "通讯地址": "通 讯 地 址",
    "批准时间": "批 准 时 间",
}
HIDDEN = "<w:vanish/>"


def label(case: Case, key: str) -> str:
    text = LABELS[key]
    if "labels_drifted" in case:
        text = DRIFTED.get(key, text)
    if "labels_spaced" in case:
        text = SPACED.get(key, text)
    if "labels_unspaced" in case:
        text = text.replace(" ", "").replace("\v", "")
    if "labels_noted" in case and key in {"身份证号码", "联系电话"}:
        text += "（必填）"
    return text + ("：" if "labels_with_colon" in case else "")


def value(case: Case, name: str) -> list[Xml]:
    """The paragraphs of a value, with whatever the habit puts into them."""
    text = case.said[name]
    if name == "实施方式" and "tracked_changes" in case and len(text) > 8:
        return [para(run(text[:4]), deleted("初步"), inserted(text[4:8]), run(text[8:]))]
    if name == "通讯地址" and "hidden_text" in case:
        return [para(run("示例：江西省某某市某某路1号", HIDDEN), run(text))]
    if name == "联系电话" and "no_break_hyphen" in case and "-" in case.said["第一完成人联系电话"]:
        return [_no_break(case.said["第一完成人联系电话"])]
    if name == "申报时间" and "field_date" in case:
        return [para(field('DATE \\@ "yyyy年M月d日"', text))]
    if name == "所属行业" and "field_text" in case:
        return [para(field("FORMTEXT", text))]
    if "Φ" in text and "symbol_font" in case:
        before, after = text.split("Φ", 1)
        return [para(run(before), Xml('<w:r><w:sym w:font="Symbol" w:char="F046"/></w:r>'), run(after))]
    if name in {"转化创造效益情况", "实施方式"}:
        return lines(case, text)
    return [para(runs(one, pieces=3 if "runs_cut" in case else 0)) for one in text.split("\n")]


def _no_break(text: str) -> Xml:
    before, after = text.split("-", 1)
    return para(run(before), Xml("<w:r><w:noBreakHyphen/></w:r>"), run(after))
