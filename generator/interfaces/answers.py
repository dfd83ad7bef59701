"""What the command line and the service tell as JSON: a contract of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.campaign.errors import DataError, Problem

if TYPE_CHECKING:
    from generator.campaign.records import Counts
    from generator.pipeline import Report
    from generator.verifying.verdicts import Verdict


def told_problem(problem: Problem) -> dict[str, Any]:
    """One problem as `check --json` tells it."""
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        **asdict(problem.place.told),
        "field": problem.field,
        "message": problem.message,
        "fix": problem.fix,
        "touches": [touch.told() for touch in problem.touches],
    }


def told_check(problems: Iterable[Problem], counts: Counts) -> dict[str, Any]:
    """The answer of `check --json`."""
    return {"problems": [told_problem(problem) for problem in problems], "counts": counts.model_dump()}


def told_build(report: Report) -> dict[str, Any]:
    """The answer of `build --json`."""
    left_out = [one.told() for one in report.left_out]
    return _build(report.counts, report.files, report.pages, report.out, report.problems) | {"left_out": left_out}


def told_refusal(refused: DataError, out: Path) -> dict[str, Any]:
    """The answer of `build --json` where nothing was made; no counts where rows were not what was refused."""
    return _build(refused.counts, 0, 0, out, refused.problems)


def _build(counts: Counts | None, files: int, pages: int, out: Path, problems: Iterable[Problem]) -> dict[str, Any]:
    return {
        "counts": None if counts is None else counts.model_dump(),
        "files": files,
        "pages": pages,
        "out": str(out),
        "left_out": [],
        "problems": [told_problem(problem) for problem in problems],
    }


def told_verdicts(verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    """The answer of `verify --json`."""
    return [
        {
            "file": one.file,
            "number": one.number,
            "verdict": one.finding.value,
            "demo_key": one.demo_key,
            "signed": dict(one.signed),
            "unsigned": dict(one.unsigned),
        }
        for one in verdicts
    ]
