"""Problems on a terminal as tables by recommender and file; plain lines when piped."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from generator.campaign.errors import Problem, Severity, grouped
from generator.campaign.showing import visible
from generator.interfaces.saying import say, speaking

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

LEAST_TABLE_COLUMNS = 60  # on a narrower terminal every problem is a paragraph
PLACE_COLUMNS, FIELD_COLUMNS = 18, 20
WHOLE_FILE, NO_RECOMMENDER = "整个文件", "未分到申报单位"
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow"}


def show_problems(problems: Sequence[Problem], *, err: bool) -> None:
    """The problems on standard output or, with `err`, standard error; by recommender, errors first."""
    stream = sys.stderr if err else sys.stdout
    if problems and stream.isatty():
        from rich.console import Console

        with speaking(err=err) as stream:
            show_tables([_harmless(problem) for problem in problems], Console(file=stream))
        return
    say(*plain_lines(problems), err=err)


def _harmless(problem: Problem) -> Problem:
    """The problem with nothing in its texts that could steer a terminal."""
    told = problem.place.told
    place = replace(told, file=visible(told.file), sheet=visible(told.sheet))
    return replace(
        problem,
        place=place,
        field=visible(problem.field),
        message=visible(problem.message),
        fix=visible(problem.fix),
        recommender=visible(problem.recommender),
    )


def plain_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """A line for each problem, under the recommender whom it concerns."""
    for recommender, own in groupby(grouped(problems), key=lambda one: one.recommender):
        if recommender:
            yield f"── {recommender}"
        yield from map(str, own)


def show_tables(problems: Sequence[Problem], console: Console) -> None:
    """A heading for each recommender and file, and below it the file's problems."""
    from rich.cells import cell_len
    from rich.text import Text

    by_file = sorted(problems, key=lambda one: (one.recommender, one.place.file, one.severity is Severity.WARNING))
    widths = (
        min(PLACE_COLUMNS, max(cell_len(_where(problem).plain) for problem in problems)),
        min(FIELD_COLUMNS, max(cell_len(problem.field) for problem in problems)),
    )
    for recommender, own in groupby(by_file, key=lambda one: one.recommender):
        console.print(Text(f"■ {recommender or NO_RECOMMENDER}", "bold"))
        for file, here in groupby(own, key=lambda one: one.place.file):
            same = list(here)
            console.print(Text(f"  {file}（{_counted(same)}）", "cyan"), overflow="fold")
            if console.width < LEAST_TABLE_COLUMNS:
                console.print(*map(_paragraph, same), sep="\n", overflow="fold")
            else:
                console.print(_table(same, *widths))


def _counted(problems: Sequence[Problem]) -> str:
    wrong = sum(problem.severity is Severity.ERROR for problem in problems)
    told = ((Severity.ERROR, wrong), (Severity.WARNING, len(problems) - wrong))
    return "，".join(f"{severity.label}{count}处" for severity, count in told if count)


def _table(problems: Sequence[Problem], place_width: int, field_width: int) -> Table:
    """One file's problems; the columns are as wide in every file's table."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, header_style="dim", expand=True)
    table.add_column("级别", width=4)
    table.add_column("位置", width=place_width, overflow="fold")
    table.add_column("项目", width=field_width, overflow="fold")
    table.add_column("问题和改法", ratio=1, overflow="fold")
    for problem in problems:
        table.add_row(_severity(problem), _where(problem), _text(problem.field), _what(problem))
    return table


def _paragraph(problem: Problem) -> Text:
    head = f" {_where(problem)} {problem.field}".rstrip()
    return _text(_severity(problem), head, "\n", _what(problem))


def _what(problem: Problem) -> Text:
    """What is wrong, and below it what to do."""
    return _text(problem.message, "\n", (f"改法：{problem.fix}", "green"))


def _severity(problem: Problem) -> Text:
    return _text((problem.severity.label, STYLES[problem.severity]))


def _where(problem: Problem) -> Text:
    place = problem.place
    line = f"第{place.line}行" if place.line else ""
    return _text(" ".join(part for part in (place.sheet, place.cell, line) if part) or WHOLE_FILE)


def _text(*parts: str | Text | tuple[str, str]) -> Text:
    """The parts, some with a style, as they are: brackets in them are no markup."""
    from rich.text import Text

    return Text.assemble(*parts)
