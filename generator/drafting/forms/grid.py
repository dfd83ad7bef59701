"""A form of cells in Word: cover, pages of rows, foot note. Its form.yaml gives every width and height."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.etree import _Element as Element

from generator.campaign.form_rows import completers_of, row_groups, rows_of
from generator.campaign.forms import COMPLETERS, Cell, GridForm, Page, Row, Shows
from generator.campaign.layout import FORM
from generator.composing.filling.named import slots_named
from generator.drafting.forms.cells import Placed, drawn
from generator.drafting.forms.cover import cover, head
from generator.drafting.forms.words import short_title
from generator.drafting.word.elements import exact, keep_with_next, paragraph, sliver, w
from generator.drafting.word.package import package
from generator.drafting.word.sections import section
from generator.drafting.word.tables import row, table, tag_row


def _rows(form: GridForm, page: Page) -> list[Element]:
    """The rows of one page."""
    specs = rows_of(page, completers_of(form))
    cells = _cells(form, specs)
    made = [
        row(spec.height_mm, *own, grows=spec.grows, splits=spec.grows) for spec, own in zip(specs, cells, strict=True)
    ]
    _keep_groups(made, specs)
    return [part for one, spec in zip(made, specs, strict=True) for part in _where_wanted(form, one, spec)]


def _cells(form: GridForm, rows: Sequence[Row]) -> Iterator[list[Element]]:
    """The cells of each row from the left; those over several rows go on as merged cells below."""
    going_on: dict[int, tuple[Cell, int]] = {}
    for number, spec in enumerate(rows):
        placed = {first: drawn(Placed(form, rest, 0, merge="continue")) for first, (rest, _) in going_on.items()}
        going_on = {first: (rest, left - 1) for first, (rest, left) in going_on.items() if left > 1}
        for one in spec.cells:
            first, over = one.columns[0], one.rows
            height_mm = sum(below.height_mm for below in rows[number : number + over])
            merge = "restart" if over > 1 else ""
            placed[first] = drawn(Placed(form, one, height_mm, _called(form, one.slot), merge, spec.grows))
            if over > 1:
                going_on[first] = (Cell(columns=one.columns, shows=Shows.NOTHING), over - 1)
        yield [placed[first] for first in sorted(placed)]


def _where_wanted(form: GridForm, made: Element, spec: Row) -> list[Element]:
    """The row; one for a completer only where the campaign has so many."""
    if spec.place is None:
        return [made]
    columns = len(form.columns_mm)
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


def grid_content(form: GridForm) -> list[Element]:
    """The form's pages, without their section."""
    tables = [table(form.columns_mm, *_rows(form, page)) for page in form.pages]
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
    return package(short_title(form), w("body", *grid_content(form), section(slack_mm=FORM.slack_mm)))
