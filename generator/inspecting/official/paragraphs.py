"""The paragraphs of an official Word file by role, and what their properties come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.etree import _Element as Element

from generator.campaign.layout import OFFICIAL
from generator.inspecting.findings import CLASS_NAMES
from generator.inspecting.official.parts import ANNEX, CHARACTER_PT, LEVEL_FONTS, Seen, near, roles
from generator.inspecting.word_file import RunText, WordFile, blocks
from generator.reading.word_tables.elements import W
from generator.reading.word_tables.styles import Properties, number
from generator.typesetting.fonts import FONT_CLASSES
from generator.typesetting.word_fonts import EXTENSIONS

TWIPS = 20
_CLASSES = {family: name for key, name in CLASS_NAMES.items() for family in FONT_CLASSES[key].official}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text with what its properties come to; `number` counts from 1.

    Its role is `rest` where it goes on with the one before it.
    """

    number: int
    text: str
    role: str
    known: Properties
    runs: tuple[RunText, ...]

    @property
    def place(self) -> str:
        """`第3段 “一、…”`."""
        return f"第{self.number}段 “{self.text.strip()[:12]}”"

    @property
    def lead(self) -> RunText:
        """The first run with words in the paragraph's own font, or in any where there is none."""
        worded = [run for run in self.runs if run.text.strip()]
        return next((run for run in worded if run.family not in EXTENSIONS), worded[0])


def paragraphs_of(file: WordFile) -> list[Paragraph]:
    """The paragraphs up to the first annex, or the first section's end."""
    found: list[Element] = []
    runs: list[tuple[RunText, ...]] = []
    for block in blocks(file.body):
        if block.tag != f"{W}p":
            continue
        runs_of = tuple(file.runs(block))
        is_annex = ANNEX.fullmatch("".join(run.text for run in runs_of).strip())
        if is_annex or block.find(f"{W}pPr/{W}sectPr") is not None:
            break
        found.append(block)
        runs.append(runs_of)
    texts = ["".join(run.text for run in some) for some in runs]
    made: list[Paragraph] = []
    for at, (one, text, role, some) in enumerate(zip(found, texts, roles(texts), runs, strict=True), start=1):
        paragraph = Paragraph(at, text, role, file.paragraph(one), some)
        goes_on = made and is_cut(made[-1]) and near(start_of(paragraph), 0, 0.1)
        made.append(replace(paragraph, role="rest") if goes_on and role in LEVEL_FONTS else paragraph)
    return made


def is_cut(one: Paragraph) -> bool:
    """Whether the paragraph is flush to its last line, since it goes on in the next: a page ends between them."""
    return one.role in LEVEL_FONTS and one.known.get("jc", {}).get("val") == "distribute"


def fonts_seen(paragraphs: Sequence[Paragraph], wanted: str) -> list[Seen]:
    """The class of the first words of every paragraph."""
    return [
        Seen(one.place, name := _CLASSES.get(one.lead.family, one.lead.family or "未指定"), name == wanted)
        for one in paragraphs
    ]


def size_of(one: Paragraph) -> float:
    """The size of the paragraph's words that is farthest from 3号."""
    return max((run.size_pt for run in one.runs if run.text.strip()), key=lambda size: abs(size - OFFICIAL.body_pt))


def tracking_of(one: Paragraph) -> float:
    """What is added after each character of the paragraph's first words, in pt."""
    return one.lead.tracking_pt


def pitch_of(one: Paragraph) -> float:
    """Line pitch in pt; 0 where it is not exact."""
    exact = one.known.get("spacing", {}).get("lineRule") == "exact"
    return number(one.known, "spacing", "line") / TWIPS if exact else 0


def _indent(one: Paragraph) -> float:
    """First-line indent in characters of the body."""
    characters = number(one.known, "ind", "firstLineChars") / 100
    return characters or number(one.known, "ind", "firstLine") / TWIPS / CHARACTER_PT


def start_of(one: Paragraph) -> float:
    """Where the first line starts, in characters from the left edge."""
    if number(one.known, "ind", "hanging"):
        return (number(one.known, "ind", "left") - number(one.known, "ind", "hanging")) / TWIPS / CHARACTER_PT
    return number(one.known, "ind", "left") / TWIPS / CHARACTER_PT + _indent(one)


def centred(paragraphs: Sequence[Paragraph]) -> list[Seen]:
    """Whether each paragraph stands in the middle."""
    names = {"center": "居中", "left": "居左", "start": "居左", "right": "居右", "both": "两端对齐", "": "居左"}
    values = [(p, p.known.get("jc", {}).get("val", "")) for p in paragraphs]
    return [
        Seen(p.place, names.get(value, value), value == "center" and near(start_of(p), 0, 0.1)) for p, value in values
    ]
