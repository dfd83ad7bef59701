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
from generator.checks.campaign import check_settings_of
from generator.collecting.workbooks.asked import with_answers


@dataclass(frozen=True)
class Answered:
    """What the answers do: the paths that change, True where a file goes, and how many questions are still open.

    `foreign` says why it may not be done: with `only` it would change another's projects.
    """

    writes: dict[str, bool]
    questions: int
    projects: int
    foreign: str = ""


def answered(
    campaign: Path,
    answers: Mapping[str, str],
    scratch: Path,
    target: Path,
    told: Callable[[str, int, int], None],
    only: str = "",
) -> Answered:
    """Answer questions by their keys. The files that change lie in `target` by their paths; `scratch` is temporary.

    With `only` nothing may change but the material of that recommender.

    Raises DataError where the campaign's settings or its earlier workbooks cannot be read.
    """
    settings, problems = check_settings_of(campaign)
    if settings is None:
        raise DataError(problems)
    preview = Preview(campaign, scratch / "campaign")
    preview.put(QUESTIONS, with_answers(campaign / QUESTIONS, answers))
    before, there = rows_of(preview.folder, settings), preview.files()
    left = gathered(preview, before, scratch / "gathered", told)
    rows = rows_of(preview.folder, settings)
    why = foreign(before, rows, preview.changes(), there, only) if only else ""
    return Answered({} if why else preview.hand_over(target), left, len(rows.rows), why)
