"""campaign.yaml → Settings, with the checks of its figures against each other."""

from __future__ import annotations

from pydantic import ValidationError

from generator.checks.printing import settings_problems
from generator.checks.tables import record_of, typed_values
from generator.errors import Place, Problem, error, errors_of
from generator.fields import CAMPAIGN_FIELDS, PACKET_FIELDS, RECOMMENDER_FIELDS, REVOCATION_FIELDS, TIER_FIELDS
from generator.masking import quoted
from generator.reading.raw_campaign import SETTINGS_FILE, RawCampaign
from generator.records import PacketItem, Recommender, Revocation, Settings, Tier
from generator.wording import unfilled_number

REQUIRED_LISTS = frozenset({"recommenders", "tiers"})
MOST_OFFSET_MM = 15  # what an overprint may be moved: more is another paper, not another printer
MOST_COPIES = 20


def check_settings(raw: RawCampaign) -> tuple[Settings | None, list[Problem]]:
    """The settings, or None where something is wrong."""
    if not raw.settings.values and any(one.place.file == SETTINGS_FILE for one in errors_of(raw.problems)):
        return None, []  # the file was refused as a whole: that nothing is filled in is no further mistake
    values, problems = typed_values(raw.settings, CAMPAIGN_FIELDS, None)
    problems += settings_problems(raw)
    lists = {}
    for key, label, kind, fields in (
        ("recommenders", "申报单位", Recommender, RECOMMENDER_FIELDS),
        ("tiers", "等次", Tier, TIER_FIELDS),
        ("revocations", "撤销证书", Revocation, REVOCATION_FIELDS),
        ("packet", "申报材料", PacketItem, PACKET_FIELDS),
    ):
        built = [record_of(kind, one, fields, None) for one in raw.lists.get(key, [])]
        problems += [problem for _, found in built for problem in found]
        lists[key] = tuple(one for one, _ in built if one)
        if not built and key in REQUIRED_LISTS:
            problems.append(error("required", raw.settings.place, label, "没有填写。", "请补填。"))
    if values is None or errors_of(problems):
        return None, problems
    try:
        settings = Settings.model_validate(values | lists)
    except ValidationError as wrong:  # a field table that does not fit the record is our own mistake
        raise AssertionError(f"{SETTINGS_FILE}: {wrong}") from wrong
    problems += _consistency(settings, raw)
    return (None if errors_of(problems) else settings), problems


def _consistency(settings: Settings, raw: RawCampaign) -> list[Problem]:
    """Dates in order, names once, number patterns that can be filled."""
    problems = []
    if not settings.applications_from <= settings.applications_until <= settings.review_until:
        message = "申报开始、申报截止、评选截止三个日期的先后不对。"
        problems.append(error("dates", _at(raw, "applications_until"), "申报截止", message, "请核对日期。"))
    for label, key, called in (
        ("申报单位", "recommenders", "name"),
        ("等次", "tiers", "name"),
        ("申报材料", "packet", "item"),
    ):
        names = [one.text(called) for one in raw.lists.get(key, [])]
        for later in (place for place, name in enumerate(names) if name in names[:place]):
            message = f"{quoted(names[later])}写了两次。"
            problems.append(error("duplicate", raw.lists[key][later].place, label, message, "请只保留一个。"))
    for key, label in (("certificate_number", "证书编号"), ("award_number", "组织奖证书编号")):
        if wrong := unfilled_number(getattr(settings, key)):
            fix = "只能用 {年度} 和 {序号}，且必须有 {序号}。"
            problems.append(error("pattern", _at(raw, key), label, wrong, fix))
    for key, label in (("overprint_right_mm", "套打右移毫米"), ("overprint_down_mm", "套打下移毫米")):
        if abs(getattr(settings, key)) > MOST_OFFSET_MM:
            message = f"移动{getattr(settings, key):g}毫米，文字会印出证书之外。"
            fix = f"最多移动{MOST_OFFSET_MM}毫米，请对照套打校准页重新量。"
            problems.append(error("millimetres", _at(raw, key), label, message, fix))
    for wanted, one in zip(settings.packet, raw.lists.get("packet", []), strict=True):
        if not 1 <= wanted.copies <= MOST_COPIES:
            message = f"“{wanted.copies}”不在1至{MOST_COPIES}之间。"
            problems.append(error("integer", one.values["copies"].place, "份数", message, "不需要的材料请整行删去。"))
    for name in settings.organisation_awards:
        if name not in settings.recommender_names:
            message = f"{quoted(name)}不在申报单位名单中。"
            fix = "请写申报单位的全称。"
            problems.append(error("choice", _at(raw, "organisation_awards"), "组织奖", message, fix))
    return problems


def _at(raw: RawCampaign, key: str) -> Place:
    value = raw.settings.values.get(key)
    return value.place if value else raw.settings.place
