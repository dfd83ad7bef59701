"""A form of cells in Word: cover, pages of rows, foot note. Its form.yaml gives every width and height."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from itertools import count

from lxml.etree import _Element as Element

from generator.campaign.form_rows import completers_of, row_groups, rows_of, standing
from generator.campaign.forms import COMPLETERS, Cell, GridForm, Page, Row, Shows
from generator.campaign.layout import FORM
from generator.composing.filling.named import slots_named
from generator.drafting.forms.blank_rows import blank_row_mm
from generator.drafting.forms.cells import PlacedCell, drawn
from generator.drafting.forms.cover import cover, head
from generator.drafting.forms.opinions import is_opinion, open_at, with_feet
from generator.drafting.forms.words import short_title
from generator.drafting.word.elements import exact, keep_with_next, paragraph, sliver, w
from generator.drafting.word.package import package
from generator.drafting.word.sections import section
from generator.drafting.word.tables import row, table, tag_row


def _rows(form: GridForm, page: Page, opinions: Iterator[int], typed_in: bool) -> list[Element]:
    """The rows of one page."""
    specs = with_feet(rows_of(page, completers_of(form)), opinions)
    made = [_row(spec.height_mm, spec, own) for spec, own in zip(specs, _cells(form, specs), strict=True)]
    _keep_groups(made, specs)
    low = {at: blank_row_mm(form, page, spec) if typed_in else spec.height_mm for at, spec in enumerate(specs)}
    return [
        part
        for at, (one, spec) in enumerate(zip(made, specs, strict=True))
        for part in _where_wanted(form, one, spec, low[at])
    ]


def _row(height_mm: float, spec: Row, cells: Iterable[Element]) -> Element:
    return row(height_mm, *cells, grows=spec.grows or is_opinion(spec), splits=spec.grows)


def _cells(form: GridForm, rows: Sequence[Row]) -> Iterator[list[Element]]:
    """The cells of each row from the left; those over several rows go on as merged cells below."""
    for number, (spec, cells) in enumerate(zip(rows, standing(rows), strict=True)):
        yield [
            drawn(
                _going_on(form, one) if goes_on else _beginning(form, one, rows[number : number + one.rows], spec.grows)
            )
            for one, goes_on in cells
        ]


def _going_on(form: GridForm, one: Cell) -> PlacedCell:
    return PlacedCell(form, Cell(columns=one.columns, shows=Shows.NOTHING), 0, merge="continue")


def _beginning(form: GridForm, one: Cell, rows: Sequence[Row], grows: bool) -> PlacedCell:
    """The cell over these rows, of which the first grows or not."""
    merge = "restart" if len(rows) > 1 else ""
    named = "意见" if one.shows is Shows.OPINION else _called(form, one.slot)
    return PlacedCell(form, one, sum(row.height_mm for row in rows), named, merge, grows, open_at(one))


def _where_wanted(form: GridForm, made: Element, spec: Row, blank_mm: float) -> list[Element]:
    """The row; one for a completer only where the campaign has so many, one that is low in the blank in both ways."""
    columns = len(form.columns_mm)
    if blank_mm < spec.height_mm:
        low = _row(blank_mm, spec, map(deepcopy, made.iterchildren(w("tc").tag)))
        first, other, last = (tag_row(f"%tr {tag} %", columns) for tag in ("if blank", "else", "endif"))
        return [first, low, other, made, last]
    if spec.place is None:
        return [made]
    wanted = tag_row(f"%tr if completer_limit >= {max(spec.place, 1)} %", columns)
    return [wanted, made, tag_row("%tr endif %", columns)]


def _keep_groups(rows: Sequence[Element], specs: Sequence[Row]) -> None:
    """Every row of a group but the last stays with the next."""
    above = iter(rows)
    for group in row_groups(specs):
        for one in [next(above) for _ in group][:-1]:
            for held in one.iter(w("p").tag):
                keep_with_next(held)


def _called(form: GridForm, slot: str) -> str:
    """How Word calls the control of that slot."""
    named = slots_named(form).get(slot)
    if named is None:
        return ""
    return f"{COMPLETERS}{named.completer}{named.label}" if named.completer else named.label


def grid_content(form: GridForm, *, typed_in: bool) -> list[Element]:
    """The form's pages, without their section. A blank that is `typed_in` has room for rows that grow."""
    opinions = count(1)
    tables = [table(form.columns_mm, *_rows(form, page, opinions, typed_in)) for page in form.pages]
    new_page = w("pageBreakBefore")
    above = [sliver(*([new_page] if form.cover or number else [])) for number in range(len(tables))]
    note = [paragraph("FootNote", "{{ foot_note }}", props=[exact(16, before=6)])] if form.foot_note else []
    return [
        *(cover(form, form.cover) if form.cover else head(form)),
        *(part for pair in zip(above, tables, strict=True) for part in pair),
        *note,
    ]


def draft_grid(form: GridForm) -> bytes:
    """The Word template: it has no page numbers, each of its pages has its fixed place."""
    return package(short_title(form), w("body", *grid_content(form, typed_in=True), section(slack_mm=FORM.slack_mm)))
