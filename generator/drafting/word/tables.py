"""Tables of fixed columns and row heights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lxml.etree import _Element as Element

from generator.campaign.layout import FORM, MM_PER_PT, OFFICIAL
from generator.drafting.word.elements import tag_paragraph, twips, w

_OUTER, _INNER = ("top", "left", "bottom", "right"), ("insideH", "insideV")
_EIGHTHS = 8  # rules are measured in eighths of a point


def _rule(name: str, points: float) -> Element:
    return w(name, val="single", sz=round(points * _EIGHTHS), space=0, color="000000")


def borders(rules_mm: Mapping[str, float]) -> Element:
    """The rules of a table, in mm by side; sides not named have none."""
    return w(
        "tblBorders",
        *(
            _rule(side, rules_mm[side] / MM_PER_PT) if side in rules_mm else w(side, val="nil")
            for side in (*_OUTER, *_INNER)
        ),
    )


def _form_rules() -> Element:
    outer, inner = FORM.outer_rule_pt * MM_PER_PT, FORM.rule_pt * MM_PER_PT
    return borders(dict.fromkeys(_OUTER, outer) | dict.fromkeys(_INNER, inner))


def table(
    columns_mm: Sequence[float],
    *rows: Element,
    rules: Element | None = None,
    padding_mm: float = FORM.cell_padding_mm,
    above_mm: float = 0,
    place: str = "center",
    at_foot: bool = False,
) -> Element:
    """A table of fixed layout, in the middle or with its edge at the left margin.

    Widths stand in the grid and in every cell, for WPS and for Word.

    Cells are padded by `padding_mm` at the sides, by `above_mm` above and below. `at_foot`: not in the flow of the
    text, but at the foot of the type area of an even page.
    """
    padding = {"top": above_mm, "left": padding_mm, "bottom": above_mm, "right": padding_mm}
    # Counted from the page's edge: LibreOffice leaves a table as wide as the text in the flow otherwise.
    edge = twips(OFFICIAL.outer_mm)
    foot = w("tblpPr", vertAnchor="margin", horzAnchor="page", tblpX=edge, tblpYSpec="bottom")
    properties = w(
        "tblPr",
        *([foot] if at_foot else []),
        w("tblW", w=sum(map(twips, columns_mm)), type="dxa"),
        w("jc", val=place),
        *([w("tblInd", w=0, type="dxa")] if place == "left" else []),
        rules if rules is not None else _form_rules(),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=twips(mm), type="dxa") for side, mm in padding.items())),
    )
    grid = w("tblGrid", *(w("gridCol", w=twips(width)) for width in columns_mm))
    return w("tbl", properties, grid, *rows)


def row(
    height_mm: float | None, *cells: Element, grows: bool = False, header: bool = False, splits: bool = False
) -> Element:
    """A row of exact height, or of at least that when it grows; it splits over pages only when told."""
    properties = [] if splits else [w("cantSplit")]
    if height_mm is not None:
        properties.append(w("trHeight", val=twips(height_mm), hRule="atLeast" if grows else "exact"))
    if header:
        properties.append(w("tblHeader"))
    return w("tr", w("trPr", *properties), *cells)


def tag_row(tag: str, columns: int) -> Element:
    """A row that holds a docxtpl tag only; it vanishes when the template is prepared."""
    span = w("tcPr", w("tcW", w=0, type="auto"), w("gridSpan", val=columns))
    return w("tr", w("tc", span, tag_paragraph(tag)))


def cell(
    widths_mm: Iterable[float],
    *content: Element,
    merge: str = "",
    valign: str = "center",
    rule: str = "",
    padding_mm: float | None = None,
    above_mm: float | None = None,
) -> Element:
    """A cell over columns of these widths. `merge` is restart or continue of a cell over several rows.

    `rule` is one of its own: under, or none at its top or bottom.
    Where the cell is not padded as its table is: `padding_mm` at the sides, `above_mm` above and below.
    """
    widths = [twips(width) for width in widths_mm]
    properties = [w("tcW", w=sum(widths), type="dxa")]
    if len(widths) > 1:
        properties.append(w("gridSpan", val=len(widths)))
    if merge:
        properties.append(w("vMerge", val=merge))
    if rule:
        properties.append(w("tcBorders", _rule("bottom", FORM.rule_pt) if rule == "under" else w(rule, val="nil")))
    padding = {"top": above_mm, "left": padding_mm, "bottom": above_mm, "right": padding_mm}
    margins = [w(side, w=twips(mm), type="dxa") for side, mm in padding.items() if mm is not None]
    if margins:
        properties.append(w("tcMar", *margins))
    properties.append(w("vAlign", val=valign))
    return w("tc", w("tcPr", *properties), *content)
