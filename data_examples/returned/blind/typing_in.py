"""Typing into a document of python-docx, and saving it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from hands.cases import Case
from hands.word_package import zipped

Pieces = str | list[tuple[str, str]]  # what is typed: text, or texts with their look
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def write(paragraph: Any, pieces: Pieces) -> None:
    """Type the pieces into a paragraph."""
    for text, look in [(pieces, "")] if isinstance(pieces, str) else pieces:
        if look.startswith("old box"):
            paragraph._p.extend(_old_box(look.endswith("on")))
        elif look.startswith("new box"):
            paragraph._p.append(_new_box(look.endswith("on")))
        else:
            _look(paragraph.add_run(text), look)


def _look(run: Any, look: str) -> None:
    font = run.font
    font.underline, font.strike, font.bold = look == "under" or None, look == "struck" or None, look == "bold" or None
    if look == "marked":
        font.highlight_color = WD_COLOR_INDEX.YELLOW
    elif look == "red":
        font.color.rgb = RGBColor(0xFF, 0, 0)
    elif look == "wingdings":
        font.name = "Wingdings"


def _old_box(on: bool) -> list[Any]:
    state = "<w:checked/>" if on else ""
    field = (
        f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="复选框"/><w:enabled/>'
        f'<w:checkBox><w:sizeAuto/><w:default w:val="0"/>{state}</w:checkBox></w:ffData></w:fldChar></w:r>',
        f'<w:r {nsdecls("w")}><w:instrText xml:space="preserve"> FORMCHECKBOX </w:instrText></w:r>',
        f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="end"/></w:r>',
    )
    return [parse_xml(one) for one in field]


def _new_box(on: bool) -> Any:
    return parse_xml(
        f'<w:sdt {nsdecls("w")} xmlns:w14="{W14}"><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(on)}"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" '
        f'w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>{"☒" if on else "☐"}</w:t></w:r>'
        "</w:sdtContent></w:sdt>"
    )


def fill(cell: Any, pieces: Pieces) -> None:
    """Type into a cell; a line end starts a paragraph."""
    if isinstance(pieces, str):
        first, *others = pieces.split("\n")
        write(cell.paragraphs[0], first)
        for one in others:
            write(cell.add_paragraph(), one)
    else:
        write(cell.paragraphs[0], pieces)


def started(case: Case) -> Any:
    paper = Document()
    paper.styles["Normal"].font.size, paper.styles["Normal"].font.name = Pt(10.5), "Times New Roman"
    paper.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    if "header_of_the_firm" in case:
        paper.sections[0].header.paragraphs[0].text = f"{case.project['所在单位']}  内部资料"
    return paper


def title(paper: Any, text: str) -> None:
    line = paper.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run(text)
    run.bold, run.font.size = True, Pt(18)


def saved(paper: Any) -> bytes:
    """The .docx with fixed dates, without python-docx's picture of its template."""
    into = io.BytesIO()
    paper.save(into)
    with zipfile.ZipFile(into) as package:
        parts = {name: package.read(name) for name in package.namelist() if "thumbnail" not in name}
    parts["_rels/.rels"] = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", parts["_rels/.rels"])
    return zipped(parts)
