"""How much of a workbook is read: rows, cells, merged areas, widths and characters of all its sheets together."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.reading.prescan import (
    MOST_CELLS,
    MOST_MERGED_CELLS,
    MOST_ROWS,
    ROWS_TOO_MANY,
    TOO_MUCH,
    PackageRefusedError,
)

MOST_COLUMN_ENTRIES = 50_000  # of widths; a sheet has at most one for each column
MOST_CHARACTERS = 50_000_000  # that all cells show together; of 10,000 applications some 11,000,000


_MOST = {
    "rows": MOST_ROWS,
    "cells": MOST_CELLS,
    "merged": MOST_MERGED_CELLS,
    "columns": MOST_COLUMN_ENTRIES,
    "characters": MOST_CHARACTERS,
}


@dataclass
class Budget:
    """How much may still be read of a workbook."""

    left: dict[str, int] = field(default_factory=_MOST.copy)

    def spend(self, **counts: int) -> None:
        """Count these. Raises PackageRefusedError where there are more than any workbook of applications has."""
        for what, count in counts.items():
            self.left[what] -= count
            if self.left[what] < 0:
                raise PackageRefusedError(ROWS_TOO_MANY if what == "rows" else TOO_MUCH)
