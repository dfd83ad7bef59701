"""Form 1 and certificates by ReportLab: pdfrw gives the blank pages as form objects, a text object is drawn on them.

Bare it sets a value by the first font of its class and breaks lines by their width alone. With care every character
has the first font that holds it, and no line begins with a closing mark.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import chain, groupby, repeat
from pathlib import Path
from typing import Any, NamedTuple

from job import each, job, told, told_file
from pdfrw import PdfReader
from pdfrw.buildxobj import pagexobj
from pdfrw.toreportlab import makerl
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

rl_config.useA85 = 0  # else every stream is a quarter larger
NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕”’…—,.;:?!)]}%")
SIDES = ("right", "left")

Stretches = Sequence[tuple[str, str]]  # font name and text, in order


class Line(NamedTuple):
    """A line to draw: its stretches, size, indent and what is added after each character (pt)."""

    stretches: Stretches
    size: float
    indent: float = 0.0
    tracking: float = 0.0


class Press:
    """What is the same for all records: blanks, places on them, fonts."""

    def __init__(self, overlay: Mapping[str, Any], blanks: Path, *, careful: bool) -> None:
        """Read the blanks and the fonts."""
        self.places, self.height, self.careful = overlay["places"], overlay["height"], careful
        forms = [pagexobj(page) for page in PdfReader(str(blanks)).pages]
        self.blanks = dict(zip(self.places, forms, strict=True))
        self.fonts = {name: _registered(files if careful else files[:1]) for name, files in overlay["fonts"].items()}

    def file(self, records: Sequence[Mapping[str, Any]]) -> bytes:
        """One PDF of these records."""
        out = BytesIO()
        canvas = Canvas(out, pageCompression=1)
        for record in records:
            for number, (blank, slots) in enumerate(self.pages(record)):
                self._draw(canvas, f"{blank}-{SIDES[number % 2]}", blank, slots)
        canvas.save()
        return out.getvalue()

    def pages(self, record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Sequence[Line]]]]:
        """The record's pages: the blank of each, and its lines by slot."""
        flow = record["flow"]
        for page in record["before"]:
            yield page["blank"], self._slots(page["texts"])
        lines = [line for paragraph in flow["paragraphs"] for line in self.broken(*paragraph, flow["width"])]
        sheets = chain(zip(flow["blanks"], flow["room"], strict=True), repeat((flow["blanks"][-1], flow["room"][-1])))
        while lines:  # every further page is like the last one named
            blank, room = next(sheets)
            yield blank, {**self._slots(flow["texts"]), flow["slot"]: lines[:room]}
            lines = lines[room:]
        for page in record["after"]:
            yield page["blank"], self._slots(page["texts"])

    def _slots(self, texts: Mapping[str, Any]) -> dict[str, list[Line]]:
        return {
            slot: [Line(self.stretches(font, text), size) for text in lines]
            for slot, (font, size, lines) in texts.items()
        }

    def stretches(self, font: str, text: str) -> Stretches:
        """The text in stretches of one font."""
        first, *others = self.fonts[font]
        if not others or all(ord(char) in first.face.charToGlyph for char in text):
            return [(first.fontName, text)]
        having = [next((one for one in (first, *others) if ord(char) in one.face.charToGlyph), first) for char in text]
        places = groupby(range(len(text)), key=lambda place: having[place].fontName)
        return [(name, "".join(text[place] for place in some)) for name, some in places]

    def broken(self, font: str, size: float, indent: int, text: str, width: float) -> list[Line]:
        """A paragraph's lines, all but the last made as wide as they may be."""
        advances = [
            pdfmetrics.stringWidth(char, name, size) for name, part in self.stretches(font, text) for char in part
        ]
        lines, start, room = [], 0, width - indent * size
        while start < len(text):
            end, used = start, 0.0
            while end < len(text) and used + advances[end] <= room + 0.001:
                used += advances[end]
                end += 1
            while self.careful and start + 1 < end < len(text) and text[end] in NOT_FIRST:
                end -= 1
                used -= advances[end]
            gaps = end - start - 1
            tracking = (room - used) / gaps if end < len(text) and gaps else 0.0
            lines.append(Line(self.stretches(font, text[start:end]), size, width - room, tracking))
            start, room = max(end, start + 1), width
        return lines

    def _draw(self, canvas: Canvas, sided: str, blank: str, slots: Mapping[str, Sequence[Line]]) -> None:
        name = sided if sided in self.blanks else blank
        form = self.blanks[name]
        canvas.setPageSize(form.BBox[2:])
        canvas.doForm(makerl(canvas, form))
        pen = canvas.beginText()
        for slot, lines in slots.items():
            self._set(pen, self.places[name][slot], lines)
        canvas.drawText(pen)
        canvas.showPage()

    def _set(self, pen: Any, place: Mapping[str, Any], lines: Sequence[Line]) -> None:
        """Draw a slot's lines: the first baseline and the left ends follow from height and width."""
        sizes = [line.size or place["size_pt"] for line in lines]
        pitches = [place["pitch"] + place["pitch_em"] * size for size in sizes]
        at = place["top"] + place["sink"] * sum(pitches)
        for line, size, pitch in zip(lines, sizes, pitches, strict=True):
            left = place["left"] + line.indent
            if place["shift"]:
                wide = sum(pdfmetrics.stringWidth(text, name, size) for name, text in line.stretches)
                left += place["shift"] * wide
            pen.setTextOrigin(left, self.height - at - place["rise"] * size)
            pen.setCharSpace(line.tracking)
            for name, text in line.stretches:
                pen.setFont(name, size)
                pen.textOut(text)
            at += pitch


def _registered(files: Sequence[str]) -> list[TTFont]:
    """The fonts, each registered under the name of its file."""
    known = pdfmetrics.getRegisteredFontNames()
    for file in files:
        if Path(file).stem not in known:
            pdfmetrics.registerFont(TTFont(Path(file).stem, file))
    return [pdfmetrics.getFont(Path(file).stem) for file in files]


def lost(press: Press, records: Sequence[Mapping[str, Any]]) -> int:
    """How many values show a box where a character should be: no font that is tried has it."""
    return sum(
        any(not any(ord(char) in one.face.charToGlyph for one in press.fonts[font]) for char in text)
        for record in records
        for font, text in _texts(record)
    )


def _texts(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for page in (*record["before"], record["flow"], *record["after"]):
        for font, _, lines in page["texts"].values():
            yield font, "".join(lines)
    for font, *_, text in record["flow"]["paragraphs"]:
        yield font, text


def main() -> None:
    """Do the job: every record a file, or all records one file."""
    about = job()
    overlay = json.loads(Path(about["overlay"]).read_text(encoding="utf-8"))
    press = Press(overlay, Path(about["blanks"]), careful=about["careful"])
    records, count = overlay["records"], about["count"]
    missing = lost(press, records[:count])
    if about["way"] == "each":
        told(lost=missing, **each(lambda record: press.file([record]), records, count, Path(about["sample"])))
        return
    press.file(records[-2:])
    started = time.perf_counter()
    content = press.file(records[:count])
    told_file(content, time.perf_counter() - started, about, lost=missing)


if __name__ == "__main__":
    main()
