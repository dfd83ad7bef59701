"""A build, in a child."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.campaign.errors import errors_of
from generator.ground.steps import PLANNING, PLANNING_STEPS
from generator.interfaces.web.store.told_outputs import TOLD_FOLDER, Told, write_told
from generator.interfaces.web.work.tasks.telling import Arguments, Tell, omitted

BUILD_NICENESS = 10  # the page comes first


def build(order: Arguments, tell: Tell) -> Any:
    """Counts, pages and the number of reminders of a build."""
    from generator.interfaces.web.store.abouts import Choice
    from generator.pipeline import build as built

    os.nice(BUILD_NICENESS)
    choice = Choice.model_validate(order["choice"])
    key = Path(order["key"]) if order["key"] else None
    options = replace(choice.options(Path(order["campaign"]), Path(order["target"]), order["jobs"]), key=key)
    tell((PLANNING, 0, PLANNING_STEPS))
    report = built(options, lambda *progress: tell(progress))
    write_told(
        options.out.with_name(TOLD_FOLDER),
        Told(report.units, omitted(report.left_out), _shapes(options.out), report.recommenders),
    )
    reminders = len(report.problems) - len(errors_of(report.problems))
    return {"counts": report.counts.model_dump(), "warnings": reminders, "pages": report.pages}


def _shapes(out: Path) -> dict[str, tuple[float, float]]:
    """Width and height of the first page of a PDF of each kind, and of each that is of no single project or unit."""
    import pypdfium2

    from generator.interfaces.web.store.outputs import outputs

    found: dict[str, tuple[float, float]] = {}
    for one in outputs(out):
        key = one.document if one.record else one.path
        if one.format == "pdf" and key not in found:
            with pypdfium2.PdfDocument(out / one.path) as document:
                found[key] = document.get_page_size(0)
    return found
