"""Fields: key, label, kind and limits of every value that a clerk enters.

Those of applications come from templates/fields.yaml; the entry workbook, both readers, the messages, the forms and the
templates' catalogue are made from them. Those of campaign.yaml stand here. Labels are headers and YAML keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from typing import Any


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

OPEN = ("若干",)  # what may stand in place of a number

RECOMMENDER_FIELDS = (
    Field("name", "名称", limit=30),
    Field("short_name", "简称", limit=12),
    Field("kind", "类型", Kind.CHOICE, choices="recommender_kinds"),
    Field("quota", "最低数量", Kind.INTEGER, choices=OPEN, hint="没有下限的写 0", least=0, most=9999),
)

TIER_FIELDS = (
    Field("name", "名称", limit=12),
    Field("count", "数量", Kind.INTEGER, choices=OPEN, least=0, most=9999),
)

RECOMMENDER_KIND_FIELDS = (
    Field("name", "名称", limit=20),
    Field("owes_share", "非公比例", Kind.YES_NO, required=False),
    Field("together", "统称", required=False, limit=20),
)

# A certificate that is no longer valid; it is named by its serial number or its whole number.
REVOCATION_FIELDS = (
    Field("certificate", "证书", limit=60, hint="证书序号，如 17；组织奖如 组3"),
    Field("revoked_on", "撤销日期", Kind.DATE),
    Field("reason", "撤销原因", limit=40),
)

LETTERHEADS = ("不印", "红色印刷", "预留位置")
DATE_STYLES = ("阿拉伯数字", "汉字")
CERTIFICATE_UNITS = ("每个项目一份", "每名完成人一份")

# What a packet may be made of, in the notice's order; the last three belong to each project.
PACKET_FIELDS = (
    Field("item", "材料"),
    Field("copies", "份数", Kind.INTEGER, hint="不需要的材料请整行删去", least=1, most=20),
)
SINGLE_SIDED = ("不生成", "背面顺序", "背面倒序")

# How far an overprint may be moved: more is another paper, not another printer.
_OFFSET: Mapping[str, Any] = {"least": -15, "most": 15, "hint": "再多文字会印出证书之外，请对照套打校准页重新量"}

CAMPAIGN_FIELDS = (
    Field("year", "年度", Kind.INTEGER, least=2000, most=2099),
    Field("province", "省份", limit=12),
    Field("activity", "活动名称", required=False, limit=20, hint="空着的按 templates/words.yaml"),
    Field("issuer", "主办单位", limit=30),
    Field("document_number", "发文字号", limit=30),
    Field("issued_on", "成文日期", Kind.DATE),
    Field("letterhead", "版头", Kind.CHOICE, choices=LETTERHEADS),
    Field("sealed", "加盖印章", Kind.YES_NO),
    Field("applications_from", "申报开始", Kind.DATE),
    Field("applications_until", "申报截止", Kind.DATE),
    Field("review_until", "评选截止", Kind.DATE),
    Field("release_month", "发布月份", limit=20),
    Field("contact_address", "邮寄地址", required=False, limit=60),
    Field("contact_name", "联系人", required=False, limit=20),
    Field("contact_phone", "联系电话", required=False, limit=40),
    Field("contact_email", "邮箱", required=False, limit=60),
    Field("non_public_share", "非公比例", Kind.PERCENT, least=0, most=100),
    Field("recent_years", "成果年限", Kind.INTEGER, least=1, most=50),
    Field("brief_limit", "项目简介字数", Kind.INTEGER, least=10, most=1000),
    Field("summary_limit", "工作总结字数", Kind.INTEGER, least=100, most=20_000),
    Field("completer_limit", "其他完成人人数", Kind.INTEGER, least=0, most=50),  # no more than the forms have rows
    Field("categories", "项目类别", Kind.TEXTS, limit=12, most=12),
    Field("patent_forms", "专利形式", Kind.TEXTS, limit=20, most=12),
    Field("patent_states", "专利状况", Kind.TEXTS, limit=20, least=2, most=12, hint="先写未申请的，最后写已授权的"),
    Field("certificate_number", "证书编号", limit=60, hint="{年度} {序号}"),
    Field("certificate_date", "发证日期", Kind.DATE),
    Field("certificate_date_style", "发证日期写法", Kind.CHOICE, choices=DATE_STYLES),
    Field("certificate_per", "证书发放", Kind.CHOICE, choices=CERTIFICATE_UNITS),
    Field("award_number", "组织奖证书编号", limit=60, hint="{年度} {序号}"),
    Field("certificate_overprint", "证书套打", Kind.YES_NO, required=False),
    Field("overprint_right_mm", "套打右移毫米", Kind.MILLIMETRES, required=False, **_OFFSET),
    Field("overprint_down_mm", "套打下移毫米", Kind.MILLIMETRES, required=False, **_OFFSET),
    Field("bulletin_number", "通报发文字号", limit=30),
    Field("bulletin_date", "通报成文日期", Kind.DATE),
    Field("bulletin_printed_on", "通报印发日期", Kind.DATE, required=False, hint="空着的与通报成文日期相同"),
    Field("organisation_awards", "组织奖", Kind.TEXTS, required=False),
    Field("copy_to", "抄送", required=False, limit=120),
    Field("printed_by", "印发机关", required=False, limit=40),
    Field("printed_on", "印发日期", Kind.DATE, required=False),
    Field("single_sided", "单面打印", Kind.CHOICE, required=False, choices=SINGLE_SIDED),
)

# Lists of records inside campaign.yaml: label → (key, fields of one entry).
CAMPAIGN_LISTS: Mapping[str, tuple[str, tuple[Field, ...]]] = {
    "单位类型": ("recommender_kinds", RECOMMENDER_KIND_FIELDS),
    "申报单位": ("recommenders", RECOMMENDER_FIELDS),
    "等次": ("tiers", TIER_FIELDS),
    "撤销证书": ("revocations", REVOCATION_FIELDS),
    "申报材料": ("packet", PACKET_FIELDS),
}


_LIMIT_BEHIND = re.compile(r"[（(]\d+字以内[）)]$")


def bare_label(name: str) -> str:
    """The label without the limit that forms print behind it: 项目简介（100字以内）, in whatever number."""
    return _LIMIT_BEHIND.sub("", name)


@cache
def by_name(fields: tuple[Field, ...]) -> Mapping[str, Field]:
    """The fields by label and by key: clerks write labels, programs may write keys."""
    table = {field.key: field for field in fields}
    return table | {field.label: field for field in table.values()}
