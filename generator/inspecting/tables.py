"""A table as it stands in a file, and the comparison of two: grid, rules, labels, order, fonts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest

from generator.inspecting.findings import Finding, mm, points
from generator.inspecting.words import Words, bare

TOLERANCE_MM = 0.5
TOLERANCE_PT = 0.3
SIDES = {"left": "左框线", "top": "上框线", "right": "右框线", "bottom": "下框线"}

Font = tuple[str, float]


@dataclass(frozen=True)
class MeasuredCell:
    """A cell. `fixed` are the printed words that must stand in it, in order.

    `exact` says that nothing else may stand in it. `height_mm` is known where a page was measured; `own_width_mm`
    is the width that the cell itself states beside the grid; `rules_pt` are its drawn edges. `sizes_within_pt` is what
    sizes of printed words may differ by.
    """

    left_mm: float
    right_mm: float
    text: str
    fixed: tuple[str, ...] = ()
    exact: bool = False
    merge: str = ""
    fonts: frozenset[Font] = frozenset()
    name: str = ""
    height_mm: float | None = None
    own_width_mm: float | None = None
    rules_pt: tuple[tuple[str, float], ...] = ()
    sizes_within_pt: float = 0.1


@dataclass(frozen=True)
class MeasuredRow:
    """A row; `rule` is exact or atLeast where the file says so, `first` whether it begins a page.

    `page` and `number` are its place in a measured file, counted from 1. Of a row of the blank form `others` are
    height and rule in a form that the program filled in, and in blanks handed out earlier.
    """

    cells: tuple[MeasuredCell, ...]
    height_mm: float | None = None
    rule: str = ""
    others: tuple[tuple[float, str], ...] = ()
    page: int = 0
    grows: bool = False
    first: bool = False
    number: int = 0


@dataclass(frozen=True)
class MeasuredTable:
    """A table; `page` is the page of the blank form on which it stands, 0 where pages are unknown."""

    rows: tuple[MeasuredRow, ...]
    page: int = 0
    repeats: bool = False  # header, a row that stands for any number, last row


@dataclass(frozen=True)
class Pair:
    """A row of the blank form and the row of the file that takes its place; None where there is none."""

    wanted: MeasuredRow | None
    found: MeasuredRow | None
    number: int


def compare(wanted: MeasuredTable, found: MeasuredTable, words: Words) -> Iterator[Finding]:
    """Every difference of the fixed layout."""
    known = list(pairs(wanted, found, words))
    for pair, below in zip_longest(known, known[1:]):
        # What a row lost or added below leaves as the foot of this one is told with that row.
        is_alone = below is not None and (below.wanted is None or below.found is None)
        yield from _rows_differ(_without_foot(pair) if is_alone else pair, wanted, words)


def _without_foot(pair: Pair) -> Pair:
    """The pair without the rules below the wanted row."""
    if pair.wanted is None:
        return pair
    cells = (
        replace(cell, rules_pt=tuple(one for one in cell.rules_pt if one[0] != "bottom")) for cell in pair.wanted.cells
    )
    return replace(pair, wanted=replace(pair.wanted, cells=tuple(cells)))


def pairs(wanted: MeasuredTable, found: MeasuredTable, words: Words) -> Iterator[Pair]:
    """The rows side by side, matched by their labels."""
    rows = _repeated(wanted.rows, len(found.rows)) if wanted.repeats else wanted.rows
    if len(rows) == len(found.rows) and not _moved(rows, found.rows, words):
        yield from (Pair(one, other, at) for at, (one, other) in enumerate(zip(rows, found.rows, strict=True), 1))
        return
    matcher = SequenceMatcher(
        None, [_signature(row) for row in rows], [_signature(row, rows, words) for row in found.rows], autojunk=False
    )
    for _, first, last, start, end in matcher.get_opcodes():
        for step in range(max(last - first, end - start)):
            one = rows[first + step] if first + step < last else None
            other = found.rows[start + step] if start + step < end else None
            if one is None and other is not None and other.first and first and rows[first - 1].grows:
                continue  # the rest of a growing row on the next page
            yield Pair(one, other, (first if one is not None else start) + step + 1)


def _repeated(rows: Sequence[MeasuredRow], count: int) -> tuple[MeasuredRow, ...]:
    """Header, so many rows as needed, and the last one, which closes the table."""
    header, middle, last = rows
    return (header, *[middle] * (count - 2), last)


def _moved(rows: Sequence[MeasuredRow], found: Sequence[MeasuredRow], words: Words) -> bool:
    """Whether a row's labels stand in another row, so that rows must be matched."""
    return any(
        _signature(one) != (signed := _signature(other, rows, words)) and any(signed)
        for one, other in zip(rows, found, strict=True)
    )


def _signature(row: MeasuredRow, among: Sequence[MeasuredRow] = (), words: Words | None = None) -> tuple[str, ...]:
    """The labels of a row; of a found row only those texts that are labels of the blank form."""
    if words is None:
        return tuple(bare(cell.text) for cell in row.cells if cell.exact and bare(cell.text))
    labels = {bare(cell.text): cell for one in among for cell in one.cells if cell.exact and bare(cell.text)}
    named = (next((key for key in labels if words.same(key, cell.text)), "") for cell in row.cells)
    return tuple(key for key in named if key)


def _rows_differ(pair: Pair, table: MeasuredTable, words: Words) -> Iterator[Finding]:
    place = _place(pair, table)
    if pair.found is None or pair.wanted is None:
        row = pair.wanted or pair.found
        name = "、".join(label for cell in (row.cells if row else ()) if (label := bare(cell.text))[:1])[:30]
        told = f"“{name}”" if name else "空行"
        yield Finding(
            place, "行", f"有{told}" if pair.wanted else "没有这一行", "缺少" if pair.wanted else f"多出{told}"
        )
        return
    yield from _heights_differ(pair.wanted, pair.found, place)
    if len(pair.wanted.cells) != len(pair.found.cells):
        yield Finding(place, "格数", f"{len(pair.wanted.cells)}格", f"{len(pair.found.cells)}格")
    cells = zip(_grown(pair.wanted, pair.found), _cut(pair.wanted, pair.found), strict=False)
    for number, (one, other) in enumerate(cells, start=1):
        yield from cells_differ(one, other, f"{place}第{number}格{f' “{one.name}”' if one.name else ''}", words)


def _grown(wanted: MeasuredRow, found: MeasuredRow) -> tuple[MeasuredCell, ...]:
    """The cells of the blank form's row, as much higher as the found row has grown."""
    more = (found.height_mm or 0) - (wanted.height_mm or 0)
    if not wanted.grows or more <= 0:
        return wanted.cells
    return tuple(
        cell if cell.height_mm is None else replace(cell, height_mm=cell.height_mm + more) for cell in wanted.cells
    )


def _cut(wanted: MeasuredRow, found: MeasuredRow) -> tuple[MeasuredCell, ...]:
    """The found row's cells; a merged cell that goes on from the page before looks as if it began here."""
    if not found.first or wanted.first or len(wanted.cells) != len(found.cells):
        return found.cells
    return tuple(
        replace(other, merge=one.merge) if one.merge == "continue" and not bare(other.text) else other
        for one, other in zip(wanted.cells, found.cells, strict=True)
    )


def _place(pair: Pair, table: MeasuredTable) -> str:
    """Page and row as they are counted in the file, or in the blank form where the row is gone."""
    row = pair.found or pair.wanted
    page, number = (row.page, row.number) if row and row.page else (table.page, pair.number)
    return f"第{page}页 表格第{number}行"


def _heights_differ(wanted: MeasuredRow, found: MeasuredRow, place: str) -> Iterator[Finding]:
    if wanted.height_mm is None:
        return
    high = found.height_mm or 0
    grown = wanted.grows and not wanted.rule and high > wanted.height_mm
    known = [(wanted.height_mm, wanted.rule), *wanted.others]
    rules = [rule for height_mm, rule in known if abs(high - height_mm) <= TOLERANCE_MM or grown]
    if not rules:
        yield Finding(place, "行高", mm(wanted.height_mm), mm(high))
    elif found.rule not in rules:
        names = {"exact": "固定值", "atLeast": "最小值", "auto": "自动"}
        yield Finding(place, "行高方式", names.get(rules[0], ""), names.get(found.rule, found.rule))


def cells_differ(wanted: MeasuredCell, found: MeasuredCell, place: str, words: Words) -> Iterator[Finding]:
    """Every difference of two cells."""
    yield from _places_differ(wanted, found, place)
    if wanted.merge != found.merge:
        names = {"": "不合并", "restart": "与下一行合并", "continue": "与上一行合并"}
        yield Finding(place, "单元格合并", names[wanted.merge], names[found.merge])
    yield from _rules_differ(wanted, found, place)
    changed = list(words_differ(wanted, found.text, place, words))
    yield from changed
    if not changed:
        yield from fonts_differ(wanted, found, place)


def _places_differ(wanted: MeasuredCell, found: MeasuredCell, place: str) -> Iterator[Finding]:
    wide, is_wide = wanted.right_mm - wanted.left_mm, found.right_mm - found.left_mm
    if abs(wide - is_wide) > TOLERANCE_MM:
        yield Finding(place, "列宽", mm(wide), mm(is_wide))
    elif abs(wanted.left_mm - found.left_mm) > TOLERANCE_MM:
        yield Finding(place, "左边线离表格左边", mm(wanted.left_mm), mm(found.left_mm))
    if found.own_width_mm is not None and abs(found.own_width_mm - wide) > TOLERANCE_MM:
        yield Finding(place, "单元格宽度", mm(wide), mm(found.own_width_mm))
    if wanted.height_mm is not None and found.height_mm is not None:
        high = abs(wanted.height_mm - found.height_mm)
        if high > TOLERANCE_MM:
            yield Finding(place, "高度", mm(wanted.height_mm), mm(found.height_mm))


def _rules_differ(wanted: MeasuredCell, found: MeasuredCell, place: str) -> Iterator[Finding]:
    drawn = dict(found.rules_pt)
    for side, thick in wanted.rules_pt:
        if abs(thick - drawn.get(side, 0)) > TOLERANCE_PT:
            yield Finding(place, SIDES[side], _rule(thick), _rule(drawn.get(side, 0)))


def _rule(thick: float) -> str:
    return points(thick) if thick else "没有"


def paper_differs(wanted_mm: tuple[float, float], found_mm: tuple[float, float], place: str) -> Iterator[Finding]:
    """The size of the paper, width before height, and how it lies."""
    if any(abs(one - other) > TOLERANCE_MM for one, other in zip(wanted_mm, found_mm, strict=True)):
        turned = (wanted_mm[0] > wanted_mm[1]) != (found_mm[0] > found_mm[1])
        wanted, found = ("×".join(map(mm, size)) for size in (wanted_mm, found_mm))
        yield Finding(place, "纸张方向" if turned else "纸张大小", wanted, found)


def words_missing(wanted: Iterable[str], text: str, words: Words) -> Iterator[Finding]:
    """The printed words outside of tables that stand nowhere in the text of the file."""
    for one in wanted:
        if words.missing((one,), text):
            yield Finding(f"“{bare(one)[:20]}”", "印好的文字", "有", "缺少")


def words_differ(wanted: MeasuredCell, text: str, place: str, words: Words) -> Iterator[Finding]:
    """The printed words that were changed or are gone. What was filled in is no change."""
    if wanted.exact:
        if not words.same(wanted.text, text):
            yield Finding(place, "栏目文字", f"“{bare(wanted.text)}”", _shown(text))
        return
    if missing := words.missing(wanted.fixed, text):
        yield Finding(place, "印好的文字", f"“{missing}”", _shown(text))


def _shown(text: str) -> str:
    """The text, cut where it is long: it may be a value typed into the wrong place."""
    short = bare(text)
    return f"“{short[:20]}{'…' if len(short) > 20 else ''}”" if short else "空白"


def fonts_differ(wanted: MeasuredCell, found: MeasuredCell, place: str) -> Iterator[Finding]:
    """Fonts and sizes of printed words; where more may be written, among those of what is written."""
    one, other = wanted.fonts, found.fonts
    if not one or not other:
        return
    lost = _not_among(one, other, wanted.sizes_within_pt)
    if lost or (wanted.exact and _not_among(other, one, wanted.sizes_within_pt)):
        yield Finding(place, "栏目字体字号", _fonts(one), _fonts(other))


def _not_among(some: Iterable[Font], others: Iterable[Font], within_pt: float) -> bool:
    """Whether one of the fonts has no like among the others."""
    return any(not any(a[0] == b[0] and abs(a[1] - b[1]) <= within_pt for b in others) for a in some)


def _fonts(fonts: Iterable[Font]) -> str:
    return "、".join(f"{family}{points(size)}" for family, size in sorted(fonts))
