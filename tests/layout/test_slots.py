"""The boundary of every place of Form 1: what still fits, what sits at the floor, what is too much; and its print."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from layout.cells import form1_cells
from layout.forms import FIRST_COVER_LINE_MM, cover_places
from layout.measuring import Box, Char, Page, lying_rules, measured
from rendering.word_contexts import form1
from support import own_forms

from generator.campaign.errors import Problem
from generator.campaign.layout import FORM, package_templates
from generator.checks.campaign import check_campaign
from generator.composing.fitting.slots import Slot, growing_slots, places
from generator.composing.fitting.slots import fitted as fitted_in
from generator.rendering.html import pages

pytestmark = pytest.mark.xdist_group("layout-slots")

CHARACTER = "国"  # as wide as any, and nearly as high
SLOTS = [key for key in own_forms.SLOTS if key not in growing_slots(own_forms.FORM1)]
COVER_ORDER = ("cover_name", "cover_lead_name", "cover_unit", "cover_contact_name", "cover_contact_phone")


def fitted(key: str, text: str) -> Slot:
    return fitted_in(own_forms.FORM1, key, text)


def text_of(length: int) -> str:
    return CHARACTER * length


def largest(holds: Callable[[int], bool]) -> int:
    """The largest length for which it holds, when it holds for no longer one."""
    low, high = 0, 4096
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


@cache
def most(key: str) -> int:
    """The length of the longest text that the place holds at its smallest size."""
    return largest(lambda length: fitted(key, text_of(length)).over == 0)


@cache
def most_above_floor(key: str) -> int:
    return largest(lambda length: not fitted(key, text_of(length)).at_floor)


# ---- the typesetter's decision


@pytest.mark.parametrize("key", SLOTS)
def test_one_character_more_than_fits_is_too_much_by_exactly_that(key: str) -> None:
    longest = most(key)
    assert longest > 0
    assert fitted(key, text_of(longest)).over == 0
    for more in (1, 2):
        assert fitted(key, text_of(longest + more)).over == more


@pytest.mark.parametrize("key", SLOTS)
def test_a_text_steps_down_the_ladder_to_the_floor_and_is_noted_there(key: str) -> None:
    ladder = places(own_forms.FORM1)[key].ladder
    above, longest = most_above_floor(key), most(key)
    assert fitted(key, CHARACTER).size_pt == ladder[0]
    assert not fitted(key, text_of(above)).at_floor
    if above < longest:
        noted = fitted(key, text_of(above + 1))
        assert (noted.at_floor, noted.over, noted.size_pt) == (True, 0, ladder[-1])
    sizes = [fitted(key, text_of(length)).size_pt for length in range(1, longest + 1)]
    assert sizes == sorted(sizes, reverse=True)


def test_every_slot_of_the_form_is_looked_at() -> None:
    assert len(SLOTS) == len(own_forms.SLOTS) - 1 > 40


# ---- what the review list says


def fit_problems(folder: Path) -> list[Problem]:
    _, _, problems = check_campaign(folder)
    return [problem for problem in problems if problem.code == "fit"]


@pytest.mark.parametrize(
    ("label", "old", "length", "said"),
    [
        ("项目名称", "立式铣床主轴快速对中夹具", 60, None),
        ("第1名其他完成人岗位职务", "铣工", most_above_floor("completer1_post"), None),
        ("第1名其他完成人岗位职务", "铣工", most_above_floor("completer1_post") + 1, ("提醒", "缩到7磅")),
        ("第一完成人职称", "技师", most_above_floor("completer1_title"), None),
    ],
)
def test_a_text_at_the_floor_is_in_the_review_list(
    label: str, old: str, length: int, said: tuple[str, str] | None, edited: Callable[[str, str, str], Path]
) -> None:
    key = label.removeprefix("第1名其他完成人")
    problems = fit_problems(edited("applications/NC-001.yaml", f"{key}: {old}", f"{key}: {text_of(length)}"))
    assert [(problem.severity.label, problem.field) for problem in problems] == ([(said[0], label)] if said else [])
    assert all(said and said[1] in problem.message for problem in problems)


IN_LOW_ROWS = 16  # two lines of 7 pt; in the program's own form every value within its limit finds room


@pytest.mark.parametrize("more", [0, 1, 3])
def test_what_does_not_fit_is_an_error_with_the_number_of_characters(
    more: int, edited: Callable[[str, str, str], Path]
) -> None:
    folder = edited("applications/NC-001.yaml", "岗位职务: 铣工", f"岗位职务: {text_of(IN_LOW_ROWS + more)}")
    (folder / "templates/form1").mkdir(parents=True)
    form = (package_templates() / "form1/form.yaml").read_text(encoding="utf-8")
    low = form.replace("height_mm: 11, earlier_mm: [10], repeat:", "height_mm: 9, repeat:")
    assert low != form
    (folder / "templates/form1/form.yaml").write_text(low, encoding="utf-8")
    (problem,) = fit_problems(folder)
    assert problem.severity.label == ("错误" if more else "提醒")
    assert (f"多出{more}个字" if more else "磅才放得下") in problem.message
    assert (f"删减{more}个字" if more else "精简") in problem.fix


# ---- the printed page


def rendered(lengths: Callable[[str], int]) -> list[Page]:
    values = {key.removeprefix("cover_"): "" for key in SLOTS}
    context = form1(values)
    context["slots"] = {key: fitted(key, text_of(lengths(key))) for key in SLOTS} | {"benefit": fitted("benefit", "")}
    return measured(pages.render("form1/form1.html", context))


@pytest.fixture(scope="module")
def full() -> list[Page]:
    """Form 1 with the longest text that fits in every place at once."""
    return rendered(most)


def value_boxes(made: list[Page]) -> dict[str, tuple[Page, Box]]:
    """The cell of every place, without its rules; on the cover from the line above to its own."""
    cover, data = made[:2]
    boxes = {
        cell.slot: (data, box) for row in form1_cells(data, "data") for cell, box in row if cell and cell.slot in SLOTS
    }
    lines = lying_rules(cover.rules)
    for key, (left, _, right, bottom) in zip(COVER_ORDER, cover_places(cover), strict=False):
        above = max([line for line in lines if line < bottom - 1], default=bottom - FIRST_COVER_LINE_MM)
        boxes[key] = (cover, (left, above, right, bottom))
    return boxes


def printed_in(page: Page, box: Box) -> list[Char]:
    return [char for char in page.inside(box) if char.text == CHARACTER]


def test_the_longest_text_that_fits_is_printed_inside_its_cell(full: list[Page]) -> None:
    boxes = value_boxes(full)
    assert set(boxes) == set(SLOTS)
    half_rule = FORM.rule_pt / 2 * 25.4 / 72
    for key, (page, (left, top, right, bottom)) in boxes.items():
        chars = printed_in(page, (left, top, right, bottom))
        assert len(chars) == most(key), key
        for char in chars:
            assert char.ink is not None
            assert char.ink[0] > left + half_rule, key
            assert char.ink[1] > top + half_rule, key
            assert char.ink[2] < right - half_rule, key
            assert char.ink[3] < bottom - half_rule, key


def test_the_longest_texts_leave_the_form_on_its_pages(full: list[Page]) -> None:
    assert len(full) == 4
    printed = sum(char.text == CHARACTER for page in full for char in page.chars)
    assert printed == sum(most(key) for key in SLOTS)


def test_a_text_that_is_too_long_would_be_seen_outside_its_cell() -> None:
    made = rendered(lambda key: most(key) + (40 if key == "industry" else 0))
    page, box = value_boxes(made)["industry"]
    _, top, _, bottom = box
    chars = printed_in(page, box)
    inside = [char for char in chars if char.ink and top < char.ink[1] and char.ink[3] < bottom]
    assert len(inside) < most("industry") + 40
