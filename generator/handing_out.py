"""What an office hands out and looks up before any application is checked: blanks, papers, workbook, progress.

Little is made, so it is made here, one after the other. What renders is imported when it is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import __version__
from generator.campaign.errors import DataError, Problem
from generator.ground.inputs import read_file
from generator.pipeline import Progress, Report, note, quiet, require_apart
from generator.running.publishing import Staging, staging

if TYPE_CHECKING:
    from generator.campaign.records import Settings
    from generator.composing.documents import Document


def blank(
    campaign: Path | None,
    out: Path,
    progress: Progress = quiet,
    *,
    protect: bool = False,
    replace_changed: bool = False,
) -> Report:
    """The blank forms for handing out, published; of the starter campaign where none is given."""
    from generator.campaign.layout import starter_folder
    from generator.composing.documents import blank_documents

    settings, problems = _settings(campaign or starter_folder())
    wanted = tuple(blank_documents(settings))
    stages = staging(out, replace_changed=replace_changed)
    return replace(_handed_out(wanted, settings, campaign, out, stages, progress, protect), problems=tuple(problems))


def papers(campaign: Path | None, out: Path, progress: Progress = quiet) -> Report:
    """What an office hands out before any application comes, published: the notice and the blank forms."""
    from generator.campaign.layout import starter_folder
    from generator.checks.campaign import check_papers_of
    from generator.composing.documents import documents

    checked, problems = check_papers_of(campaign or starter_folder())
    if checked is None:
        raise DataError(problems)
    wanted = tuple(documents(checked, frozenset({"notice", "blank"}), ()))
    report = _handed_out(wanted, checked.settings, campaign, out, staging(out), progress, False)
    return replace(report, problems=tuple(problems))


def _handed_out(
    wanted: Sequence[Document],
    settings: Settings,
    campaign: Path | None,
    out: Path,
    stages: AbstractContextManager[Staging],
    progress: Progress,
    protect: bool,
) -> Report:
    """Documents that need no applications, made here one after the other and published."""
    from generator.campaign.layout import template_folders
    from generator.campaign.records import Counts
    from generator.linting.trial import require_sound
    from generator.rendering.machine import require_machine
    from generator.running.making import Batch, Workplace, make
    from generator.running.planning import title

    require_machine()
    require_apart(campaign, out)
    with stages as stage:
        place = Workplace(stage.folder, template_folders(campaign), settings.issued_on, protect=protect)
        require_sound(wanted, place.folders, place.modified)
        for done, document in enumerate(wanted):
            progress("空白表格", done, len(wanted))
            note(stage, make(Batch(place, (document,))))
        progress("空白表格", len(wanted), len(wanted))
        stage.write_manifest({"campaign": title(settings), "version": __version__})
        counts = Counts(read=0, accepted=0, rejected=0, blank=0)
        report = Report(out, counts, len(stage.files), stage.files.pages)
    return report


def entry_workbook(campaign: Path | None) -> bytes:
    """The entry workbook (填报表) with the campaign's choices and limits."""
    from generator.campaign.layout import starter_folder
    from generator.rendering.excel.entry_workbook import entry_workbook as made

    settings, _ = _settings(campaign or starter_folder())
    content: bytes = made(settings, modified=settings.issued_on)
    return content


def receiving(campaign: Path, today: date) -> dict[str, Any]:
    """The state of the campaign while applications come in (申报进度), as `composing.receiving` has it.

    Raises DataError where campaign.yaml is wrong; other problems of the data are counted.
    """
    from generator.checks.receiving import receiving as received
    from generator.composing.receiving import receiving as composed

    return composed(*received(campaign), today)


def receiving_files(campaign: Path, state: Mapping[str, Any], today: date) -> dict[str, bytes]:
    """The state as a page and a workbook to hand on, by file name."""
    from generator.campaign.layout import template_file, template_folders
    from generator.composing.documents import Document
    from generator.linting.trial import require_sound
    from generator.rendering.excel.receiving_sheet import receiving_sheet
    from generator.rendering.html import pages
    from generator.rendering.machine import require_machine

    require_machine()
    folders = template_folders(campaign)
    page, sheet = (
        Document("progress", output, f"progress/progress.{ending}", f"申报进度.{output}", "", lambda: state)
        for output, ending in (("pdf", "html"), ("xlsx", "xlsx"))
    )
    require_sound([page, sheet], folders, today)
    template = read_file(template_file(sheet.template, campaign), link=True)
    return {
        "申报进度.pdf": pages.render(page.template, state, folders=folders),
        "申报进度.xlsx": receiving_sheet(template, state, modified=today),
    }


def _settings(folder: Path) -> tuple[Settings, list[Problem]]:
    from generator.checks.campaign import check_settings_of

    settings, problems = check_settings_of(folder)
    if settings is None:
        raise DataError(problems)
    return settings, problems
