"""How full a line is that two programs end differently, by the advances of the fonts and the width of its place."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from support.agreeing import Hairline
from support.own_forms import FORM1, FORM2, INTRO
from support.texts import bare

from generator.campaign.forms import COVER_PT
from generator.campaign.layout import FORM, MM_PER_PT, OFFICIAL
from generator.composing.fitting.slots import parts_place, places
from generator.typesetting.typeset import width_em

OFFICIAL_TEXT = "official"
INDENT_EM = 2
BRIEF = next(column for column in FORM2.columns if column.key == "brief")
# Of every place that the list of lines names its width in mm, the font of its text, and the size where none is written.
ROOMS = {
    OFFICIAL_TEXT: (OFFICIAL.text_width_mm, "fangsong", OFFICIAL.body_pt),
    "cover_name": (places(FORM1)["cover_name"].width_mm, "fangsong", COVER_PT),
    "benefit": (places(FORM1)["benefit"].width_mm, "songti", FORM.cell_pt),
    "intro": (parts_place(FORM1, INTRO).width_pt * MM_PER_PT, "songti", FORM.intro_pt),
    "brief": (BRIEF.width_mm - 2 * FORM.cell_padding_mm, "songti", FORM.cell_pt),
}


def room_left_mm(line: Hairline, docx: Path) -> float:
    """The room beside the longer of the two lines, which one of the programs takes and the other does not.

    Below 0 where it is too wide. Raises AssertionError where the Word file has no such text.
    """
    room_mm, font, usual_pt = ROOMS[line.place]
    longer = max(line.pdf, line.word, key=len)
    text, own_pt = _paragraph_with(longer, docx)
    size_pt = own_pt or usual_pt
    seen = [place for place, char in enumerate(text) if not char.isspace()]
    first = bare(text).index(longer)
    start, end = seen[first], seen[first + len(longer) - 1] + 1
    tracking_pt = OFFICIAL.body_tracking_pt if line.place == OFFICIAL_TEXT else 0
    indent_em = INDENT_EM if first == 0 and line.place in (OFFICIAL_TEXT, "intro") else 0
    width_pt = width_em(text[start:end], font) * size_pt + tracking_pt * (end - start - 1)
    return room_mm - (width_pt + indent_em * (size_pt + tracking_pt)) * MM_PER_PT


def _paragraph_with(line: str, docx: Path) -> tuple[str, float | None]:
    """The text of the paragraph that has the line, and its size where it has one of its own."""
    for paragraph in Document(str(docx)).element.body.iter(qn("w:p")):
        text = "".join(one.text or "" for one in paragraph.iter(qn("w:t")))
        if line in bare(text):
            return text, max((float(size.get(qn("w:val"))) / 2 for size in paragraph.iter(qn("w:sz"))), default=None)
    raise AssertionError(f"{docx.name} has no {line}")
