"""How high the rows of a blank stand in Word: where its page is full, a row that grows leaves its room to all that do.

On paper, where a blank is filled in by hand, they stand as in the filled form.
"""

from __future__ import annotations

from generator.campaign.forms import GridForm, Page, Row, Shows
from generator.campaign.layout import FORM, MM_PER_PT, OFFICIAL
from generator.composing.fitting.slots import head_mm

_FREE_MM = 20  # that the rows of a page may grow before one runs on to another page


def blank_row_mm(form: GridForm, page: Page, row: Row) -> float:
    """The height in mm of a row of the page while the form is blank.

    A row that grows with its value stands at its hint and a line to write, as far as others need what it gives.
    """
    hints = [cell.hint for cell in row.cells if cell.shows is Shows.VALUE and cell.hint]
    if not row.grows or not hints:
        return row.height_mm
    lines = max(text.count("|") + 2 for text in hints)
    least_mm = lines * FORM.hint_pitch_pt * MM_PER_PT
    return min(row.height_mm, max(least_mm, row.height_mm - max(0, _FREE_MM - _free_mm(form, page))))


def _free_mm(form: GridForm, page: Page) -> float:
    """What the page's rows leave of the type area."""
    head = head_mm(form) if page is form.pages[0] else 0
    return OFFICIAL.text_height_mm - head - sum(row.height_mm * max(row.repeated, 1) for row in page.rows)
