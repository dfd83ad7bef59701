"""What a child process of the service does: one task a process, the same functions as the command line.

Files that clerks sent are opened only here, under limits of memory and time. What is made goes into a place of the
task's own, and from there, whole, to where it belongs: by the service, which knows whether that is still wanted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from generator.campaign.errors import DataError, grouped
from generator.ground.disk import write_new
from generator.interfaces.web.refusals import refused_for

BUILD_NICENESS = 10  # the page comes first
WORKBOOK_NAME = "填报表.xlsx"
REPORT_NAME = "问题清单.xlsx"
LARGEST_PAGE_PIXELS = 8_000  # on the longer side, whatever the page's shape

Arguments = Mapping[str, Any]
Tell = Callable[[Any], None]


def answer(order: Arguments, _content: bytes, tell: Tell) -> tuple[dict[str, Any], bytes]:
    """What the task that is ordered returns, or in words why it does not."""
    try:
        return {"done": TASKS[order["task"]](order, tell)}, b""
    except Exception as wrong:
        refused = refused_for(wrong)
        return {"refused": refused.code, "message": refused.message, "fix": refused.fix}, b""


def _check(order: Arguments, _tell: Tell) -> None:
    """The check of the campaign in a folder; `final` says that collecting is over.

    It is the answer of `check --json`, each problem with its recommender, and what the pages show of the campaign.
    `progress` is the state while applications come in (`wuxiao progress --json`), None where campaign.yaml is wrong.
    """
    from generator.campaign.kinds import ROWS, rows_with
    from generator.checks.campaign import check_campaign, check_settings_of
    from generator.composing.wording.titles import title
    from generator.handing_out import receiving
    from generator.interfaces.answers import told_check
    from generator.interfaces.web.store.problem_pages import write_check

    folder = Path(order["campaign"])
    campaign, counts, problems = check_campaign(folder, final=order["final"])
    settings, _ = check_settings_of(folder)
    ordered = grouped(problems)
    rows = rows_with(settings.schema.forms.values()) if settings else ROWS
    told = told_check(ordered, counts)
    for problem, entry in zip(ordered, told["problems"], strict=True):
        entry["recommender"] = problem.recommender
    shown: dict[str, Any] = {
        "title": title(settings, "活动") if settings else "",
        "kinds": {row.key: row.label for row in rows},
        "recommenders": list(settings.recommender_names) if settings else [],
        "winners": len(campaign.winners) if campaign else 0,
        "progress": None,
    }
    with suppress(DataError):
        shown["progress"] = receiving(folder, date.fromisoformat(order["today"]))
    write_check(Path(order["target"]), told | shown)


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
    hand_out(Options(folder, target, frozenset({"notice", "blank"})))
    write_new(target / WORKBOOK_NAME, [entry_workbook(folder)], flush=True)


def _unpack(order: Arguments, _tell: Tell) -> list[tuple[str, str]]:
    """The names of an archive's files, each with the one under which it lies in a folder."""
    from generator.interfaces.web.store.archives import unpacked

    found = unpacked(Path(order["archive"]), Path(order["target"]))
    return [(path.as_posix(), file.name) for path, file in found]


def _build(order: Arguments, tell: Tell) -> Any:
    """Counts, pages and the number of reminders of a build."""
    from generator.interfaces.web.store.abouts import Choice
    from generator.pipeline import build

    os.nice(BUILD_NICENESS)
    choice = Choice.model_validate(order["choice"])
    options = choice.options(Path(order["campaign"]), Path(order["target"]), order["jobs"])
    report = build(options, lambda *progress: tell(progress))
    return {"counts": report.counts.model_dump(), "warnings": len(report.problems), "pages": report.pages}


def _draw(order: Arguments, _tell: Tell) -> int:
    """How many pages the PDF has; pages `first` up to `first + count` are written as PNG files."""
    import pypdfium2

    folder, first, width = Path(order["target"]), order["first"], order["width"]
    with pypdfium2.PdfDocument(Path(order["pdf"])) as document:
        total = len(document)
        for number in range(first, min(first + order["count"], total + 1)):
            page = document[number - 1]
            scale = min(width / page.get_width(), LARGEST_PAGE_PIXELS / page.get_height())
            picture = page.render(scale=scale).to_pil()
            target = folder / picture_name(number, width)
            (picture.convert("P", palette=1, colors=64) if width < 500 else picture).save(target, "PNG")
        return total


def picture_name(page: int, width: int) -> str:
    """The file name of one page's picture, `width` pixels wide; pages are counted from 1."""
    return f"{page}-{width}.png"


TASKS: Mapping[str, Callable[[Arguments, Tell], Any]] = {
    "check": _check,
    "report": _report,
    "papers": _papers,
    "progress": _progress,
    "unpack": _unpack,
    "build": _build,
    "draw": _draw,
}
