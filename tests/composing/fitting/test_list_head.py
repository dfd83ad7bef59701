from __future__ import annotations

import pytest
from conftest import EXAMPLE
from support import own_forms

from generator.campaign.layout import FORM
from generator.checks.campaign import check_settings_of
from generator.composing.fitting.list_head import blank_rows, height_mm, label_lines
from generator.composing.forms import blank

MOST = 12  # categories, and characters of each, as the field table allows


@pytest.mark.parametrize("characters", [2, 6, MOST])
def test_the_blank_stands_above_its_note_whatever_the_categories(characters: int) -> None:
    settings, _ = check_settings_of(EXAMPLE)
    assert settings is not None
    heights = set()
    for count in range(1, MOST + 1):
        words = tuple(chr(0x7532 + place) * characters for place in range(count))
        form = blank(settings.model_copy(update={"categories": words}), "form2")
        header_mm, rows = (
            height_mm(label_lines(own_forms.FORM2, form["headers"])),
            blank_rows(own_forms.FORM2, form["headers"]),
        )
        if rows < 1:  # as high as the page by itself
            continue
        heights.add(header_mm)
        assert len(form["rows"]) == rows
        used_mm = FORM.list_head_mm + header_mm + rows * FORM.list_row_mm + FORM.list_note_mm
        assert used_mm <= FORM.list_text_height_mm
    assert len(heights) > 1  # some headers are higher than usual
