"""A check's answer on the disk, and pages of its problems: however many there are, an answer holds a page of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.ground.disk import write_new
from generator.interfaces.web.limits import PROBLEMS_ON_A_PAGE

SUMMARY, PROBLEMS = "summary.json", "problems.sqlite"
LONGEST_TEXT = 2_000  # characters of one value of a problem; a cell may hold sixteen times as many
OF_NOBODY = "-"  # how the problems that concern no recommender are asked for

_TABLE = """
create table problems (number integer primary key, severity text, recommender text, told text);
create index by_severity on problems (severity, number);
create index by_recommender on problems (recommender, number);
create index by_both on problems (recommender, severity, number);
"""


@dataclass(frozen=True)
class Filter:
    """Which problems are wanted; empty means all."""

    recommender: str = ""
    severity: str = ""


@dataclass(frozen=True)
class ProblemPage:
    """Some of the wanted problems. `total` counts them all, `first` is the number of the first one here, from 1."""

    problems: Sequence[dict[str, Any]]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages the wanted problems fill, at least one."""
        return max(1, -(-self.total // PROBLEMS_ON_A_PAGE))

    @property
    def first(self) -> int:
        """The number of the first problem here among the wanted, from 1."""
        return (self.page - 1) * PROBLEMS_ON_A_PAGE + 1

    @property
    def last(self) -> int:
        """The number of the last problem here."""
        return self.first + len(self.problems) - 1


def write_check(folder: Path, found: Mapping[str, Any]) -> None:
    """Write what a check found into a folder: what is bounded as one file, the problems as a table."""
    problems = found["problems"]
    errors = sum(one["severity"] == "error" for one in problems)
    summary = {name: value for name, value in found.items() if name != "problems"}
    summary |= {"total": len(problems), "errors": errors, "warnings": len(problems) - errors}
    summary["names"] = sorted({one["recommender"] for one in problems})
    with closing(sqlite3.connect(":memory:")) as table:
        table.executescript(_TABLE)
        rows = ((one["severity"], one["recommender"], json.dumps(_shortened(one))) for one in problems)
        table.executemany("insert into problems (severity, recommender, told) values (?, ?, ?)", rows)
        table.commit()
        write_new(folder / PROBLEMS, [table.serialize()], flush=True)
    write_new(folder / SUMMARY, [json.dumps(summary).encode()], flush=True)


def _shortened(problem: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: f"{value[:LONGEST_TEXT]}…" if isinstance(value, str) and len(value) > LONGEST_TEXT else value
        for name, value in problem.items()
    }


def read_summary(folder: Path) -> dict[str, Any]:
    """What `write_check` wrote, without the problems; `total`, `errors`, `warnings` count them, `names` whose."""
    found: dict[str, Any] = json.loads((folder / SUMMARY).read_bytes())
    return found


def read_problems(folder: Path, wanted: Filter, page: int) -> ProblemPage:
    """One page of the wanted problems, counted from 1; beyond the last there are none."""
    asked = {name: "" if value == OF_NOBODY else value for name, value in vars(wanted).items() if value}
    where = f"where {' and '.join(f'{name} = :{name}' for name in asked)}" if asked else ""
    rows = f"select told from problems {where} order by number limit :most offset :before"
    window = {"most": PROBLEMS_ON_A_PAGE, "before": (page - 1) * PROBLEMS_ON_A_PAGE}
    with closing(sqlite3.connect(f"{(folder / PROBLEMS).as_uri()}?mode=ro&immutable=1", uri=True)) as table:
        (total,) = table.execute(f"select count(*) from problems {where}", asked).fetchone()
        told = [json.loads(one) for (one,) in table.execute(rows, asked | window)]
    return ProblemPage(told, total, page)
