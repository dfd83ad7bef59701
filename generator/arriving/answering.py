"""Questions about returned forms, answered: the forms are read once more with the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.arriving.confining import foreign
from generator.arriving.homes import QUESTIONS, gathered
from generator.arriving.preview import Preview
from generator.arriving.rows import rows_of
from generator.campaign.errors import DataError
from generator.campaign.settings import Settings
from generator.checks.campaign import check_settings_of
from generator.collecting.workbooks.asked import asked_in, with_answers


@dataclass(frozen=True)
class Answered:
    """What the answers do: the paths that change, True where a file goes, and how many questions are still open.

    `unusable` are the keys of those that say nothing that the field can be, so that the question stays. `refused` those
    that may not be done and are left out: with `only` they would change another's projects.
    """

    writes: dict[str, bool]
    questions: int
    projects: int
    unusable: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Tried:
    """The campaign folder as it is with some answers; `why` they may not be done."""

    preview: Preview
    left: int
    projects: int
    why: str


def answered(
    campaign: Path,
    answers: Mapping[str, str],
    scratch: Path,
    target: Path,
    told: Callable[[str, int, int], None],
    only: str = "",
) -> Answered:
    """Answer questions by their keys. The files that change lie in `target` by their paths; `scratch` is temporary.

    With `only` nothing may change but the material of that recommender: the answers to which this happens are left out.

    Raises DataError where the campaign's settings or its earlier workbooks cannot be read.
    """
    settings, problems = check_settings_of(campaign)
    if settings is None:
        raise DataError(problems)
    count = 0

    def tried(some: Mapping[str, str]) -> _Tried:
        nonlocal count
        count += 1
        return _tried(campaign, some, scratch / f"{count}", settings, told, only)

    best, kept = tried(answers), dict(answers)
    if best.why:
        kept, best = {}, tried({})
        for group in _by_project(campaign, answers):
            found = tried(kept | group)
            if not found.why:
                kept, best = kept | group, found
    refused = tuple(key for key in answers if key not in kept)
    if not kept:
        return Answered({}, best.left, best.projects, (), refused)
    return Answered(best.preview.hand_over(target), best.left, best.projects, _unusable(best.preview, kept), refused)


def _tried(
    campaign: Path,
    answers: Mapping[str, str],
    scratch: Path,
    settings: Settings,
    told: Callable[[str, int, int], None],
    only: str,
) -> _Tried:
    scratch.mkdir()
    preview = Preview(campaign, scratch / "campaign")
    preview.put(QUESTIONS, with_answers(campaign / QUESTIONS, answers))
    before, there = rows_of(preview.folder, settings), preview.files()
    left = gathered(preview, before, scratch / "gathered", told)
    rows = rows_of(preview.folder, settings)
    why = foreign(before, rows, preview.changes(), there, only) if only else ""
    return _Tried(preview, left, len(rows.rows), why)


def _by_project(campaign: Path, answers: Mapping[str, str]) -> list[dict[str, str]]:
    """The answers, those of a project and a file together."""
    about = {one.key: (one.project, one.file) for one in asked_in(campaign / QUESTIONS)}
    groups: dict[tuple[str, str], dict[str, str]] = {}
    for key, text in answers.items():
        groups.setdefault(about.get(key, ("", "")), {})[key] = text
    return list(groups.values())


def _unusable(preview: Preview, answers: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of questions that are still open although they were answered."""
    if not (preview.folder / QUESTIONS).exists():
        return ()
    return tuple(one.key for one in asked_in(preview.folder / QUESTIONS) if one.key in answers and not one.is_answered)
