"""The one table of fields: key, label, kind, limits and places of every value that a clerk enters.

The entry workbook, both readers, the error messages, the templates' catalogue and the bulletin's
allow-list are made from it. Labels are the workbook's headers and the YAML keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Any


class Kind(Enum):
    """What a value is, and so how it is read and checked."""

    TEXT = auto()  # one line
    PERSON = auto()  # the name of one person
    LONG_TEXT = auto()  # paragraphs
    TEXTS = auto()  # several, separated by ；or a new line, or a YAML list
    CHOICE = auto()
    CHOICES = auto()  # several of the choices, separated by 、
    YES_NO = auto()
    DATE = auto()
    PHONE = auto()
    ID_NUMBER = auto()
    PATENT_NUMBER = auto()
    INTEGER = auto()
    PERCENT = auto()
    MILLIMETRES = auto()  # may be negative, to a tenth


@dataclass(frozen=True)
class Field:
    """One field. `limit` counts characters; `choices` names a list of the campaign or gives the words.

    `form1` says that Form 1 shows the value in the slot of that key, `form2` is its column there (from 1),
    `personal` values are masked in messages, `public` ones may stand in the bulletin. `least` and `most` are the
    bounds of a number; of TEXTS they say how many there may be, and `limit` how long each of them.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = True
    limit: int | None = None
    choices: str | tuple[str, ...] = ()
    form1: bool = False
    form2: int | None = None
    personal: bool = False
    public: bool = False
    hint: str = ""
    least: int | None = None
    most: int | None = None


SEXES = ("男", "女")

APPLICATION_FIELDS = (
    Field("number", "项目编号", limit=20, hint="由申报单位自编，不重复，如 NC-001"),
    Field("recommender", "申报单位", Kind.CHOICE, choices="recommender_names", public=True),
    Field("name", "项目名称", limit=60, form1=True, form2=2, public=True),
    Field("category", "项目类别", Kind.CHOICE, choices="categories", form2=8, public=True),
    Field("industry", "所属行业", limit=16, form1=True, form2=6),
    Field("non_public", "是否非公", Kind.YES_NO, form2=9),
    Field("unit", "所在单位", limit=40, form1=True, public=True, hint="单位标准全称，与公章保持一致"),
    Field("patent_forms", "专利形式", Kind.CHOICES, required=False, choices="patent_forms", form1=True),
    Field("patent_status", "专利状况", Kind.CHOICE, choices="patent_states", form1=True),
    Field("patent_number", "专利号", Kind.PATENT_NUMBER, required=False, limit=40, form1=True),
    Field("patent_date", "批准时间", Kind.DATE, required=False, form1=True),
    Field("implementation", "实施方式", limit=120, form1=True),
    Field("benefit", "转化创造效益情况", Kind.LONG_TEXT, limit=1500, form1=True),
    Field("completed_on", "完成时间", Kind.DATE, required=False),
    Field("lead_name", "第一完成人", Kind.PERSON, limit=20, form1=True, form2=3, public=True),
    Field("lead_sex", "第一完成人性别", Kind.CHOICE, choices=SEXES, form1=True),
    Field("lead_title", "第一完成人职称", required=False, limit=20, form1=True),
    Field("lead_phone", "第一完成人联系电话", Kind.PHONE, form1=True, form2=4, personal=True),
    Field("lead_id_number", "身份证号码", Kind.ID_NUMBER, form1=True, personal=True),
    Field("lead_post", "第一完成人职务", limit=30, form1=True, form2=5),
    Field("lead_address", "通讯地址", limit=60, form1=True, personal=True),
    Field("contact_name", "联系人", Kind.PERSON, limit=20, form1=True),
    Field("contact_phone", "联系人电话", Kind.PHONE, form1=True, personal=True),
    Field("applied_on", "申报时间", Kind.DATE, form1=True),
    Field("brief", "项目简介", Kind.LONG_TEXT, form2=7),
    Field("background", "成果背景", Kind.LONG_TEXT, limit=3000, form1=True),
    Field("principle", "技术原理及性能指标", Kind.LONG_TEXT, limit=3000, form1=True),
    Field("novelty", "创造性与先进性", Kind.LONG_TEXT, limit=3000, form1=True),
    Field("maturity", "成熟程度，适用范围和安全性", Kind.LONG_TEXT, limit=3000, form1=True),
    Field("usage", "应用情况及存在的问题", Kind.LONG_TEXT, limit=3000, form1=True),
    Field("attachments", "附件", Kind.TEXTS, required=False, hint="attachments 文件夹中的文件名，用；分隔"),
    Field("intro_paper", "介绍材料", required=False, hint="attachments 文件夹中的 PDF 文件名；不填则由程序生成"),
)

COMPLETER_FIELDS = (
    Field("number", "项目编号", limit=20),
    Field("name", "姓名", Kind.PERSON, limit=20, form1=True, public=True),
    Field("sex", "性别", Kind.CHOICE, choices=SEXES, form1=True),
    Field("post", "岗位职务", limit=20, form1=True),
    Field("title", "职称", required=False, limit=20, form1=True),
    Field("unit", "工作单位", limit=40, form1=True),
)

AWARD_FIELDS = (
    Field("number", "项目编号", limit=20),
    Field("tier", "等次", Kind.CHOICE, choices="tier_names", public=True),
    Field("serial", "证书序号", Kind.INTEGER, public=True, least=1, most=999_999),
)

SHEETS: Mapping[str, tuple[Field, ...]] = {
    "申报项目": APPLICATION_FIELDS,
    "其他完成人": COMPLETER_FIELDS,
    "评选结果": AWARD_FIELDS,
}

INTRO_KEYS = ("background", "principle", "novelty", "maturity", "usage")

SUMMARY_FIELDS = (
    Field("recommender", "申报单位", Kind.CHOICE, choices="recommender_names"),
    Field("text", "工作总结", Kind.LONG_TEXT),
)

RECOMMENDER_KINDS = ("设区市总工会", "赣江新区工会", "省产业工会", "省直属基层工会")

RECOMMENDER_FIELDS = (
    Field("name", "名称", limit=30),
    Field("short_name", "简称", limit=12),
    Field("kind", "类型", Kind.CHOICE, choices=RECOMMENDER_KINDS),
    Field("quota", "最低数量", Kind.INTEGER, hint="没有下限的写 0", least=0, most=9999),
)

TIER_FIELDS = (
    Field("name", "名称", limit=12),
    Field("count", "数量", Kind.INTEGER, least=0, most=9999),
)

# A certificate that is no longer valid; it is named by its serial number or its whole number.
REVOCATION_FIELDS = (
    Field("certificate", "证书", limit=60, hint="证书序号，如 17；组织奖如 组3"),
    Field("revoked_on", "撤销日期", Kind.DATE),
    Field("reason", "撤销原因", limit=40),
)

MOST_COMPLETERS = 5  # rows of Form 1 for the others

LETTERHEADS = ("不印", "红色印刷", "预留位置")
DATE_STYLES = ("阿拉伯数字", "汉字")
CERTIFICATE_UNITS = ("每个项目一份", "每名完成人一份")

# What a packet may be made of, in the notice's order; the last three belong to each project.
PACKET_ITEMS = ("清单", "汇总表", "工作总结", "申报表", "介绍材料", "附件")
PROJECT_ITEMS = PACKET_ITEMS[3:]
PACKET_FIELDS = (
    Field("item", "材料", Kind.CHOICE, choices=PACKET_ITEMS),
    Field("copies", "份数", Kind.INTEGER, hint="不需要的材料请整行删去", least=1, most=20),
)
SINGLE_SIDED = ("不生成", "背面顺序", "背面倒序")

# How far an overprint may be moved: more is another paper, not another printer.
_OFFSET: Mapping[str, Any] = {"least": -15, "most": 15, "hint": "再多文字会印出证书之外，请对照套打校准页重新量"}

CAMPAIGN_FIELDS = (
    Field("year", "年度", Kind.INTEGER, least=2000, most=2099),
    Field("province", "省份", limit=12),
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
    Field("completer_limit", "其他完成人人数", Kind.INTEGER, hint="申报表只有5行", least=0, most=MOST_COMPLETERS),
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
