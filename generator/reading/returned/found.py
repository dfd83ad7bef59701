"""What reading a returned form yields: its values by slot, each with its place, and what a clerk has to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.campaign.errors import Place, Problem, warning
from generator.campaign.masking import quoted
from generator.reading.raw import Raw, RawRecord
from generator.reading.returned.marks import BOXES, NAME, SlotMark
from generator.reading.returned.ticks import has_tick
from generator.reading.returned.values import Value
from generator.reading.word_tables.grid import Cell, Grid

_NAMES = (NAME, f"cover_{NAME}")
# What another program has put into the document, and drawings that are charts.
_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
_DRAWN, _CHART = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData", "/chart"
BY_HAND = "请人工核对。"


@dataclass
class FoundForm:
    """One form while it is read."""

    place: Place
    values: dict[str, Raw] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    is_blank: bool = True  # nothing was entered
    columns: set[str] = field(default_factory=set)  # of the other completers, those found

    def take(self, slot: str, value: Value, mark: SlotMark, place: Place) -> None:
        """Keep the value of the slot; what cannot be told from the paper is a problem."""
        before = self.values.get(slot)
        if before is not None and not before.is_blank:
            if value.text and "".join(value.text.split()) != "".join(str(before.value).split()):
                self.problems.append(twice(mark, place))
            return
        self.values[slot] = Raw(value.text, place, whole=value.whole)
        self.is_blank = self.is_blank and not (has_tick(value.text) if mark.holds == BOXES else value.text)
        self.problems += around(value, mark, place)

    def add(self, slot: str, text: str, place: Place | None = None) -> None:
        """Let the text follow what the slot has already; its `place` is that of the first of it."""
        before = self.values[slot]
        self.is_blank = self.is_blank and not text.strip()
        here = place if place is not None and before.is_blank else before.place
        self.values[slot] = Raw(f"{before.value}\n{text}".strip(), here)

    @property
    def name(self) -> str:
        """The project's name without blanks, empty where it was not found."""
        found = (self.values[key] for key in _NAMES if key in self.values and not self.values[key].is_blank)
        return next(("".join(str(one.value).split()) for one in found), "")

    def is_continued_by(self, other: FoundForm) -> bool:
        """Whether the other one is a part of this: it says nothing that this says, and names no other project."""
        entered = [{key for key, raw in one.values.items() if not raw.is_blank} for one in (self, other)]
        return other.name in ("", self.name) and not (entered[0] & entered[1]).difference(_NAMES)

    def go_on(self, other: FoundForm) -> None:
        """Take what the other one has more."""
        entered = {key: raw for key, raw in other.values.items() if not raw.is_blank}
        self.values = other.values | self.values | {k: raw for k, raw in entered.items() if k not in _NAMES}
        self.problems += other.problems
        self.columns |= other.columns
        self.is_blank = self.is_blank and other.is_blank

    @property
    def record(self) -> RawRecord:
        """The values as a record."""
        return RawRecord(self.values, self.place)


def folded(forms: Sequence[FoundForm]) -> list[FoundForm]:
    """The forms, one whose title or name stood once more in its middle as one."""
    made: list[FoundForm] = []
    for form in forms:
        if made and made[-1].is_continued_by(form):
            made[-1].go_on(form)
        else:
            made.append(form)
    return made


def place_of(file: str, grid: Grid, cell: Cell) -> Place:
    """Where the cell is: `a.docx › 第3个表格 › 第2行第4格`."""
    return Place(file, f"第{grid.number}个表格", f"第{cell.row + 1}行第{cell.number}格")


def beside(mark: SlotMark, text: str, place: Place) -> Problem:
    """That a text stands beside a filled control."""
    message = f"填写处旁边另外写有{_quoted(mark, text)}，没有当作填写的内容核对。"
    return warning(
        "returned/beside", place, mark.label, message, "请核对这一格，需要的内容请写进填写处，不需要的请删去。"
    )


def goes_on(mark: SlotMark, text: str, place: Place) -> Problem:
    """That a text in the line or row below a value, which says of nothing else, was taken for more of it."""
    message = f"下一行写有{_quoted(mark, text)}，像是接着这一项写的。"
    return warning("returned/beside", place, mark.label, message, "请核对这一项写到哪里为止。")


def _quoted(mark: SlotMark, text: str) -> str:
    return "（因是个人信息，不显示）" if mark.personal else quoted(text)


def around(value: Value, mark: SlotMark, place: Place) -> list[Problem]:
    """What stands about a value and is none of it: beside its control, and struck out."""
    told = [beside(mark, value.beside, place)] if value.beside else []
    if value.is_struck:
        told.append(unread(place, mark.label, "里面有划去的文字，没有当作填写的内容核对。"))
    return told


def tables_within(cell: Cell, mark: SlotMark, place: Place) -> list[Problem]:
    """That what stands in tables of their own within a value, in charts and embedded files, is not compared."""
    told = [unread(place, mark.label, f"里面另有{len(cell.tables)}个表格，没有核对。")] if cell.tables else []
    drawn = cell.element.iter(_OBJECT, _DRAWN) if cell.element is not None else ()
    if any(one.tag == _OBJECT or f"{one.get('uri')}".endswith(_CHART) for one in drawn):
        told.append(unread(place, mark.label, "里面有图表或嵌入的文件，没有核对。"))
    return told


def outside(text: str, place: Place, label: str = "") -> Problem:
    """That a text stands in no place of the form."""
    message = f"栏目之外另外写有{quoted(text)}，没有核对。"
    return warning("returned/beside", place, label, message, "请核对这些文字，需要的内容请写进填写处，不需要的请删去。")


def twice(mark: SlotMark, place: Place) -> Problem:
    """That a place of the form is there twice and says two things."""
    return warning("returned/unread", place, mark.label, "这一项在表上有两处，写的不一样，只核对了前一处。", BY_HAND)


def unread(place: Place, label: str, message: str, fix: str = BY_HAND) -> Problem:
    """That something was not read."""
    return warning("returned/unread", place, label, message, fix)
