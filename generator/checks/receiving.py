"""What has come in so far (申报进度), whatever state the data is in: counted by recommender from the rows read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.campaign.errors import DataError, Problem, Severity
from generator.campaign.fields import APPLICATION_SHEET
from generator.campaign.records import Received
from generator.campaign.settings import Settings
from generator.checks.campaign import checked
from generator.checks.settings.settings import check_settings
from generator.checks.touching import with_touches
from generator.reading.campaign_folder import read_campaign
from generator.reading.entries import special_entries
from generator.reading.raw import RawRecord

# Shown in columns of their own.
COUNTED_APART = frozenset({"quota", "non-public-share"})


def receiving(folder: Path) -> tuple[Settings, tuple[Received, ...]]:
    """The settings, and one line for each recommender in the campaign's order.

    A line without a name follows where rows name no recommender of the campaign, or errors belong to none.
    Raises DataError where campaign.yaml itself is wrong, or the folder holds links, pipes or devices.
    """
    if special := special_entries(folder):
        raise DataError(special)
    raw = read_campaign(folder)
    _, _, problems = checked(raw, Severity.WARNING)
    settings, found = check_settings(raw)
    if settings is None:
        raise DataError([*raw.problems, *found])
    problems = [one for one in with_touches(problems, raw) if one.code not in COUNTED_APART]
    names = frozenset(settings.recommender_names)
    rows, told = defaultdict(list), defaultdict(list)
    for record in raw.tables[APPLICATION_SHEET].records:
        rows[_among(names, record.text("recommender"))].append(record)
    for problem in problems:
        told[_among(names, problem.recommender)].append(problem)
    lines = [_line(name, rows[name], told[name]) for name in settings.recommender_names]
    others = _line("", rows[""], [one for one in told[""] if one.severity is Severity.ERROR])
    return settings, (*lines, *([others] if others.applications or others.errors else []))


def _among(names: frozenset[str], name: str) -> str:
    return name if name in names else ""


def _line(name: str, records: Sequence[RawRecord], problems: Iterable[Problem]) -> Received:
    found = Counter(problem.severity for problem in problems)
    return Received(
        name=name,
        applications=len(records),
        non_public=sum(record.text("non_public") == "是" for record in records),
        errors=found[Severity.ERROR],
        reminders=found[Severity.WARNING],
    )
