"""Habits that show in what is typed: each changes the words on the paper and, where it must, what is to be entered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from .cases import Case

FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
DATES = ("申报时间", "批准时间")
ZERO_TO_NINE = "〇一二三四五六七八九"


def _dates(write: Callable[[date], str], ask: str = "") -> Callable[[Case], None]:
    def change(case: Case) -> None:
        for label in DATES:
            value = case.project[label]
            if value is None:
                continue
            case.said[label] = write(value)
            if ask:
                case.ask(label, ask)

    return change


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else ZERO_TO_NINE[tens] + "十") + (
        ZERO_TO_NINE[ones] if ones else ""
    )


def _chinese_year(value: date) -> str:
    return "".join(ZERO_TO_NINE[int(one)] for one in str(value.year)) + f"年{_chinese(value.month)}月"


def _each(labels: tuple[str, ...], write: Callable[[str], str], ask: str = "") -> Callable[[Case], None]:
    def change(case: Case) -> None:
        for label in labels:
            if not case.said[label]:
                continue
            case.said[label] = write(case.said[label])
            if ask:
                case.ask(label, ask)

    return change


PHONES = ("第一完成人联系电话", "联系人电话")
NAMES = ("第一完成人", "联系人")
LONG = ("转化创造效益情况", "实施方式")


def _spaced_names(space: str) -> Callable[[Case], None]:
    def change(case: Case) -> None:
        for label in NAMES:
            if len(case.said[label]) < 4:
                case.said[label] = space.join(case.said[label])
        for person in case.people:
            if len(person["姓名"]) == 2:
                person["姓名"] = space.join(person["姓名"])

    return change


def _mobile(write: Callable[[str], str]) -> Callable[[str], str]:
    return lambda typed: write(typed) if typed.startswith("1") else typed


def _ditto(sign: str) -> Callable[[Case], None]:
    def change(case: Case) -> None:
        for person, before in zip(case.people[1:], case.people, strict=False):
            if person["工作单位"] in (before["工作单位"], case.project["所在单位"]):
                person["工作单位"] = sign

    return change


def _none_words(word: str) -> Callable[[Case], None]:
    def change(case: Case) -> None:
        for label in ("第一完成人职称", "专利号", "批准时间"):
            if not case.said[label]:
                case.said[label] = word
        for person in case.people:
            person["职称"] = person["职称"] or word

    return change


def _two_phones(case: Case) -> None:
    other = case.project["联系人电话"]
    case.ask("第一完成人联系电话", "two numbers in the cell", f"{case.said['第一完成人联系电话']}/{other}")


def _names_together(case: Case) -> None:
    joined = "、".join(person["姓名"] for person in case.people)
    first = case.people[0]
    case.people = [first | {"姓名": joined}]
    case.people_truth = {"ask": "several names in one cell, one sex, post and title for them all"}


def _id_15(case: Case) -> None:
    number = case.project["身份证号码"]
    case.ask("身份证号码", "15 digits, as before 1999", number[:6] + number[8:17])


def _no_area(case: Case) -> None:
    for label in PHONES:
        if "-" in case.said[label]:
            case.ask(label, "a landline number without its area", case.said[label].split("-")[1])


def _plain_patent(case: Case) -> None:
    if not case.said["专利号"].startswith("ZL"):
        return
    number = case.said["专利号"]
    case.said["专利号"] = number.removeprefix("ZL")
    case.truth["专利号"] = {"value": number, "or": [number.removeprefix("ZL")]}


def _half_width_marks(case: Case) -> None:
    table = str.maketrans("，；：（）", ",;:()")
    for label in LONG:
        whole = case.said[label]
        case.said[label] = whole.translate(table)
        case.truth[label] = {"value": whole, "or": [case.said[label]]}


def _cover_unit_blank(case: Case) -> None:
    case.said["所在单位（封面）"] = ""


def _short_unit_on_cover(case: Case) -> None:
    unit = case.project["所在单位"]
    case.said["所在单位（封面）"] = unit[2:]
    case.ask("所在单位", "cover and table name the unit differently")


def _sex_boxes(case: Case) -> None:
    case.said["第一完成人性别"] = "男√女□" if case.project["第一完成人性别"] == "男" else "男□女√"


def _sex_boxes_both(case: Case) -> None:
    case.ask("第一完成人性别", "neither box is ticked", "□男 □女")


def _missing_part(case: Case) -> None:
    case.ask("成熟程度，适用范围和安全性", "required, and the paper has no such part", "")


def _see_annex(case: Case) -> None:
    for part in (
        "成果背景",
        "技术原理及性能指标",
        "创造性与先进性",
        "成熟程度，适用范围和安全性",
        "应用情况及存在的问题",
    ):
        case.ask(part, "the cell says no more than 详见附件", "")


VALUE_HABITS: dict[str, Callable[[Case], None]] = {
    "date_dotted": _dates(lambda one: f"{one.year}.{one.month}.{one.day}"),
    "date_dashed": _dates(lambda one: f"{one.year}-{one.month}-{one.day}"),
    "date_slashed": _dates(lambda one: f"{one.year}/{one.month:02d}/{one.day:02d}"),
    "date_eight_digits": _dates(lambda one: f"{one:%Y%m%d}"),
    "date_spaced": _dates(lambda one: f" {one.year} 年 {one.month} 月 {one.day} 日 "),
    "date_full_width": _dates(lambda one: f"{one.year}年{one.month}月{one.day}日".translate(FULL)),
    "date_chinese": _dates(lambda one: f"{_chinese_year(one)}{_chinese(one.day)}日"),
    "date_month_only": _dates(lambda one: f"{one.year}年{one.month}月", "a month without its day"),
    "date_month_chinese": _dates(_chinese_year, "a month without its day"),
    "date_no_year": _dates(lambda one: f"{one.month}.{one.day}", "no year; could be a month of a year too"),
    "date_hao": _dates(lambda one: f"{one.year}年{one.month}月{one.day}号"),
    "id_spaced": _each(("身份证号码",), lambda one: f"{one[:6]} {one[6:14]} {one[14:]}"),
    "id_full_width": _each(("身份证号码",), lambda one: one.translate(FULL)),
    "id_small_x": _each(("身份证号码",), lambda one: one.lower()),
    "id_15_digits": _id_15,
    "phone_dashed": _each(PHONES, _mobile(lambda one: f"{one[:3]}-{one[3:7]}-{one[7:]}")),
    "phone_spaced": _each(PHONES, _mobile(lambda one: f"{one[:3]} {one[3:7]} {one[7:]}")),
    "phone_full_width": _each(PHONES, lambda one: one.translate(FULL)),
    "phone_country_code": _each(PHONES, _mobile(lambda one: f"+86 {one}")),
    "phone_brackets": _each(PHONES, lambda one: f"({one.replace('-', ')')}" if "-" in one else one),
    "phone_no_area": _no_area,
    "phone_two": _two_phones,
    "patent_full_width": _each(("专利号",), lambda one: one.translate(FULL)),
    "patent_spaced": _each(("专利号",), lambda one: one.replace("ZL", "ZL ").replace(".", " . ")),
    "patent_label_again": _each(("专利号",), lambda one: f"专利号：{one}"),
    "patent_without_zl": _plain_patent,
    "name_spaced": _spaced_names(" "),
    "name_wide_spaced": _spaced_names("　"),
    "names_together": _names_together,
    "ditto": _ditto("同上"),
    "ditto_sign": _ditto("〃"),
    "none_word": _none_words("无"),
    "none_slash": _none_words("/"),
    "none_dash": _none_words("—"),
    "half_width_marks": _half_width_marks,
    "post_after_comma": lambda case: case.said.update(
        {"所在单位及职务": f"{case.project['所在单位']}，{case.project['第一完成人职务']}"}
    ),
    "post_glued": lambda case: case.said.update(
        {"所在单位及职务": f"{case.project['所在单位']}{case.project['第一完成人职务']}"}
    ),
    "post_on_next_line": lambda case: case.said.update(
        {"所在单位及职务": f"{case.project['所在单位']}\n{case.project['第一完成人职务']}"}
    ),
    "cover_unit_blank": _cover_unit_blank,
    "cover_unit_short": _short_unit_on_cover,
    "sex_boxes": _sex_boxes,
    "sex_boxes_none": _sex_boxes_both,
    "part_missing": _missing_part,
    "see_annex": _see_annex,
}
