"""Text of a cell with its runs → plain text: raised and lowered characters as Unicode's own, struck-out ones named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml.etree import _Element as Element

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RAISED, LOWERED = "superscript", "subscript"
# Only what every class of fonts has; further letters exist, but no Chinese font draws them.
_RAISED_FORMS = dict(zip("0123456789+-−–=()（）niｎ", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾⁽⁾ⁿⁱⁿ", strict=True))
_LOWERED_FORMS = dict(zip("0123456789+-−–=()（）aexnmk", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎₍₎ₐₑₓₙₘₖ", strict=True))
_FORMS = {RAISED: _RAISED_FORMS, LOWERED: _LOWERED_FORMS}
_ALREADY = {RAISED: frozenset({*_RAISED_FORMS.values(), *"°′″®™*＊"}), LOWERED: frozenset(_LOWERED_FORMS.values())}
_TRADE_MARK = "TM"
_PARTS = frozenset(f"{MAIN}{name}" for name in ("t", "r", "rPh", "phoneticPr", "extLst"))


class Font(NamedTuple):
    """What a font says of the meaning of its text: raised or lowered, and struck out."""

    script: str = ""
    struck: bool = False


class Run(NamedTuple):
    """A stretch of text; `font` is None where the cell's own counts."""

    text: str
    font: Font | None


class Shown(NamedTuple):
    """The text of a cell, what of it is struck out, and what has no raised or lowered form in Unicode."""

    text: str
    struck: tuple[str, ...] = ()
    unshown: tuple[str, ...] = ()


PLAIN = Font()


def font_of(properties: Element | None) -> Font:
    """The font in a `font` or `rPr` element."""
    if properties is None:
        return PLAIN
    align, strike = properties.find(f"{MAIN}vertAlign"), properties.find(f"{MAIN}strike")
    script = "" if align is None else align.get("val", "")
    return Font(script if script in _FORMS else "", strike is not None and strike.get("val", "1") not in ("0", "false"))


def runs_of(item: Element) -> str | tuple[Run, ...]:
    """The text of an `si` or `is` element: a plain one where no run has a font of its own. Phonetic hints stay out.

    Raises ValueError where something else stands in it, of which nobody knows what it shows.
    """
    if len(item) == 1 and item[0].tag == f"{MAIN}t":
        return item[0].text or ""
    if any(child.tag not in _PARTS for child in item):
        raise ValueError(item.tag)
    runs = [
        Run(child.findtext(f"{MAIN}t") or "", font_of(own) if (own := child.find(f"{MAIN}rPr")) is not None else None)
        if child.tag == f"{MAIN}r"
        else Run(child.text or "", None)
        for child in item
        if child.tag in (f"{MAIN}r", f"{MAIN}t")
    ]
    return "".join(run.text for run in runs) if all(run.font is None for run in runs) else tuple(runs)


def shown(text: str | Sequence[Run], font: Font) -> Shown:
    """The text as it is to be read, in a cell of that font."""
    if isinstance(text, str):
        if font == PLAIN:
            return Shown(text)
        text = (Run(text, None),)
    pieces, struck, unshown = [], [], []
    for run, own in _joined(text, font):
        carried = carried_over(run, own.script)
        pieces.append(run if carried is None else carried)
        if carried is None:
            unshown.append(run.strip())
        if own.struck and run.strip():
            struck.append(run.strip())
    return Shown("".join(pieces), tuple(struck), tuple(unshown))


def _joined(runs: Iterable[Run], font: Font) -> Iterable[tuple[str, Font]]:
    """The runs, neighbours of the same font as one: Excel cuts them wherever the cursor stood."""
    whole, last = "", PLAIN
    for run in runs:
        own = font if run.font is None else run.font
        if own != last and whole:
            yield whole, last
            whole = ""
        whole, last = whole + run.text, own
    if whole:
        yield whole, last


def carried_over(text: str, script: str) -> str | None:
    """The text in Unicode's raised or lowered characters; None where one of them does not exist."""
    if script not in _FORMS:
        return text
    if script == RAISED and text == _TRADE_MARK:
        return "™"
    forms, already = _FORMS[script], _ALREADY[script]
    if any(char not in forms and char not in already and not char.isspace() for char in text):
        return None
    return "".join(forms.get(char, char) for char in text)
