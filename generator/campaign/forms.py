"""A form as data: what `templates/<form>/form.yaml` says, read once, the same for every format.

Lengths are mm unless the name says pt. A form is equal to itself alone, so that what follows from it is kept by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, TypeAlias

from generator.campaign.fields import Field, Kind
from generator.campaign.layout import MM_PER_PT

MOST_FORMS_KEPT = 64  # of which what follows from them is kept: those of a run are a handful
COMPLETERS = "其他完成人"  # the table that rows may repeat
COVER_PT = 16  # of labels, and of values that find room
COMPLETER = "completer"  # what the names of its slots begin with


class Per(Enum):
    """Whose a form is: each has one of its own."""

    APPLICATION = "application"
    RECOMMENDER = "recommender"


class Shows(Enum):
    """What a cell shows."""

    NOTHING = "nothing"
    LABEL = "label"  # printed words
    HEADING = "heading"  # printed words over a whole part of the form
    VALUE = "value"  # of a field, or of several joined by a blank
    BOXES = "boxes"  # the choices of a field, each with a box to tick
    PARTS = "parts"  # long texts, numbered and with their labels, over as many pages as they need
    PICTURE = "picture"
    OPINION = "opinion"  # room to write by hand, a place for the seal and for the day


_TEXTS = frozenset({Kind.LONG_TEXT, Kind.TEXTS})
_ONE_LINE = frozenset(Kind) - _TEXTS - {Kind.PICTURE, Kind.PERCENT, Kind.MILLIMETRES}

# Which kinds of fields may stand in which place of a form.
PLACES: Mapping[str, frozenset[Kind]] = {
    "value": _ONE_LINE | _TEXTS,
    "joined": _ONE_LINE,
    "growing": frozenset({Kind.TEXT}) | _TEXTS,
    "repeated": _ONE_LINE,
    "cover": _ONE_LINE,
    "column": _ONE_LINE | _TEXTS,
    "boxes": frozenset({Kind.CHOICE, Kind.CHOICES, Kind.YES_NO}),
    "parts": frozenset({Kind.LONG_TEXT}),
    "picture": frozenset({Kind.PICTURE}),
}


@dataclass(frozen=True, eq=False, kw_only=True)
class Cell:
    """A cell of a grid: the columns that it covers, first and last from 0, and what it shows.

    `slot` is the name of its value in every format, `fields` what that consists of. `text` are printed words, broken
    at |, which may have marks in them; `note` stands below a heading, `hint` where nothing was entered. `opinion` are
    what is asked for, the words of the seal and of the day. `rows` counts the rows that it covers.
    """

    columns: tuple[int, int]
    shows: Shows
    rows: int = 1
    text: str = ""
    note: str = ""
    opinion: tuple[str, ...] = ()
    slot: str = ""
    fields: tuple[Field, ...] = ()
    hint: str = ""
    align: str = ""
    sizes_pt: tuple[float, ...] = ()
    size_mm: tuple[float, float] | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Row:
    """A row of a grid. One that `grows` is at least so high; in blanks handed out before it may be `earlier_mm` high.

    `repeated` says of how many rows, one a completer, it is the pattern; a row made of the pattern is that of the
    completer `place`, from 1, and the labels above have 0.
    """

    height_mm: float
    cells: tuple[Cell, ...]
    grows: bool = False
    repeated: int = 0
    place: int | None = None
    earlier_mm: tuple[float, ...] = ()

    @property
    def is_typed_in(self) -> bool:
        """Whether something is written in it, so that it grows in a blank."""
        return any(cell.shows in (Shows.VALUE, Shows.PARTS, Shows.OPINION) for cell in self.cells)

    @property
    def has_parts(self) -> bool:
        """Whether its text goes on over pages."""
        return any(cell.shows is Shows.PARTS for cell in self.cells)


@dataclass(frozen=True, eq=False)
class Page:
    """A table that begins on a new page: its rows as written."""

    rows: tuple[Row, ...]

    @property
    def parts(self) -> Cell | None:
        """The cell whose text goes on over pages; it is in the last row."""
        return next((cell for cell in self.rows[-1].cells if cell.shows is Shows.PARTS), None)


@dataclass(frozen=True, eq=False, kw_only=True)
class CoverValue:
    """A value over a rule on the cover, and the label before it.

    A date has no slot of the cover's but its field's own: in a blank it is written by hand.
    """

    key: str
    label: str
    fields: tuple[Field, ...]
    width_mm: float
    height_mm: float
    hint: str = ""

    @property
    def is_day(self) -> bool:
        """Whether it is a date."""
        return len(self.fields) == 1 and self.fields[0].kind is Kind.DATE

    @property
    def slot(self) -> str:
        """The name of the value in every format."""
        return self.key if self.is_day else f"cover_{self.key}"


@dataclass(frozen=True, eq=False)
class Cover:
    """The lines of a cover, one or two values each, and the sizes that are tried for them."""

    lines: tuple[tuple[CoverValue, ...], ...]
    sizes_pt: tuple[float, ...]

    @property
    def values(self) -> tuple[CoverValue, ...]:
        """All values in order."""
        return tuple(value for line in self.lines for value in line)

    @property
    def pairs(self) -> tuple[tuple[CoverValue, ...], ...]:
        """The lines of two values."""
        return tuple(line for line in self.lines if len(line) > 1)

    @property
    def label_em(self) -> float:
        """The width of the longest label that begins a line."""
        return max(width_em(line[0].label) for line in self.lines)

    @property
    def widest_mm(self) -> float:
        """The width of the widest line behind its first label."""
        return max(line[0].width_mm if len(line) == 1 else _pair_mm(*line) for line in self.lines)


def width_em(text: str) -> float:
    """The width of printed words: Chinese ones are one em each, others half of it."""
    wide: float = sum(0.5 if ord(sign) < 0x80 else 1 for sign in text)
    return int(wide) if wide == int(wide) else wide


def _pair_mm(first: CoverValue, second: CoverValue) -> float:
    return first.width_mm + width_em(second.label) * COVER_PT * MM_PER_PT + 1 + second.width_mm


@dataclass(frozen=True, eq=False, kw_only=True)
class Column:
    """A column of a list: its value, or without fields the number of the row."""

    key: str
    label: str
    width_mm: float
    fields: tuple[Field, ...] = ()
    align: str = "center"
    sizes_pt: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class FormHead:
    """What every form says of itself.

    `key` is its kind and the name of its folder among the templates, `name` what an office calls it, `title` stands on
    it, `folder` is where the filled forms are put. `formats` are those that it has templates for. `page` is the
    template of its PDF. `origin` says where it was read and what it said there: forms of one origin are the same.
    """

    key: str
    name: str
    title: str
    folder: str
    per: Per
    annex: str = ""
    foot_note: str = ""
    sizes_pt: tuple[float, ...] = ()
    in_notice: bool = False
    formats: tuple[str, ...] = ()
    page: str = ""
    origin: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class GridForm(FormHead):
    """A form of cells with labels and values, on upright pages."""

    kind: ClassVar[str] = "grid"

    columns_mm: tuple[float, ...]
    pages: tuple[Page, ...]
    cover: Cover | None = None

    @property
    def cells(self) -> Iterator[Cell]:
        """All cells as written."""
        return (cell for page in self.pages for row in page.rows for cell in row.cells)

    @property
    def has_pictures(self) -> bool:
        """Whether a cell shows a picture."""
        return any(cell.shows is Shows.PICTURE for cell in self.cells)

    def width_mm(self, cell: Cell) -> float:
        """The width of the cell from rule to rule."""
        first, last = cell.columns
        return sum(self.columns_mm[first : last + 1])


@dataclass(frozen=True, eq=False, kw_only=True)
class ListForm(FormHead):
    """A table on pages that lie across, one row for each application of a recommender, or for each other completer."""

    kind: ClassVar[str] = "list"

    columns: tuple[Column, ...]
    blank_rows: int
    unit_label: str
    seal: str
    date_label: str


Form: TypeAlias = GridForm | ListForm
