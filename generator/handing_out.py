"""What an office hands out and looks up before any application is checked: blanks, notice, workbook, progress.

Little is made, so it is made here, one after the other. What renders is imported when it is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from generator import __version__
from generator.campaign.errors import DataError, MachineError, Problem, UsageError
from generator.ground.disk import reason
from generator.ground.steps import Progress
from generator.pipeline import Report, quiet, require_apart
from generator.running.options import Options
from generator.running.publishing import staging

if TYPE_CHECKING:
    from generator.campaign.settings import Settings
    from generator.collecting.collecting import Whose
    from generator.collecting.found import Collected
    from generator.composing.documents import Document
    from generator.drafting.own import OwnTemplate


def hand_out(options: Options, progress: Progress = quiet) -> Report:
    """The documents of these kinds, which need no applications, published: the blank forms, the notice."""
    from generator.campaign.layout import template_folders
    from generator.campaign.records import NOTHING_READ
    from generator.composing.wording.titles import title
    from generator.linting.trial import require_sound
    from generator.rendering.machine import require_machine, require_pages
    from generator.running.making import Batch, Workplace, make

    papers, settings, problems = _wanted(options)
    wanted = [one for one in papers if one.format in options.formats]
    require_machine()
    require_pages(one.template for one in wanted)
    require_apart(options.campaign, options.out)
    with staging(options.out, replace_changed=options.replace_changed) as stage:
        place = Workplace(stage.folder, template_folders(options.campaign), settings.issued_on, options)
        require_sound(wanted, place.folders, place.modified)
        for done, document in enumerate(wanted):
            progress("空白表格", done, len(wanted))
            stage.files.add(*make(Batch(place, (document,))))
        progress("空白表格", len(wanted), len(wanted))
        stage.write_manifest({"campaign": title(settings, "活动"), "version": __version__})
        report = Report(options.out, NOTHING_READ, len(stage.files), stage.files.pages, tuple(problems))
    return report


def _wanted(options: Options) -> tuple[list[Document], Settings, list[Problem]]:
    """The documents; of the blank forms alone only the settings are read. Raises DataError."""
    from generator.campaign.kinds import BLANK
    from generator.checks.campaign import check_papers_of
    from generator.composing.document_table import blanks, documents
    from generator.composing.documents import Asked

    if options.kinds == {BLANK.key}:
        settings, problems = _settings(options.campaign)
        return list(blanks(settings)), settings, problems
    campaign, problems = check_papers_of(options.campaign)
    if campaign is None:
        raise DataError(problems)
    return list(documents(Asked(campaign), options.kinds)), campaign.settings, problems


def entry_workbook(campaign: Path) -> bytes:
    """The entry workbook (填报表) with the campaign's choices and limits."""
    from generator.rendering.excel.entry_workbook import entry_workbook as made

    settings, _ = _settings(campaign)
    return made(settings, modified=settings.issued_on)


def begin(folder: Path, source: Path, year: int, changes: Mapping[str, str] | None = None) -> list[str]:
    """Make the folder of a campaign of that year from the settings of another one; the files in it, by their paths.

    `changes` are settings by label.

    Raises:
        UsageError: something lies in the folder.
        DataError: the other's campaign.yaml cannot be read.
        MachineError: a file cannot be written.
    """
    from generator.editing.beginning import begun
    from generator.ground.disk import make_folders

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"“{folder}”里已有文件。新的活动请用一个新的文件夹。")
    files = begun(source, year, changes)
    for name, content in files.items():
        try:
            make_folders((folder / name).parent)
        except OSError as wrong:
            raise MachineError(f"不能新建文件夹 {folder}：{reason(wrong)}。") from wrong
        _write(folder / name, content)
    return list(files)


def draw_templates(campaign: Path, *, replace_changed: bool = False) -> list[OwnTemplate]:
    """The Word and Excel templates of the campaign's own forms, drawn into its folder where they are to be.

    Raises:
        DataError: its fields or forms are wrong.
        MachineError: a file cannot be written. It says which were written before.
    """
    from generator.drafting.own import State, own_templates
    from generator.rendering.machine import require_machine

    require_machine()
    made: list[OwnTemplate] = own_templates(campaign, replace_changed=replace_changed)
    drawn = [one for one in made if one.state is State.DRAWN]
    for place, one in enumerate(drawn):
        try:
            _write(campaign / "templates" / one.name, one.content)
        except MachineError as wrong:
            before = "、".join(f"templates/{one.name}" for one in drawn[:place])
            told = f"这之前已画好：{before}。改好后请再运行一次。" if before else ""
            raise MachineError(f"{wrong}{told}") from wrong
    return made


def _write(file: Path, content: bytes) -> None:
    from generator.running.publishing import write_file

    try:
        file.parent.mkdir(exist_ok=True)
    except OSError as wrong:
        raise MachineError(f"不能新建文件夹 {file.parent}：{reason(wrong)}。") from wrong
    write_file(file, content)


def receiving(campaign: Path, today: date) -> dict[str, Any]:
    """The state of the campaign while applications come in (申报进度), as `composing.receiving` has it.

    Raises DataError where campaign.yaml is wrong; other problems of the data are counted.
    """
    from generator.checks.receiving import receiving as received
    from generator.composing.receiving import receiving as composed

    return composed(*received(campaign), today)


def receiving_files(campaign: Path, state: Mapping[str, Any], today: date) -> dict[str, bytes]:
    """The state as a page and a workbook to hand on, by file name."""
    from generator.campaign.layout import template_folders
    from generator.composing.document_table import progress
    from generator.linting.trial import require_sound
    from generator.rendering.formats import render
    from generator.rendering.machine import require_machine, require_pages

    require_machine()
    settings, _ = _settings(campaign)
    folders, wanted = template_folders(campaign), list(progress(settings, state))
    require_pages(one.template for one in wanted)
    require_sound(wanted, folders, today)
    return {one.path: render(one.template, [one.context()], folders=folders, modified=today)[0] for one in wanted}


def calibration_page(campaign: Path) -> bytes:
    """The page that is printed on prepared paper to measure how far the words must be moved (套打校准页), as PDF.

    Raises DataError where campaign.yaml is wrong.
    """
    from generator.campaign.layout import template_folders
    from generator.composing.document_table import calibration
    from generator.linting.trial import require_sound
    from generator.rendering.formats import render
    from generator.rendering.machine import require_machine, require_pages

    require_machine()
    settings, _ = _settings(campaign)
    folders, page = template_folders(campaign), calibration(settings)
    require_pages([page.template])
    require_sound([page], folders, settings.issued_on)
    return render(page.template, [page.context()], folders=folders, modified=settings.issued_on)[0]


def collect(
    folder: Path, out: Path, campaign: Path, whose: Whose | None = None, progress: Progress = quiet
) -> tuple[Collected, Settings]:
    """What the returned forms below the folder hold, written into `out` with what earlier runs put there.

    Raises:
        DataError: campaign.yaml or the forms are wrong, or what earlier runs wrote cannot be read.
        UsageError: there is no such recommender.
        MachineError: a file cannot be written.
    """
    from generator.collecting.collecting import Whose
    from generator.collecting.folder import collect_folder, wanted
    from generator.collecting.workbooks.earlier import earlier
    from generator.collecting.workbooks.written import written
    from generator.ground.disk import make_folders

    settings, _ = _settings(campaign)
    before = earlier(out, settings.schema.fields)
    with TemporaryDirectory(prefix="wuxiao-collect-") as place:
        found = collect_folder(folder, out, wanted(campaign, settings, Path(place), whose or Whose()), before, progress)
        try:
            make_folders(out / "attachments")
            for name, content in written(found, settings, before):
                _write_changed(out / name, content)
        except OSError as wrong:
            raise MachineError(f"不能写 {out}：{reason(wrong)}。") from wrong
    return found, settings


def lists_of(found: Collected, settings: Settings, campaign: Path, out: Path) -> list[str]:
    """The lists of recommenders made of the projects found, published in `out`/汇总表; their names below `out`.

    Raises as `hand_out` does.
    """
    from generator.campaign.layout import template_folders
    from generator.collecting.lists import FOLDER, lists
    from generator.linting.trial import require_sound
    from generator.rendering.machine import require_machine, require_pages
    from generator.running.making import Batch, Workplace, make

    wanted = lists(found, settings, campaign)
    if not wanted:
        return []
    require_machine()
    require_pages(one.template for one in wanted)
    options = Options(campaign, out / FOLDER)
    with staging(out / FOLDER) as stage:
        place = Workplace(stage.folder, template_folders(campaign), settings.issued_on, options)
        require_sound(wanted, place.folders, place.modified)
        for document in wanted:
            stage.files.add(*make(Batch(place, (document,))))
        stage.write_manifest({"version": __version__})
    return [f"{FOLDER}/{one.path}" for one in wanted]


def _write_changed(file: Path, content: bytes) -> None:
    """Write the file, unless it holds the same already."""
    from generator.ground.inputs import read_file

    if not file.exists() or read_file(file) != content:
        _write(file, content)


def _settings(folder: Path) -> tuple[Settings, list[Problem]]:
    from generator.checks.campaign import check_settings_of

    settings, problems = check_settings_of(folder)
    if settings is None:
        raise DataError(problems)
    return settings, problems
