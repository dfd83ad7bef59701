"""The cells of a list: the size at which a value stands in its column, and its lines. A row grows with them."""

from __future__ import annotations

from functools import lru_cache

from generator.campaign.forms import Column, ListForm
from generator.campaign.layout import FORM
from generator.typesetting.phones import fit_phone
from generator.typesetting.typeset import Fit, Slot


def cell_sizes(form: ListForm, column: Column) -> tuple[float, ...]:
    """The sizes in pt that are tried in the column, largest first."""
    return column.sizes_pt or form.sizes_pt


@lru_cache(maxsize=4096)  # 是, 小革新, 冶金: and a packet shows the same rows once more
def fitted_cell(text: str, width_mm: float, sizes_pt: tuple[float, ...]) -> Fit:
    """The value in a column of that width: a word wider than it is set smaller before it is broken, as in Excel."""
    return fit_phone(text, Slot(width_mm - 2 * FORM.cell_padding_mm, None, "songti", sizes_pt, FORM.list_line_height))
