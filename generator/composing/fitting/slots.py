"""Values fitted to their places: the size at which a text fits, and its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from generator.campaign.form_rows import all_rows, completers_of
from generator.campaign.forms import COVER_PT, MOST_FORMS_KEPT, Cell, CoverValue, Form, GridForm, Page, Row, Shows
from generator.campaign.layout import FORM, MM_PER_PT, OFFICIAL, SLIVER_MM, TABLE_MM, TABLE_RULES_MM
from generator.typesetting import typeset

LINE_HEIGHT = 1.2
AROUND_MM = 2 * FORM.above_mm + FORM.rule_pt * MM_PER_PT  # of a row beside the lines that it grows with
SMALLEST_GROWING_PT = 9  # of a row that grows, where its cell has no sizes of its own
# Blanks of half an em for year, month and day of a date to be written by hand.
_YEAR_BLANKS, _MONTH_BLANKS = 8, 6
_BLANKS = _YEAR_BLANKS + 2 * _MONTH_BLANKS
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


@lru_cache(maxsize=MOST_FORMS_KEPT)
def places(form: Form) -> Mapping[str, typeset.Slot]:
    """Every place of the form that a value is fitted to, by slot: those of its cover, then of its tables."""
    if not isinstance(form, GridForm):
        return {}
    on_cover = {
        value.slot: typeset.Slot(value.width_mm, value.height_mm, "fangsong", cover.sizes_pt, LINE_HEIGHT)
        for cover in ([form.cover] if form.cover else [])
        for value in cover.values
        if not value.is_day
    }
    beside_mm, above_mm = 2 * FORM.cell_padding_mm, 2 * FORM.above_mm
    in_tables = {
        cell.slot: typeset.Slot(
            form.width_mm(cell) - beside_mm, height_mm - above_mm, "songti", _sizes(form, cell), LINE_HEIGHT
        )
        for cell, height_mm in _cells(all_rows(form, completers_of(form)))
        if cell.shows is Shows.VALUE
    }
    return on_cover | in_tables


def _sizes(form: GridForm, cell: Cell) -> tuple[float, ...]:
    """The sizes that are tried for the cell: what finds room below is not set smaller than it reads well."""
    if cell.sizes_pt or cell.slot not in growing_slots(form):
        return cell.sizes_pt or form.sizes_pt
    return tuple(size for size in form.sizes_pt if size >= SMALLEST_GROWING_PT) or form.sizes_pt[:1]


def _cells(rows: Sequence[Row]) -> list[tuple[Cell, float]]:
    """The cells of the rows in order, each with the height of the rows that it covers."""
    return [
        (cell, sum(one.height_mm for one in rows[number : number + cell.rows]))
        for number, row in enumerate(rows)
        for cell in row.cells
    ]


@lru_cache(maxsize=MOST_FORMS_KEPT)
def growing_slots(form: Form) -> frozenset[str]:
    """The slots of the form whose rows grow with them."""
    if not isinstance(form, GridForm):
        return frozenset()
    return frozenset(
        cell.slot for page in form.pages for row in page.rows if row.grows for cell in row.cells if cell.slot
    )


def growing_values(page: Page) -> list[tuple[str, float]]:
    """The slots of the page whose rows grow and stay on it, each with the height of its row in mm."""
    rows = (row for row in page.rows if row.grows and not row.has_parts)
    return [(cell.slot, row.height_mm) for row in rows for cell in row.cells if cell.shows is Shows.VALUE]


def head_mm(form: GridForm) -> float:
    """The height of annex mark and title over the first table of a form without a cover."""
    if form.cover is not None:
        return 0
    return FORM.title_mm + (OFFICIAL.line_pitch_pt * MM_PER_PT if form.annex else 0)


@dataclass(frozen=True, eq=False)
class Parts:
    """Where the numbered texts of a cell stand: below rows of so many mm on its first page, at least so high there."""

    above_mm: float
    least_mm: float
    characters: int

    def capacity(self, page: int) -> int:
        """How many lines the page (from 0) holds."""
        height_mm = TABLE_MM if page else TABLE_MM - SLIVER_MM - self.above_mm
        return int(height_mm / MM_PER_PT / FORM.intro_pitch_pt)

    def height_mm(self, page: int, lines: int, pages: int) -> float:
        """The height of the cell: as high as its lines, on the first page at least as in the blank."""
        last = page == pages - 1
        rows = lines if last else self.capacity(page)
        height_mm = rows * FORM.intro_pitch_pt * MM_PER_PT + TABLE_RULES_MM + (SLIVER_MM if last else 0)
        return float(height_mm if page else max(height_mm, self.least_mm))

    @property
    def width_pt(self) -> float:
        """How wide its lines are."""
        return self.characters * FORM.intro_pt


@lru_cache(maxsize=MOST_FORMS_KEPT)
def parts_place(form: GridForm, page: Page) -> Parts:
    """The place of the texts on that page of the form; they are its last row."""
    *above, last = page.rows
    (cell,) = (cell for cell in last.cells if cell.shows is Shows.PARTS)
    head = head_mm(form) if page is form.pages[0] else 0
    return Parts(
        head + sum(row.height_mm for row in above), last.height_mm, int(form.width_mm(cell) / MM_PER_PT / FORM.intro_pt)
    )


def characters(width_mm: float) -> int:
    """How many characters of a text over pages a line in a cell of that width has."""
    return int(width_mm / MM_PER_PT / FORM.intro_pt)


@dataclass(frozen=True)
class Boxes:
    """Words with a box before each, fitted to a cell: their size in pt, and after which of them a line ends.

    `over` counts the characters that find no room even at the smallest size.
    """

    size_pt: float
    ends_line: tuple[bool, ...]
    over: int = 0


@lru_cache(maxsize=MOST_FORMS_KEPT)
def boxes_of(form: Form) -> Mapping[str, tuple[float, float]]:
    """Width and height in mm that the boxes of each list have in the form's tables, by slot."""
    if not isinstance(form, GridForm):
        return {}
    return {
        cell.slot: (form.width_mm(cell) - 2 * FORM.cell_padding_mm - FORM.check_indent_mm, height_mm)
        for cell, height_mm in _cells(all_rows(form, completers_of(form)))
        if cell.shows is Shows.BOXES
    }


@lru_cache(maxsize=256)
def fitted_boxes(form: Form, slot: str, words: tuple[str, ...]) -> Boxes:
    """The words at the largest size at which they and their boxes fit the cell of that list.

    In a narrow cell they stand one below the other as long as there is room, in a wide one beside each other.
    """
    if not words:
        return Boxes(FORM.check_sizes_pt[0], ())
    width_mm, height_mm = boxes_of(form)[slot]
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


def blank_day(value: CoverValue) -> str:
    """The words between which a date on the cover is written by hand, with as much room as its rule leaves."""
    room_em = value.width_mm / MM_PER_PT / COVER_PT - len("年月日")
    year, month = (min(most, int(room_em * 2 * most / _BLANKS)) for most in (_YEAR_BLANKS, _MONTH_BLANKS))
    return f"{' ' * year}年{' ' * month}月{' ' * month}日"


def empty(form: Form, slot: str) -> Slot:
    """A slot of a blank form, at the largest size."""
    return Slot("", places(form)[slot].ladder[0])


@lru_cache(maxsize=FITTED_KEPT)
def fitted(form: Form, slot: str, text: str) -> Slot:
    """The text at the largest size of its place's ladder at which it fits; checking and composing both ask."""
    return _fitted(places(form)[slot], text)


@lru_cache(maxsize=FITTED_KEPT)
def fitted_words(place: str, text: str) -> Slot:
    """The same of a place on the certificate."""
    return _fitted(CERTIFICATE_PLACES[place], text)


def _fitted(place: typeset.Slot, text: str) -> Slot:
    fit = typeset.fit(text, place)
    lines = tuple(line.text for line in fit.lines)
    return Slot(text, fit.size_pt, lines, fit.at_floor, fit.overflow_chars)
