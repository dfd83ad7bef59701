"""What the command line and the service tell as JSON: a contract of both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from generator.errors import Problem

if TYPE_CHECKING:
    from generator.records import Counts


def told_problem(problem: Problem) -> dict[str, Any]:
    """One problem as `check --json` tells it."""
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "file": problem.place.file,
        "sheet": problem.place.sheet,
        "cell": problem.place.cell,
        "line": problem.place.line,
        "field": problem.field,
        "message": problem.message,
        "fix": problem.fix,
        "touches": [touch.told() for touch in problem.touches],
    }


def counted(counts: Counts) -> dict[str, int]:
    """The accounting of rows."""
    told: dict[str, int] = counts.model_dump()
    return told


def told_check(problems: Iterable[Problem], counts: Counts) -> dict[str, Any]:
    """The answer of `check --json`."""
    return {"problems": [told_problem(problem) for problem in problems], "counts": counted(counts)}
