"""A returned PDF form against the blank one: paper, place of the table, grid, labels, words outside of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.campaign.form_rows import all_rows, completers_of, standing
from generator.campaign.forms import Cell, Form, GridForm, ListForm, Shows
from generator.campaign.layout import FORM, OFFICIAL
from generator.composing.filling.words import printed, words_of
from generator.inspecting import tables as grid
from generator.inspecting.findings import Finding, mm
from generator.inspecting.forms.run_on import printed_on
from generator.inspecting.pdf_file import Character, PdfPage, fonts_of, joined, lines, rows
from generator.inspecting.tables import MeasuredCell, MeasuredRow, MeasuredTable
from generator.inspecting.words import Words, bare

_PLACE_MM = 1.0
_VALUE_LINE_MM = 6.0  # of the cover: less than a line
_SIZE_PT = 1.05  # Word and PDF fit a label to its cell by their own measure
_BOXES = "□☑☐■✓√"


def compare_pdf_form(
    form: Form, blank: Sequence[PdfPage], returned: Sequence[PdfPage], words: Words
) -> Iterator[Finding]:
    """Every change of the fixed layout."""
    pages = [page for page in returned if page.characters or page.rules]  # a blank back is no page of the form
    size = blank[0].width_mm, blank[0].height_mm
    for page in pages:
        yield from grid.paper_differs(size, (page.width_mm, page.height_mm), f"第{page.number}页")
    wanted = _wanted(form, blank, words)
    found = _found(form, pages, wanted, words)
    yield from grid.compare(wanted, found, words)
    yield from _sheets(wanted, found, pages, form, words)
    if isinstance(form, GridForm):
        yield from printed_on(grid.pairs(wanted, found, words), form)
    yield from _outside(form, blank, pages, words)


def _wanted(form: Form, blank: Sequence[PdfPage], words: Words) -> MeasuredTable:
    """The blank form's rows, with what the grid says of each cell."""
    measured = [row for page in blank for row in rows(page)]
    if isinstance(form, ListForm):
        header = replace(
            measured[0], cells=tuple(replace(cell, exact=True, name=bare(cell.text)) for cell in measured[0].cells)
        )
        names = [bare(cell.text) for cell in header.cells]
        values = tuple(
            MeasuredCell(cell.left_mm, cell.right_mm, "", name=name)
            for cell, name in zip(measured[1].cells, names, strict=True)
        )
        row = MeasuredRow(values, None, grows=True)
        return MeasuredTable((header, row, row), page=1, repeats=True)
    specs = all_rows(form, min(words.settings.completer_limit, completers_of(form)))
    made = []
    for at, (row, spec, cells) in enumerate(zip(measured, specs, standing(specs), strict=True)):
        known = [_known(form, cell, one, words) for cell, (one, _) in zip(row.cells, cells, strict=True)]
        # Word lets rows grow that are typed in: how high they and what spans them are says nothing.
        over = [any(below.is_typed_in for below in specs[at : at + one.rows]) for one, _ in cells]
        known = [replace(cell, height_mm=None) if grows else cell for cell, grows in zip(known, over, strict=True)]
        height_mm = None if spec.is_typed_in else row.height_mm
        made.append(replace(row, cells=tuple(known), height_mm=height_mm, grows=spec.grows))
    return MeasuredTable(tuple(made))


def _known(form: GridForm, cell: MeasuredCell, spec: Cell, words: Words) -> MeasuredCell:
    """The measured cell with what may stand in it."""
    if cell.merge == "continue":
        return cell
    if spec.shows in (Shows.LABEL, Shows.HEADING):
        return replace(cell, exact=bool(cell.text), name=bare(cell.text)[:20], sizes_within_pt=_SIZE_PT)
    if spec.shows is Shows.BOXES:
        choices = words_of(spec.fields[0], words.settings)
        return replace(cell, fixed=choices, fonts=frozenset(), name=choices[0])
    if spec.shows is Shows.OPINION:
        known = printed(words.settings, form)["words"]
        pieces = [piece for words_ in spec.opinion[1:] for piece in known.get(words_, words_).split()]
        return replace(cell, fixed=tuple(pieces), fonts=frozenset(), name="意见栏")
    return replace(cell, text="", fonts=frozenset(), name=spec.slot)


def _found(form: Form, pages: Sequence[PdfPage], wanted: MeasuredTable, words: Words) -> MeasuredTable:
    """The file's rows; the header that is repeated on later pages only once."""
    made: list[MeasuredRow] = []
    for page in pages:
        for row in rows(page):
            if isinstance(form, ListForm) and made and row.first and _is_header(row, wanted.rows[0], words):
                continue
            made.append(_without_boxes(row))
    return MeasuredTable(tuple(made))


def _without_boxes(row: MeasuredRow) -> MeasuredRow:
    strip = str.maketrans("", "", _BOXES)
    return replace(row, cells=tuple(replace(cell, text=cell.text.translate(strip)) for cell in row.cells))


def _is_header(row: MeasuredRow, header: MeasuredRow, words: Words) -> bool:
    return len(row.cells) == len(header.cells) and all(
        words.same(one.text, other.text) for one, other in zip(header.cells, row.cells, strict=True)
    )


def _sheets(
    wanted: MeasuredTable, found: MeasuredTable, pages: Sequence[PdfPage], form: Form, words: Words
) -> Iterator[Finding]:
    """The place of the table on every page, and that each part begins a page of its own."""
    for page in pages:
        along = [rule.at_mm for rule in page.rules if rule.vertical]
        if not along:
            continue
        left, wide = min(along), max(along) - min(along)
        if isinstance(form, GridForm):
            margin, width = (OFFICIAL.binding_mm if page.number % 2 else OFFICIAL.outer_mm), OFFICIAL.text_width_mm
        else:
            margin, width = (page.width_mm - FORM.list_text_width_mm) / 2, FORM.list_text_width_mm
        place = f"第{page.number}页 表格"
        if abs(left - margin) > _PLACE_MM:
            yield Finding(place, "左边线离纸边", mm(margin), mm(left))
        if abs(wide - width) > _PLACE_MM:
            yield Finding(place, "总宽", mm(width), mm(wide))
    if isinstance(form, GridForm):
        for pair in grid.pairs(wanted, found, words):
            if pair.wanted and pair.found and pair.wanted.first and not pair.found.first:
                name = bare(pair.wanted.cells[0].text)
                yield Finding(f"第{pair.found.page}页 “{name}”", "所在位置", "一页的开头", "页中")


def _outside(form: Form, blank: Sequence[PdfPage], pages: Sequence[PdfPage], words: Words) -> Iterator[Finding]:
    """The printed words outside of the table: present, in order, and on the cover in their place."""
    whole = "".join(page.text for page in pages)
    given = printed(words.settings, form)
    needed = words.around(form) if isinstance(form, ListForm) else [given["foot_note"]]
    yield from grid.words_missing(needed, whole, words)
    title = joined(one for line in lines(blank[0].characters) for one in line if one.size_pt > OFFICIAL.body_pt + 1)
    if words.missing((title,), pages[0].text if pages else ""):
        yield Finding("标题", "文字", f"“{title}”", "缺少或已改动")
    if isinstance(form, GridForm) and pages and pages[0].characters:
        yield from _cover(form, blank[0], pages[0], given["words"])


def _cover(form: GridForm, blank: PdfPage, found: PdfPage, printed_words: Mapping[str, str]) -> Iterator[Finding]:
    """The annex mark and every label of the cover in its place and size; values of more lines move what is below."""
    grown_mm = 0.0
    labels = [printed_words.get(value.label, value.label) for value in form.cover.values] if form.cover else []
    for label in filter(None, (form.annex, *labels)):
        one, other = (_placed(bare(label), page) for page in (blank, found))
        place = f"第1页 “{bare(label)}”"
        if one is None:
            continue
        if other is None:
            yield Finding(place, "栏目文字", "有", "缺少")
            continue
        grown_mm += _grown_mm(other, found, other[0].baseline_mm - one[0].baseline_mm - grown_mm)
        for what, wanted, is_at in (
            ("离纸左边", one[0].left_mm, other[0].left_mm),
            ("离纸上边", one[0].baseline_mm + grown_mm, other[0].baseline_mm),
        ):
            if abs(wanted - is_at) > _PLACE_MM:
                yield Finding(place, what, mm(wanted), mm(is_at))
        printed, read = (
            MeasuredCell(0, 0, "", exact=True, fonts=fonts_of(run), sizes_within_pt=_SIZE_PT) for run in (one, other)
        )
        yield from grid.fonts_differ(printed, read, place)


def _grown_mm(label: Sequence[Character], page: PdfPage, lower_mm: float) -> float:
    """How much of that the label stands lower by what is filled in beside it: a value of several lines."""
    at, right = label[0].baseline_mm, label[-1].right_mm
    above_mm = at - lower_mm - _VALUE_LINE_MM
    beside = [one for one in page.characters if one.left_mm > right and above_mm < one.baseline_mm < at + _PLACE_MM]
    return lower_mm if lower_mm > _PLACE_MM and len(lines(beside)) > 1 else 0.0


def _placed(label: str, page: PdfPage) -> list[Character] | None:
    """The characters of a label on the page."""
    for line in lines(page.characters):
        text = joined(line)
        at = text.find(label)
        if at >= 0 and len(text) == len(line):
            return line[at : at + len(label)]
    return None
