"""The form of a campaign's settings: its groups and boxes, and what was typed into them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from generator.campaign.fields import Field, Kind
from generator.campaign.settings import CAMPAIGN_FIELDS, CAMPAIGN_LISTS, fields_of
from generator.interfaces.web.telling import said

CHOSEN = (Kind.CHOICE, Kind.YES_NO)  # kinds that are chosen from a list, not typed
ROWS_TO_SPARE = 3  # empty ones below a table, to type further ones into
# What stands together on the page: its heading, the settings by label, the tables.
GROUPS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("活动", ("年度", "省份", "活动名称", "主办单位", "发文字号", "成文日期", "版头", "加盖印章"), ()),
    ("时间", ("申报开始", "申报截止", "评选截止", "发布月份"), ()),
    ("报送材料的联系方式", ("邮寄地址", "联系人", "联系电话", "邮箱"), ()),
    ("申报单位", (), ("申报单位", "单位类型")),
    ("评选规则", ("非公比例", "成果年限", "项目简介字数", "工作总结字数", "其他完成人人数"), ("等次",)),
    ("项目的分类", ("项目类别", "专利形式", "专利状况"), ()),
    (
        "证书",
        (
            "证书编号",
            "发证日期",
            "发证日期写法",
            "证书发放",
            "组织奖证书编号",
            "证书套打",
            "套打右移毫米",
            "套打下移毫米",
        ),
        ("撤销证书",),
    ),
    ("通报", ("通报发文字号", "通报成文日期", "通报印发日期", "组织奖"), ()),
    ("申报材料", ("单面打印",), ("申报材料",)),
    ("版记", ("抄送", "印发机关", "印发日期"), ()),
)
_FIELDS = {of.label: of for of in CAMPAIGN_FIELDS}
_OWN_HINTS = {
    "成果年限": "近几年的成果，如 3",
    "项目简介字数": "最多多少字",
    "工作总结字数": "最多多少字",
    "其他完成人人数": "最多几人",
}
_HINTS = {Kind.DATE: "如 2025年7月20日", Kind.TEXTS: "每行写一个", Kind.PERCENT: "如 20%"}


@dataclass(frozen=True)
class Box:
    """Something to type into or to choose: its name in the form, its label, what stands in it, what is wrong."""

    name: str
    label: str
    value: str
    choices: tuple[str, ...] = ()
    is_long: bool = False
    required: bool = False
    hint: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class Table:
    """A list of records: the boxes of each row, and what is wrong with a row as a whole."""

    label: str
    columns: tuple[Field, ...]
    rows: tuple[tuple[Box, ...], ...]
    wrong: tuple[str, ...]
    as_a_whole: str


@dataclass(frozen=True)
class Group:
    """A section of the page."""

    title: str
    boxes: tuple[Box, ...]
    tables: tuple[Table, ...]


def groups(told: Mapping[str, Any]) -> list[Group]:
    """The sections, of what a trial tells of the settings (`work/drafts.py`)."""
    problems = [one for one in told["problems"] if one["file"] == "settings"]
    choices: Mapping[str, Sequence[str]] = told["choices"]
    typed = told["settings"]
    return [
        Group(
            title,
            tuple(_box(_FIELDS[label], typed["values"][label], problems) for label in labels),
            tuple(_table(label, typed["rows"][label], choices, problems) for label in tables),
        )
        for title, labels, tables in GROUPS
    ]


def first_wrong(groups: Iterable[Group]) -> str:
    """Where on the page the first thing that is wrong stands."""
    for group in groups:
        if found := next((box.name for box in group.boxes if box.wrong), ""):
            return f"b-{found}"
        for table in group.tables:
            if table.as_a_whole:
                return f"w-t.{table.label}"
            for row, wrong in zip(table.rows, table.wrong, strict=True):
                if found := next((box.name for box in row if box.wrong or wrong), ""):
                    return f"b-{found}"
    return "main"


def elsewhere(told: Mapping[str, Any], groups: Iterable[Group]) -> list[str]:
    """What is wrong with the settings and stands at no box."""
    shown = {box.label for group in groups for box in group.boxes} | {t.label for g in groups for t in g.tables}
    return [said(one) for one in told["problems"] if one["file"] == "settings" and one["part"] not in shown]


def _box(of: Field, value: str, problems: Sequence[Mapping[str, Any]]) -> Box:
    wrong = [one for one in problems if one["part"] == of.label]
    return Box(
        f"v.{of.label}", of.label, value, _choices_of(of, value), of.kind is Kind.TEXTS, of.required, _hint(of),
        "".join(map(said, wrong)),
    )  # fmt: skip


def _table(
    label: str, rows: Sequence[Mapping[str, str]], choices: Mapping[str, Sequence[str]], problems: Sequence[Any]
) -> Table:
    columns = fields_of(CAMPAIGN_LISTS[label][1])
    own = [one for one in problems if one["part"] == label]
    shown = [*rows, *({} for _ in range(ROWS_TO_SPARE))]
    boxes, wrong = [], []
    for number, row in enumerate(shown):
        here = [one for one in own if one["row"] == number]
        boxes.append(tuple(_cell(label, number, of, row.get(of.label, ""), choices, here) for of in columns))
        wrong.append("".join(said(one) for one in here if one["field"] not in {of.label for of in columns}))
    as_a_whole = "".join(said(one) for one in own if one["row"] < 0)
    return Table(label, columns, tuple(boxes), tuple(wrong), as_a_whole)


def _cell(
    label: str, number: int, of: Field, value: str, choices: Mapping[str, Sequence[str]], problems: Sequence[Any]
) -> Box:
    known = tuple(choices.get(of.label, ())) or _choices_of(of, value)
    if known:  # the empty choice too: a row goes by being emptied
        known = tuple(dict.fromkeys(("", value, *known)))
    wrong = "".join(said(one) for one in problems if one["field"] == of.label)
    return Box(f"r.{label}.{number}.{of.label}", of.label, value, known, False, of.required, "", wrong)


def _choices_of(of: Field, value: str) -> tuple[str, ...]:
    """What there is to choose from; what was typed otherwise stays there too."""
    known = ("是", "否") if of.kind is Kind.YES_NO else of.choices if of.kind is Kind.CHOICE else ()
    if isinstance(known, str) or not known:
        return ()
    return known if value in known else (value, *known)


def _hint(of: Field) -> str:
    if of.kind is Kind.MILLIMETRES and of.most is not None:  # its own hint says what is wrong with more
        return f"毫米数，最多{of.most}，负数往回移，可以空着"
    own = of.hint.replace("按 templates/words.yaml", "用程序自带的名称")
    hint = own or _OWN_HINTS.get(of.label) or _HINTS.get(of.kind, "")
    is_said = of.required or "空着" in hint
    return hint if is_said else "，".join(filter(None, [hint, "可以空着"]))


def typed(form: FormData) -> dict[str, Any]:
    """What was typed, as a trial takes it; rows in which nothing stands are left out."""
    values = {name[2:]: _line(form, name) for name in form if name.startswith("v.") and name[2:] in _FIELDS}
    rows = {
        label: [row for _, row in sorted(found.items()) if _stands(label, row)] for label, found in _rows(form).items()
    }
    return {"values": values, "rows": rows}


def _rows(form: FormData) -> dict[str, dict[int, dict[str, str]]]:
    """What stands in the rows of the tables, by table and by the number of the row on the page."""
    rows: dict[str, dict[int, dict[str, str]]] = {}
    for name in form:
        parts = name.split(".")
        if parts[0] == "r" and len(parts) == 4 and parts[1] in CAMPAIGN_LISTS and parts[2].isdecimal():
            rows.setdefault(parts[1], {}).setdefault(int(parts[2]), {})[parts[3]] = _line(form, name)
    return rows


def _stands(label: str, row: Mapping[str, str]) -> bool:
    """Whether something was typed in the row; what is chosen in it beside an empty first column says nothing alone."""
    first, *others = fields_of(CAMPAIGN_LISTS[label][1])
    return any(row.get(of.label) for of in (first, *(of for of in others if of.kind not in CHOSEN)))


def _line(form: FormData, name: str) -> str:
    value = form[name]
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""


def wrongs(told: Mapping[str, Any], form: FormData) -> dict[str, str]:
    """What is wrong by the names of the boxes as they stand on the page, where empty rows may lie between others."""
    found = groups(told)
    found_wrong = {box.name: box.wrong for group in found for box in group.boxes if box.wrong}
    for table in [table for group in found for table in group.tables]:
        places = _places(form, table.label)
        for number, row in enumerate(table.rows):
            if number < len(places):
                for box in row:
                    if text := box.wrong or (table.wrong[number] if box is row[0] else ""):
                        found_wrong[f"r.{table.label}.{places[number]}.{box.label}"] = text
        if table.as_a_whole:
            found_wrong[f"t.{table.label}"] = table.as_a_whole
    return found_wrong


def _places(form: FormData, label: str) -> list[int]:
    """The numbers on the page of the table's rows in which something stands."""
    return [number for number, row in sorted(_rows(form).get(label, {}).items()) if _stands(label, row)]
