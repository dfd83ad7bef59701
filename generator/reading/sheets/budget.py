"""How much of a workbook is read: rows, cells, merged areas, widths and characters of all its sheets together."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass
class Budget:
    """How much may still be read of a workbook."""

    rows: int = MOST_ROWS
    cells: int = MOST_CELLS
    merged: int = MOST_MERGED_CELLS
    columns: int = MOST_COLUMN_ENTRIES
    characters: int = MOST_CHARACTERS

    def spend(self, *, rows: int = 0, cells: int = 0, merged: int = 0, columns: int = 0, characters: int = 0) -> None:
        """Count these. Raises PackageRefusedError where there are more than any workbook of applications has."""
        self.rows -= rows
        self.cells -= cells
        self.merged -= merged
        self.columns -= columns
        self.characters -= characters
        if self.rows < 0:
            raise PackageRefusedError(ROWS_TOO_MANY)
        if min(self.cells, self.merged, self.columns, self.characters) < 0:
            raise PackageRefusedError(TOO_MUCH)
