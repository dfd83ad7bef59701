"""A returned Word form against the blank one: page set-up, paragraphs, tables, controls."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from lxml.etree import _Element as Element

from generator.campaign.errors import Severity
from generator.campaign.form_rows import completers_of, rows_of
from generator.campaign.forms import Form, GridForm, ListForm, Row
from generator.inspecting import tables as grid
from generator.inspecting.findings import Finding, mm
from generator.inspecting.forms.pasted import unprinted_inside
from generator.inspecting.forms.word_tables import printed_words, table_of, tables, tables_of_form
from generator.inspecting.word_file import WordFile, blocks, is_set, mm_of, sections
from generator.inspecting.words import Words, bare
from generator.reading.returned.marks import OF_COMPLETER
from generator.reading.word_tables.elements import W, value_of

_MARGINS = {"top": "上边距", "bottom": "下边距", "left": "左边距", "right": "右边距"}
_REPEATS = "{http://schemas.microsoft.com/office/word/2012/wordml}repeatingSection"
_OF_OPINION = re.compile(r"opinion_\d+(?:_day)?")


def compare_word_form(form: Form, blank: WordFile, returned: WordFile, words: Words) -> Iterator[Finding]:
    """Every change of the fixed layout."""
    yield from _page_set_up(blank, returned)
    yield from _paragraphs(blank, returned, words)
    yield from _tables(form, blank, returned, words)
    yield from _controls(form, blank, returned)


def _page_set_up(blank: WordFile, returned: WordFile) -> Iterator[Finding]:
    wanted, found = sections(blank), sections(returned)
    if len(wanted) != len(found):
        yield Finding("页面设置", "节数", f"{len(wanted)}节", f"{len(found)}节")
    for number, (one, other) in enumerate(zip(wanted, found, strict=False), start=1):
        place = f"页面设置 第{number}节"
        (size, margins), (is_size, are_margins) = (
            (part.find(f"{W}pgSz"), part.find(f"{W}pgMar")) for part in (one, other)
        )
        is_wide, is_high = mm_of(is_size, "w", 215.9), mm_of(is_size, "h", 279.4)
        yield from grid.paper_differs((mm_of(size, "w"), mm_of(size, "h")), (is_wide, is_high), place)
        for side, label in _MARGINS.items():
            if abs(mm_of(margins, side) - mm_of(are_margins, side)) > grid.TOLERANCE_MM:
                yield Finding(place, label, mm(mm_of(margins, side)), mm(mm_of(are_margins, side)))
    mirrored = [is_set(one, "mirrorMargins") for one in (blank, returned)]
    if mirrored[0] != mirrored[1]:
        wanted_says, found_says = ("有" if one else "没有" for one in mirrored)
        yield Finding("页面设置", "对称页边距", wanted_says, found_says)


def _paragraphs(blank: WordFile, returned: WordFile, words: Words) -> Iterator[Finding]:
    """The paragraphs outside of tables: their words, fonts, and how many empty ones stand between them."""
    wanted, found = _outside(blank), _outside(returned)
    # A landmark of the file is called by the words of the blank form, so that the two can be matched.
    keys = [_key(one) for one in wanted]
    names = [next((_key(w) for w in wanted if _is_same(w, one, words)), _key(one)) for one in found]
    for _, first, last, start, end in SequenceMatcher(None, keys, names, autojunk=False).get_opcodes():
        for step in range(max(last - first, end - start)):
            one = wanted[first + step] if first + step < last else None
            other = found[start + step] if start + step < end else None
            yield from _paragraph(one, other, words)


@dataclass(frozen=True)
class _Landmark:
    """A paragraph with words, or a table (no cell), with the number of empty paragraphs before it."""

    cell: grid.MeasuredCell | None
    empty_before: int


def _key(one: _Landmark) -> str:
    return "" if one.cell is None else bare(one.cell.text)


def _is_same(wanted: _Landmark, found: _Landmark, words: Words) -> bool:
    if wanted.cell is None or found.cell is None:
        return wanted.cell is found.cell
    return not list(grid.words_differ(wanted.cell, found.cell.text, "", words))


def _paragraph(wanted: _Landmark | None, found: _Landmark | None, words: Words) -> Iterator[Finding]:
    name = next((bare(one.cell.text) for one in (wanted, found) if one and one.cell), "")
    place = f"正文段落 “{name[:20]}”" if name else "表格前"
    if wanted is None or found is None:
        what = "段落" if name else "表格"
        yield Finding(place, what, "有" if wanted else "没有", "缺少" if wanted else "多出")
        return
    if wanted.empty_before != found.empty_before:
        yield Finding(place, "前面的空段", f"{wanted.empty_before}段", f"{found.empty_before}段")
    if wanted.cell and found.cell:
        changed = list(grid.words_differ(wanted.cell, found.cell.text, place, words))
        yield from changed or grid.fonts_differ(wanted.cell, found.cell, place)


def _outside(file: WordFile) -> list[_Landmark]:
    made, empty = [], 0
    for block in blocks(file.body):
        if block.tag == f"{W}p":
            text, fixed, fonts = printed_words(file, [block])
            if not bare(text):
                empty += 1
                continue
            exact = next(block.iter(f"{W}sdt"), None) is None and "\t" not in text
            made.append(_Landmark(grid.MeasuredCell(0, 0, text, fixed, exact, fonts=fonts), empty))
        else:
            made.append(_Landmark(None, empty))
        empty = 0
    return made


def compare_attached(
    forms: Sequence[Form], blanks: Mapping[str, WordFile], notice: WordFile, words: Words
) -> Iterator[Finding]:
    """The same of the tables of the notice's forms, which stand at its end one after the other."""
    found = [table_of(notice, one) for one in tables(notice)]
    wanted = [[table_of(blanks[form.key], one) for one in tables(blanks[form.key])] for form in forms]
    count = sum(map(len, wanted))
    if len(found) < count:
        if found:
            yield Finding("附件", "表格数", f"{count}个", f"{len(found)}个")
        return
    for form, own in zip(forms, wanted, strict=True):
        here, found = found[: len(own)], found[len(own) :]
        for finding in _tables_differ(form, own, here, words):
            yield replace(finding, place=f"{form.annex or form.name} {finding.place}")


def _tables(form: Form, blank: WordFile, returned: WordFile, words: Words) -> Iterator[Finding]:
    wanted = [table_of(blank, one) for one in tables(blank)]
    elements = tables_of_form(returned, blank)
    found = [table_of(returned, one) for one in elements]
    if len(wanted) != len(found):
        yield Finding("全文", "表格数", f"{len(wanted)}个", f"{len(found)}个")
    yield from _tables_differ(form, wanted, found, words)
    yield from unprinted_inside(returned, zip(_pages(form), elements, strict=False))


def _tables_differ(
    form: Form, wanted: Sequence[grid.MeasuredTable], found: Sequence[grid.MeasuredTable], words: Words
) -> Iterator[Finding]:
    is_list = isinstance(form, ListForm)
    for page, one, other in zip(_pages(form), _with_filled(form, wanted, words), found, strict=False):
        rows = (*one.rows[:2], one.rows[-1]) if is_list else one.rows
        yield from grid.compare(replace(one, rows=rows, page=page, repeats=is_list), other, words)


def _with_filled(form: Form, blank: Sequence[grid.MeasuredTable], words: Words) -> list[grid.MeasuredTable]:
    """The tables of the blank form, each row with its height and rule in a filled one."""
    if not isinstance(form, GridForm):
        return list(blank)
    on_cover = len(blank) - len(form.pages)
    made = [replace(table, rows=tuple(_as_filled(row, None) for row in table.rows)) for table in blank[:on_cover]]
    completers = min(words.settings.completer_limit, completers_of(form))
    for page, table in zip(form.pages, blank[on_cover:], strict=True):
        specs = rows_of(page, completers)
        rows = zip(table.rows, specs, strict=True) if len(specs) == len(table.rows) else ()
        made.append(replace(table, rows=tuple(_as_filled(row, spec) for row, spec in rows) or table.rows))
    return made


def _as_filled(row: grid.MeasuredRow, spec: Row | None) -> grid.MeasuredRow:
    heights = (row.height_mm or 0,) if spec is None else (spec.height_mm, *spec.earlier_mm)
    # Blanks in the notice are as high as on paper, and grow.
    rules = ("atLeast" if spec and spec.grows else "exact", row.rule)
    return replace(row, others=tuple((height_mm, rule) for height_mm in heights for rule in rules))


def _pages(form: Form) -> list[int]:
    """The page of the blank form on which each table stands: the cover has two, frame and values."""
    if not isinstance(form, GridForm):
        return [1]
    cover = [1, 1] if form.cover else []
    return [*cover, *range(1 + bool(cover), 1 + bool(cover) + len(form.pages))]


def _controls(form: Form, blank: WordFile, returned: WordFile) -> Iterator[Finding]:
    """Controls that are gone, or have another name; of growing rows the names only."""
    wanted, found = _values(blank, "tag"), _values(returned, "tag")
    if found and not any(found):
        told = f"{len(found)}个都没有名称，可能由其他软件另存"
        yield Finding("全文", "填写控件的名称", f"{len(wanted)}个各有名称", told, Severity.WARNING)
        return
    names = {tag: alias for tag, alias in zip(wanted, _values(blank, "alias"), strict=True)}
    wanted, found = (list(_counted(form, tags)) for tags in (wanted, found))
    lost, more = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
    for tag, count in _outside_rows(lost, names).items():
        yield Finding(f"填写处 “{names[tag]}”", "填写控件", f"有（{tag}）", f"少{count}个")
    for tag, count in _outside_rows(more, names).items():
        yield Finding(f"填写处 “{names.get(tag, tag)}”", "填写控件", "没有", f"多{count}个（{tag or '没有名称'}）")
    if Counter(wanted) == Counter(found):
        moved = next((pair for pair in zip(wanted, found, strict=True) if pair[0] != pair[1]), None)
        if moved:
            one, other = (f"“{names[tag]}”" for tag in moved)
            yield Finding(f"填写处 {one}", "填写控件的次序", one, other)
        yield from _unlocked(blank, returned, names)


def _outside_rows(tags: Mapping[str, int], names: Iterable[str]) -> dict[str, int]:
    """The tags without those of a whole row of a completer, lost or doubled: that is told as a row."""
    rows: dict[str, set[str]] = {}
    for tag in names:
        if found := OF_COMPLETER.match(tag):
            rows.setdefault(found[0], set()).add(tag)
    whole = {tag for row in rows.values() if row <= tags.keys() for tag in row}
    return {tag: count for tag, count in tags.items() if tag not in whole}


def _counted(form: Form, tags: Sequence[str]) -> Iterable[str]:
    """The tags that must be there: not those of opinions and of a list's day, which blanks had not from the first."""
    if isinstance(form, ListForm):
        return (tag for tag in dict.fromkeys(tags) if tag != "applied_on")
    return (tag for tag in tags if not _OF_OPINION.fullmatch(tag))


def _properties(file: WordFile) -> list[Element]:
    """Those of controls to fill in: what repeats rows is none."""
    every = file.body.iter(f"{W}sdtPr")
    return [one for one in every if not any(str(kind.tag).startswith(_REPEATS) for kind in one)]


def _values(file: WordFile, name: str) -> list[str]:
    return [value_of(one, name) for one in _properties(file)]


def _unlocked(blank: WordFile, returned: WordFile, names: dict[str, str]) -> Iterator[Finding]:
    """A control that can now be deleted: nothing that shows on paper."""
    locked = {value_of(one, "tag") for one in _properties(blank) if _is_locked(one)}
    for one in _properties(returned):
        if value_of(one, "tag") in locked and not _is_locked(one):
            name = names.get(value_of(one, "tag"), "")
            yield Finding(f"填写处 “{name}”", "填写控件的锁定", "不可删除", "可删除", Severity.WARNING)


def _is_locked(one: Element) -> bool:
    return value_of(one, "lock") in ("sdtLocked", "sdtContentLocked")
