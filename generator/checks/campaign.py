"""All checks of a campaign folder, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from generator.campaign.errors import Problem, Severity, error, errors_of, reminder
from generator.campaign.fields import APPLICATION_SHEET, SUMMARY_FIELDS
from generator.campaign.records import NOTHING_READ, Application, Campaign, Counts, Summary
from generator.campaign.settings import Settings
from generator.checks.attached.attachments import attachment_problems, unused_files
from generator.checks.joining import join_applications
from generator.checks.printing import printing_problems, wording_problems
from generator.checks.returned import returned_problems
from generator.checks.rules import APPLICATION_RULES, duplicates, judged, quotas, serials, tiers
from generator.checks.settings.certificates import certificate_problems
from generator.checks.settings.copies import copies_asked
from generator.checks.settings.other_award import words_of_another_award
from generator.checks.settings.other_province import words_of_another_province
from generator.checks.settings.papers import paper_problems
from generator.checks.settings.settings import check_settings
from generator.checks.tables import Sourced, typed_values
from generator.checks.touching import COUNTED, project_called, with_touches
from generator.checks.values.counting import word_count
from generator.composing.wording import certificate_text, official_text, values
from generator.ground.steps import Step, nothing
from generator.reading.campaign_folder import read_campaign, read_settings, read_wording
from generator.reading.entries import special_entries
from generator.reading.raw_campaign import RawCampaign, is_returned


def check_campaign(
    folder: Path, *, final: bool = False, step: Step = nothing
) -> tuple[Campaign | None, Counts, list[Problem]]:
    """The campaign of what is whole, None where its settings are wrong; the accounting of rows; every problem found.

    A document may be made of it where no error touches what it is made of (`Problem.touches`). `final` says that
    collecting is over: what may still be missing before is then an error. `step` is called CHECKING_STEPS times.
    """
    campaign, counts, problems, _ = check_with_rows(folder, final=final, step=step)
    return campaign, counts, problems


def check_with_rows(
    folder: Path, *, final: bool = False, step: Step = nothing
) -> tuple[Campaign | None, Counts, list[Problem], RawCampaign]:
    """The same, and what was read, for showing what stands around a problem."""
    special = special_entries(folder)
    if any(not is_returned(one.place.file) for one in special):
        raw = RawCampaign(folder)
        return None, NOTHING_READ, with_touches(special, raw), raw
    raw = read_campaign(folder, with_returned=not special, step=step)
    raw.problems += map(reminder, special)
    campaign, counts, problems = checked(raw, Severity.ERROR if final else Severity.WARNING, step)
    return campaign, counts, with_touches(problems, raw), raw


def checked(raw: RawCampaign, lacking: Severity, step: Step = nothing) -> tuple[Campaign | None, Counts, list[Problem]]:
    """The same of what was read; `lacking` says how grave it is that applications are still missing."""
    problems = list(raw.problems)
    settings, found = check_settings(raw)
    problems += found
    if settings is None:
        return None, NOTHING_READ, problems
    joined, counts, found = join_applications(raw, settings, step)
    problems += found
    problems += _rules(joined, settings, raw, lacking, step)
    summaries, found = summaries_of(raw, settings)
    problems += found
    texts, found = texts_of(raw, settings, [one for one in joined if one.has(*COUNTED)])
    problems += found
    step()
    whole = [one for one in joined if one.is_whole]
    campaign = Campaign(
        folder=raw.folder,
        settings=settings,
        applications=tuple(one.record for one in whole),
        rejected={project_called(one.raw): one.raw.text("recommender") for one in joined if not one.is_whole},
        summaries=summaries,
        attachments=dict(raw.attachments),
        counts=counts,
        **texts,
    )
    if campaign.certificate is not None:
        places = {one.record.number: one.award.place for one in whole if one.award}
        withheld = [one.record.award.serial for one in joined if not one.is_whole and one.record.award]
        problems += certificate_problems(campaign, raw, places, withheld)
    return campaign, counts, problems


def check_settings_of(folder: Path) -> tuple[Settings | None, list[Problem]]:
    """The settings alone, for what needs no applications: blank forms and the entry workbook."""
    _, settings, problems = beginning(folder, read_settings)
    return settings, problems


def beginning(
    folder: Path, *reads: Callable[[RawCampaign], None]
) -> tuple[RawCampaign, Settings | None, list[Problem]]:
    """What was read of the folder in these ways, and the settings; nothing is read where special files lie."""
    raw = RawCampaign(folder)
    if special := special_entries(folder):
        return raw, None, special
    for read in reads:
        read(raw)
    settings, found = check_settings(raw)
    return raw, settings, [*raw.problems, *found]


def check_papers_of(folder: Path) -> tuple[Campaign | None, list[Problem]]:
    """The campaign before any application came, for the notice; None where settings or wording are wrong."""
    raw, settings, problems = beginning(folder, read_settings, read_wording)
    if settings is None:
        return None, problems
    texts, found = texts_of(raw, settings, ())
    problems += found
    if errors_of(problems):
        return None, problems
    return Campaign(folder=folder, settings=settings, **texts), problems


def _rules(
    applications: Sequence[Sourced[Application]],
    settings: Settings,
    raw: RawCampaign,
    lacking: Severity,
    step: Step,
) -> list[Problem]:
    """Every rule on every application, also on what is right in a rejected one: all problems come in one pass.

    Figures of the whole are told only where every row's part in them is known.
    """
    problems = [
        problem for one in applications for rule in APPLICATION_RULES for problem in judged(rule, one, settings)
    ]
    problems += duplicates(applications, settings)
    problems += serials(applications)
    step()
    whole = [one for one in applications if one.is_whole]
    if not errors_of(raw.problems):
        if all(one.has("recommender", "non_public") for one in applications):
            places = {one.text("name"): one.place for one in raw.lists["recommenders"]}
            problems += quotas(applications, settings, places, lacking)
        if not any(one.award and one.record.award is None for one in applications):
            problems += tiers(applications, settings)
        problems += unused_files(applications, raw.attachments, settings.schema.fields)
    problems += attachment_problems(applications, raw.attachments, settings.schema.fields)
    step()
    known = [record.text("name") for record in raw.tables[APPLICATION_SHEET].records]
    problems += map(reminder, returned_problems(raw.returned, whole, known, settings))
    step()
    problems += printing_problems(applications, settings, step)
    return problems


def summaries_of(raw: RawCampaign, settings: Settings) -> tuple[tuple[Summary, ...], list[Problem]]:
    """The work summaries, each within 2000字 (section 五), one a recommender."""
    summaries: list[Summary] = []
    problems: list[Problem] = []
    for record in raw.summaries:
        values, found = typed_values(record, SUMMARY_FIELDS, settings)
        problems += found
        if values is None:
            continue
        place = record.values["text"].place
        count = word_count(values["text"])
        if count > settings.summary_limit:
            message = f"有{count}字，超过{settings.summary_limit}字。"
            fix = f"请删减{count - settings.summary_limit}字。"
            problems.append(error("summary-length", place, "工作总结", message, fix))
        if values["recommender"] in [summary.recommender for summary in summaries]:
            message = f"{values['recommender']}的工作总结有两份。"
            problems.append(error("duplicate", place, "申报单位", message, "请只保留一份。"))
        paragraphs = tuple(values["text"].split("\n"))
        summaries.append(Summary(recommender=values["recommender"], paragraphs=paragraphs))
    return tuple(summaries), problems


def texts_of(
    raw: RawCampaign, settings: Settings, applications: Sequence[Sourced[Application]]
) -> tuple[dict[str, Any], list[Problem]]:
    """The wording of notice, bulletin and certificates by the campaign's attribute names."""
    records = [one.record for one in applications]
    texts: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in ("notice", "bulletin"):
        file, node = raw.wording[name]
        if node is not None:
            context = values(settings, records, reviewed=name != "notice")
            final = name == "notice" or sum(bool(one.record.award) for one in applications) == context["获奖总数"]
            texts[name], found = official_text(node, file, context, final=final)
            problems += found
            if final:
                problems += words_of_another_province(node, file, settings.province)
                problems += words_of_another_award(node, file, settings)
            if name == "notice" and texts[name]:
                problems += copies_asked(texts[name], node, file, settings)
    file, node = raw.wording["certificate"]
    if node is not None:
        texts["certificate"], found = certificate_text(node, file)
        problems += [*found, *words_of_another_award(node, file, settings)]
    problems += paper_problems(raw, settings, texts)
    for file, node in raw.wording.values():
        problems += wording_problems(node, file) if node is not None else ()
    return texts, problems
