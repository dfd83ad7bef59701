"""The golden text of the 2023 notice: its paragraphs, and the tables of its two forms cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conftest import ROOT

SEED = ROOT / "tests" / "golden" / "notice-2023.txt"


@dataclass(frozen=True)
class SeedForm:
    """A form as text: the lines above its table, the cells of each row, the lines below; without white space.

    A cell that goes on from the row above is an empty one.
    """

    head: list[str]
    rows: list[list[str]]
    foot: list[str]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _lines(text: str) -> list[str]:
    return [bare(line) for line in text.splitlines() if bare(line)]


def notice_lines() -> list[str]:
    """The notice itself, from its number to its date."""
    text, _, _ = SEED.read_text(encoding="utf-8").partition("\n附件1\n")
    return _lines(text)


def seed_form(number: int) -> SeedForm:
    """Form 1 or Form 2."""
    text = SEED.read_text(encoding="utf-8")
    start = text.index(f"\n附件{number}\n")
    end = text.find(f"\n附件{number + 1}\n", start)
    head, _, table = text[start : end if end > 0 else None].partition("\n\t")
    table, _, foot = table.rstrip().rpartition("\n\n\n")
    rows: list[list[str]] = [[]]
    for cell in table.split("\n\t"):
        rows[-1].append(bare(cell))
        if cell.endswith("\n"):  # an empty line ends a row
            rows.append([])
    return SeedForm(_lines(head), [row for row in rows if row], _lines(foot))
