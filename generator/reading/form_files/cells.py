"""Cells and rows of a grid: what each may say, which fields may stand in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from generator.campaign.fields import Field
from generator.campaign.forms import COMPLETER, COMPLETERS, Cell, Row, Shows
from generator.reading.form_files.nodes import Entry
from generator.reading.form_files.words import printed_words, require_words

ALIGNS = ("left", "center", "right")
LOWEST_MM, LEAST_PT, MOST_PT = 4.0, 5.0, 36.0
MOST_REPEATED = 30
NO_FIELDS: tuple[Field, ...] = ()
# What a cell may be, by the name that says so; and what else may stand beside each.
_CONTENTS: Mapping[str, tuple[str, ...]] = {
    "label": (),
    "heading": ("note",),
    "field": ("boxes", "hint", "align", "sizes_pt", "size_mm"),
    "of": ("as", "hint", "align", "sizes_pt"),
    "parts": ("as", "hint"),
    "opinion": (),
}
_OF_CELLS = ("columns", "rows")
_BESIDE = frozenset(name for names in _CONTENTS.values() for name in names)
_KNOWN = (*_OF_CELLS, *_CONTENTS, *sorted(_BESIDE))
ROW = ("height_mm", "grows", "cells", "repeat")
# What a form's context has besides: no text in parts may have these names.
TAKEN = frozenset(
    ("title", "issuer", "blank", "slots", "checks", "applied", "completer_limit", "foot_note", "union", "office",
     "rows", "headers", "recommender", "form", "words", "days", "pictures", "copies", "brief_limit", "categories")
)  # fmt: skip


@dataclass
class Named:
    """Where each slot of a form stands, so that none stands twice, and where the repeated row is."""

    lines: dict[str, int] = field(default_factory=dict)
    repeated: int = 0

    def add(self, entry: Entry, key: str, slot: str) -> str:
        """The slot; that it stands elsewhere already is noted."""
        if slot and slot in self.lines:
            message = f"“{slot}”在第{self.lines[slot]}行已有。"
            entry.wrong("form-field", key, message, "同一项在一张表里只填一处，请删去一处。")
        self.lines.setdefault(slot, entry.line_of(key))
        return slot


def row_from(entry: Entry, columns: int, named: Named) -> Row:
    """The row of that mapping."""
    height = entry.number("height_mm", LOWEST_MM)
    grows, repeated = entry.yes("grows"), _repeated(entry)
    if grows and repeated:
        entry.wrong("form-place", "grows", "重复的行不能续页。", "请删去 grows。")
    if repeated and named.repeated:
        entry.wrong("form-place", "repeat", f"一张表里只能有一处重复的行（第{named.repeated}行已有）。", "请删去一处。")
    elif repeated:
        named.repeated = entry.line
    cells, told = [], len(entry.reader.problems)
    for node in entry.items("cells", "单元格"):
        one = entry.reader.entry(node, _KNOWN, entry.line)
        cells.append(_cell(one, columns, "repeated" if repeated else "growing" if grows else "value", named))
    row = Row(height_mm=height, cells=tuple(cells), grows=grows, repeated=repeated)
    if grows and len(entry.reader.problems) == told:
        _require_one_text(entry, row)
    return row


def _repeated(entry: Entry) -> int:
    if "repeat" not in entry:
        return 0
    repeat = entry.entry("repeat", ("table", "rows"))
    repeat.one_of("table", (COMPLETERS,))
    return repeat.whole("rows", 1, MOST_REPEATED)


def _require_one_text(entry: Entry, row: Row) -> None:
    texts = [cell for cell in row.cells if cell.shows in (Shows.VALUE, Shows.PARTS)]
    if len(texts) != 1 or any(cell.shows not in (Shows.VALUE, Shows.PARTS, Shows.LABEL) for cell in row.cells):
        entry.wrong(
            "form-place", "grows", "会续页的行里只能有一个字段，其余是印好的文字。", "请拆成几行，或删去 grows。"
        )


def _cell(entry: Entry, columns: int, where: str, named: Named) -> Cell:
    """The cell of that mapping; an empty one where it does not say one thing."""
    covered, rows = _covered(entry, columns), entry.whole("rows", 1, default=1)
    said = [name for name in _CONTENTS if name in entry]
    if len(said) > 1:
        entry.wrong("form-place", said[1], f"一格里只能写一种内容，{said[0]} 和 {said[1]} 只留一种。", "请拆成两格。")
    elif said and _is_in_place(entry, said[0], rows, where):
        return Cell(columns=covered, rows=rows, **_FROM[said[0]](entry, where, named))
    return Cell(columns=covered, rows=rows, shows=Shows.NOTHING)


def _is_in_place(entry: Entry, name: str, rows: int, where: str) -> bool:
    """Whether a cell of that content may stand in such a row; what else it says is noted where it does not belong."""
    for other in entry.node.nodes:
        if other in _BESIDE.difference(_CONTENTS[name]):
            entry.wrong("form-place", other, f"{name} 的格子里没有 {other}。", "请删去。")
    if where == "repeated" and name not in ("field", "of", "label"):
        entry.wrong("form-place", name, f"重复的行里不能有 {name}。", "请移到别的行。")
    elif where == "repeated" and rows > 1:
        entry.wrong("form-place", "rows", "重复的行里的格子不能跨行。", "请删去 rows。")
    else:
        return True
    return False


def _covered(entry: Entry, columns: int) -> tuple[int, int]:
    pair = entry.pair("columns", 0)
    if pair is None:
        if "columns" not in entry:
            entry.missing("columns", "请写成 columns: [首列, 末列]，从 0 数起。")
        return -1, -1
    first, last = pair
    if not (isinstance(first, int) and isinstance(last, int) and first <= last < columns):
        message = f"应是首列和末列的序号，从0数起，0到{columns - 1}，首列在前。"
        entry.wrong("form-shape", "columns", message, "请写成 [0, 2] 的样子。")
        return -1, -1
    return first, last


def _label(entry: Entry, where: str, named: Named) -> dict[str, Any]:
    return {"shows": Shows.LABEL, "text": printed_words(entry, "label")}


def _heading(entry: Entry, where: str, named: Named) -> dict[str, Any]:
    return {"shows": Shows.HEADING, "text": printed_words(entry, "heading"), "note": printed_words(entry, "note", "")}


def _opinion(entry: Entry, where: str, named: Named) -> dict[str, Any]:
    texts = (require_words(entry, "opinion", text) for text in entry.texts("opinion", 3))
    return {"shows": Shows.OPINION, "opinion": tuple(texts)}


def _field(entry: Entry, where: str, named: Named) -> dict[str, Any]:
    boxes, size = entry.yes("boxes"), entry.pair("size_mm", 5, 200)
    told = "boxes" if boxes else "picture" if "size_mm" in entry else where
    if told != where and where != "value":
        key = "boxes" if boxes else "size_mm"
        entry.wrong("form-place", key, "重复或续页的行里不能勾选，也不能放图片。", "请移到别的行。")
    found = field_of(entry, "field", told, of_completers=where == "repeated")
    if found is None:
        return {"shows": Shows.NOTHING}
    return {
        "shows": Shows.BOXES if boxes else Shows.PICTURE if size else Shows.VALUE,
        "slot": _slot(entry, "field", found.key, where, named),
        "fields": (found,),
        "size_mm": size,
        **_looks(entry),
    }


def _joined(entry: Entry, where: str, named: Named) -> dict[str, Any]:
    if where == "growing":
        entry.wrong("form-place", "of", "会续页的行里只能有一个字段。", "请删去 grows。")
    slot, fields = joined_of(entry, of_completers=where == "repeated")
    return {"shows": Shows.VALUE, "slot": _slot(entry, "of", slot, where, named), "fields": fields, **_looks(entry)}


def _parts(entry: Entry, where: str, named: Named) -> dict[str, Any]:
    if where != "growing":
        entry.wrong("form-place", "parts", "parts 的行要能续页。", "请给这一行加上 grows: true。")
    keys, every = entry.texts("parts"), entry.reader.fields.application
    found = [entry.reader.named(key, every, "parts", entry.line_of("parts"), "parts") for key in keys]
    slot = slot_of(entry, keys)
    if slot in TAKEN:
        entry.wrong("form-field", "as", f"“{slot}”程序另有用处。", "请换一个名称。")
    fields = tuple(one for one in found if one is not None)
    slot = _slot(entry, "parts", slot, where, named)
    return {"shows": Shows.PARTS, "slot": slot, "fields": fields, "hint": printed_words(entry, "hint", "")}


def _slot(entry: Entry, key: str, slot: str, where: str, named: Named) -> str:
    """The slot of a cell; in a repeated row it is one of many that begin otherwise."""
    named.add(entry, key, f"{COMPLETER}_{slot}" if where == "repeated" else slot)
    return slot


def _looks(entry: Entry) -> dict[str, Any]:
    return {"hint": printed_words(entry, "hint", ""), "align": align_of(entry), "sizes_pt": sizes_of(entry)}


_FROM: Mapping[str, Callable[[Entry, str, Named], dict[str, Any]]] = {
    "label": _label,
    "heading": _heading,
    "field": _field,
    "of": _joined,
    "parts": _parts,
    "opinion": _opinion,
}


def field_of(entry: Entry, key: str, place: str, *, of_completers: bool = False) -> Field | None:
    """The field that this name of the mapping names."""
    name = entry.text(key)
    fields = entry.reader.fields
    known = fields.completer if of_completers else fields.application
    return entry.reader.named(name, known, place, entry.line_of(key), key) if name else None


def joined_of(entry: Entry, *, of_completers: bool = False) -> tuple[str, tuple[Field, ...]]:
    """The slot and the fields of values that are joined by a blank."""
    keys = entry.texts("of")
    if len(keys) == 1:
        entry.wrong("form-shape", "of", "of 要列出两个以上字段。", "只有一个字段的，请写 field。")
    fields = entry.reader.fields
    known = fields.completer if of_completers else fields.application
    found = [entry.reader.named(key, known, "joined", entry.line_of("of"), "of") for key in keys]
    return slot_of(entry, keys), tuple(one for one in found if one is not None)


def slot_of(entry: Entry, keys: tuple[str, ...]) -> str:
    """The name of a value that several fields make up: its own, or theirs."""
    name = entry.text("as", "_".join(keys))
    if name and not (name.isascii() and name.isidentifier()):
        entry.wrong("form-shape", "as", f"“{name}”不能作名称。", "请用英文字母、数字和下划线，字母开头。")
    return name


def align_of(entry: Entry, default: str = "") -> str:
    """Where the value stands in its cell: as told, or as the default says."""
    return entry.one_of("align", ALIGNS, default)


def sizes_of(entry: Entry) -> tuple[float, ...]:
    """The sizes that are tried in turn, empty where the cell has none of its own."""
    sizes = entry.numbers("sizes_pt", LEAST_PT, MOST_PT)
    if any(smaller >= larger for larger, smaller in pairwise(sizes)):
        entry.wrong("form-shape", "sizes_pt", "字号要从大到小。", "请写成 [12, 10.5, 9] 的样子。")
    return sizes
