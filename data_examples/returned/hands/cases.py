"""One returned form as it is thought out: what its project is, what is typed, and what a careful clerk would enter."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

CAMPAIGN = Path(__file__).parents[2] / "jiangxi-2023/applications.xlsx"
FORMS = ("发明专利", "实用新型专利", "外观设计专利", "软件著作权")
STATES = ("未申请", "正在申请", "已授权")
PARTS = ("成果背景", "技术原理及性能指标", "创造性与先进性", "成熟程度，适用范围和安全性", "应用情况及存在的问题")
BRIEF = "项目简介（100字以内）"
SAID_BY_LIST = ("项目名称", "第一完成人联系电话", "所在单位")
OF_FORM2 = ("申报单位", "项目类别", "是否非公", BRIEF)
NOT_ON_PAPER = ("完成时间", "介绍材料")
OF_COMPLETER = ("姓名", "性别", "岗位职务", "职称", "工作单位")
Project = dict[str, Any]


def projects() -> dict[str, Project]:
    """The example campaign's projects by number, with their completers under 其他完成人."""
    book = load_workbook(CAMPAIGN, read_only=True)
    found = {one["项目编号"]: one | {"其他完成人": []} for one in _records(book["申报项目"])}
    for person in _records(book["其他完成人"]):
        found[person.pop("项目编号")]["其他完成人"].append(person)
    return found


def _records(sheet: Any) -> Iterator[dict[str, Any]]:
    rows = sheet.iter_rows(values_only=True)
    header = [str(one).rstrip("*") for one in next(rows)]
    for cells in rows:
        if cells[0] and not str(cells[0]).startswith("示例"):
            yield {
                key: value.date() if isinstance(value, datetime) else value
                for key, value in zip(header, cells, strict=False)
            }


@dataclass
class Case:
    """A project with the habits of whoever filled in its form.

    `said` is what stands on the paper, by label; `truth` what must be entered: {"value": …}, with "or" where another
    reading is as right, or {"ask": why}.
    """

    project: Project
    base: str  # hand: made by hand from the notice; ours: the program's blank
    habits: list[str]
    said: dict[str, str] = field(default_factory=dict)
    truth: dict[str, Any] = field(default_factory=dict)
    people: list[dict[str, str]] = field(default_factory=list)
    people_truth: Any = None
    file: str = ""
    program: str = "word"

    def __post_init__(self) -> None:
        for label, value in self.project.items():
            if label in {"项目编号", "附件", "其他完成人"}:
                continue
            if label == "专利形式":
                self.truth[label] = {"value": value.split("、") if value else []}
            else:
                self.truth[label] = {"value": value.isoformat() if isinstance(value, date) else value}
            self.said[label] = shown(value)
        for label in NOT_ON_PAPER:
            self.truth[label] = {"value": None}
        self.said["所在单位及职务"] = f"{self.project['所在单位']} {self.project['第一完成人职务']}"
        self.people = [{label: person[label] or "" for label in OF_COMPLETER} for person in self.project["其他完成人"]]
        self.people_truth = [
            {label: {"value": person[label]} for label in OF_COMPLETER} for person in self.project["其他完成人"]
        ]

    def __contains__(self, habit: str) -> bool:
        return habit in self.habits

    @property
    def luck(self) -> random.Random:
        return random.Random(self.project["项目编号"])

    def ask(self, label: str, why: str, typed: str | None = None) -> None:
        """The value cannot be told from the form; what the list says of it may be entered all the same."""
        by_list = [self.project[label]] if label in SAID_BY_LIST else []
        self.truth[label] = {"ask": why} | ({"or": by_list} if by_list else {})
        if typed is not None:
            self.said[label] = typed

    def blank(self, label: str, typed: str = "") -> None:
        self.truth[label] = {"value": None}
        self.said[label] = typed

    def take(self, table: dict[str, Callable[[Case], None]]) -> Case:
        """Apply the habits that change values."""
        for habit in self.habits:
            if habit in table:
                table[habit](self)
        return self

    def entry(self) -> dict[str, Any]:
        """The entry of truth.json."""
        return {
            "file": self.file,
            "made": self.base,
            "habits": self.habits,
            "values": self.truth,
            "completers": self.people_truth,
        }


def shown(value: Any) -> str:
    """A value as most people type it."""
    if value is None:
        return ""
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else str(value)
