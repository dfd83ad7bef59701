"""A PDF page as it was measured: characters, drawn rules, and the rows of cells that the rules make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import pairwise
from statistics import median
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from generator.campaign.layout import MM_PER_PT
from generator.inspecting.findings import CLASS_NAMES
from generator.inspecting.pdf_bounds import require_modest_pdf
from generator.inspecting.tables import Font, MeasuredCell, MeasuredRow
from generator.inspecting.word_file import BrokenFileError
from generator.typesetting.fonts import FONT_CLASSES

_THIN_PT = 2  # a filled box thinner than this is a rule
_CLUSTER_MM = 1.6  # rules nearer than this make one edge
_REACH_MM = 0.6
_LEAST_ROW_MM = 3
_REGULAR = 400


@dataclass(frozen=True)
class Character:
    """A character: box in mm from the page's left and top edge, baseline, size in pt, class of its font."""

    text: str
    left_mm: float
    right_mm: float
    top_mm: float
    bottom_mm: float
    baseline_mm: float
    size_pt: float
    font: str
    color: object = None


@dataclass(frozen=True)
class Rule:
    """A rule: along from `start_mm` to `end_mm` at `at_mm`, across a vertical or a horizontal one."""

    vertical: bool
    at_mm: float
    start_mm: float
    end_mm: float
    thick_mm: float
    color: object = None

    def covers(self, place_mm: float) -> bool:
        """Whether the rule passes that place."""
        return self.start_mm - _REACH_MM <= place_mm <= self.end_mm + _REACH_MM


@dataclass(frozen=True)
class PdfPage:
    """A page as it lies in the file, turned as a viewer shows it."""

    number: int
    width_mm: float
    height_mm: float
    turned: bool
    characters: tuple[Character, ...]
    rules: tuple[Rule, ...]

    @property
    def text(self) -> str:
        """The page's text, line by line."""
        return "\n".join(map(joined, lines(self.characters)))


def read_pages(content: bytes) -> tuple[PdfPage, ...]:
    """The pages. Raises BrokenFileError where it is no whole PDF, or is locked."""
    require_modest_pdf(content)
    try:
        with pdfplumber.open(BytesIO(content)) as opened:
            return tuple(_page(page) for page in opened.pages)
    except (PdfminerException, PDFPasswordIncorrect, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise BrokenFileError from wrong


def _page(page: Any) -> PdfPage:
    characters = tuple(_character(one, float(page.height)) for one in page.chars if not one["text"].isspace())
    return PdfPage(
        page.page_number,
        float(page.width) * MM_PER_PT,
        float(page.height) * MM_PER_PT,
        bool(page.rotation % 180),
        characters,
        tuple(_rules(page)),
    )


def _character(one: dict[str, Any], height: float) -> Character:
    left, right, top, bottom = (one[key] * MM_PER_PT for key in ("x0", "x1", "top", "bottom"))
    baseline = (height - one["matrix"][5]) * MM_PER_PT
    color = one.get("non_stroking_color")
    return Character(
        one["text"], left, right, top, bottom, baseline, round(one["size"], 2), _class(one["fontname"]), color
    )


@cache
def _class(name: str) -> str:
    """The font's class by the family in its name; empty where that is unknown or only lends characters."""
    plain = _plain(name.split("+")[-1])
    heavy = re.search(r"(bold|black)$", plain) is not None
    plain = re.sub(r"(regular|bold|black|medium|mt)+$", "", plain)
    for key, font in FONT_CLASSES.items():
        if plain in map(_plain, font.official):
            return CLASS_NAMES[key]
        if plain in map(_plain, font.stand_in) and heavy == (font.weight > _REGULAR):
            return CLASS_NAMES[key]
    return ""


def _plain(family: str) -> str:
    """The family without signs; Noto's regional faces are one, and LibreOffice calls it by the first."""
    bare = re.sub(r"[^a-z0-9\u4e00-\u9fff]", "", family.lower()).removesuffix("vkana")
    return re.sub(r"cjk(jp|kr|tc|hk)", "cjksc", bare)


def _rules(page: Any) -> Iterator[Rule]:
    for one in page.lines:
        yield _rule(one, one["linewidth"] or 0, one.get("stroking_color"))
    frames: dict[tuple[float, float, float], Any] = {}
    for one in page.rects:
        width, height = one["x1"] - one["x0"], one["bottom"] - one["top"]
        if min(width, height) <= _THIN_PT:
            yield _rule(one, min(width, height), one.get("non_stroking_color"))
            continue
        # A border at the foot of a box is drawn as the difference of two boxes.
        key = (one["x0"], one["x1"], one["top"])
        other = frames.setdefault(key, one)
        if 0 < abs(other["bottom"] - one["bottom"]) <= _THIN_PT:
            at = (other["bottom"] + one["bottom"]) / 2
            thick = abs(other["bottom"] - one["bottom"])
            yield _rule(one | {"top": at, "bottom": at}, thick, one.get("non_stroking_color"))


def _rule(one: dict[str, Any], thick: float, color: object) -> Rule:
    x0, x1, top, bottom = (one[key] * MM_PER_PT for key in ("x0", "x1", "top", "bottom"))
    if x1 - x0 < bottom - top:
        return Rule(True, (x0 + x1) / 2, top, bottom, thick * MM_PER_PT, color)
    return Rule(False, (top + bottom) / 2, x0, x1, thick * MM_PER_PT, color)


def lines(characters: Iterable[Character]) -> list[list[Character]]:
    """The characters in lines from above, each line from the left."""
    made: list[list[Character]] = []
    for one in sorted(characters, key=lambda char: (char.baseline_mm, char.left_mm)):
        if made and abs(made[-1][0].baseline_mm - one.baseline_mm) < 0.3 * one.size_pt * MM_PER_PT:
            made[-1].append(one)
        else:
            made.append([one])
    return [sorted(line, key=lambda char: char.left_mm) for line in made]


def joined(characters: Iterable[Character]) -> str:
    """The text of the characters."""
    return "".join(one.text for one in characters)


def rows(page: PdfPage) -> list[MeasuredRow]:
    """The rows of the page's one table: cells between vertical rules, places counted from the table's left edge."""
    across = [rule for rule in page.rules if not rule.vertical and rule.end_mm - rule.start_mm > 1]
    along = [rule for rule in page.rules if rule.vertical and rule.end_mm - rule.start_mm > 1]
    if not along:
        return []
    high, low = min(rule.start_mm for rule in along) - 1, max(rule.end_mm for rule in along) + 1
    edges = clusters([rule.at_mm for rule in across if high <= rule.at_mm <= low])
    left = min(rule.at_mm for rule in along)
    made: list[MeasuredRow] = []
    for top, bottom in pairwise(edges):
        if bottom - top >= _LEAST_ROW_MM:
            made.append(_row(page, (top, bottom), across, along, left, number=len(made) + 1))
    return made


def clusters(values: Iterable[float]) -> list[float]:
    """The middle of every group of neighbouring values."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] < _CLUSTER_MM:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [median(group) for group in groups]


def _row(
    page: PdfPage,
    band: tuple[float, float],
    across: Sequence[Rule],
    along: Sequence[Rule],
    left: float,
    *,
    number: int,
) -> MeasuredRow:
    top, bottom = band
    sides = clusters(rule.at_mm for rule in along if rule.covers((top + bottom) / 2))
    cells = []
    for one, other in pairwise(sides):
        middle = (one + other) / 2
        above, below = (_edge(across, edge, middle) for edge in band)
        rest = _edge_below(across, bottom, middle) if below is None else bottom
        inside = [
            char
            for char in page.characters
            if one <= (char.left_mm + char.right_mm) / 2 <= other and top <= (char.top_mm + char.bottom_mm) / 2 <= rest
        ]
        merge = "continue" if above is None else "restart" if below is None else ""
        text = "".join(map(joined, lines(inside))) if above is not None else ""
        height = below - above if above is not None and below is not None else None
        cells.append(
            MeasuredCell(
                one - left,
                other - left,
                text,
                merge=merge,
                fonts=fonts_of(inside) if text else frozenset(),
                height_mm=height,
            )
        )
    return MeasuredRow(tuple(cells), bottom - top, page=page.number, first=number == 1, number=number)


def fonts_of(characters: Iterable[Character]) -> frozenset[Font]:
    """Classes and sizes, without characters of fonts that only lend them."""
    return frozenset((one.font, round(one.size_pt * 2) / 2) for one in characters if one.font)


def _edge(across: Sequence[Rule], near_mm: float, x_mm: float) -> float | None:
    """Where a horizontal rule passes above or below that place, None where there is none."""
    places = [rule.at_mm for rule in across if rule.covers(x_mm) and abs(rule.at_mm - near_mm) < _CLUSTER_MM]
    return median(places) if places else None


def _edge_below(across: Sequence[Rule], y_mm: float, x_mm: float) -> float:
    return min((rule.at_mm for rule in across if rule.covers(x_mm) and rule.at_mm > y_mm), default=y_mm)
