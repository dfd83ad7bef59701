"""Cells and rows of a grid: what each may say, which fields may stand in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from generator.campaign.fields import Field
from generator.campaign.forms import COMPLETER, COMPLETERS, Cell, Row, Shows
from generator.reading.form_files.form_entry import FormEntry
from generator.reading.form_files.words import needed_words, printed_words, require_words

ALIGNS = ("left", "center", "right")
LOWEST_MM, LEAST_PT, MOST_PT = 4.0, 5.0, 36.0
MOST_REPEATED = 30
ROW = ("height_mm", "grows", "cells", "repeat", "earlier_mm")
# What a form's context has besides: no text in parts may have these names.
TAKEN = frozenset(
    ("title", "issuer", "blank", "slots", "checks", "applied", "completer_limit", "foot_note", "union", "office",
     "rows", "headers", "recommender", "form", "words", "days", "pictures", "copies", "brief_limit", "categories")
)  # fmt: skip


@dataclass
class Taken:
    """Where each slot of a form stands, so that none stands twice, and where the repeated row is."""

    lines: dict[str, int] = field(default_factory=dict)
    repeated: int = 0

    def add(self, entry: FormEntry, key: str, slot: str) -> None:
        """Take the slot; that it stands elsewhere already is noted."""
        if slot and slot in self.lines:
            message = f"“{slot}”在第{self.lines[slot]}行已有。"
            entry.wrong("form-field", key, message, "同一项在一张表里只填一处，请删去一处。")
        self.lines.setdefault(slot, entry.place(key).line)


def row_from(entry: FormEntry, columns: int, taken: Taken) -> Row:
    """The row of that mapping."""
    height = entry.number("height_mm", LOWEST_MM)
    grows, repeated = entry.yes("grows"), _repeated(entry)
    if grows and repeated:
        entry.wrong("form-place", "grows", "重复的行不能续页。", "请删去 grows。")
    if repeated and taken.repeated:
        entry.wrong("form-place", "repeat", f"一张表里只能有一处重复的行（第{taken.repeated}行已有）。", "请删去一处。")
    elif repeated:
        taken.repeated = entry.node.line
    where, told = "repeated" if repeated else "growing" if grows else "value", len(entry.problems)
    cells = tuple(_cell(one, columns, where, taken) for one in entry.listed("cells", "单元格", _KNOWN))
    earlier = entry.numbers("earlier_mm", LOWEST_MM)
    row = Row(height_mm=height, cells=cells, grows=grows, repeated=repeated, earlier_mm=earlier)
    if grows and len(entry.problems) == told:
        _require_one_text(entry, row)
    return row


def _repeated(entry: FormEntry) -> int:
    if "repeat" not in entry:
        return 0
    repeat = entry.entry(entry.node.nodes["repeat"], ("table", "rows"))
    repeat.one_of("table", (COMPLETERS,))
    return repeat.whole("rows", 1, MOST_REPEATED)


def _require_one_text(entry: FormEntry, row: Row) -> None:
    texts = [cell for cell in row.cells if cell.shows in (Shows.VALUE, Shows.PARTS)]
    if len(texts) != 1 or any(cell.shows not in (Shows.VALUE, Shows.PARTS, Shows.LABEL) for cell in row.cells):
        message = "会续页的行里只能有一个字段，其余是印好的文字。"
        entry.wrong("form-place", "grows", message, "请拆成几行，或删去 grows。")


def _cell(entry: FormEntry, columns: int, where: str, taken: Taken) -> Cell:
    """The cell of that mapping; an empty one where it does not say one thing."""
    covered, rows = _covered(entry, columns), entry.whole("rows", 1, default=1)
    said = [name for name in _CONTENTS if name in entry]
    if len(said) > 1:
        entry.wrong("form-place", said[1], f"一格里只能写一种内容，{said[0]} 和 {said[1]} 只留一种。", "请拆成两格。")
    elif said and _is_in_place(entry, said[0], rows, where):
        content, _ = _CONTENTS[said[0]]
        return Cell(columns=covered, rows=rows, **content(entry, where, taken))
    return Cell(columns=covered, rows=rows, shows=Shows.NOTHING)


def _is_in_place(entry: FormEntry, name: str, rows: int, where: str) -> bool:
    """Whether a cell of that content may stand in such a row; what else it says is noted where it does not belong."""
    for other in entry.node.nodes:
        if other in _BESIDE.difference(_CONTENTS[name][1]):
            entry.wrong("form-place", other, f"{name} 的格子里没有 {other}。", "请删去。")
    if where == "repeated" and name not in ("field", "of", "label"):
        entry.wrong("form-place", name, f"重复的行里不能有 {name}。", "请移到别的行。")
    elif where == "repeated" and rows > 1:
        entry.wrong("form-place", "rows", "重复的行里的格子不能跨行。", "请删去 rows。")
    else:
        return True
    return False


def _covered(entry: FormEntry, columns: int) -> tuple[int, int]:
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


def _label(entry: FormEntry, where: str, taken: Taken) -> dict[str, Any]:
    return {"shows": Shows.LABEL, "text": needed_words(entry, "label")}


def _heading(entry: FormEntry, where: str, taken: Taken) -> dict[str, Any]:
    return {"shows": Shows.HEADING, "text": needed_words(entry, "heading"), "note": printed_words(entry, "note")}


def _opinion(entry: FormEntry, where: str, taken: Taken) -> dict[str, Any]:
    texts = (require_words(entry, "opinion", text) for text in entry.texts("opinion", 3))
    return {"shows": Shows.OPINION, "opinion": tuple(texts)}


def _value(entry: FormEntry, where: str, taken: Taken) -> dict[str, Any]:
    """The value of a field, as text, boxes or a picture, or of several."""
    boxes, size = entry.yes("boxes"), entry.pair("size_mm", 5, 200)
    told = "boxes" if boxes else "picture" if "size_mm" in entry else where
    if told != where and where != "value":
        key = "boxes" if boxes else "size_mm"
        entry.wrong("form-place", key, "重复或续页的行里不能勾选，也不能放图片。", "请移到别的行。")
    if where == "growing" and "of" in entry:
        entry.wrong("form-place", "of", "会续页的行里只能有一个字段。", "请删去 grows。")
    slot, fields = value_of(entry, told, of_completers=where == "repeated")
    if not fields:
        return {"shows": Shows.NOTHING}
    # In a repeated row it is one of many that begin otherwise.
    taken.add(entry, "of" if "of" in entry else "field", f"{COMPLETER}_{slot}" if where == "repeated" else slot)
    return {
        "shows": Shows.BOXES if boxes else Shows.PICTURE if size else Shows.VALUE,
        "slot": slot,
        "fields": fields,
        "size_mm": size,
        "hint": printed_words(entry, "hint"),
        "align": entry.one_of("align", ALIGNS, ""),
        "sizes_pt": sizes_of(entry),
    }


def _parts(entry: FormEntry, where: str, taken: Taken) -> dict[str, Any]:
    if where != "growing":
        entry.wrong("form-place", "parts", "parts 的行要能续页。", "请给这一行加上 grows: true。")
    keys = entry.texts("parts")
    found = [entry.field_named("parts", key, "parts") for key in keys]
    slot, fields = _slot_of(entry, keys), tuple(one for one in found if one)
    if slot in TAKEN:
        entry.wrong("form-field", "as", f"“{slot}”程序另有用处。", "请换一个名称。")
    taken.add(entry, "parts", slot)
    return {"shows": Shows.PARTS, "slot": slot, "fields": fields, "hint": printed_words(entry, "hint")}


# What a cell may be, by the name that says so; and what else may stand beside each.
_CONTENTS: Mapping[str, tuple[Callable[[FormEntry, str, Taken], dict[str, Any]], tuple[str, ...]]] = {
    "label": (_label, ()),
    "heading": (_heading, ("note",)),
    "field": (_value, ("boxes", "hint", "align", "sizes_pt", "size_mm")),
    "of": (_value, ("as", "hint", "align", "sizes_pt")),
    "parts": (_parts, ("as", "hint")),
    "opinion": (_opinion, ()),
}
_BESIDE = frozenset(name for _, names in _CONTENTS.values() for name in names)
_KNOWN = ("columns", "rows", *_CONTENTS, *sorted(_BESIDE))


def value_of(entry: FormEntry, place: str, *, of_completers: bool = False) -> tuple[str, tuple[Field, ...]]:
    """The slot and the fields of a value: one field's, or those of several that are joined by a blank."""
    if "of" in entry:
        keys = entry.texts("of")
        if len(keys) == 1:
            entry.wrong("form-shape", "of", "of 要列出两个以上字段。", "只有一个字段的，请写 field。")
        found = [entry.field_named("of", one, "joined", of_completers=of_completers) for one in keys]
        return _slot_of(entry, keys), tuple(one for one in found if one)
    name = entry.needed("field")
    one = entry.field_named("field", name, place, of_completers=of_completers) if name else None
    return (one.key, (one,)) if one else ("", ())


def _slot_of(entry: FormEntry, keys: tuple[str, ...]) -> str:
    """The name of a value that several fields make up: its own, or theirs."""
    slot = entry.text("as", "_".join(keys))
    if slot and not (slot.isascii() and slot.isidentifier()):
        entry.wrong("form-shape", "as", f"“{slot}”不能作名称。", "请用英文字母、数字和下划线，字母开头。")
    return slot


def sizes_of(entry: FormEntry, example: str = "") -> tuple[float, ...]:
    """The sizes that are tried in turn; they have to be there where an example is given of how they are written."""
    if example and "sizes_pt" not in entry:
        entry.missing("sizes_pt", f"请写成 sizes_pt: {example} 的样子。")
    sizes = entry.numbers("sizes_pt", LEAST_PT, MOST_PT)
    if any(smaller >= larger for larger, smaller in pairwise(sizes)):
        entry.wrong("form-shape", "sizes_pt", "字号要从大到小。", "请写成 [12, 10.5, 9] 的样子。")
    return sizes
