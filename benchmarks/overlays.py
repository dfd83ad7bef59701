"""Blanks, places and values for an engine that draws a record's text on a ready page: what our own blanks are, told.

Everything that we find once for all records is given to it: the blanks as a PDF, where every value stands, the
sizes at which the values fit and their lines. What runs on over pages it breaks into lines itself, as we do.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.example import data
from benchmarks.measuring import WORK
from benchmarks.ours import CERTIFICATE, FOLDERS, FORM1
from benchmarks.truetype import truetype
from generator.campaign.forms import GridForm
from generator.campaign.layout import FORM, MM_PER_PT
from generator.composing.fitting.slots import CERTIFICATE_PLACES, parts_place
from generator.rendering.glyphs.glyph_text import MARKS
from generator.rendering.pdf.fixed import FixedFile, SetDocument
from generator.rendering.pdf.fixed_values import LAYOUTS, FixedPage
from generator.rendering.pdf.grid_pages import grid_pages
from generator.rendering.pdf.press import Press
from generator.rendering.pdf.set_pages import SetPage
from generator.typesetting.fonts import font_files

Fonts = Mapping[str, Sequence[str]]
Overlay = Mapping[str, Path]  # blanks: a PDF; overlay: JSON

CLASSES = ("songti", "heiti", "fangsong", "kaiti")  # of the values
INDENT = 2  # characters, of a paragraph
# Names of blanks: pages of the form are counted from 0.
INTRO, INTRO_BLANKS, OPINIONS, CERTIFICATE_BLANK = 1, ("1-full", "1-more-full"), "2", "certificate"


@cache
def form1_overlay() -> Overlay:
    """That of the example's Form 1."""
    return overlay_of_form1(pickle.loads(data().contexts.read_bytes()), WORK / "overlays", _fonts())


@cache
def certificates_overlay() -> Overlay:
    """That of the example's certificates."""
    words = json.loads(data().certificates.read_text(encoding="utf-8"))
    return overlay_of_certificates(words, WORK / "overlays", _fonts())


def overlay_of_form1(contexts: Sequence[Mapping[str, Any]], folder: Path, fonts: Fonts) -> Overlay:
    """The files of Form 1: cover and data have lines, 项目简介 goes on over pages whose frame reaches the foot."""
    form: GridForm = contexts[0]["form"]
    place = parts_place(form, form.pages[INTRO])
    room = [place.capacity(0), place.capacity(1)]
    flow = {"slot": "intro", "blanks": INTRO_BLANKS, "room": room, "width": place.width_pt}
    records = [
        {
            "before": [_texts(page) for page in grid_pages(context)[:2]],
            "flow": flow | {"texts": {}, "paragraphs": _intro(context)},
            "after": [{"blank": OPINIONS, "texts": {}}],
        }
        for context in contexts
    ]
    return _written(folder / "form1", f"{FORM1}.html", contexts[0], records, fonts)


def overlay_of_certificates(words: Sequence[Mapping[str, Any]], folder: Path, fonts: Fonts) -> Overlay:
    """The files of the certificates: one page, whose words are broken into lines."""
    template = f"{CERTIFICATE}.html"
    flow = {"slot": "words", "blanks": [CERTIFICATE_BLANK], "room": [100]}
    flow["width"] = CERTIFICATE_PLACES["certificate_body"].width_mm / MM_PER_PT
    records = []
    for one in words:
        (page,) = LAYOUTS[template].pages({"certificates": [one]})
        number = {key: text for key, text in _texts(page)["texts"].items() if key != "words"}
        head = ["kaiti", one["recipients_size_pt"], 0, one["recipients"]]
        body = ["kaiti", one["body_size_pt"], INDENT, one["body"] + one["closing"]]
        records.append({"before": [], "flow": flow | {"texts": number, "paragraphs": [head, body]}, "after": []})
    return _written(folder / "certificates", template, {"certificates": [words[0]]}, records, fonts)


def _texts(page: FixedPage) -> dict[str, Any]:
    """The page's lines by slot: font class, size in pt (0: the place's), the texts."""
    texts = {
        slot: [lines[0].runs[0].font, lines[0].size_pt, [line.text for line in lines]]
        for slot, lines in page.values.items()
        if lines
    }
    return {"blank": page.name.rpartition("-")[0], "texts": texts}


def _intro(context: Mapping[str, Any]) -> list[list[Any]]:
    """The paragraphs of 项目简介: font class, size in pt, indent in characters, text."""
    made: list[list[Any]] = []
    for part in context["intro"]:
        made.append(["heiti", FORM.intro_pt, 0, part["number"] + part["heading"]])
        made += [["songti", FORM.intro_pt, INDENT, text] for text in part["paragraphs"]]
    return made


def _written(name: Path, template: str, context: Mapping[str, Any], records: Sequence[Any], fonts: Fonts) -> Overlay:
    """The files: the blanks as a PDF; their names, the places on them, the records and the fonts as JSON."""
    document = Press(FOLDERS).set(template, context)
    if document is None:
        raise ValueError(f"{template} is not a fixed layout")
    program = document.pages[0].program
    name.parent.mkdir(parents=True, exist_ok=True)
    files = {"blanks": name.with_suffix(".pdf"), "overlay": name.with_suffix(".json")}
    file = FixedFile(name.name)
    file.add(SetDocument(name.name, [SetPage(program, blank, 0.0, b"", {}) for blank in program.blanks]))
    files["blanks"].write_bytes(file.content())
    places = {key: {slot: asdict(one) for slot, one in blank.places.items()} for key, blank in program.blanks.items()}
    height = next(iter(program.blanks.values())).size_pt[1]
    told = {"places": places, "height": height, "fonts": fonts, "records": records}
    files["overlay"].write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return files


def _fonts() -> Fonts:
    """Font class → its fonts in the order in which they are tried, all with TrueType outlines."""
    made = {name: [str(truetype(face.path, face.index)) for face in font_files(name)] for name in CLASSES}
    return {**made, MARKS: [str(data().fonts / "marks.ttf")]}
