"""Values fitted to their places: the size at which a text fits, and its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil

from generator.campaign.layout import FORM, MM_PER_PT, check_rooms, grid, table_rooms
from generator.typesetting import typeset

LINE_HEIGHT = 1.2
FITTED_KEPT = 20_000  # fits kept in memory: those of some 700 applications
# Certificate (ours): the body's and the recipients' places in mm, their sizes in pt.
CERTIFICATE_PLACES = {
    "certificate_body": typeset.Slot(225, 52, "kaiti", (28, 26, 24, 22, 20, 18), 1.6, first_indent_em=2),
    "certificate_recipients": typeset.Slot(225, 13, "kaiti", (28, 26, 24, 22, 20, 18), 1.2),
    "certificate_recipients_two_lines": typeset.Slot(225, 23, "kaiti", (20, 18), 1.6),
}


@dataclass(frozen=True)
class Slot:
    """A value, the size in pt at which it fits its place, and the lines it was broken into.

    `over` counts the characters that find no room even at the smallest size.
    """

    text: str
    size_pt: float
    lines: tuple[str, ...] = ()
    at_floor: bool = False
    over: int = 0


@cache
def places() -> Mapping[str, typeset.Slot]:
    """Every place that a value is fitted to, by key: Form 1's cover and table, and the certificate."""
    sizes = tuple(grid("form1")["sizes_pt"])
    cover = grid("form1")["cover"]
    on_cover = {
        f"cover_{key}": typeset.Slot(width, height, "fangsong", tuple(cover["sizes_pt"]), LINE_HEIGHT)
        for key, (width, height) in cover["places_mm"].items()
    }
    in_table = {
        room.key: typeset.Slot(room.width_mm, room.height_mm, "songti", room.sizes_pt or sizes, LINE_HEIGHT)
        for room in table_rooms()
        if room.key != "intro"  # grows over pages at its own size
    }
    return on_cover | in_table | CERTIFICATE_PLACES


@dataclass(frozen=True)
class Boxes:
    """Words with a box before each, fitted to a cell: their size in pt, and after which of them a line ends.

    `over` counts the characters that find no room even at the smallest size.
    """

    size_pt: float
    ends_line: tuple[bool, ...]
    over: int = 0


@lru_cache(maxsize=64)
def fitted_boxes(key: str, words: tuple[str, ...]) -> Boxes:
    """The words at the largest size at which they and their boxes fit the cell of that list.

    In a narrow cell they stand one below the other as long as there is room, in a wide one beside each other.
    """
    width_mm, height_mm = check_rooms()[key]
    room_pt = width_mm / MM_PER_PT
    below = (False,) if width_mm > FORM.wide_mm - FORM.check_indent_mm - 2 * FORM.cell_padding_mm else (True, False)
    for size_pt in FORM.check_sizes_pt:
        lines = int(height_mm / MM_PER_PT / (size_pt * FORM.check_line_height))
        wide_pt = [(1 + typeset.width_em(word, "songti")) * size_pt for word in words]
        for one_a_line in below:
            ends = _line_ends(wide_pt, 0 if one_a_line else room_pt)
            if sum(ends) <= lines and max(wide_pt) <= room_pt:
                return Boxes(size_pt, ends)
    return Boxes(size_pt, ends, _characters_over(words, wide_pt, ends, lines, room_pt))


def _line_ends(wide_pt: Sequence[float], room_pt: float) -> tuple[bool, ...]:
    """Whether a line ends after each of the words, as many on a line as find room, at least one."""
    ends: list[bool] = []
    used_pt = 0.0
    for wide in wide_pt:
        if ends and used_pt + FORM.check_gap_pt + wide > room_pt:
            ends[-1], used_pt = True, 0.0
        used_pt += wide + (FORM.check_gap_pt if used_pt else 0)
        ends.append(False)
    return (*ends[:-1], True)


def _characters_over(
    words: Sequence[str], wide_pt: Sequence[float], ends: Sequence[bool], lines: int, room_pt: float
) -> int:
    """How many characters stand below the cell, or beside it where a word is wider than the cell."""
    over = 0
    for place, (word, wide) in enumerate(zip(words, wide_pt, strict=True)):
        beside = ceil(len(word) * (wide - room_pt) / wide) if wide > room_pt else 0
        over += beside if sum(ends[:place]) < lines else len(word)
    return over


def table_slots() -> tuple[str, ...]:
    """The keys of Form 1's cover and table."""
    return tuple(key for key in places() if key not in CERTIFICATE_PLACES)


def empty(key: str) -> Slot:
    """A slot of a blank form, at the largest size."""
    return Slot("", places()[key].ladder[0])


@lru_cache(maxsize=FITTED_KEPT)
def fitted(key: str, text: str) -> Slot:
    """The text at the largest size of its place's ladder at which it fits; checking and composing both ask."""
    fit = typeset.fit(text, places()[key])
    lines = tuple(line.text for line in fit.lines)
    return Slot(text, fit.size_pt, lines, fit.at_floor, fit.overflow_chars)
