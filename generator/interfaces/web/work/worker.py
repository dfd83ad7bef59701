"""What a child process of the service does: one task a process, the same functions as the command line.

Files that clerks sent are opened only here, under limits of memory and time. What is made goes into a place of the
task's own, and from there, whole, to where it belongs: by the service, which knows whether that is still wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from generator.campaign.kinds import FORMATS
from generator.ground.disk import PRIVATE_FOLDER, write_new
from generator.ground.needed import WITHOUT_PAGES, has_pango
from generator.interfaces.web.limits import PICTURE_WIDTHS
from generator.interfaces.web.refusals import refused_for
from generator.interfaces.web.work import archiving, awarding, certifying
from generator.interfaces.web.work.tasks import arriving
from generator.interfaces.web.work.tasks.building import build
from generator.interfaces.web.work.tasks.checking import check
from generator.interfaces.web.work.tasks.telling import REPORT_NAME, Arguments, Tell

WAITED_FOR = (
    "generator.handing_out", "generator.checks.campaign", "generator.interfaces.web.store.problem_pages",
    "generator.interfaces.web.work.drafts",
)  # fmt: skip
WORKBOOK_NAME = "填报表.xlsx"
SMALL_COLOURS = 128
LARGEST_PAGE_PIXELS = 8_000  # on the longer side, whatever the page's shape


def prepare() -> None:
    """Load what the tasks that somebody waits for import only when they begin."""
    for name in WAITED_FOR:
        import_module(name)


def answer(order: Arguments, _content: bytes, tell: Tell) -> tuple[dict[str, Any], bytes]:
    """What the task that is ordered returns, or in words why it does not."""
    try:
        return {"done": TASKS[order["task"]](order, tell)}, b""
    except Exception as wrong:
        refused = refused_for(wrong)
        return {"refused": refused.code, "message": refused.message, "fix": refused.fix}, b""


def _report(order: Arguments, _tell: Tell) -> None:
    """The list of problems as a workbook in a folder."""
    from generator.checks.campaign import check_campaign
    from generator.rendering.excel.problem_sheet import problem_sheet

    _, _, problems = check_campaign(Path(order["campaign"]), final=order["final"])
    write_new(Path(order["target"]) / REPORT_NAME, [problem_sheet(problems)], flush=True)


def _progress(order: Arguments, _tell: Tell) -> None:
    """The state of the campaign as a page and a workbook in a folder."""
    from generator.handing_out import receiving, receiving_files

    folder, today = Path(order["campaign"]), date.fromisoformat(order["today"])
    for name, content in receiving_files(folder, receiving(folder, today), today).items():
        write_new(Path(order["target"]) / name, [content], flush=True)


def _papers(order: Arguments, _tell: Tell) -> None:
    """The notice, the blank forms and the entry workbook in a folder."""
    from generator.campaign.layout import starter_folder
    from generator.handing_out import entry_workbook, hand_out
    from generator.running.options import Options

    folder, target = Path(order["campaign"] or starter_folder()), Path(order["target"])
    formats = frozenset(FORMATS if has_pango() else WITHOUT_PAGES)
    hand_out(Options(folder, target, frozenset({"notice", "blank"}), formats))
    write_new(target / WORKBOOK_NAME, [entry_workbook(folder)], flush=True)


def _unpack(order: Arguments, _tell: Tell) -> list[tuple[str, str]]:
    """The names of an archive's files, each with the one under which it lies in a folder."""
    from generator.interfaces.web.limits import Bounds
    from generator.interfaces.web.store.archives import unpacked

    found = unpacked(Path(order["archive"]), Path(order["target"]), Bounds(*order["bounds"]))
    return [(path.as_posix(), file.name) for path, file in found]


def _draw(order: Arguments, _tell: Tell) -> None:
    """Pages `first` up to `first + count` of each PDF as PNG files, in a folder by its name in `pdfs`."""
    import pypdfium2

    first, width = order["first"], order["width"]
    for name, path in order["pdfs"].items():
        folder = Path(order["target"]) / name
        folder.mkdir(mode=PRIVATE_FOLDER)
        with pypdfium2.PdfDocument(Path(path)) as document:
            for number in range(first, min(first + order["count"], len(document) + 1)):
                page = document[number - 1]
                scale = min(width / page.get_width(), LARGEST_PAGE_PIXELS / page.get_height())
                picture = page.render(scale=scale).to_pil()
                if width < PICTURE_WIDTHS[-1]:  # many of them on one page of the browser
                    picture = picture.convert("P", palette=1, colors=SMALL_COLOURS)
                picture.save(folder / picture_name(number, width), "PNG", compress_level=3)


def _draft(order: Arguments, tell: Tell) -> None:
    """What a form of settings or wording shows, tried with what was typed; see drafts.py."""
    from generator.interfaces.web.work.drafts import draft

    draft(order, tell)


def _begin(order: Arguments, _tell: Tell) -> dict[str, Any]:
    """The files of a new campaign, made in a folder from those of another one or of the starter, and its title."""
    from generator.campaign.layout import starter_folder
    from generator.checks.campaign import check_settings_of
    from generator.composing.wording.titles import title
    from generator.handing_out import begin

    folder = Path(order["target"])
    source = Path(order["campaign"]) if order["campaign"] else starter_folder()
    files = begin(folder, source, order["year"], order["changes"])
    settings, _ = check_settings_of(folder)
    return {"files": files, "title": title(settings, "活动") if settings else ""}


def picture_name(page: int, width: int) -> str:
    """The file name of one page's picture, `width` pixels wide; pages are counted from 1."""
    return f"{page}-{width}.png"


TASKS: Mapping[str, Callable[[Arguments, Tell], Any]] = {
    "check": check,
    "report": _report,
    "papers": _papers,
    "progress": _progress,
    "unpack": _unpack,
    "build": build,
    "draw": _draw,
    "draft": _draft,
    "begin": _begin,
    "winners": awarding.winners,
    "award": awarding.award,
    "results": certifying.results,
    "calibration": certifying.calibration,
    "verify": certifying.verify,
    "key": certifying.key,
    "settings": certifying.settings,
    "archive": archiving.archive,
    "plan": arriving.plan,
    "rows": arriving.rows,
    "questions": arriving.questions,
    "answer": arriving.answer,
    "own": arriving.own_report,
}
