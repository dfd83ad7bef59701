"""Fields: key, label, kind and limits of every value that a clerk enters.

Those of applications come from templates/fields.yaml; the entry workbook, both readers, the messages, the forms and the
templates' catalogue are made from them. Those of campaign.yaml stand with its records (`settings.py`). Labels are
headers and YAML keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property


class Kind(Enum):
    """What a value is, and so how it is read, checked and shown; the word is how a clerk names it."""

    TEXT = "单行文字"
    PERSON = "人名"  # of one person
    LONG_TEXT = "多段文字"
    TEXTS = "多项文字"  # several, separated by ；or a new line, or a YAML list
    CHOICE = "选一项"
    CHOICES = "选多项"  # several of the choices, separated by 、
    YES_NO = "是否"
    DATE = "日期"
    PHONE = "电话"
    ID_NUMBER = "身份证号码"
    PATENT_NUMBER = "专利号"
    INTEGER = "整数"
    MONEY = "金额"  # in the field's unit, to four decimals
    PICTURE = "图片"  # a file of attachments/
    PERCENT = "百分数"  # these two only in campaign.yaml
    MILLIMETRES = "毫米"  # may be negative, to a tenth


@dataclass(frozen=True, eq=False)
class Field:
    """One field. `limit` counts characters; `choices` names a list of the campaign or gives the words.

    `personal` values are masked in messages, `public` ones may stand in the bulletin. `least` and `most` are the
    bounds of a number; of TEXTS they say how many there may be, and `limit` how long each of them. `example` stands in
    the entry workbook, `unit` is what money counts in, such as 万元.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = True
    limit: int | None = None
    choices: str | tuple[str, ...] = ()
    personal: bool = False
    public: bool = False
    hint: str = ""
    least: int | None = None
    most: int | None = None
    example: str = ""
    unit: str = ""


APPLICATION_SHEET, COMPLETER_SHEET, AWARD_SHEET = "申报项目", "其他完成人", "评选结果"


@dataclass(frozen=True)
class Fields:
    """The fields of the three tables that a clerk fills in, in the order of their columns."""

    application: tuple[Field, ...]
    completer: tuple[Field, ...]
    award: tuple[Field, ...]

    @cached_property
    def tables(self) -> Mapping[str, tuple[Field, ...]]:
        """The fields by the name of their table."""
        return {APPLICATION_SHEET: self.application, COMPLETER_SHEET: self.completer, AWARD_SHEET: self.award}

    @cached_property
    def of_completer(self) -> tuple[Field, ...]:
        """The fields of a completer without the number of its project."""
        return tuple(field for field in self.completer if field.key != "number")

    @cached_property
    def of_award(self) -> tuple[Field, ...]:
        """The fields of an award without the number of its project."""
        return tuple(field for field in self.award if field.key != "number")

    @cached_property
    def personal_names(self) -> frozenset[str]:
        """Keys and labels of the fields whose values no message shows."""
        return frozenset(
            name
            for field in (*self.application, *self.completer, *self.award)
            if field.personal
            for name in (field.key, field.label)
        )

    def has(self, *keys: str) -> bool:
        """Whether the application's table has these fields."""
        return self._of_application.keys() >= set(keys)

    def label(self, key: str) -> str:
        """How clerks call that field of an application; "" where the table lacks it."""
        field = self._of_application.get(key)
        return field.label if field else ""

    @cached_property
    def _of_application(self) -> Mapping[str, Field]:
        return {field.key: field for field in self.application}


SUMMARY_FIELDS = (
    Field("recommender", "申报单位", Kind.CHOICE, choices="recommender_names"),
    Field("text", "工作总结", Kind.LONG_TEXT),
)

LETTERHEADS = ("不印", "红色印刷", "预留位置")
DATE_STYLES = ("阿拉伯数字", "汉字")
CERTIFICATE_UNITS = ("每个项目一份", "每名完成人一份")
SINGLE_SIDED = ("不生成", "背面顺序", "背面倒序")


_LIMIT_BEHIND = re.compile(r"[（(]\d+字以内[）)]$")


def bare_label(name: str) -> str:
    """The label without the limit that forms print behind it: 项目简介（100字以内）, in whatever number."""
    return _LIMIT_BEHIND.sub("", name)


@cache
def by_name(fields: tuple[Field, ...]) -> Mapping[str, Field]:
    """The fields by label and by key: clerks write labels, programs may write keys."""
    table = {field.key: field for field in fields}
    return table | {field.label: field for field in table.values()}
