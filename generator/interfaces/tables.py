"""Tables on a terminal; plain lines when piped."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.campaign.showing import visible
from generator.interfaces.saying import say, speaking
from generator.interfaces.wrapping import columns_of

if TYPE_CHECKING:
    from rich.text import Text

BAR_CELLS = 20
EDGES = 3  # columns of a terminal that a column's padding and edge take


@dataclass(frozen=True)
class TerminalColumn:
    """A column: key of a row, heading, the switch that marks a cell, and the rank: the highest goes first."""

    key: str
    heading: str
    rank: int = 0
    switch: str = ""


RECEIVING_COLUMNS = (
    TerminalColumn("recommender", "申报单位"),
    TerminalColumn("applications_text", "已申报"),
    TerminalColumn("least_text", "最低数量", 2),
    TerminalColumn("missing", "还差", 1, "is_short"),
    TerminalColumn("bar", "", 6),
    TerminalColumn("non_public_text", "非公", 4),
    TerminalColumn("share", "非公占比", 3, "is_share_short"),
    TerminalColumn("errors", "错误", 1, "is_wrong"),
    TerminalColumn("reminders", "提醒", 5),
)


def show_receiving(state: Mapping[str, Any]) -> None:
    """The state of the campaign on standard output."""
    if sys.stdout.isatty():
        _receiving_table(state)
        return
    say(state["title"], f"{state['as_of']}，{state['deadline']}")
    say(
        *(
            f"{row['recommender']}：已申报{row['applications_text']}，最低{row['least_text']}，还差{row['missing']}；"
            f"非公{row['non_public_text']}（{row['share']}）；错误{row['errors']}，提醒{row['reminders']}"
            for row in state["rows"]
        ),
        state["overview"],
    )


def _receiving_table(state: Mapping[str, Any]) -> None:
    """As many columns as the terminal has room for; those left out are named below."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    totals = {**state["totals"], "recommender": "合计"}
    rows = [[_cell(row, column) for column in RECEIVING_COLUMNS] for row in state["rows"]]
    last = [Text(visible(str(totals.get(column.key, "")))) for column in RECEIVING_COLUMNS]
    with speaking(err=False) as stream:
        console = Console(file=stream, highlight=False)
        shown = _fitting([*rows, last], console.width)
        table = Table()
        for number in shown:
            first = number == 0  # a name is folded where it must be, a number never
            table.add_column(
                RECEIVING_COLUMNS[number].heading,
                justify="left" if first or RECEIVING_COLUMNS[number].key == "bar" else "right",
                no_wrap=not first,
                overflow="fold",
            )
        for row in rows:
            table.add_row(*(row[number] for number in shown))
        table.add_section()
        table.add_row(*(last[number] for number in shown))
        left_out = [one.heading for number, one in enumerate(RECEIVING_COLUMNS) if one.heading and number not in shown]
        notes = [f"窗口较窄，没有显示：{'、'.join(left_out)}。加宽窗口或加 --json 可以看全。"] if left_out else []
        console.print(Text(visible(state["title"]), "bold"), Text(f"{state['as_of']}　{state['deadline']}"), sep="\n")
        console.print(table)
        console.print(*map(Text, (visible(state["overview"]), *notes)), sep="\n")


def _fitting(rows: Sequence[Sequence[Text]], width: int) -> list[int]:
    """The numbers of the columns that have room side by side; the two that say most are always there."""
    widths = [
        max(columns_of(one.heading), *(row[number].cell_len for row in rows)) + EDGES
        for number, one in enumerate(RECEIVING_COLUMNS)
    ]
    shown = list(range(len(RECEIVING_COLUMNS)))
    by_rank = sorted(shown, key=lambda number: -RECEIVING_COLUMNS[number].rank)
    for number in by_rank:
        if sum(widths[one] for one in shown) + 1 <= width:
            break
        if RECEIVING_COLUMNS[number].rank > 1:
            shown.remove(number)
    return shown


def _cell(row: Mapping[str, Any], column: TerminalColumn) -> Text:
    from rich.text import Text

    if column.key == "bar":
        full, least = round(row["bar"] * BAR_CELLS), round(row["mark"] * BAR_CELLS)
        return Text(f"{'█' * full}{'░' * (least - full)}")
    return Text(visible(str(row[column.key])), "bold red" if column.switch and row[column.switch] else "")
