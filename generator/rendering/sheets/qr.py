"""A certificate's code as a QR symbol (ISO/IEC 18004): dark stretches of its rows, and how each format draws them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import segno
from segno import consts

from generator.campaign.layout import MM_PER_PT
from generator.composing.codes import SIGNATURE_CHARACTERS

MODULE_MM = 0.5  # the side of a module in print: what any camera still tells apart
_DARK = re.compile(rb"\x01+")
MASK = 2  # one of eight, all of them valid: trying them out takes four times as long as all the rest


@dataclass(frozen=True)
class Symbol:
    """A QR symbol without its quiet zone: how many modules wide, and the dark stretches as (x, y, length)."""

    modules: int
    dark: tuple[tuple[int, int, int], ...]

    @property
    def side_mm(self) -> float:
        """Its side in print."""
        return self.modules * MODULE_MM


@lru_cache(maxsize=1024)
def symbol(code: str) -> Symbol:
    """The symbol of a code: the text as it is, the signature in the mode that packs it into fewer modules.

    The highest correction that needs no larger symbol is taken; the lowest repairs 7 %.
    """
    text, signature = code[:-SIGNATURE_CHARACTERS], code[-SIGNATURE_CHARACTERS:]
    parts = [(text, consts.MODE_BYTE, "utf-8"), (signature, consts.MODE_ALPHANUMERIC, None)]
    made = segno.make(parts, error="l", micro=False, mask=MASK, boost_error=True)  # type: ignore[arg-type]
    return Symbol(len(made.matrix), tuple(_dark(made.matrix)))


def _dark(matrix: tuple[bytearray, ...]) -> Iterator[tuple[int, int, int]]:
    for y, row in enumerate(matrix):
        for stretch in _DARK.finditer(row):
            yield stretch.start(), y, len(stretch[0])


def svg(code: str) -> str:
    """The symbol as an SVG element of its size in print."""
    one = symbol(code)
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in one.dark)
    side = f"{one.side_mm:g}mm"
    box = f'width="{side}" height="{side}" viewBox="0 0 {one.modules} {one.modules}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}><path d="{path}"/></svg>'


def operators(code: str) -> bytes:
    """The symbol as PDF operators, its lower left corner in the origin."""
    one = symbol(code)
    module = MODULE_MM / MM_PER_PT
    boxes = "\n".join(f"{x} {one.modules - 1 - y} {length} 1 re" for x, y, length in one.dark)
    return f"{module:.5f} 0 0 {module:.5f} 0 0 cm 0 g\n{boxes}\nf".encode()
