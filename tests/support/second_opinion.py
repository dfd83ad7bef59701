"""What LibreOffice makes of a Word file, with the glyphs that our PDF uses and the line rules that the file states.

LibreOffice 7.4 takes some of a Word file otherwise than it says. So the file goes through flat ODF, where the text is
put right (`engine_faults`); a file that does not say what is corrected is refused. Flat ODF also holds a text box of an
even page's footer twice, the second time in the corner of the page: that copy is taken out. A section that begins on
an even page loses its mirrored margins and the room of its header there: they are put back. LibreOffice also loses the
empty paragraphs of cells that a merged cell covers, by which rows stay together: where these count, take
`offices.converted_by_libreoffice`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from zipfile import ZipFile

from lxml import etree
from support.engine_faults import FAULTS, Flat
from support.offices import converted

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STATED_OFF = ("overflowPunct", "autoSpaceDE", "autoSpaceDN")
# Blank pages count: a section may begin on an even page.
_PDF = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
_LAYOUT = re.compile('<style:page-layout style:name="([^"]*)".*?</style:page-layout>', re.DOTALL)
_MASTER = re.compile('<style:master-page style:name="([^"]*)"[^>]* style:page-layout-name="([^"]*)"')
_LEFT_MASTER = re.compile(
    '<style:master-page [^>]*style:page-layout-name="([^"]*)"[^>]* style:next-style-name="([^"]*)"'
)
_SPARE_BOX = re.compile(r'<draw:frame [^>]*svg:x="0in" svg:y="0in"[^>]*>\s*<draw:text-box>.*?</draw:frame>', re.DOTALL)


def what_is_stated(docx: Path) -> dict[str, str | None]:
    """The three properties in the style on which every paragraph's style is based."""
    with ZipFile(docx) as package:
        styles = etree.fromstring(package.read("word/styles.xml"))
        names = [name for name in package.namelist() if name.startswith("word/") and "/glossary/" not in name]
        parts = [package.read(name) for name in names]
    base = [style for style in styles.iter(f"{W}style") if style.get(f"{W}type") == "paragraph"]
    roots = [style for style in base if style.find(f"{W}basedOn") is None]
    assert [style.get(f"{W}styleId") for style in roots] == ["Normal"]
    assert sum(part.count(f"<w:{name}".encode()) for part in parts for name in STATED_OFF) == len(STATED_OFF)
    return {name: roots[0].find(f"{W}pPr/{W}{name}").get(f"{W}val") for name in STATED_OFF}


def _with_whole_left_pages(text: str) -> str:
    """A page style for left pages only with the layout of the one that follows it, its margins mirrored."""
    layouts = {found[1]: found[0] for found in _LAYOUT.finditer(text)}
    masters = {found[1]: found[2] for found in _MASTER.finditer(text)}
    for found in _LEFT_MASTER.finditer(text):
        name, whole = found[1], layouts[masters[found[2]]]
        left = re.sub(
            'style:name="[^"]*" style:page-usage="[^"]*"', f'style:name="{name}" style:page-usage="left"', whole
        )
        left = re.sub('margin-left="([^"]*)" fo:margin-right="([^"]*)"', r'margin-left="\2" fo:margin-right="\1"', left)
        text = text.replace(layouts[name], left)
    return text


def second_opinion(
    files: Sequence[Path], folder: Path, left: Mapping[str, Callable[[Flat], Flat]] = MappingProxyType({})
) -> dict[str, Path]:
    """The PDFs that LibreOffice makes of the Word files, by the files' names without ending.

    `left` names the files in which one of the engine's faults stays, to show that it is one.
    """
    assert all(what_is_stated(file) == dict.fromkeys(STATED_OFF, "0") for file in files)
    converted("fodt", files, folder, folder / "profile")
    flat = [folder / f"{file.stem}.fodt" for file in files]
    for file in flat:
        text = file.read_text(encoding="utf-8")
        for corrected in FAULTS:
            text = text if corrected is left.get(file.stem) else corrected(text)
        file.write_text(_with_whole_left_pages(_SPARE_BOX.sub("", text)), encoding="utf-8")
    converted(_PDF, flat, folder, folder / "profile")
    return {file.stem: folder / f"{file.stem}.pdf" for file in files}
