"""A telephone number is read at 9 pt or more: on one line where it fits, else broken where it is read in parts."""

from __future__ import annotations

import pytest

from generator.typesetting.phones import READABLE_PT, fit_phone, is_landline
from generator.typesetting.typeset import Slot, fit

COLUMN = Slot(22.4, None, "songti", (10.5, 10.0, 9.5, 9.0, 8.5, 8.0), 1.3)  # Form 2's, between its paddings


@pytest.mark.parametrize(
    ("number", "lines", "size_pt"),
    [
        ("13900009657", ["13900009657"], 10.5),
        ("079186000000", ["079186000000"], 9.5),
        ("010-8800265", ["010-8800265"], 10.5),
        ("0792-88002654", ["0792-88002654"], 9.0),
        ("0792-88002654-8001", ["0792-88002654", "-8001"], 9.0),
        ("0792-88002654转8001", ["0792-88002654", "转8001"], 9.0),
        ("0792-8800265-8001", ["0792-8800265", "-8001"], 9.5),
        ("0792-88002654-80012", ["0792-88002654", "-80012"], 9.0),
    ],
)
def test_a_number_stands_on_as_few_lines_as_let_it_be_read(number: str, lines: list[str], size_pt: float) -> None:
    made = fit_phone(number, COLUMN)
    assert [line.text for line in made.lines] == lines
    assert made.size_pt == size_pt >= READABLE_PT
    assert made.overflow_chars == 0


@pytest.mark.parametrize("text", ["上海0792-88002654", "0792-88002654、13900000000", "ZL202310123456.7", ""])
def test_what_is_no_landline_number_is_set_as_ever(text: str) -> None:
    assert not is_landline(text)
    assert fit_phone(text, COLUMN) == fit(text, COLUMN)


def test_where_no_readable_size_is_wanted_or_none_fits_the_smaller_ones_stay() -> None:
    for slot in (Slot(22, None, "songti", (8.0, 7.0), 1.3), Slot(10, None, "songti", COLUMN.ladder, 1.3)):
        assert fit_phone("0792-88002654", slot) == fit("0792-88002654", slot)
