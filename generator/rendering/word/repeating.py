"""The rows of a list that is handed out: one section whose rows Word repeats at the “+” at their end (MS-DOCX 2.5.4.9).

A template asks for its beginning and end around the loop of its rows, since no mark can stand in a control.
"""

from __future__ import annotations

from markupsafe import Markup

_W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
_SECTION = Markup(
    '<w:sdt><w:sdtPr><w:alias w:val="各行"/><w:tag w:val="rows"/><w:lock w:val="sdtLocked"/>'
    f"<w15:repeatingSection {_W15}/></w:sdtPr><w:sdtContent>"
)
_ITEM = Markup(f"<w:sdt><w:sdtPr><w15:repeatingSectionItem {_W15}/></w:sdtPr><w:sdtContent>")
_END, _NOTHING = Markup("</w:sdtContent></w:sdt>"), Markup("")


def rows_begin(blank: bool) -> Markup:
    """The beginning of the section of rows; nothing in a list that is filled."""
    return _SECTION if blank else _NOTHING


def row_begin(blank: bool) -> Markup:
    """The beginning of a row in it."""
    return _ITEM if blank else _NOTHING


def end(blank: bool) -> Markup:
    """The end of the one or the other."""
    return _END if blank else _NOTHING


FUNCTIONS = {"rows_begin": rows_begin, "row_begin": row_begin, "row_end": end, "rows_end": end}
