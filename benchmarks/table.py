"""The tables in Markdown: rows of a section, the goals of all sections, blocks of a page that the benchmark fills."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from benchmarks.measuring import Goal, Row


def section_table(rows: Sequence[Row]) -> str:
    """The rows of one section."""
    head = ["| what | median | min–max | × wuxiao | to reach | |", "|---|---:|---:|---:|---|---|"]
    return "\n".join([*head, *(_line(row) for row in rows)])


def goal_table(sections: Mapping[str, Sequence[Row] | None], page: str) -> str:
    """Every figure to reach, by section title; a section without rows keeps the lines that the page has of it."""
    lines = ["| section | what | to reach | found | |", "|---|---|---|---:|---|"]
    for title, rows in sections.items():
        if rows is None:
            lines += [line for line in page.splitlines() if line.startswith(f"| {title} |")]
            continue
        lines += [
            f"| {title} | {row.what} | {_bound(goal)} | {figure(goal.value)} {goal.unit} | {_verdict(goal)} |"
            for row in rows
            for goal in row.goals
        ]
    return "\n".join(lines)


def filled(page: str, blocks: Mapping[str, str]) -> str:
    """The page with each block's text between its marks, `<!-- bench: NAME -->` and `<!-- /bench -->`."""

    def block(found: re.Match[str]) -> str:
        name = found["name"]
        return f"<!-- bench: {name} -->\n{blocks[name]}\n<!-- /bench -->" if name in blocks else found[0]

    return re.sub(r"<!-- bench: (?P<name>\S+) -->\n.*?<!-- /bench -->", block, page, flags=re.DOTALL)


def _line(row: Row) -> str:
    if not row.values:
        return f"| {row.what} | — | | | | not measured: {row.note} |"
    spread = f"{figure(min(row.values))}–{figure(max(row.values))}" if len(row.values) > 1 else ""
    ratio = "" if row.ratio is None else f"{figure(row.ratio)} ×"
    wanted = ", ".join(_bound(goal) for goal in row.goals)
    verdicts = ", ".join(_verdict(goal) for goal in row.goals)
    told = " · ".join(filter(None, (verdicts, row.note)))
    return f"| {row.what} | {figure(row.median)} {row.unit} | {spread} | {ratio} | {wanted} | {told} |"


def _bound(goal: Goal) -> str:
    return f"{'≥' if goal.at_least else '≤'} {figure(goal.bound)} {goal.unit}"


def _verdict(goal: Goal) -> str:
    return "reached" if goal.reached else "**not reached**"


def figure(value: float) -> str:
    """Three significant digits, without an exponent."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
