"""Workbooks that mean ill: each bound is told in words, in little time and memory; what lies below it is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support import workbook_bombs as made
from support.pace import pace
from support.workbook_bombs import BOMBS, SHEET, completers, packed, plain, with_part

from generator.ground.apart.isolation import Isolated, Limits, isolated
from generator.reading.sheets.workbook_package import MOST_CODES

SECONDS, BYTES = 5.0, 300_000_000
READ = {"申报项目": [0, 0, 0], "其他完成人": [1, 1, 0], "评选结果": [0, 0, 0]}


@pytest.fixture(scope="module")
def child() -> Iterator[Isolated]:
    with isolated("tests.support.opening_tasks:workbook", Limits(seconds=30, memory_bytes=600_000_000)) as one:
        yield one


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once_in_words(name: str, child: Isolated) -> None:
    make, code = BOMBS[name]
    answer = child.ask(None, make())
    ((told, message, fix),) = answer.value["problems"]
    assert (told, answer.value["rows"]) == (code, {})
    assert message.endswith("。")
    assert fix.endswith("。")
    assert answer.seconds * pace() < SECONDS
    assert answer.peak_bytes < BYTES


def _in(encoding: str) -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    return with_part(SHEET, (head + completers().decode()).encode(encoding))


HONEST: dict[str, Any] = {
    "plain": lambda: packed(plain()),
    "in UTF-16": lambda: _in("utf-16"),
    "in GB18030": lambda: _in("gb18030"),
    "a title merged above nothing": lambda: with_part(
        SHEET, completers(after="<mergeCells><mergeCell ref='A1:C1'/></mergeCells>")
    ),
    "a link over a whole sheet": lambda: with_part(
        SHEET, completers(after="<hyperlinks><hyperlink ref='A1:XFD1048576'/></hyperlinks>")
    ),
    "rules over whole columns": lambda: with_part(
        SHEET,
        completers(
            after="<conditionalFormatting sqref='A1:XFD1048576'/>"
            "<dataValidations><dataValidation sqref='A2:A1048576'/></dataValidations>"
        ),
    ),
    "another main part": lambda: packed(
        {name.replace("xl/workbook.xml", "xl/book2.xml").replace("rels/workbook", "rels/book2"): content
         for name, content in (plain() | {"_rels/.rels": made.relations(("officeDocument", "/xl/book2.xml"))}).items()}
    ),
    "rows as many as are allowed": lambda: with_part(SHEET, completers(made.ROWS + "<row/>" * 99_000)),
    "a directory with a comment": lambda: packed(plain())[:-2] + b"\xff\xff" + b"a" * 65_535,
    "columns of widths": lambda: with_part(
        SHEET, completers(before="<cols>" + "<col min='1' max='2'/>" * 16_384 + "</cols>")
    ),
    "a note before the root": lambda: with_part(SHEET, b"<!-- by a program -->" + completers()),
    "stored": lambda: packed(plain(), 0),
}  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_what_lies_below_the_bounds_is_read(name: str, child: Isolated) -> None:
    answer = child.ask(None, HONEST[name]())
    assert answer.value == {"rows": READ, "problems": []}


def test_formats_beyond_every_program_are_left_unread_and_told(child: Isolated) -> None:
    assert MOST_CODES < 5_200
    answer = child.ask(None, made.many_formats())
    assert [code for code, *_ in answer.value["problems"]] == ["workbook-formats"]
    assert answer.value["rows"] == READ
    assert answer.seconds * pace() < SECONDS


def test_bad_rows_without_number_are_counted_and_every_row_is_accounted_for(child: Isolated) -> None:
    bad = made.rows_of("<c t='e'><v>#REF!</v></c>", 30_000)
    answer = child.ask(None, with_part(SHEET, completers(bad)))
    assert answer.value["rows"]["其他完成人"] == [30_000, 2_000, 0]
    assert answer.value["problems"][-1][1].startswith("还有28000行有错误")
    assert len(answer.value["problems"]) < 10_000
