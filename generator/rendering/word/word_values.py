"""What stands in a Word part for a value: a `Slot` is a run of its own size, a string keeps its line feeds and tabs."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import Any

from markupsafe import Markup

from generator.composing.filling.pictured import Picture
from generator.composing.fitting.slots import Slot
from generator.rendering.word import code_pictures, media, repeating
from generator.rendering.word.controls import INDENT
from generator.rendering.word.sealed_markup import SealedCompiler
from generator.typesetting.breaking import with_units_kept
from generator.typesetting.word_fonts import rare_in

_BREAKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2
# What makes a text another than it is in the file; most have nothing of it.
_REMARKABLE = re.compile(r"[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|(?<=\d) ")
_SIZED = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/><w:sz w:val="'
_TEXT, _TEXT_END = '<w:t xml:space="preserve">', "</w:t>"
_NONE: frozenset[str] = frozenset()
# The sign and the font of a ticked box and of an empty one.
BOXES = {True: ("\u2611", "Segoe UI Symbol"), False: ("\u25a1", "宋体")}


class CharacterError(ValueError):
    """A value holds a character that no Word file can."""


class Written(Markup):
    """What stands for a value. `rare` are the characters that its font may lack."""

    __slots__ = ("rare",)
    rare: frozenset[str]


def _known(xml: str, rare: frozenset[str]) -> Written:
    made = str.__new__(Written, xml)
    made.rare = rare
    return made


def rare_of(piece: str) -> frozenset[str]:
    """The characters of what Jinja yields that their font may lack; those of the template itself are known."""
    if type(piece) is str:
        return _NONE
    return piece.rare if type(piece) is Written else rare_in(piece)


def _text_xml(text: str) -> tuple[str, frozenset[str]]:
    """The text for the inside of a `w:t`, with breaks and tabs as Word has them, and units kept beside their numbers.

    With it the characters that its font may lack.

    Raises:
        CharacterError: the text holds a character that no XML file can carry; the checks refuse those earlier.
    """
    rare = rare_in(text)
    if not _REMARKABLE.search(text):
        return text, rare
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _FORBIDDEN.search(text):
        raise CharacterError("文字中有不能写入Word文件的控制字符")
    written = escape(with_units_kept(text), quote=False)
    for sign, mark in _BREAKS.items():
        if sign in written:
            written = written.replace(sign, f"{_TEXT_END}{mark}{_TEXT}")
    return written, rare


@lru_cache(maxsize=4096)  # 男, 女, 高级工程师
def sized(text: str, size_pt: float) -> Markup:
    """A run of its own size; font and colour come from the paragraph's style."""
    half_points = round(size_pt * 2)
    if not text:
        return _known("", _NONE)
    written, rare = _text_xml(text)
    inside = f"{_TEXT}{written}{_TEXT_END}"
    if "\n" in text or "\t" in text:
        inside = inside.replace(_TEXT + _TEXT_END, "")
    run = f'{_SIZED}{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>{inside}</w:r>'
    return _known(run, rare)


@lru_cache(maxsize=8)
def box(ticked: bool, size_pt: float) -> Markup:
    """A run of a ticked or an empty box."""
    sign, family = BOXES[ticked]
    half_points = round(size_pt * 2)
    named = " ".join(f'w:{name}="{family}"' for name in ("ascii", "hAnsi", "eastAsia", "cs"))
    properties = f'<w:rFonts w:hint="eastAsia" {named}/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    return _known(f"<w:r><w:rPr>{properties}</w:rPr>{_TEXT}{sign}{_TEXT_END}</w:r>", _NONE)


def gap(points: float) -> Markup:
    """So much room, in pt, to the right of the paragraph: its right indent, when the part is finished."""
    return Markup(f"<?{INDENT} {round(points * 20)}?>")


# Which Word templates have besides those of every template.
FUNCTIONS = {"sized": sized, "box": box, "gap": gap, "qr_picture": code_pictures.run, **repeating.FUNCTIONS}


def written_value(value: Any) -> Markup:
    """What stands in the document for a value of the context."""
    if isinstance(value, Slot):
        return sized(value.text, value.size_pt)
    if isinstance(value, Picture):
        return media.run(value)
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return _known(*_text_xml(value))
    return Markup(value if hasattr(value, "__html__") else escape(str(value)))


class ValueCompiler(SealedCompiler):
    """Compiles values to what `written_value` makes of them, which is escaped: Jinja would do that once more."""

    def _output_child_pre(self, *_: object) -> None:
        self.write("environment.finalize(")

    def _output_child_post(self, *_: object) -> None:
        self.write(")")
