"""Tables on a terminal; plain lines when piped."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import typer

BAR_CELLS = 20
# Key of a row, heading, where it stands in its column, and the switch that marks it.
RECEIVING_COLUMNS = (
    ("recommender", "申报单位", "left", ""),
    ("applications_text", "已申报", "right", ""),
    ("least_text", "最低数量", "right", ""),
    ("missing", "还差", "right", "is_short"),
    ("bar", "", "left", ""),
    ("non_public_text", "非公", "right", ""),
    ("share", "非公占比", "right", "is_share_short"),
    ("errors", "错误", "right", "is_wrong"),
    ("reminders", "提醒", "right", ""),
)


def show_receiving(state: Mapping[str, Any]) -> None:
    """The state of the campaign on standard output."""
    if sys.stdout.isatty():
        _receiving_table(state)
        return
    typer.echo(f"{state['title']}\n{state['as_of']}，{state['deadline']}")
    for row in state["rows"]:
        typer.echo(
            f"{row['recommender']}：已申报{row['applications_text']}，最低{row['least_text']}，还差{row['missing']}；"
            f"非公{row['non_public_text']}（{row['share']}）；错误{row['errors']}，提醒{row['reminders']}"
        )
    typer.echo(state["overview"])


def _receiving_table(state: Mapping[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=state["title"], caption=f"{state['as_of']}　{state['deadline']}")
    for _, heading, side, _ in RECEIVING_COLUMNS:
        table.add_column(heading, justify="right" if side == "right" else "left", no_wrap=True)
    for row in state["rows"]:
        table.add_row(*(_cell(row, key, switch) for key, _, _, switch in RECEIVING_COLUMNS))
    totals = state["totals"]
    table.add_section()
    table.add_row(*("合计" if key == "recommender" else totals.get(key, "") for key, *_ in RECEIVING_COLUMNS))
    console = Console()
    console.print(table)
    console.print(state["overview"], highlight=False)


def _cell(row: Mapping[str, Any], key: str, switch: str) -> str:
    if key == "bar":
        full, least = round(row["bar"] * BAR_CELLS), round(row["mark"] * BAR_CELLS)
        return f"{'█' * full}{'░' * (least - full)}"
    text = str(row[key])
    return f"[bold red]{text}[/]" if switch and row[switch] else text
