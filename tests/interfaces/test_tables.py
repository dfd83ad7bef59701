"""The table of progress fits every window, and says what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from conftest import EXAMPLE
from support.terminals import on_a_terminal, plain

from generator.handing_out import receiving
from generator.interfaces.tables import RECEIVING_COLUMNS
from generator.interfaces.wrapping import columns_of

WIDTHS = (24, 40, 60, 80, 100, 200)


@pytest.fixture(scope="module")
def state() -> dict[str, Any]:
    return receiving(EXAMPLE, date(2023, 8, 10))


def cells(table: str) -> Iterator[list[str]]:
    """The cells of each line of the table, the heading first."""
    for line in table.splitlines():
        if line[:1] in "┃│":
            yield [cell.strip() for cell in line.strip("┃│").replace("┃", "│").split("│")]


@pytest.mark.parametrize("width", WIDTHS)
def test_what_the_table_shows_is_whole_and_true(width: int, state: dict[str, Any]) -> None:
    code, told = on_a_terminal(["progress", str(EXAMPLE), "--today", "2023-08-10"], width)
    assert code == 0
    text = plain(told)
    assert "…" not in text
    assert max(map(columns_of, text.splitlines())) <= width
    bare = "".join(text.split())
    for whole in (state["title"], state["overview"], state["as_of"]):
        assert "".join(whole.split()) in bare
    heading, *rows = cells(text)
    shown = [one for one in RECEIVING_COLUMNS if one.heading in heading and (one.heading or "" in heading[1:])]
    assert {"已申报", "还差", "错误"} <= {one.heading for one in shown} or width < 40
    if width >= 60:  # on a narrower one a name takes several lines
        assert [row[0] for row in rows] == [*(row["recommender"] for row in state["rows"]), "合计"]
        for row, wanted in zip(rows, state["rows"], strict=False):
            for cell, one in zip(row, (one for one in RECEIVING_COLUMNS if one in shown), strict=True):
                assert one.key == "bar" or cell == str(wanted[one.key])
    missing = [one.heading for one in RECEIVING_COLUMNS if one.heading and one.heading not in heading]
    assert bool(missing) == ("没有显示：" in bare)
    assert all(name in bare for name in missing)
    assert not missing or width < 120


def test_the_least_important_goes_first() -> None:
    by_rank = sorted(RECEIVING_COLUMNS, key=lambda one: -one.rank)
    assert [one.key for one in by_rank][:3] == ["bar", "reminders", "non_public_text"]
