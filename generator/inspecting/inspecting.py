"""One file inspected: recognised by its words, then measured or compared with the program's own blank forms."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from generator.campaign.errors import DataError, UsageError
from generator.campaign.layout import starter_folder, template_folders
from generator.campaign.settings import Settings
from generator.checks.campaign import check_settings_of
from generator.composing.document_table import blank_of
from generator.composing.filling.words import forms_of, notice_forms
from generator.inspecting.comparing import broken, compared, ending_of, kind_of, measured, opened, read, require_paper
from generator.inspecting.findings import Inspection
from generator.inspecting.word_file import BrokenFileError
from generator.inspecting.words import Words
from generator.linting.trial import require_sound
from generator.rendering.formats import render


def inspect(source: Path | bytes, name: str = "", campaign: Path | None = None) -> Inspection:
    """The inspection of one file; `name` is needed for its ending where bytes are given.

    It opens the file here: one that somebody sent is given to `inspecting.apart`.

    Raises:
        UsageError: the file is none of the four papers, or of a format that none of them has.
        DataError: the file is damaged.
    """
    content, name = (source, name) if isinstance(source, bytes) else (read(source), name or source.name)
    ending, words = ending_of(name), words_of(campaign)
    try:
        file = opened(content, ending)
        kind = require_paper(kind_of(file, words), name)
        return measured(compared(file, content, name, kind, blanks(kind, ending, campaign), words))
    except BrokenFileError as wrong:
        raise DataError([broken(name, wrong.why)]) from wrong


def blanks(kind: str, ending: str, campaign: Path | None) -> dict[str, bytes]:
    """The campaign's own blank forms that such a paper is compared with, by kind.

    Raises:
        UsageError: it is a form that the campaign has no template for in this format.
    """
    settings = settings_of(campaign)
    forms = forms_of(settings)
    if kind in forms:
        if ending not in forms[kind].formats:
            message = f"“{forms[kind].name}”没有 {ending} 模板，不能对照。请先运行 wuxiao draft 活动文件夹，再检查。"
            raise UsageError(message)
        wanted: tuple[str, ...] = (kind,)
    else:
        wanted = notice_forms(settings) if (kind, ending) == ("notice", "docx") else ()
    drawn = all(ending in forms[one].formats for one in wanted)
    return {one: blank_form(one, ending, campaign) for one in wanted} if drawn else {}


@cache
def settings_of(campaign: Path | None) -> Settings:
    """The campaign's settings, or those that come with the program. Raises DataError where they are wrong."""
    settings, problems = check_settings_of(campaign or starter_folder())
    if settings is None:
        raise DataError(problems)
    return settings


def words_of(campaign: Path | None) -> Words:
    """The comparison of printed words: exact where the campaign is known."""
    return Words(settings_of(campaign), campaign is not None)


@cache
def blank_form(kind: str, output: str, campaign: Path | None) -> bytes:
    """The blank of the campaign's form of that kind in docx, pdf or xlsx."""
    settings = settings_of(campaign)
    wanted = blank_of(settings, kind, output)
    folders, day = template_folders(campaign), settings.issued_on
    require_sound([wanted], folders, day)
    return render(wanted.template, [wanted.context()], folders=folders, modified=day)[0]
