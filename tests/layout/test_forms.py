"""Filled Form 1 against the blank one; and that the comparators reject what a clerk must not change."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from layout.forms import (
    cover_places,
    form1_changes,
    grid_changes,
    no_places,
    table_places,
    text_changes,
)
from layout.measuring import Page, lying_rules, measured, upright_rules
from rendering.word_contexts import LONG, ORDINARY, SHORTEST, form1

from generator.campaign.layout import package_templates
from generator.rendering.html import pages

pytestmark = pytest.mark.xdist_group("layout-forms")


def rendered(context: dict[str, Any]) -> list[Page]:
    return measured(pages.render("form1/form1.html", context))


@pytest.fixture(scope="module")
def blank() -> list[Page]:
    return rendered(form1(None))


@pytest.fixture(scope="module")
def filled() -> list[Page]:
    return rendered(form1(ORDINARY, completers=5, intro=LONG, paragraphs=3))


def test_the_shortest_and_the_longest_filled_form_keep_the_grid_and_the_labels_of_the_blank(
    blank: list[Page], filled: list[Page]
) -> None:
    assert form1_changes(blank, filled) == []
    assert form1_changes(blank, rendered(form1(SHORTEST))) == []


def test_a_long_intro_adds_pages_and_the_opinions_stay_whole_on_the_last(blank: list[Page]) -> None:
    long = rendered(form1(ORDINARY, completers=5, intro=LONG * 4, paragraphs=3))
    assert len(long) > 5
    assert form1_changes(blank, long) == []
    assert "省评选办公室" in long[-1].text


def test_a_further_page_of_the_intro_that_is_not_as_high_as_its_text_is_rejected(blank: list[Page]) -> None:
    long = rendered(form1(SHORTEST, intro=LONG * 4, paragraphs=3))
    down = [replace(rule, bottom=rule.bottom + 20) if rule.bottom > 200 else rule for rule in long[3].rules]
    assert form1_changes(blank, [*long[:3], replace(long[3], rules=tuple(down)), *long[4:]]) != []
    foot = max(rule.bottom for rule in long[2].rules)
    low = [replace(rule, bottom=rule.bottom + 5) if rule.bottom > foot - 1 else rule for rule in long[2].rules]
    assert form1_changes(blank, [*long[:2], replace(long[2], rules=tuple(low)), *long[3:]]) != []


# docs/layout.md and the notice of 2023; not read from the grid that the pages are made of.
COLUMNS = [30, 22, 14, 10, 14, 22, 14, 30]
ROWS = {
    1: [10, 17, 12, 11, 11, 14, 26, 14, 14, 10, 11, 10, 10, 11, 11, 11, 11, 11],
    2: [10, 210],
    3: [52, 52, 52, 52],
}


def test_the_blank_form_has_the_columns_and_rows_of_the_layout_in_millimetres(blank: list[Page]) -> None:
    for number, rows in ROWS.items():
        heights = lying_rules(blank[number].rules)
        assert [bottom - top for top, bottom in pairwise(heights)] == pytest.approx(rows, abs=0.01)
        assert heights[0] == pytest.approx(37, abs=0.5)
        left = upright_rules(blank[number].rules)[0]
        assert left == pytest.approx(26 if blank[number].number % 2 == 0 else 28, abs=0.3)
    places = upright_rules(blank[1].rules)
    assert [right - left for left, right in pairwise(places)] == pytest.approx(COLUMNS, abs=0.01)


def test_rules_are_half_a_point_and_a_point_around_the_table(blank: list[Page]) -> None:
    point = 25.4 / 72
    thick = sorted({round(rule.thickness / point, 2) for rule in blank[1].rules})
    assert thick == [0.5, 1]


def test_there_are_values_between_the_labels(blank: list[Page], filled: list[Page]) -> None:
    for number, places in ((0, cover_places), (1, table_places("data")), (2, table_places("intro"))):
        assert len(filled[number].chars) > len(blank[number].chars)
        assert text_changes(blank[number], filled[number], no_places) != []
        assert places(blank[number])
    assert len(blank[1].rules) > 200


# ---- what the comparators must reject


def with_rule(page: Page, place: int, **changes: float) -> Page:
    rules = list(page.rules)
    rules[place] = replace(rules[place], **changes)
    return replace(page, rules=tuple(rules))


@pytest.mark.parametrize("edge", ["left", "top", "right", "bottom"])
def test_a_rule_shifted_by_a_twentieth_of_a_millimetre_is_rejected(edge: str, blank: list[Page]) -> None:
    page = blank[1]
    for place in (0, 7, len(page.rules) - 1):
        moved = with_rule(page, place, **{edge: getattr(page.rules[place], edge) + 0.05})
        assert len(grid_changes(page, moved)) == 2


def test_a_rule_within_the_tolerance_is_accepted(blank: list[Page]) -> None:
    page = blank[1]
    assert grid_changes(page, with_rule(page, 3, left=page.rules[3].left + 0.005)) == []


def test_a_missing_and_an_added_rule_are_rejected(blank: list[Page]) -> None:
    page = blank[1]
    assert grid_changes(page, replace(page, rules=page.rules[1:])) != []
    assert grid_changes(replace(page, rules=page.rules[1:]), page) != []
    assert grid_changes(page, replace(page, rules=(*page.rules, page.rules[0]))) != []


def test_a_missing_a_moved_and_a_changed_label_are_rejected(blank: list[Page], filled: list[Page]) -> None:
    page, places = filled[1], table_places("data")
    (place,) = [number for number, char in enumerate(page.chars) if char.text == "籍" or char.text == "讯"]
    label = page.chars[place]

    def instead(*chars: Any) -> Page:
        return replace(page, chars=(*page.chars[:place], *chars, *page.chars[place + 1 :]))

    assert text_changes(blank[1], instead(label), places) == []
    assert text_changes(blank[1], instead(), places) == ["label missing: 讯"]
    assert text_changes(blank[1], instead(replace(label, text="信")), places) == ["label missing: 讯", "text added: 信"]
    assert text_changes(blank[1], instead(replace(label, x=label.x + 0.05)), places) != []


def test_text_outside_the_places_of_values_is_rejected(blank: list[Page], filled: list[Page]) -> None:
    page = filled[1]
    stray = replace(page.chars[-1], text="甲", x=28.0, y=30.0)
    assert text_changes(blank[1], replace(page, chars=(*page.chars, stray)), table_places("data")) == ["text added: 甲"]


def test_a_changed_column_is_rejected_on_a_page_really_made(blank: list[Page], tmp_path: Any) -> None:
    body = (package_templates() / "shared" / "grid.html").read_text(encoding="utf-8")
    own = tmp_path / "shared" / "grid.html"
    own.parent.mkdir()
    old = '<col style="width:{{ width }}mm">'
    assert old in body
    own.write_text(
        body.replace(old, '<col style="width:{{ width + (0.1 if loop.first else 0) }}mm">'), encoding="utf-8"
    )
    changed = measured(pages.render("form1/form1.html", form1(None), folders=[tmp_path]))
    assert grid_changes(blank[1], changed[1]) != []
