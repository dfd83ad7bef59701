"""Column widths of Excel: millimetres ↔ the digits that Excel counts in."""

from __future__ import annotations

# Excel stores a column's width as a number of digits of the Normal style's font, padding included (ECMA-376
# part 1, 18.3.1.13): width = pixels / pixels of the widest digit. A digit of Arial 12 pt (16 pixels at 96 dots
# per inch) is 8.9 pixels wide, which Excel rounds to 9 and LibreOffice does not: both agree within 1.2 %. And
# Arial, or a face of the same metrics, is on every machine. The font shows in empty cells only.
DEFAULT_FONT = "Arial"
DEFAULT_FONT_PT = 12
DIGIT_PIXELS = 9
PIXELS_PER_MM = 96 / 25.4


def width_characters(width_mm: float) -> float:
    """The width that Excel stores for so many millimetres."""
    return round(width_mm * PIXELS_PER_MM / DIGIT_PIXELS, 3)


def width_mm(characters: float) -> float:
    """The millimetres of a width that Excel stores."""
    return characters * DIGIT_PIXELS / PIXELS_PER_MM
