"""A check's answer on the disk, and pages of its problems: however many there are, an answer holds a page of them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.ground.disk import write_new
from generator.interfaces.web.limits import PROBLEMS_ON_A_PAGE, PROJECTS_FOUND

SUMMARY, PROBLEMS = "summary.json", "problems.sqlite"
FORM = 2  # of both files; what another version of the program wrote is made anew
LONGEST_TEXT = 2_000  # characters of one value of a problem; a cell may hold sixteen times as many
MOST_WORDS = 5  # of a search
OF_NOBODY = "-"  # how the problems that concern no recommender are asked for

_TABLE = """
create table problems (
  number integer primary key, severity text, recommender text, told text, rank integer, same integer
);
create table projects (number text, name text, unit text, recommender text);
create index by_severity on problems (severity, number);
create index by_recommender on problems (recommender, number);
create index by_both on problems (recommender, severity, number);
create index by_rank on problems (rank);
create index by_same on problems (same);
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
    equal: Mapping[int, int] = field(default_factory=dict)  # of each number of equal ones how many there are

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
    summary = {name: value for name, value in found.items() if name not in ("problems", "projects")}
    summary |= {"form": FORM, "total": len(problems), "errors": errors, "warnings": len(problems) - errors}
    whose = {one["recommender"] for one in problems}
    summary["names"] = sorted(whose, key=lambda name: _place(name, found["recommenders"]))
    with closing(sqlite3.connect(":memory:")) as table:
        table.executescript(_TABLE)
        rows = (
            (one["severity"], one["recommender"], json.dumps(_shortened(one)), *_order(one, number))
            for number, one in enumerate(problems)
        )
        names = "severity, recommender, told, rank, same"
        table.executemany(f"insert into problems ({names}) values (?, ?, ?, ?, ?)", rows)
        table.executemany("insert into projects values (?, ?, ?, ?)", found.get("projects", ()))
        table.commit()
        write_new(folder / PROBLEMS, [table.serialize()], flush=True)
    write_new(folder / SUMMARY, [json.dumps(summary).encode()], flush=True)


def _place(name: str, recommenders: Sequence[str]) -> tuple[int, str]:
    """Where a recommender comes among others: nobody first, then the campaign's in its order."""
    known = ["", *recommenders]
    return (known.index(name) if name in known else len(known)), name


def _order(problem: Mapping[str, Any], number: int) -> tuple[int, int]:
    """Where the problem stands on pages, and which of them are equal to it."""
    shown = problem.get("shown", {})
    return shown.get("rank", number), shown.get("same", number)


def _shortened(problem: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _short(value) for name, value in problem.items()}


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return f"{value[:LONGEST_TEXT]}…"
    return _shortened(value) if isinstance(value, dict) else value


def read_summary(folder: Path) -> dict[str, Any]:
    """What `write_check` wrote, without the problems; `total`, `errors`, `warnings` count them, `names` whose.

    Raises ValueError where another version of the program wrote it.
    """
    found: dict[str, Any] = json.loads((folder / SUMMARY).read_bytes())
    if found.get("form") != FORM:
        raise ValueError(SUMMARY)
    return found


def read_problems(folder: Path, wanted: Filter, page: int, order: str = "number") -> ProblemPage:
    """One page of the wanted problems, counted from 1; beyond the last there are none. `order` may be `rank`."""
    asked = {name: "" if value == OF_NOBODY else value for name, value in vars(wanted).items() if value}
    where = f"where {' and '.join(f'{name} = :{name}' for name in asked)}" if asked else ""
    by = "rank" if order == "rank" else "number"
    rows = f"select told from problems {where} order by {by} limit :most offset :before"
    window = {"most": PROBLEMS_ON_A_PAGE, "before": (page - 1) * PROBLEMS_ON_A_PAGE}
    with closing(_opened(folder)) as table:
        (total,) = table.execute(f"select count(*) from problems {where}", asked).fetchone()
        told = [json.loads(one) for (one,) in table.execute(rows, asked | window)]
        numbers = {one["shown"]["same"] for one in told if "shown" in one}
        marks = ", ".join("?" * len(numbers))
        counted = f"select same, count(*) from problems where same in ({marks}) group by same"
        equal = dict(table.execute(counted, tuple(numbers)))
    return ProblemPage(told, total, page, equal)


_MARKS, _literal = re.compile("[%_!]"), r"!\g<0>"


@dataclass(frozen=True)
class FoundProject:
    """One project of the campaign, as far as it was read."""

    number: str
    name: str
    unit: str
    recommender: str


def find_projects(folder: Path, words: str) -> list[FoundProject]:
    """The projects whose number, name, unit or recommender holds each of the words, the first of many."""
    asked = [f"%{_MARKS.sub(_literal, word)}%" for word in words.split()[:MOST_WORDS]]
    if not asked:
        return []
    where = " and ".join(["number || ' ' || name || ' ' || unit || ' ' || recommender like ? escape '!'"] * len(asked))
    with closing(_opened(folder)) as table:
        found = table.execute(f"select * from projects where number <> '' and {where} limit {PROJECTS_FOUND}", asked)
        return [FoundProject(*one) for one in found]


def projects_of(folder: Path, numbers: Sequence[str]) -> list[FoundProject]:
    """The projects of these numbers, as far as there are such."""
    marks = ", ".join("?" * len(numbers))
    with closing(_opened(folder)) as table:
        return [
            FoundProject(*one) for one in table.execute(f"select * from projects where number in ({marks})", numbers)
        ]


def _opened(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{(folder / PROBLEMS).as_uri()}?mode=ro&immutable=1", uri=True)
