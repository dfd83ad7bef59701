"""What the notice demands of one application, and of the applications of a campaign together.

Section numbers are those of the 2023 notice; the figures come from campaign.yaml.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from generator.campaign.errors import AWARDS, RECOMMENDER, Place, Problem, Severity, Touch, error, warning
from generator.campaign.records import Application, Award
from generator.campaign.settings import Settings
from generator.checks.odd_names import (
    completers_once,
    marks_around_names,
    marks_in_people,
    number_of_nobody,
    numbers_in_public,
    titles_of_people,
)
from generator.checks.tables import Sourced
from generator.checks.values.counting import word_count
from generator.checks.values.people import sameness

Rule = Callable[[Sourced[Application], Settings], Iterator[Problem]]
Applications = Sequence[Sourced[Application]]
# What a number says the patent is: the digit behind its year, or SR. The second are what a campaign may call it.
PATENT_KINDS: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys("18", re.compile("发明")),
    **dict.fromkeys("29", re.compile("实用新型")),
    "3": re.compile("外观"),
    "S": re.compile("软件|著作权"),
}
NUMBER_KIND = re.compile(r"(?:ZL)?(\d{4})([1-389S])", re.ASCII)
WORKING_AGES = range(16, 81)


def _spot(one: Sourced[Application], key: str, settings: Settings) -> tuple[Place, str]:
    """Where the value stands, and how the campaign's table calls its field."""
    return one.at(key).place, settings.schema.fields.label(key)


def dates(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """Handed in within the dates of section 一."""
    day, spot = one.record.applied_on, _spot(one, "applied_on", settings)
    if day is None:
        return
    if day > settings.applications_until:
        message = f"晚于申报截止日期 {settings.applications_until}。"
        yield error("dates", *spot, message, "逾期不能申报；如系误填请改正。")
    if day < settings.applications_from:
        message = f"早于申报开始日期 {settings.applications_from}。"
        yield warning("dates", *spot, message, "请核对。")


def recent(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """Completed within the last years, section 二 (一)."""
    day = one.record.completed_on
    if day is None:
        return
    end = settings.applications_until
    earliest = _years_before(end, settings.recent_years)
    if not earliest <= day <= end:
        message = f"不在近{settings.recent_years}年内（{earliest} 至 {end}）。"
        yield error("recent", *_spot(one, "completed_on", settings), message, "请核对完成时间。")


def completed_first(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """A reminder of what is said to be completed after it was handed in."""
    day, applied = one.record.completed_on, one.record.applied_on
    if day and applied and applied < day <= settings.applications_until:
        message = f"晚于申报时间 {applied}。"
        yield warning("dates", *_spot(one, "completed_on", settings), message, "请核对完成时间和申报时间。")


def _years_before(day: date, years: int) -> date:
    """The same day of an earlier year; for 29 February of a common year the day before."""
    leap_day = (day.month, day.day) == (2, 29) and not isleap(day.year - years)
    return day.replace(year=day.year - years, day=28 if leap_day else day.day)


def patent(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """A granted patent has form, number and date; one not applied for has neither."""
    record = one.record
    if not record.patent_status:
        return
    granted, none = settings.patent_states[-1], settings.patent_states[0]
    for key in ("patent_forms", "patent_number", "patent_date"):
        if not one.has(key) or not settings.schema.fields.has(key):
            continue
        given = bool(getattr(record, key))
        if record.patent_status == granted and not given:
            message = f"专利状况是“{granted}”，这一项没有填写。"
            yield error("patent", *_spot(one, key, settings), message, "请补填，或更正专利状况。")
        if record.patent_status == none and given and key != "patent_forms":
            message = f"专利状况是“{none}”，这一项却有内容。"
            yield error("patent", *_spot(one, key, settings), message, "请删去，或更正专利状况。")


def granted_in_time(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """A reminder of a patent that was granted after applications had to be in."""
    day = one.record.patent_date
    if day and day > settings.applications_until:
        message = f"晚于申报截止日期 {settings.applications_until}。"
        yield warning("patent", *_spot(one, "patent_date", settings), message, "请对照专利证书核对。")


def patent_kind(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """A reminder of a number that is another kind's than the form chosen, or of a later year than it was granted in."""
    forms, number, day = one.record.patent_forms, one.record.patent_number, one.record.patent_date
    match = NUMBER_KIND.match(number)
    if not match:
        return
    spot, kind = _spot(one, "patent_number", settings), PATENT_KINDS[match[2]]
    meant = [form for form in settings.patent_forms if kind.search(form)]
    if forms and meant and not set(meant) & set(forms):
        message = f"这是{meant[0]}的号码，专利形式选的是“{'、'.join(forms)}”。"
        yield warning("patent", *spot, message, "请对照专利证书核对号码和专利形式。")
    if day and int(match[1]) > day.year:
        message = f"号码是{match[1]}年的，晚于批准时间 {day}。"
        yield warning("patent", *spot, message, "请对照专利证书核对号码和批准时间。")


@lru_cache(maxsize=8)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """What finds the first of these words; nothing where there are none."""
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")


def excluded_unit(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """Technical staff of universities and institutes may not apply (section 二, 1)."""
    if found := _any_of(settings.words.excluded_units).search(one.record.unit):
        message = f"所在单位含“{found[0]}”，大专院校、科研院所专业技术人员的成果不列入申报范围。"
        yield warning("excluded-unit", *_spot(one, "unit", settings), message, "请核实是否属于申报范围。")


def excluded_person(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """Management may not apply (section 二, 5)."""
    if found := _any_of(settings.words.excluded_posts).search(one.record.lead_post):
        message = f"职务含“{found[0]}”，申报项目必须为基层一线职工的成果。"
        yield warning(
            "excluded-person", *_spot(one, "lead_post", settings), message, "请核实是否直接参与项目的一线职工。"
        )


def brief_length(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """Form 2: 项目简介（100字以内）, counted as Word counts 字数."""
    count = word_count(one.record.brief)
    if count > settings.brief_limit:
        message = f"有{count}字，超过{settings.brief_limit}字。"
        fix = f"请删减{count - settings.brief_limit}字。"
        yield error("intro-length", *_spot(one, "brief", settings), message, fix)


def sex_of_id(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """The 17th digit of the ID number is odd for men."""
    if not one.record.lead_id_number or not one.record.lead_sex:
        return
    sex = "男" if int(one.record.lead_id_number[16]) % 2 else "女"
    if sex != one.record.lead_sex:
        message = f"身份证号码对应的性别是“{sex}”。"
        yield warning("id-number", *_spot(one, "lead_sex", settings), message, "请核对性别和身份证号码。")


def age_of_id(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """A reminder of an ID number whose birth year is hardly that of somebody who works."""
    number = one.record.lead_id_number
    if number and settings.applications_until.year - int(number[6:10]) not in WORKING_AGES:
        message = f"按出生日期算，年龄不到{WORKING_AGES[0]}岁或超过{WORKING_AGES[-1]}岁。"
        yield warning("id-number", *_spot(one, "lead_id_number", settings), message, "请对照身份证核对。")


def duplicates(applications: Applications, settings: Settings) -> Iterator[Problem]:
    """The same project of the same unit, or the same lead, twice; both places are shown."""
    projects: dict[tuple[str, ...] | None, Sourced[Application]] = {}
    leads: dict[str | None, Sourced[Application]] = {}
    numbers: set[str] = set()
    for one in applications:
        has_unit = one.has("name", "unit") and one.record.unit
        project = (sameness(one.record.name), sameness(one.record.unit)) if has_unit else None
        lead = one.record.lead_id_number if one.has("lead_id_number") else None
        number = one.raw.text("number")
        if number and number in numbers:
            continue  # a number that stands twice has been told
        numbers.add(number)
        if project in projects:
            message = f"与 {projects[project].at('name').place} 是同一单位的同一项目。"
            yield error("duplicate", *_spot(one, "name", settings), message, "请删去重复申报的一项。")
        elif lead in leads:
            message = f"第一完成人与 {leads[lead].at('lead_id_number').place} 是同一人。"
            yield warning("duplicate", *_spot(one, "lead_id_number", settings), message, "请核对。")
        if project:
            projects.setdefault(project, one)
        if lead:
            leads.setdefault(lead, one)


OF_THE_END = frozenset({"quota", "non-public-share"})  # the codes of what is an error only when collecting is over


def quotas(
    applications: Applications, settings: Settings, places: Mapping[str, Place], severity: Severity
) -> Iterator[Problem]:
    """The least number of section 三, and the share of non-public units in cities and the new area.

    `places` tells where campaign.yaml names each recommender. While applications come in these are reminders,
    at the end errors: `severity`.
    """
    has_share = settings.schema.fields.has("non_public")
    for recommender in settings.recommenders:
        own = [one for one in applications if one.record.recommender == recommender.name]
        place, touches = places[recommender.name], (Touch(RECOMMENDER, recommender.name),)
        if len(own) < recommender.least:
            message = f"{recommender.name}申报{len(own)}项，应不少于{recommender.least}项。"
            when = "请在截止前补报" if severity is Severity.WARNING else "请补报，或核对最低数量"
            fix = f"还差{recommender.least - len(own)}项，{when}。"
            yield Problem(severity, "quota", place, "最低数量", message, fix, touches=touches)
        share = sum(one.record.non_public for one in own)
        wanted = -(-settings.non_public_share * len(own) // 100)
        if has_share and settings.owes_share(recommender) and share < wanted:
            message = f"{recommender.name}申报{len(own)}项，非公成果{share}项，不足{settings.non_public_share}%。"
            fix = f"还差{wanted - share}项，请增报非公企业成果。"
            yield Problem(severity, "non-public-share", place, "非公比例", message, fix, touches=touches)


def serials(applications: Applications) -> Iterator[Problem]:
    """No certificate number twice, no certificate for nobody: of all awards that are known, whatever else is wrong."""
    seen: dict[int, str] = {}
    for one, award, place in _winners(applications):
        if one.is_whole and not one.record.people:
            message = "获奖项目没有完成人，证书不知道发给谁。"
            yield error("completers", place, "完成人", message, "请在“其他完成人”表里补填。")
        number = one.raw.text("number")
        if award.serial in seen:
            message = f"证书序号{award.serial}与项目 {seen[award.serial]} 重复。"
            found = error("awards", place, "证书序号", message, "每份证书用不同的序号。")
            yield replace(found, touches=tuple(Touch(AWARDS, n) for n in (number, seen[award.serial])))
        seen.setdefault(award.serial, number)


def tiers(applications: Applications, settings: Settings) -> Iterator[Problem]:
    """As many winners of each tier as section 四 says, once there are any."""
    winners = _winners(applications)
    for tier in settings.tiers if winners else ():
        places = [place for _, award, place in winners if award.tier == tier.name]
        if len(places) != tier.count and not (places and tier.is_open):
            asked = f"应为{tier.count}项" if not tier.is_open else "应至少有1项"
            message = f"{tier.name}有{len(places)}项，{asked}。"
            place = places[-1] if places else winners[0][2]
            yield replace(error("awards", place, "等次", message, "请核对评选结果。"), touches=(Touch(AWARDS),))


def _winners(applications: Applications) -> list[tuple[Sourced[Application], Award, Place]]:
    """The projects with an award that is known, that award and where it stands."""
    return [(one, one.record.award, one.award.place) for one in applications if one.award and one.record.award]


APPLICATION_RULES = (
    number_of_nobody,
    numbers_in_public,
    dates,
    recent,
    completed_first,
    patent,
    granted_in_time,
    patent_kind,
    titles_of_people,
    marks_in_people,
    marks_around_names,
    excluded_unit,
    excluded_person,
    brief_length,
    sex_of_id,
    age_of_id,
    completers_once,
)


def judged(rule: Rule, one: Sourced[Application], settings: Settings) -> list[Problem]:
    """What the rule finds; of an application with wrong values what it finds without them."""
    found: list[Problem] = []
    try:
        found.extend(rule(one, settings))
    except AttributeError:  # a value that the rule needs is wrong, which has been told
        if one.is_whole:
            raise
    return found
