"""What LibreOffice makes of a Word file, with the glyphs that our PDF uses and the line rules that the file states.

LibreOffice 7.4 reads three properties of a paragraph wrongly (writerfilter, DomainMapper.cxx): it skips
`w:autoSpaceDE` and `w:autoSpaceDN`, and turns `w:overflowPunct` round. So the file goes through flat ODF, where the
three are set to what the Word file says; a file that does not say so is refused. Flat ODF also holds a text box of an
even page's footer twice, the second time in the corner of the page: that copy is taken out.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from generator.typesetting.fonts import FONT_CLASSES, configure_fontconfig, font_files

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STATED_OFF = ("overflowPunct", "autoSpaceDE", "autoSpaceDN")
# Blank pages count: a section may begin on an even page.
_PDF = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
_SPARE_BOX = re.compile(r'<draw:frame [^>]*svg:x="0in" svg:y="0in"[^>]*>\s*<draw:text-box>.*?</draw:frame>', re.DOTALL)


def stand_ins() -> dict[str, tuple[str, bool]]:
    """The family that our PDF sets each official family with, and whether its cut is bold."""
    faces = {name: font_files(name)[0] for name in FONT_CLASSES}
    return {
        official: (faces[name].family, faces[name].weight >= 700)
        for name, font in FONT_CLASSES.items()
        for official in font.official
    }


def font_configuration(folder: Path) -> Path:
    """A fontconfig file that gives the stand-ins for the official names."""
    matches = "".join(
        f'<match target="pattern"><test name="family" qual="any"><string>{official}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{family}</string></edit>'
        f'<edit name="weight" mode="assign" binding="strong"><const>{"bold" if bold else "regular"}</const></edit>'
        "</match>"
        for official, (family, bold) in stand_ins().items()
    )
    file = folder / "stand-ins.conf"
    file.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<include>{configure_fontconfig()}</include>{matches}</fontconfig>",
        encoding="utf-8",
    )
    return file


def what_is_stated(docx: Path) -> dict[str, str | None]:
    """The three properties in the style on which every paragraph's style is based."""
    with ZipFile(docx) as package:
        styles = etree.fromstring(package.read("word/styles.xml"))
        parts = [package.read(name) for name in package.namelist() if name.startswith("word/")]
    base = [style for style in styles.iter(f"{W}style") if style.get(f"{W}type") == "paragraph"]
    roots = [style for style in base if style.find(f"{W}basedOn") is None]
    assert [style.get(f"{W}styleId") for style in roots] == ["Normal"]
    assert sum(part.count(f"<w:{name}".encode()) for part in parts for name in STATED_OFF) == len(STATED_OFF)
    return {name: roots[0].find(f"{W}pPr/{W}{name}").get(f"{W}val") for name in STATED_OFF}


def second_opinion(files: Sequence[Path], folder: Path) -> dict[str, Path]:
    """The PDFs that LibreOffice makes of the Word files, by the files' names without ending."""
    environment = dict(os.environ, FONTCONFIG_FILE=str(font_configuration(folder)))
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]

    def convert(kind: str, some: Sequence[Path]) -> None:
        whole = [*command, kind, "--outdir", str(folder), *map(str, some)]
        subprocess.run(whole, env=environment, capture_output=True, check=True)

    assert all(what_is_stated(file) == dict.fromkeys(STATED_OFF, "0") for file in files)
    convert("fodt", files)
    flat = [folder / f"{file.stem}.fodt" for file in files]
    for file in flat:
        text = file.read_text(encoding="utf-8")
        for read, stated in (
            ('style:text-autospace="ideograph-alpha"', 'style:text-autospace="none"'),
            ('style:punctuation-wrap="hanging"', 'style:punctuation-wrap="simple"'),
        ):
            assert read in text
            text = text.replace(read, stated)
        file.write_text(_SPARE_BOX.sub("", text), encoding="utf-8")
    convert(_PDF, flat)
    return {file.stem: folder / f"{file.stem}.pdf" for file in files}
