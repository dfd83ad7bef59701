"""What the values of campaign.yaml must be together: names once, dates in order, words that find room on the forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from generator.campaign.errors import Place, Problem, error, warning
from generator.campaign.fields import Kind
from generator.campaign.forms import ListForm
from generator.campaign.kinds import kind_of
from generator.campaign.layout import FORM_FILE
from generator.campaign.masking import quoted
from generator.campaign.settings import CAMPAIGN_FIELDS, CAMPAIGN_LISTS, Settings
from generator.checks.settings.other_award import forms_of_another_award
from generator.checks.settings.other_province import words_left
from generator.checks.settings.printed import printable, printable_fields
from generator.composing.filling.grids import box_lists
from generator.composing.filling.lists import headers
from generator.composing.filling.words import forms_of, words_of
from generator.composing.fitting.list_head import blank_rows
from generator.composing.fitting.slots import fitted_boxes
from generator.composing.wording import unfilled_number
from generator.reading.raw_campaign import LABELS, RawCampaign, setting_spot

SettingsRule = Callable[[Settings, RawCampaign], Iterator[Problem]]
# What may stand once only in each list of campaign.yaml.
NAMES = (("单位类型", "name"), ("申报单位", "name"), ("申报单位", "short_name"), ("等次", "name"), ("申报材料", "item"))
# The days that usually come in this order; another order is mostly last year's date.
USUAL_ORDER = (
    ("issued_on", "applications_from"),
    ("issued_on", "printed_on"),
    ("review_until", "bulletin_date"),
    ("review_until", "certificate_date"),
    ("bulletin_date", "bulletin_printed_on"),
)
# The texts that carry a year, and whose.
DATED = (
    ("document_number", "issued_on"),
    ("bulletin_number", "bulletin_date"),
    ("certificate_number", "certificate_date"),
    ("award_number", "certificate_date"),
)
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# A year in brackets of another kind than the 〔〕 that GB/T 9704-2012, 7.2.5 asks for.
OTHER_BRACKETS = re.compile(r"[\[［(（【〖]\s*(20\d\d|\{年度\})\s*[\]］)）】〗]")
LISTED_APART = re.compile("[、；;，,]")  # what a clerk writes between several of the forms
GRANTED, NOT_APPLIED = re.compile("已|授权|获"), re.compile("^[未无没不]|申请中|正在")


def application_dates(settings: Settings, raw: RawCampaign) -> Iterator[Problem]:
    """Applications come in before they are reviewed."""
    if not settings.applications_from <= settings.applications_until <= settings.review_until:
        message = "申报开始、申报截止、评选截止三个日期的先后不对。"
        yield error("dates", *setting_spot(raw, "applications_until"), message, "请核对日期。")


def usual_order(settings: Settings, raw: RawCampaign) -> Iterator[Problem]:
    """A reminder of every day that comes before one which it should follow."""
    for first, second in USUAL_ORDER:
        before, after = getattr(settings, first), getattr(settings, second)
        if before and after and before > after:
            message = f"{LABELS[second]} {after} 早于{LABELS[first]} {before}。"
            yield warning("dates", *setting_spot(raw, second), message, "请核对这两个日期。")
    for one, record in zip(settings.revocations, raw.lists.get("revocations", []), strict=True):
        if one.revoked_on < settings.certificate_date:
            message = f"撤销日期 {one.revoked_on} 早于发证日期 {settings.certificate_date}。"
            yield warning("dates", record.place, "撤销日期", message, "请核对这两个日期。")


def years(settings: Settings, raw: RawCampaign) -> Iterator[Problem]:
    """A reminder of every year that was left standing from another campaign."""
    wanted = {settings.applications_from.year, settings.applications_until.year}
    if settings.year not in wanted:
        message = f"年度是{settings.year}，申报日期在{settings.applications_from.year}年。"
        yield warning("dates", *setting_spot(raw, "year"), message, "请核对年度和各个日期。")
    for key, day in DATED:
        possible: set[int] = {settings.year, getattr(settings, day).year}
        for year in _years_in(getattr(settings, key)) - possible:
            message = f"写的是{year}年，{LABELS[day]}在{getattr(settings, day).year}年。"
            yield warning("dates", *setting_spot(raw, key), message, "请核对年份。")
    for year in _years_in(settings.release_month):
        if year < settings.review_until.year:
            message = f"写的是{year}年，早于评选截止 {settings.review_until}。"
            yield warning("dates", *setting_spot(raw, "release_month"), message, "请核对年份。")


def brackets_of_years(settings: Settings, raw: RawCampaign) -> Iterator[Problem]:
    """A reminder of every document number with a year in other brackets than 〔〕."""
    for key, _ in DATED:
        if found := OTHER_BRACKETS.search(getattr(settings, key)):
            message = f"年份写成“{found[0]}”，公文的发文字号用六角括号（GB/T 9704-2012，7.2.5）。"
            yield warning("document-number", *setting_spot(raw, key), message, f"请改为“〔{found[1]}〕”。")


def left_from_another_province(settings: Settings, raw: RawCampaign) -> Iterator[Problem]:
    """A reminder of every text that still names the province of the starter."""
    fix = "请改成本省（自治区、直辖市）的；确实如此的不必改。"
    for field in CAMPAIGN_FIELDS:
        value = getattr(settings, field.key)
        said = "、".join(value) if isinstance(value, tuple) else str(value)
        if found := words_left(said, settings.province):
            message = f"写着{found}，活动的省份是{settings.province}。"
            yield warning("wording-province", *setting_spot(raw, field.key), message, fix)
    for one, record in zip(settings.recommenders, raw.lists.get("recommenders", []), strict=True):
        if found := words_left(one.name, settings.province):
            message = f"“{one.name}”里有{found}，活动的省份是{settings.province}。"
            yield warning("wording-province", record.place, "申报单位", message, fix)


def _years_in(text: str) -> set[int]:
    return {int(year) for year in YEAR.findall(text)}


def names_once(settings: Settings, raw: RawCampaign) -> Iterator[Problem]:
    """No name stands twice, also not with other blanks or in another width."""
    told: set[Place] = set()  # an entry that stands twice is told once
    for label, called in NAMES:
        key, _ = CAMPAIGN_LISTS[label]
        records = raw.lists.get(key, [])
        for place in _repeated([record.text(called) for record in records]):
            record = records[place]
            if record.place not in told:
                message = f"{quoted(record.text(called))}写了两次。"
                yield error("duplicate", record.values[called].place, label, message, "请只保留一个。")
            told.add(record.place)
    for field in CAMPAIGN_FIELDS:
        if field.kind is Kind.TEXTS:
            words: Sequence[str] = getattr(settings, field.key)
            for place in _repeated(words):
                message = f"{quoted(words[place])}写了两次。"
                yield error("duplicate", *setting_spot(raw, field.key), message, "请只保留一个。")


def _repeated(names: Sequence[str]) -> list[int]:
    """The places of the names that stand earlier in the list."""
    plain = ["".join(unicodedata.normalize("NFKC", name).split()) for name in names]
    return [place for place, name in enumerate(plain) if name in plain[:place]]


def number_patterns(settings: Settings, raw: RawCampaign) -> Iterator[Problem]:
    """Numbers that can be filled in, and are not the same for projects and for organisations."""
    for key in ("certificate_number", "award_number"):
        if wrong := unfilled_number(getattr(settings, key)):
            fix = "只能用 {年度} 和 {序号}，且必须有 {序号}。"
            yield error("pattern", *setting_spot(raw, key), wrong, fix)
    if settings.certificate_number == settings.award_number:
        message = "与“证书编号”相同，组织奖的证书会与项目的证书同号。"
        yield error("pattern", *setting_spot(raw, "award_number"), message, "请写成不同的编号。")


def awarded_organisations(settings: Settings, raw: RawCampaign) -> Iterator[Problem]:
    """Organisation awards go to recommenders."""
    full_names = {one.short_name: one.name for one in settings.recommenders}
    for name in settings.organisation_awards:
        if name not in settings.recommender_names:
            message = f"{quoted(name)}不在申报单位名单中。"
            fix = f"请写全称“{full_names[name]}”。" if name in full_names else "请写申报单位的全称。"
            if LISTED_APART.search(name):
                fix = f"几个单位请写成 [{', '.join(LISTED_APART.split(name))}]。"
            yield error("choice", *setting_spot(raw, "organisation_awards"), message, fix)


def whole_imprint(settings: Settings, raw: RawCampaign) -> Iterator[Problem]:
    """版记 names who printed and when (GB/T 9704-2012, 7.4.3); without both nothing of it can be printed."""
    given = [key for key in ("copy_to", "printed_by", "printed_on", "bulletin_printed_on") if getattr(settings, key)]
    for key in ("printed_by", "printed_on"):
        if given and key not in given:
            message = f"没有填写，版记印不出来，而“{LABELS[given[0]]}”已经填写。"
            fix = f"请补填；不要版记的，请把“{LABELS[given[0]]}”也空着。"
            yield error("required", *setting_spot(raw, key), message, fix)


def overprinting(settings: Settings, raw: RawCampaign) -> Iterator[Problem]:
    """A reminder of an offset that moves nothing."""
    for key in ("overprint_right_mm", "overprint_down_mm"):
        if getattr(settings, key) and not settings.certificate_overprint:
            message = "“证书套打”没有写“是”，这一项不起作用。"
            yield warning("setting-unused", *setting_spot(raw, key), message, "需要套打的，请把“证书套打”改为“是”。")


def patent_words(settings: Settings, raw: RawCampaign) -> Iterator[Problem]:
    """The words with boxes find room in their cells, can be told apart, and come in the order that rules ask for."""
    for form, cell in box_lists(settings):
        (field,) = cell.fields
        if over := fitted_boxes(form, cell.slot, words_of(field, settings)).over:
            named = field.choices if isinstance(field.choices, str) and field.choices in LABELS else ""
            spot = setting_spot(raw, named) if named else (Place(f"templates/{form.key}/{FORM_FILE}"), field.label)
            message = f"{kind_of(form).label}的这一格放不下，多出{over}个字。"
            fix = f"请减少几项或缩短名称，共删减{over}个字{'' if named else '，或加大格子'}。"
            yield error("fit", *spot, message, fix)
    for key in _lists_of_several(settings):
        for word in getattr(settings, key):
            if found := LISTED_APART.search(word):
                message = f"{quoted(word)}里的“{found[0]}”在填写几项时用来分隔，这一项会选不上。"
                fix = f"请去掉“{found[0]}”，或拆成两项。"
                yield error("choice", *setting_spot(raw, key), message, fix)
    if not settings.patent_states:
        return
    first, last = settings.patent_states[0], settings.patent_states[-1]
    if GRANTED.search(first) or NOT_APPLIED.search(last):
        message = f"检查专利号和批准时间时，第一项“{first}”算没有专利，最后一项“{last}”算已授权。"
        yield warning("patent", *setting_spot(raw, "patent_states"), message, "请核对各项的先后。")


def _lists_of_several(settings: Settings) -> list[str]:
    """The campaign's lists of which a field may have several words."""
    fields = (field for table in settings.schema.fields.tables.values() for field in table)
    named = (field.choices for field in fields if field.kind is Kind.CHOICES)
    return sorted({choices for choices in named if choices and isinstance(choices, str)})


def category_words(settings: Settings, raw: RawCampaign) -> Iterator[Problem]:
    """The categories, all named in a header of Form 2, leave room for a row on the notice's page."""
    words = settings.categories
    if words and _blank_rows(settings, words) < 1:
        most = next((count for count in reversed(range(1, len(words))) if _blank_rows(settings, words[:count])), 1)
        message = f"{len(words)}项类别都写在汇总表的表头里，表头占满了一页，没有填写的地方。"
        yield error("fit", *setting_spot(raw, "categories"), message, f"请缩短名称，或减少到{most}项。")


def _blank_rows(settings: Settings, categories: tuple[str, ...]) -> int:
    """How many rows the lists of the campaign have at least, with these categories."""
    asked = settings.model_copy(update={"categories": categories})
    lists = [form for form in forms_of(settings).values() if isinstance(form, ListForm)]
    return min((max(0, blank_rows(form, headers(asked, form))) for form in lists), default=1)


SETTINGS_RULES: tuple[SettingsRule, ...] = (
    application_dates,
    usual_order,
    years,
    brackets_of_years,
    left_from_another_province,
    names_once,
    number_patterns,
    awarded_organisations,
    whole_imprint,
    overprinting,
    printable,
)
# What holds the settings against the campaign's fields and forms, which have to be known.
FORM_RULES: tuple[SettingsRule, ...] = (forms_of_another_award, patent_words, category_words, printable_fields)
