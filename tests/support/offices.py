"""LibreOffice as the second opinion on Word and Excel files, with the glyphs that our PDFs use."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from xml.sax.saxutils import escape

from generator.typesetting.fonts import FONT_CLASSES, configure_fontconfig, covering_face, font_files
from generator.typesetting.word_fonts import EXTENSIONS

PATIENCE_S = 600
EDITING_S = 90
_TOLD = "told.txt"
_MODULE = (
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Edits" script:language="StarBasic">'
)
_LIBRARY = (
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
    'library:readonly="false" library:passwordprotected="false"><library:element library:name="Edits"/>'
    "</library:library>"
)
_LIBRARIES = (
    '<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" '
    'library:link="false"/></library:libraries>'
)
# Without “On Error” a fault would wait for somebody to press a button.
_BASIC = """
Function opened(file As String)
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "Hidden" : how(0).Value = True
  opened = StarDesktop.loadComponentFromURL(ConvertToURL("{folder}/" + file), "_blank", 0, how())
End Function
Sub saved(book, file As String)
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName" : how(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL(ConvertToURL("{folder}/" + file), how())
  book.close(True)
End Sub
Sub Main
  On Error Goto finished
{macro}
finished:
  Open "{folder}/{told}" For Output As #1
  Print #1, Err & " " & Erl & " " & Error$
  Close #1
  StarDesktop.terminate()
End Sub
"""
FILES_A_RUN = 100  # LibreOffice 7.4 stops without a word after some 250 files


def stand_ins() -> dict[str, tuple[str, bool]]:
    """The family that our PDF sets each official family with, and whether its cut is bold."""
    faces = {name: font_files(name)[0] for name in FONT_CLASSES}
    lent = covering_face("𬭎", "songti")
    assert lent is not None
    return dict.fromkeys(EXTENSIONS, (lent.family, False)) | {
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


def converted(kind: str, files: Sequence[Path], folder: Path, profile: Path) -> None:
    """LibreOffice's conversions of the files, in `folder`; `profile` is its own folder, used again by a next run."""
    configuration = {"FONTCONFIG_FILE": str(font_configuration(profile.parent))}
    for start in range(0, len(files), FILES_A_RUN):
        saved_anew(kind, files[start : start + FILES_A_RUN], folder, profile, configuration)


def saved_anew(
    kind: str, files: Sequence[Path], folder: Path, profile: Path, settings: Mapping[str, str] = MappingProxyType({})
) -> None:
    """The files as LibreOffice writes them in this format, in `folder`, with the machine's own fonts."""
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    command += ["--outdir", str(folder), *(str(path) for path in files)]
    subprocess.run(command, env=os.environ | settings, capture_output=True, check=True, timeout=PATIENCE_S)


def edited_by_libreoffice(macro: str, folder: Path) -> None:
    """Let LibreOffice run these statements of its Basic, in which `book = opened("…")` and `saved book, "…"` are known.

    Files are named in `folder`, as .xlsx. Raises AssertionError where a statement fails.
    """
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    _run([*office, "--terminate_after_init"])  # which makes the profile, empty
    library = folder / "profile" / "user" / "basic" / "Standard"
    module = escape(_BASIC.format(folder=folder, macro=macro, told=_TOLD))
    parts = {
        library / "Edits.xba": ("script:module", "module", f"{_MODULE}{module}</script:module>"),
        library / "script.xlb": ("library:library", "library", _LIBRARY),
        library.parent / "script.xlc": ("library:libraries", "libraries", _LIBRARIES),
    }
    library.mkdir(parents=True, exist_ok=True)
    for path, (root, kind, text) in parts.items():
        about = f'PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{kind}.dtd"'
        path.write_text(f'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE {root} {about}>{text}', encoding="utf-8")
    _run([*office, "macro:///Standard.Edits.Main"])
    told = folder / _TOLD
    assert told.is_file(), "not run"
    assert told.read_text(encoding="utf-8").startswith("0 "), told.read_text(encoding="utf-8")


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, capture_output=True, check=True, timeout=EDITING_S)


def converted_by_libreoffice(files: Sequence[Path], folder: Path) -> list[Path]:
    """The PDFs that LibreOffice makes of the files, by ending in folders of `folder`; same names."""
    for ending in sorted({path.suffix for path in files}):
        same = [path for path in files if path.suffix == ending]
        converted("pdf", same, folder / ending[1:], folder / "profile")
    return [made for path in files if (made := folder / path.suffix[1:] / f"{path.stem}.pdf").is_file()]
