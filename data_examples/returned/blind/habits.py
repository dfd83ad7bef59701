"""The habits of these forty: none is among those of the sixty but where every office has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from hands.cases import PARTS, Case, shown

from .changes import Change, added, both, date_as, loosely, typed

LEAD_PHONE, CONTACT_PHONE = "第一完成人联系电话", "联系人电话"
ZERO = "零一二三四五六七八九"


def _zero_words(value: date) -> str:
    year = "".join(ZERO[int(one)] for one in str(value.year))
    month = "十" * (value.month > 9) + (ZERO[value.month % 10] if value.month % 10 else "")
    tens, ones = divmod(value.day, 10)
    day = ("", "十", "二十", "三十")[tens] + (ZERO[ones] if ones else "")
    return f"{year}年{month}月{day}日"


def _with_place(write: Callable[[str, str], str]) -> Change:
    """Unit and post written together by `write`."""
    return lambda case: case.said.update(
        {"所在单位及职务": write(case.project["所在单位"], case.project["第一完成人职务"])}
    )


def _patent_bare(case: Case) -> None:
    number = case.project["专利号"]
    bare = number.removeprefix("ZL").replace(".", "")
    case.said["专利号"] = bare
    case.truth["专利号"] = {"value": number, "or": [bare, f"ZL{bare}"]}


def _two_patents(case: Case) -> None:
    case.ask(
        "专利号",
        "two numbers in the cell, one of them of an announcement",
        f"{case.project['专利号']}；授权公告号CN214253456U",
    )


def _completed(case: Case) -> None:
    value = case.project["完成时间"] or date(2022, 5, 18)
    added("完成时间", shown(value))(case)
    case.truth["完成时间"] = {"value": value.isoformat(), "or": [None]}


def _sublist(case: Case) -> None:
    text = case.said[PARTS[1]] + "\n主要做法有三条：\n1.刀口改为可换；\n2.尺身加气泡水准；\n3.手柄包防滑胶。"
    case.said[PARTS[1]] = text
    case.truth[PARTS[1]] = {"value": text}


def _struck(case: Case) -> None:
    text = case.said["实施方式"]
    case.truth["实施方式"]["or ask"] = "a part is struck out"
    case.said["实施方式"] = [("外购成套设备，", "struck"), (text, "")]  # type: ignore[assignment]


def _people(write: Callable[[dict[str, str], dict[str, str]], None], why: str = "") -> Change:
    def change(case: Case) -> None:
        for person, truth in zip(case.people, case.people_truth, strict=True):
            write(person, truth)
        if why:
            case.people_truth = {"ask": why}

    return change


def _same_as_lead(person: dict[str, str], truth: dict[str, Any]) -> None:
    person["工作单位"] = "同第一完成人"


def _sex_in_name(person: dict[str, str], truth: dict[str, Any]) -> None:
    person["姓名"], person["性别"] = f"{person['姓名']}（{person['性别']}）", ""
    truth["性别"] = {"value": truth["性别"]["value"], "or ask": "the sex stands behind the name"}


def _lead_among(case: Case) -> None:
    project = case.project
    first = {
        "姓名": project["第一完成人"],
        "性别": project["第一完成人性别"],
        "岗位职务": project["第一完成人职务"],
        "职称": project["第一完成人职称"] or "",
        "工作单位": project["所在单位"],
    }
    case.people.insert(0, first)
    case.people_truth = {
        "ask": "the lead completer stands among the others as well; entered without that row is right too"
    }


def _title_with_level(case: Case) -> None:
    text = f"{case.project['第一完成人职称']}（一级）"
    case.said["第一完成人职称"], case.truth["第一完成人职称"] = text, {"value": text}


def _merged(case: Case) -> None:
    if len(case.people) > 1:
        for person in case.people:
            person["工作单位"] = case.project["所在单位"] if person is case.people[0] else ""


def _two_headings(case: Case) -> None:
    for part in PARTS[3:]:
        case.ask(part, "two parts stand under one heading")


def _no_words(case: Case) -> None:
    for part in PARTS:
        case.truth[part] = case.truth[part] | {
            "or ask": "numbered 1 to 5 as in the hint, but without the headings' words"
        }


def _name_different(case: Case) -> None:
    name = case.project["项目名称"]
    case.said["项目名称（封面）"] = name[:-1] + "系统"
    case.ask("项目名称", "cover and table name the project differently")


def _name_broken(case: Case) -> None:
    name = case.project["项目名称"]
    case.said["项目名称（封面）"] = f"{name[:6]}\n{name[6:]}"


def _zero_width(case: Case) -> None:
    name = case.project["项目名称"]
    case.said["项目名称"] = f"{name[:3]}\u200b{name[3:]}\u00a0"


def _letter_o(text: str) -> str:
    return text[:7] + text[7:].replace("0", "O", 1)


VALUES: dict[str, Change] = {
    "date_comma": date_as(lambda one: f"{one.year}，{one.month}，{one.day}"),
    "date_zero_filled": date_as(lambda one: f"{one:%Y年%m月%d日}"),
    "date_with_weekday": date_as(lambda one: f"{shown(one)}（星期{'一二三四五六日'[one.weekday()]}）"),
    "date_from_excel": date_as(lambda one: f"{one} 00:00:00"),
    "date_two_digit_year": date_as(lambda one: f"{one:%y}.{one.month}.{one.day}", "a year of two figures"),
    "date_no_day": date_as(lambda one: f"{one.year}年{one.month}月  日", "the day is left open"),
    "date_granted_note": date_as(lambda one: f"{shown(one)}（授权公告日）", labels=("批准时间",)),
    "date_mixed": date_as(
        lambda one: f"{one.year}年{'一二三四五六七八九'[one.month - 1]}月{one.day}日", labels=("申报时间",)
    ),
    "date_range": date_as(
        lambda one: f"{one.year}年{one.month}月{one.day}日至{one.day + 1}日", "a span of days", ("申报时间",)
    ),
    "date_impossible": date_as(lambda one: f"{one.year}年6月31日", "no such day", ("申报时间",)),
    "date_full_stop_wide": date_as(lambda one: f"{one.year}．{one.month}．{one.day}"),
    "date_written_zero": date_as(_zero_words, labels=("申报时间",)),
    "phone_label": typed(LEAD_PHONE, lambda one: f"手机：{one}"),
    "phone_with_note": typed(LEAD_PHONE, lambda one: f"{one}（微信同号）"),
    "phone_long_dash": both(*(typed(one, lambda text: text.replace("-", "—")) for one in (LEAD_PHONE, CONTACT_PHONE))),
    "phone_no_dash": both(*(loosely(one, lambda text: text.replace("-", "")) for one in (LEAD_PHONE, CONTACT_PHONE))),
    "phone_area_space": both(
        *(loosely(one, lambda text: text.replace("-", " ")) for one in (LEAD_PHONE, CONTACT_PHONE))
    ),
    "phone_twelve": typed(LEAD_PHONE, lambda one: one + "6", "a mobile number of twelve figures"),
    "phone_two_stacked": typed(LEAD_PHONE, lambda one: f"{one}\n18600004412", "two numbers, one below the other"),
    "id_label": typed("身份证号码", lambda one: f"身份证：{one}。"),
    "id_hyphened": typed("身份证号码", lambda one: f"{one[:6]}-{one[6:14]}-{one[14:]}"),
    "id_split_lines": typed("身份证号码", lambda one: f"{one[:10]}\n{one[10:]}"),
    "id_letter_o": typed("身份证号码", _letter_o, "a letter O among the figures"),
    "name_with_role": typed("第一完成人", lambda one: f"{one}（组长）"),
    "name_with_comrade": typed("联系人", lambda one: f"{one}同志"),
    "name_different": _name_different,
    "name_broken_on_cover": _name_broken,
    "zero_width": _zero_width,
    "sex_word": typed("第一完成人性别", lambda one: f"{one}性"),
    "sex_in_name": _people(_sex_in_name),
    "title_none_words": both(
        lambda case: case.blank("第一完成人职称", "暂无"),
        _people(lambda person, truth: person.update({"职称": person["职称"] or "无职称"})),
    ),
    "title_with_level": _title_with_level,
    "patent_lower": typed("专利号", lambda one: one.replace("ZL", "zl")),
    "patent_spread": typed("专利号", lambda one: f"{one[:2]} {one[2:6]} {one[6:7]} {one[7:]}"),
    "patent_word_none": both(lambda case: case.blank("专利号", "暂无专利"), lambda case: case.blank("批准时间", "－")),
    "patent_bare": _patent_bare,
    "two_patents": _two_patents,
    "post_first": _with_place(lambda unit, post: f"{post}，{unit}"),
    "post_in_brackets": _with_place(lambda unit, post: f"{unit}（{post}）"),
    "post_labelled": _with_place(lambda unit, post: f"单位：{unit}  职务：{post}"),
    "address_with_postcode": loosely("通讯地址", lambda one: f"{one}  邮编：334000"),
    "address_two_lines": typed("通讯地址", lambda one: f"{one[:6]}\n{one[6:]}"),
    "extra_birth": both(added("出生年月", "1983.05"), added("学历", "大专")),
    "extra_mail": both(added("电子邮箱", "gonghui@example.com"), added("QQ", "100000001")),
    "extra_columns": added("项目起止时间", "2021年3月—2022年10月"),
    "completed_row": _completed,
    "struck_part": _struck,
    "sublist": _sublist,
    "two_under_one_heading": _two_headings,
    "numbers_without_words": _no_words,
    "unit_same_as_lead": _people(_same_as_lead),
    "unit_merged_down": _merged,
    "lead_among_people": _lead_among,
    "filled_by_below": lambda case: case.said.update(
        {"末尾": ["填表人：周敏    审核人：吴建国    电话：0793-88009999"]}
    ),  # type: ignore[dict-item]
    "note_by_the_city": lambda case: case.said.update(
        {"所属行业": [(case.project["所属行业"], ""), ("（已核）", "red")]}  # type: ignore[dict-item]
    ),
}
