"""How high the rows of a blank stand in Word: where its page is full, rows that grow leave their room to all that do.

On paper, where a blank is filled in by hand, they stand as in the filled form.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from generator.campaign.forms import GridForm, Page, Row, Shows
from generator.campaign.layout import FORM, MM_PER_PT, OFFICIAL
from generator.composing.fitting.slots import head_mm

_FREE_MM = 20  # that the rows of a page may grow before one runs on to another page
_LINE_MM, _ROOMY_MM = 10, 12  # that a row for a line needs; of one that can give something


def blank_row_mm(form: GridForm, page: Page, row: Row) -> float:
    """The height in mm of a row of the page while the form is blank.

    A row that grows with its value stands at its hint and a line to write, as far as others need what it gives. What
    it cannot give the tallest rows of a line do, down to what a line needs: they grow too.
    """
    hinted = [one for one in page.rows if _hinted_mm(one) < one.height_mm]
    lacking_mm = max(0.0, _FREE_MM - _free_mm(form, page)) if hinted else 0.0
    given_mm = sum(one.height_mm - _hinted_mm(one) for one in hinted)
    if hinted and _hinted_mm(row) < row.height_mm:
        return max(_hinted_mm(row), row.height_mm - lacking_mm)
    roomy = sorted((one.height_mm for one in page.rows if _is_of_a_line(one)), reverse=True)
    return min(row.height_mm, _level(roomy, lacking_mm - given_mm)) if _is_of_a_line(row) else row.height_mm


def _hinted_mm(row: Row) -> float:
    """The height of a growing row at its hint and a line to write; its own where it has no hint."""
    hints = [cell.hint for cell in row.cells if cell.shows is Shows.VALUE and cell.hint]
    lines = max((text.count("|") + 2 for text in hints), default=0)
    return min(row.height_mm, lines * FORM.hint_pitch_pt * MM_PER_PT) if row.grows and hints else row.height_mm


def _is_of_a_line(row: Row) -> bool:
    """Whether a roomy row is there once for values, its labels are of one line, and no value goes on below it."""
    return (
        row.is_typed_in
        and row.height_mm > _ROOMY_MM
        and not row.grows
        and not row.repeated
        and row.place is None
        and all(cell.shows in (Shows.VALUE, Shows.LABEL) and "|" not in cell.text for cell in row.cells)
        and all(cell.rows == 1 or cell.shows is Shows.LABEL for cell in row.cells)
    )


def _level(heights_mm: Sequence[float], wanted_mm: float) -> float:
    """The height to which the tallest of these, which come first, give so much together; no lower than a line."""
    if wanted_mm <= 0:
        return inf
    for count, lower in enumerate([*heights_mm[1:], 0.0], start=1):
        level_mm = (sum(heights_mm[:count]) - wanted_mm) / count
        if level_mm >= lower:
            return max(level_mm, _LINE_MM)
    return _LINE_MM


def _free_mm(form: GridForm, page: Page) -> float:
    """What the page's rows leave of the type area."""
    head = head_mm(form) if page is form.pages[0] else 0
    return OFFICIAL.text_height_mm - head - sum(row.height_mm * max(row.repeated, 1) for row in page.rows)
