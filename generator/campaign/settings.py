"""What campaign.yaml and words.yaml fix for one year's campaign, as every stage after the checks has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator, ValidationInfo
from pydantic import Field as Attribute

from generator.campaign.fields import CERTIFICATE_UNITS, DATE_STYLES, LETTERHEADS, SINGLE_SIDED, Field, Kind
from generator.campaign.forms import Per
from generator.campaign.kinds import packet_items
from generator.campaign.schema import Schema


class Record(BaseModel):
    """A record that cannot be changed and accepts no value of another type."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


def asked(label: str, kind: Kind = Kind.TEXT, default: Any = ..., **more: Any) -> Any:
    """An attribute that campaign.yaml gives under this label, with what else its field says (see `Field`)."""
    field: dict[str, Any] = {"label": label, "kind": kind, **more}
    return Attribute(default, json_schema_extra=field)


@cache
def fields_of(record: type[Record]) -> tuple[Field, ...]:
    """The fields that campaign.yaml has for such a record, in the order of its attributes."""
    told: list[tuple[str, Any]] = [(key, one.json_schema_extra) for key, one in record.model_fields.items()]
    return tuple(Field(key, **field) for key, field in told if field)


SOME = "若干"  # in place of a number: it is not fixed how many, but there are some
# How far an overprint may be moved: more is another paper, not another printer.
_OFFSET: Mapping[str, Any] = {"least": -15, "most": 15, "hint": "再多文字会印出证书之外，请对照套打校准页重新量"}


class Recommender(Record):
    """The body that hands applications in; `quota` is its least number, 0 for none, or SOME."""

    name: str = asked("名称", limit=30)
    short_name: str = asked("简称", limit=12)
    kind: str = asked("类型", Kind.CHOICE, choices="recommender_kinds")
    quota: int | str = asked("最低数量", Kind.INTEGER, choices=(SOME,), hint="没有下限的写 0", least=0, most=9999)

    @property
    def least(self) -> int:
        """How many applications it has to hand in."""
        return self.quota if isinstance(self.quota, int) else 1


class Tier(Record):
    """One class of winners, such as 一等优秀成果, and how many there are: a number, or SOME."""

    name: str = asked("名称", limit=12)
    count: int | str = asked("数量", Kind.INTEGER, choices=(SOME,), least=0, most=9999)

    @property
    def is_open(self) -> bool:
        """Whether it is not fixed how many there are."""
        return not isinstance(self.count, int)


class PacketItem(Record):
    """What a packet holds so many copies of."""

    item: str = asked("材料")
    copies: int = asked("份数", Kind.INTEGER, hint="不需要的材料请整行删去", least=1, most=20)


class Revocation(Record):
    """A certificate that is no longer valid, as campaign.yaml names it: by serial number or whole number."""

    certificate: str = asked("证书", limit=60, hint="证书序号，如 17；组织奖如 组3")
    revoked_on: date = asked("撤销日期", Kind.DATE)
    reason: str = asked("撤销原因", limit=40)


def _schema(value: Any, info: ValidationInfo) -> Schema:
    """The schema as it is; of JSON what the reader makes of its folders and sum that is given as the context."""
    if isinstance(value, Schema):
        return value
    reader: Callable[..., Schema] = info.context  # type: ignore[assignment]
    return reader(*value)


class RecommenderKind(Record):
    """A kind of recommenders, and whether their applications owe the share of non-public units.

    `together` is what all of them are called at once; without it each is called by its short name.
    """

    name: str = asked("名称", limit=20)
    owes_share: bool = asked("非公比例", Kind.YES_NO, required=False, default=False)
    together: str = asked("统称", required=False, limit=20, default="")


class Words(Record):
    """How an award calls things: by words.yaml. `titles` and `file_names` have marks in them, for campaign values."""

    activity: str
    recommender_kinds: tuple[RecommenderKind, ...]
    excluded_units: tuple[str, ...]
    excluded_posts: tuple[str, ...]
    titles: Mapping[str, str]
    file_names: Mapping[str, str]


class Settings(Record):
    """What campaign.yaml fixes for one year's campaign, with its fields and forms."""

    fields_and_forms: Annotated[
        Schema, PlainValidator(_schema), PlainSerializer(lambda schema: (schema.folders, schema.content))
    ]
    words: Words
    year: int = asked("年度", Kind.INTEGER, least=2000, most=2099)
    province: str = asked("省份", limit=12)
    activity: str = asked("活动名称", required=False, limit=20, hint="空着的按 templates/words.yaml")
    issuer: str = asked("主办单位", limit=30)
    document_number: str = asked("发文字号", limit=30)
    issued_on: date = asked("成文日期", Kind.DATE)
    letterhead: str = asked("版头", Kind.CHOICE, choices=LETTERHEADS)
    sealed: bool = asked("加盖印章", Kind.YES_NO)
    applications_from: date = asked("申报开始", Kind.DATE)
    applications_until: date = asked("申报截止", Kind.DATE)
    review_until: date = asked("评选截止", Kind.DATE)
    release_month: str = asked("发布月份", limit=20)
    contact_address: str = asked("邮寄地址", required=False, limit=60)
    contact_name: str = asked("联系人", required=False, limit=20)
    contact_phone: str = asked("联系电话", required=False, limit=40)
    contact_email: str = asked("邮箱", required=False, limit=60)
    non_public_share: int = asked("非公比例", Kind.PERCENT, least=0, most=100)
    recent_years: int = asked("成果年限", Kind.INTEGER, least=1, most=50)
    brief_limit: int = asked("项目简介字数", Kind.INTEGER, least=10, most=1000)
    summary_limit: int = asked("工作总结字数", Kind.INTEGER, least=100, most=20_000)
    completer_limit: int = asked("其他完成人人数", Kind.INTEGER, least=0, most=50)  # no more than the forms have rows
    categories: tuple[str, ...] = asked("项目类别", Kind.TEXTS, limit=12, most=12)
    patent_forms: tuple[str, ...] = asked("专利形式", Kind.TEXTS, limit=20, most=12)
    patent_states: tuple[str, ...] = asked(
        "专利状况", Kind.TEXTS, limit=20, least=2, most=12, hint="先写未申请的，最后写已授权的"
    )
    certificate_number: str = asked("证书编号", limit=60, hint="{年度} {序号}")
    certificate_date: date = asked("发证日期", Kind.DATE)
    certificate_date_style: str = asked("发证日期写法", Kind.CHOICE, choices=DATE_STYLES)
    certificate_per: str = asked("证书发放", Kind.CHOICE, choices=CERTIFICATE_UNITS)
    award_number: str = asked("组织奖证书编号", limit=60, hint="{年度} {序号}")
    certificate_overprint: bool = asked("证书套打", Kind.YES_NO, required=False)
    overprint_right_mm: float = asked("套打右移毫米", Kind.MILLIMETRES, required=False, **_OFFSET)
    overprint_down_mm: float = asked("套打下移毫米", Kind.MILLIMETRES, required=False, **_OFFSET)
    bulletin_number: str = asked("通报发文字号", limit=30)
    bulletin_date: date = asked("通报成文日期", Kind.DATE)
    bulletin_printed_on: date | None = asked("通报印发日期", Kind.DATE, required=False, hint="空着的与通报成文日期相同")
    organisation_awards: tuple[str, ...] = asked("组织奖", Kind.TEXTS, required=False)
    copy_to: str = asked("抄送", required=False, limit=120)
    printed_by: str = asked("印发机关", required=False, limit=40)
    printed_on: date | None = asked("印发日期", Kind.DATE, required=False)
    single_sided: str = asked("单面打印", Kind.CHOICE, required=False, choices=SINGLE_SIDED)
    recommenders: tuple[Recommender, ...]
    tiers: tuple[Tier, ...]
    revocations: tuple[Revocation, ...]
    packet: tuple[PacketItem, ...]
    recommender_kinds: tuple[RecommenderKind, ...]  # of campaign.yaml; without any those of the words count

    @property
    def schema(self) -> Schema:  # type: ignore[override]  # pydantic's own of that name is deprecated
        """The fields and forms of the campaign."""
        return self.fields_and_forms

    @property
    def recommender_names(self) -> tuple[str, ...]:
        """The names that 申报单位 may have, in the campaign's order."""
        return tuple(recommender.name for recommender in self.recommenders)

    @property
    def tier_names(self) -> tuple[str, ...]:
        """The tiers, highest first."""
        return tuple(tier.name for tier in self.tiers)

    @property
    def owing_share(self) -> tuple[RecommenderKind, ...]:
        """The kinds of recommenders of whose applications a share has to be of non-public units."""
        return tuple(kind for kind in self.recommender_kinds or self.words.recommender_kinds if kind.owes_share)

    def owes_share(self, recommender: Recommender) -> bool:
        """Whether this one's applications owe it."""
        return any(kind.name == recommender.kind for kind in self.owing_share)

    @property
    def packet_items(self) -> tuple[PacketItem, ...]:
        """What a packet holds, in its order: the notice's list where campaign.yaml has none of its own."""
        usual = packet_items(self.schema.forms.values()).items()
        copies = {Per.RECOMMENDER: 1, Per.APPLICATION: 2}
        return self.packet or tuple(PacketItem(item=item, copies=copies[per]) for per, own in usual for item in own)

    def copies_of(self, item: str) -> int:
        """How many copies of that item are handed in, 0 where none are."""
        return next((one.copies for one in self.packet_items if one.item == item), 0)


CAMPAIGN_FIELDS = fields_of(Settings)
# Lists of records inside campaign.yaml: label → (attribute of the settings, what one entry is).
CAMPAIGN_LISTS: Mapping[str, tuple[str, type[Record]]] = {
    "单位类型": ("recommender_kinds", RecommenderKind),
    "申报单位": ("recommenders", Recommender),
    "等次": ("tiers", Tier),
    "撤销证书": ("revocations", Revocation),
    "申报材料": ("packet", PacketItem),
}
