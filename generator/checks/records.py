"""Records by themselves, as another program sends them: checked against settings that are read and checked once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from generator.campaign.errors import Problem
from generator.campaign.kinds import BULLETIN
from generator.campaign.records import Application, Campaign, Summary
from generator.campaign.settings import Settings
from generator.checks.attached.attachments import attachment_problems, is_picture
from generator.checks.campaign import beginning, summaries_of, texts_of
from generator.checks.joining import join_applications
from generator.checks.printing import printing_problems
from generator.checks.rules import APPLICATION_RULES, duplicates, judged, serials, tiers
from generator.checks.settings.certificates import certificate_problems
from generator.checks.tables import Sourced
from generator.checks.touching import COUNTED, project_called, with_touches
from generator.reading.campaign_folder import attachments_of, read_settings, read_wording
from generator.reading.raw import RawRecord, RawTable
from generator.reading.raw_campaign import RawCampaign
from generator.reading.yaml_files.file import Map


@dataclass(frozen=True, eq=False)
class Base:
    """What records are checked against: settings, and the wording as it is before any of them is known.

    It is equal to itself alone. `wrong` is what was found in either; it touches the campaign alone.
    """

    raw: RawCampaign
    settings: Settings
    texts: Mapping[str, Any]
    wrong: tuple[Problem, ...]


@dataclass(frozen=True)
class Sent:
    """What was sent, unchecked: records by their tables, work summaries, and what was wrong with their shape."""

    tables: Mapping[str, RawTable]
    summaries: tuple[RawRecord, ...] = ()
    problems: tuple[Problem, ...] = ()


def base_of(campaign: Path, changes: Map | None = None) -> tuple[Base | None, list[Problem]]:
    """The base that the campaign folder gives, None where its settings are wrong; and every problem of it.

    `changes` are settings in place of what its campaign.yaml says.
    """
    raw, settings, problems = beginning(campaign, partial(read_settings, changes=changes), read_wording)
    if settings is None:
        return None, with_touches(problems, raw)
    texts, found = texts_of(raw, settings, ())
    problems = with_touches([*problems, *found], raw)
    return Base(raw, settings, texts, tuple(problems)), problems


def check_records(
    base: Base, sent: Sent, kind: str, *, awarded: bool, seen: Collection[str] | None = None
) -> tuple[Campaign, list[Problem]]:
    """A campaign of the records that are whole, and every problem of them and of the base.

    What a document of this kind does not need is not asked: figures of all winners stand in the bulletin alone, and
    without `awarded` it is no matter what was won. Files are looked for where a form shows them: pictures;
    among the attachments that may be `seen`, where not all may.
    """
    raw = replace(base.raw, tables=dict(sent.tables), summaries=list(sent.summaries), problems=list(sent.problems))
    settings = base.settings
    joined, counts, found = join_applications(raw, settings)
    problems = [*sent.problems, *found]
    problems += [problem for one in joined for rule in APPLICATION_RULES for problem in judged(rule, one, settings)]
    problems += duplicates(joined, settings)
    summaries, found = summaries_of(raw, settings)
    problems += found
    texts, wording = _texts(base, raw, joined) if kind == BULLETIN.key else (base.texts, [])
    campaign = _campaign(raw, settings, joined, summaries).model_copy(update={**texts, "counts": counts})
    if seen is not None:
        files = {name: file for name, file in campaign.attachments.items() if name in seen}
        campaign = campaign.model_copy(update={"attachments": files})
    problems += wording
    problems += attachment_problems(joined, campaign.attachments, settings.schema.fields, is_picture)
    problems += printing_problems(joined, settings)
    if awarded:
        problems += _of_awards(campaign, raw, joined, kind)
    return campaign, [*base.wrong, *with_touches(problems, raw)]


def _texts(
    base: Base, raw: RawCampaign, joined: Sequence[Sourced[Application]]
) -> tuple[Mapping[str, Any], list[Problem]]:
    """The wording with these records' figures, and what is wrong with it that was not without them."""
    texts, found = texts_of(raw, base.settings, [one for one in joined if one.has(*COUNTED)])
    known = {replace(one, touches=(), recommender="") for one in base.wrong}
    return texts, [one for one in found if one not in known]


def _campaign(
    raw: RawCampaign, settings: Settings, joined: Sequence[Sourced[Application]], summaries: tuple[Summary, ...]
) -> Campaign:
    fields = settings.schema.fields
    shows = any(map(is_picture, (*fields.application, *fields.completer)))
    return Campaign(
        folder=raw.folder,
        settings=settings,
        applications=tuple(one.record for one in joined if one.is_whole),
        rejected={project_called(one.raw): one.raw.text("recommender") for one in joined if not one.is_whole},
        summaries=summaries,
        attachments=attachments_of(raw.folder) if shows else {},
    )


def _of_awards(
    campaign: Campaign, raw: RawCampaign, joined: Sequence[Sourced[Application]], kind: str
) -> list[Problem]:
    whole = [one for one in joined if one.is_whole]
    problems = [*serials(whole), *(tiers(whole, campaign.settings) if kind == BULLETIN.key else ())]
    if campaign.certificate is not None and kind != BULLETIN.key:
        places = {one.record.number: one.award.place for one in whole if one.award}
        problems += certificate_problems(campaign, raw, places)
    return problems
