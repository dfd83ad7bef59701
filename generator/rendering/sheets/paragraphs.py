"""Jinja filters that make justified lines: WeasyPrint stretches only spaces, Chinese lines have none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup

from generator.campaign.layout import MM_PER_PT, OFFICIAL
from generator.composing.fitting.fitting import PROOF_MM
from generator.composing.fitting.slots import CERTIFICATE_PLACES
from generator.rendering.sheets import qr
from generator.typesetting.typeset import break_measured, char_widths, justify

_LEVEL_FONTS = {"h1": "heiti", "h2": "kaiti"}
FIRST_INDENT = 2  # characters
LINES_WITH_SIGNATURE = 2  # of the last paragraph, on the page of 署名
SHORTEST_LAST_LINE = 3  # characters that may not stand alone on a certificate's last line
# The words beside a picture on the proof sheet: their room, the sizes to try, their line pitch.
PROOF_WIDTH_PT, PROOF_HEIGHT_PT = PROOF_MM / MM_PER_PT, 27.5 / MM_PER_PT
PROOF_SIZES_PT, PROOF_PITCH_EM = (7.0, 6.5, 6.0, 5.5, 5.0), 1.24
PROOF_FONTS = {"name": "heiti", "people": "songti", "unit": "songti"}


class Run(NamedTuple):
    """Characters of one font class; `part` is the part of the paragraph that they come from, counted from 0."""

    font: str
    text: str
    part: int = 0


class Line(NamedTuple):
    """A line ready to be placed: its runs, their size, the tracking that makes its edges flush, its indent (pt).

    A size of 0 means the one that the style sheet gives.
    """

    runs: tuple[Run, ...]
    size_pt: float = 0.0
    tracking_pt: float = 0.0
    indent_pt: float = 0.0

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(run.text for run in self.runs)

    @property
    def spacing_pt(self) -> float:
        """The letter-spacing with which WeasyPrint draws the tracking."""
        return round(css_letter_spacing_pt(self.tracking_pt, self.size_pt), 4)


@dataclass(frozen=True)
class SizedLines:
    """Lines of one size; `fields` names what each part of their text is."""

    lines: Sequence[Line]
    size_pt: float
    fields: tuple[str, ...]


def set_lines(
    parts: Sequence[tuple[str, str]],
    width_pt: float,
    size_pt: float,
    indent: int = FIRST_INDENT,
    tracking_pt: float = 0,
) -> list[Line]:
    """The lines of one paragraph, all but the last as wide as `width_pt`.

    `parts` are pairs of font class and text; `indent` counts characters.
    """
    lines = break_measured(
        "".join(text for _, text in parts),
        [width for font, text in parts for width in char_widths(text, font)],
        width_pt,
        size_pt,
        first_indent_em=indent * (1 + tracking_pt / size_pt),
        tracking_pt=tracking_pt,
    )
    return [
        Line(
            _runs_between(parts, line.start, line.start + len(line.text)),
            size_pt,
            line.tracking_pt,
            round(line.indent_pt, 3),
        )
        for line in justify(lines, width_pt)
    ]


def _runs_between(parts: Sequence[tuple[str, str]], start: int, end: int) -> tuple[Run, ...]:
    """The runs of the characters from `start` up to `end` of the paragraph."""
    if len(parts) == 1:
        ((font, text),) = parts
        return (Run(font, text[start:end]),) if end > start else ()
    found, place = [], 0
    for number, (font, text) in enumerate(parts):
        if part := text[max(start - place, 0) : max(end - place, 0)]:
            found.append(Run(font, part, number))
        place += len(text)
    return tuple(found)


def official_lines(parts: Sequence[tuple[str, str]], indent: int = 2) -> list[Line]:
    """The lines of a paragraph of an official text (GB/T 9704-2012, clause 5.2.3)."""
    width_pt = OFFICIAL.text_width_mm / MM_PER_PT
    return set_lines(parts, width_pt, OFFICIAL.body_pt, indent, tracking_pt=OFFICIAL.body_tracking_pt)


def block_lines(block: Mapping[str, Any]) -> list[Line]:
    """The lines of a block of an official text."""
    return official_lines(block_parts(block))


def block_parts(block: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Font class and text of the block's parts: a heading and the words before a text have fonts of their own."""
    head, font = block["number"] + block["lead"], _LEVEL_FONTS.get(block["kind"])
    return [(font, head), ("fangsong", block["text"])] if font else [("fangsong", head + block["text"])]


def certificate_words(one: Mapping[str, Any]) -> Sequence[SizedLines]:
    """The recipients' and the text's lines of a certificate.

    The closing words follow the text, unless little more than a word of them would stand alone on a line.
    """
    return _words(one["recipients"], one["recipients_size_pt"], one["body"], one["closing"], one["body_size_pt"])


def closing_apart(one: Mapping[str, Any]) -> bool:
    """Whether the closing words of a certificate are a paragraph of their own."""
    return certificate_words(one)[-1].fields == ("closing",)


@lru_cache(maxsize=256)  # a certificate stands in the file of all, in its own and on the proof sheet
def _words(
    recipients: str, recipients_size_pt: float, body_text: str, closing_text: str, size_pt: float
) -> tuple[SizedLines, ...]:
    width_pt = CERTIFICATE_PLACES["certificate_body"].width_mm / MM_PER_PT
    body, closing = [("kaiti", body_text)], [("kaiti", closing_text)]
    lines = set_lines([("kaiti", recipients)], width_pt, recipients_size_pt, 0)
    head = SizedLines(lines, recipients_size_pt, ("recipients",))
    together = set_lines(body + closing, width_pt, size_pt)
    if sum(len(run.text) for run in together[-1].runs) > SHORTEST_LAST_LINE:
        return head, SizedLines(together, size_pt, ("body", "closing"))
    parts = (("body", body), ("closing", closing))
    return head, *(SizedLines(set_lines(part, width_pt, size_pt), size_pt, (name,)) for name, part in parts)


def proof_words(row: Mapping[str, str]) -> SizedLines:
    """Name, people and unit of a row of the proof sheet, at the largest size that leaves room for all their lines."""
    keys = tuple(key for key in ("name", "people", "unit") if row[key])
    for size_pt in PROOF_SIZES_PT:
        lines = [line for key in keys for line in set_lines([(PROOF_FONTS[key], row[key])], PROOF_WIDTH_PT, size_pt, 0)]
        if len(lines) * size_pt * PROOF_PITCH_EM <= PROOF_HEIGHT_PT:
            break
    return SizedLines(lines, size_pt, keys)


def css_letter_spacing_pt(tracking_pt: float, size_pt: float) -> float:
    """The `letter-spacing` (pt) with which WeasyPrint draws glyphs nearest to `tracking_pt` apart.

    Pango puts half of the spacing before a glyph, and WeasyPrint 70 (draw/text.py) counts that half in units
    of 1/1024 px instead of 1/1000 em, then cuts what is left to whole 1/1000 em. So the drawn spacing jumps
    by 1/1000 em at every 2.05/1000 em. Kept on the right side of a jump it is wrong by 0.6/1000 em at most.
    """
    wanted = abs(tracking_pt) / size_pt * 1000
    before, left = 0.512, 0.488
    # Two of Pango's units (1/1024 px): its own rounding must not carry us over a jump.
    margin = 2 * 1000 / 1024 / (size_pt / 0.75)
    longest = 1 / left - margin
    jumps, rest = divmod(wanted, 1 / left)
    if rest > before * longest + 0.5:
        jumps, rest = jumps + 1, 0
    spacing = jumps / left + min(max(rest / before, margin if jumps else 0), longest)
    return spacing * size_pt / 1000 * (1 if tracking_pt > 0 else -1)


WORD_FILTERS = {"closing_apart": closing_apart}
FILTERS = {
    "block_lines": block_lines,
    "certificate_words": certificate_words,
    "proof_words": proof_words,
    "proof_pitch": lambda size_pt: size_pt * PROOF_PITCH_EM,
    "qr": lambda code: Markup(qr.svg(code)),
    "set_lines": set_lines,
    "official_lines": official_lines,
}
