"""What a filled Form 1 has changed of the blank one, page by page: rules, labels, and values outside their places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import isclose

from layout.cells import form1_cells
from layout.measuring import Box, Char, Page, Rule

from generator.campaign.forms import Shows

RULE_MM = 0.01
LABEL_MM = 0.01
MIRROR_MM = 2  # an odd page's type area lies this much further right than an even one's
COVER_LINE_MM = 15  # a value on the cover grows upward from its line; the first one has room for three lines
FIRST_COVER_LINE_MM = 25
GROWN_FOOT_MM = 263  # where 项目简介 ends at most on a page from which it goes on: the foot of the type area and a rule
FOOT_BELOW_LINE_MM = 2.5  # 21 pt of pitch for a character of 12 pt
MORE_LINES_MM = 8  # a line left free below the text

PlacesOf = Callable[[Page], list[Box]]


def grid_changes(blank: Page, filled: Page) -> list[str]:
    """Every rule that only one of the pages has, or that lies elsewhere by more than 0.01 mm."""
    shift = _shift(blank, filled)
    wanted = [_moved(rule, shift) for rule in blank.rules]
    found = list(filled.rules)
    if len(wanted) == len(found) and all(map(_same_rule, wanted, found)):
        return []
    lost = [rule for rule in wanted if not any(_same_rule(rule, other) for other in found)]
    new = [rule for rule in found if not any(_same_rule(rule, other) for other in wanted)]
    changes = [f"rule missing: {_box(rule)}" for rule in lost] + [f"rule added: {_box(rule)}" for rule in new]
    return changes or [f"{len(found)} rules in place of {len(wanted)}"] * (len(wanted) != len(found))


def text_changes(blank: Page, filled: Page, places: PlacesOf) -> list[str]:
    """Every label of the blank that is missing or elsewhere, and every text that stands outside the places."""
    shift = _shift(blank, filled)
    labels = _outside(blank.chars, places(blank))
    printed = _outside(filled.chars, places(filled))
    wanted = {_key(char, shift): char.text for char in labels}
    found = {_key(char, 0): char.text for char in printed}
    lost = [text for key, text in wanted.items() if not _near(key, found)]
    new = [text for key, text in found.items() if not _near(key, wanted)]
    return ([f"label missing: {''.join(lost)}"] if lost else []) + ([f"text added: {''.join(new)}"] if new else [])


def table_places(part: str) -> PlacesOf:
    """The boxes of the values on Form 1's page `data` or `intro`."""

    def places(page: Page) -> list[Box]:
        return [
            box
            for row in form1_cells(page, part)
            for cell, box in row
            if cell and cell.shows in (Shows.VALUE, Shows.PARTS)
        ]

    return places


def _intro_places(page: Page) -> list[Box]:
    """The box of 项目简介 on its first page: from its head to the foot of the table."""
    head = table_places("intro")(page)[0]
    return [(*head[:3], _frame(page)[3])]


def cover_places(page: Page) -> list[Box]:
    """The boxes above the cover's lines."""
    rules = sorted((rule for rule in page.rules if rule.lies), key=lambda rule: rule.middle)
    heights = [FIRST_COVER_LINE_MM, *[COVER_LINE_MM] * (len(rules) - 1)]
    return [
        (rule.left, rule.top - height, rule.right, rule.bottom) for rule, height in zip(rules, heights, strict=True)
    ]


def no_places(_: Page) -> list[Box]:
    """A page without values."""
    return []


def form1_changes(blank: Sequence[Page], filled: Sequence[Page]) -> list[str]:
    """What a filled Form 1 has changed: cover, data, the first page of 项目简介, its further ones, opinions."""
    changes = []
    wanted = [*blank[:2], _grown(blank[2], filled[2]) if len(filled) > len(blank) else blank[2]]
    for number, places in enumerate((cover_places, table_places("data"), _intro_places)):
        changes += grid_changes(wanted[number], filled[number])
        changes += text_changes(wanted[number], filled[number], places)
    for page in filled[3:-1]:
        changes += _continued(blank[2], page)
    changes += grid_changes(blank[3], filled[-1]) + text_changes(blank[3], filled[-1], no_places)
    return changes


def _continued(intro: Page, page: Page) -> list[str]:
    """A further page of 项目简介 has one cell, as wide as the first one, from the top of the page to the last line."""
    frame, own = _frame(intro), _frame(page)
    shift = _shift(intro, page)
    foot = max((char.y for char in page.chars if char.text.strip()), default=0.0) + FOOT_BELOW_LINE_MM
    wanted = (frame[0] + shift, frame[1], frame[2] + shift, min(own[3], GROWN_FOOT_MM))
    if foot < own[3] - MORE_LINES_MM:
        return [f"page {page.number}: frame ends {own[3]:.1f}, text {foot:.1f}"]
    same = all(isclose(one, other, abs_tol=0.2) for one, other in zip(wanted, own, strict=True))
    left, top, right, bottom = own
    outside = [
        char for char in page.chars if char.text.strip() and not (left < char.x < right and top < char.y < bottom)
    ]
    return ([] if same else [f"page {page.number}: frame {own}"]) + [f"outside: {char.text}" for char in outside]


def _grown(intro: Page, page: Page) -> Page:
    """The blank's page of 项目简介 with the cell as high as on a page from which it goes on, at most to its foot."""
    foot = _frame(intro)[3]
    more = min(_frame(page)[3], GROWN_FOOT_MM) - foot
    rules = [
        replace(rule, bottom=rule.bottom + more, top=rule.top + (more if rule.lies else 0))
        if rule.bottom > foot - 1
        else rule
        for rule in intro.rules
    ]
    return replace(intro, rules=tuple(rules)) if more >= 0 else intro


def _frame(page: Page) -> Box:
    return (
        min(rule.left for rule in page.rules),
        min(rule.top for rule in page.rules),
        max(rule.right for rule in page.rules),
        max(rule.bottom for rule in page.rules),
    )


def _shift(blank: Page, filled: Page) -> float:
    return MIRROR_MM * (filled.number % 2 - blank.number % 2)


def _moved(rule: Rule, shift: float) -> Rule:
    return replace(rule, left=rule.left + shift, right=rule.right + shift)


def _same_rule(one: Rule, other: Rule) -> bool:
    return (
        abs(one.left - other.left) <= RULE_MM
        and abs(one.top - other.top) <= RULE_MM
        and abs(one.right - other.right) <= RULE_MM
        and abs(one.bottom - other.bottom) <= RULE_MM
    )


def _box(rule: Rule) -> str:
    return " ".join(f"{value:.2f}" for value in (rule.left, rule.top, rule.right, rule.bottom))


def _outside(chars: Sequence[Char], places: Sequence[Box]) -> list[Char]:
    return [
        char
        for char in chars
        if char.text.strip()
        and not any(
            left < char.x + char.advance / 2 < right and top < char.y - 0.38 * char.size_mm < bottom
            for left, top, right, bottom in places
        )
    ]


Key = tuple[str, int, int]


def _key(char: Char, shift: float) -> Key:
    """The character and its place in hundredths of a millimetre; a ticked box counts as a box."""
    text = "□" if char.text == "☑" else char.text
    return (text, round((char.x + shift) / LABEL_MM), round(char.y / LABEL_MM))


def _near(key: Key, others: dict[Key, str]) -> bool:
    text, x, y = key
    return key in others or any((text, x + dx, y + dy) in others for dx in (-1, 0, 1) for dy in (-1, 0, 1))
