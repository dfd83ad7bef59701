"""Where on a fixed page every value goes, found by laying out made-up ones.

Probes — documents of made-up values that differ in the length of their lines, their number and their size — are
laid out. A value's place follows from what is seen: its first baseline is `top + sink × height of the lines +
rise × size`, a line's left end is `left + shift × its width`. That holds for whatever the style sheet says:
values at the top, in the middle, at the foot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any

from generator.rendering.glyphs.glyph_text import MARKS
from generator.rendering.pdf.fixed_values import FixedPage
from generator.rendering.sheets.paragraphs import Line
from generator.typesetting.typeset import width_em

PT_PER_PX = 0.75
TOLERANCE_PT = 0.02


class NotFixedError(ValueError):
    """The template does not place its values as the compiler can follow; WeasyPrint must lay it out each time."""


@dataclass(frozen=True)
class Place:
    """Where a value's lines go: pt, from the page's left and upper edge. Pitch = `pitch` + `pitch_em` × size.

    `size_pt` is the size of lines that have none of their own.
    """

    size_pt: float
    left: float
    shift: float
    top: float
    sink: float
    rise: float
    pitch: float
    pitch_em: float
    color: tuple[float, float, float]

    def baselines(self, lines: Sequence[Line]) -> list[float]:
        """The lines' baselines, from the page's upper edge (pt)."""
        if len(lines) == 1:  # as nearly all values
            size = lines[0].size_pt or self.size_pt
            return [self.top + self.sink * (self.pitch + self.pitch_em * size) + self.rise * size]
        sizes = [line.size_pt or self.size_pt for line in lines]
        pitches = [self.pitch + self.pitch_em * size for size in sizes]
        at = self.top + self.sink * sum(pitches)
        return [start + self.rise * size for start, size in zip(accumulate(pitches, initial=at), sizes, strict=False)]

    def left_of(self, line: Line) -> float:
        """The left end of the line's first character, from the page's left edge (pt)."""
        start = self.left + line.indent_pt
        return start + self.shift * width_pt(line, line.size_pt or self.size_pt) if self.shift else start


def width_pt(line: Line, size_pt: float) -> float:
    """The line's width at this size, from the first glyph's left end to the last one's right end."""
    advances, gaps = 0.0, -1
    for run in line.runs:
        gaps += len(run.text)
        if run.font != MARKS:
            advances += width_em(run.text, run.font)
    return size_pt * advances + gaps * line.tracking_pt


@dataclass(frozen=True)
class Seen:
    """A line as laid out: its text, where it starts and stands, its size (pt), its colour."""

    text: str
    size_pt: float
    left: float
    baseline: float
    color: tuple[float, float, float]


SeenLines = Mapping[str, Sequence[Seen]]


def places(pages: Sequence[tuple[FixedPage, SeenLines]]) -> dict[str, Place]:
    """Name → place, found by comparing what pages of one name hold with what was seen of them.

    Raises:
        NotFixedError: a value is not shown as it is, or its place does not follow from size, number and width of
            its lines.
    """
    samples: dict[str, list[Sample]] = {}
    for page, seen in pages:
        for slot, lines in page.values.items():
            name, down = page.place_of(slot)
            shown = [replace(one, baseline=one.baseline - down) for one in seen.get(slot, ())]
            samples.setdefault(name, []).append((lines, shown))
    return {name: _place(some, name) for name, some in samples.items()}


Sample = tuple[Sequence[Line], Sequence[Seen]]


def _place(all_samples: Sequence[Sample], slot: str) -> Place:
    for sample in all_samples:
        _require_shown(*sample, slot)
    samples = [sample for sample in all_samples if sample[0]]
    pitch, pitch_em = _pitch(samples)
    heights = [sum(pitch + pitch_em * one.size_pt for one in shown) for _, shown in samples]
    sizes = [shown[0].size_pt for _, shown in samples]
    tops = [shown[0].baseline for _, shown in samples]
    sink = _sink(heights, sizes, tops)
    rise = _slope([(size, top - sink * height) for height, size, top in zip(heights, sizes, tops, strict=True)])
    ends = [
        (width_pt(line, one.size_pt), one.left - line.indent_pt)
        for lines, shown in samples
        for line, one in zip(lines, shown, strict=True)
    ]
    shift = _slope(ends)
    place = Place(
        samples[0][1][0].size_pt,
        ends[0][1] - shift * ends[0][0],
        shift,
        tops[0] - sink * heights[0] - rise * sizes[0],
        sink,
        rise,
        pitch,
        pitch_em,
        samples[0][1][0].color,
    )
    _verify(place, samples, slot)
    return place


def _require_shown(lines: Sequence[Line], seen: Sequence[Seen], slot: str) -> None:
    """Raise NotFixedError unless these lines are what was seen."""
    if [line.text for line in lines] != [one.text for one in seen]:
        raise NotFixedError(slot)
    if any(line.size_pt not in (0, one.size_pt) for line, one in zip(lines, seen, strict=True)):
        raise NotFixedError(slot)


def _pitch(samples: Iterable[Sample]) -> tuple[float, float]:
    """Line pitch as a part that is the same at every size, and one that grows with it."""
    steps = [
        (upper.size_pt, below.baseline - upper.baseline) for _, shown in samples for upper, below in pairwise(shown)
    ]
    if not steps:
        return 0.0, 0.0
    slope = _slope(steps)
    return steps[0][1] - slope * steps[0][0], slope


def _sink(heights: Sequence[float], sizes: Sequence[float], tops: Sequence[float]) -> float:
    """How much the first baseline moves with the lines' height: seen where values of one size differ in height."""
    for size in dict.fromkeys(sizes):
        points = [(height, top) for height, of, top in zip(heights, sizes, tops, strict=True) if of == size]
        if max(points)[0] - min(points)[0] > TOLERANCE_PT:
            return _slope(points)
    return 0.0


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """How much the second grows with the first, by the two points that lie farthest apart; 0 for one point."""
    (low, at_low), (high, at_high) = min(points), max(points)
    return (at_high - at_low) / (high - low) if high - low > TOLERANCE_PT else 0.0


def _verify(place: Place, samples: Iterable[Sample], slot: str) -> None:
    for lines, shown in samples:
        for line, baseline, one in zip(lines, place.baselines(lines), shown, strict=True):
            if max(abs(baseline - one.baseline), abs(place.left_of(line) - one.left)) > TOLERANCE_PT:
                raise NotFixedError(slot)


def see(page: Any, slots: Iterable[str]) -> SeenLines:
    """The lines of every slot on WeasyPrint's page.

    A slot is an element with `data-slot`, or `data-field`, of one of these names.
    """
    seen: dict[str, list[Seen]] = {}
    for box, slot in _boxes(page._page_box, "", frozenset(slots)):
        if slot and type(box).__name__ == "TextBox" and box.text:
            one = Seen(
                box.text,
                round(box.style["font_size"] * PT_PER_PX, 3),
                box.position_x * PT_PER_PX,
                (box.position_y + box.baseline) * PT_PER_PX,
                tuple(box.style["color"].to("srgb").coordinates),
            )
            _join(seen.setdefault(slot, []), one)
    return seen


def _join(lines: list[Seen], one: Seen) -> None:
    """Add a piece of text: to the line that it goes on, or as a new one."""
    if lines and abs(lines[-1].baseline - one.baseline) < TOLERANCE_PT:
        last = lines.pop()
        one = replace(last, text=last.text + one.text)
    lines.append(one)


def _boxes(box: Any, slot: str, wanted: frozenset[str]) -> Iterator[tuple[Any, str]]:
    """Every box from this one down, with the slot that it is in; empty where it is in none."""
    name = _said(box, "data-slot") or _said(box, "data-field")
    slot = name if name in wanted else slot
    yield box, slot
    for child in getattr(box, "children", None) or ():
        yield from _boxes(child, slot, wanted)


def _said(box: Any, attribute: str) -> str:
    element = getattr(box, "element", None)
    return element.get(attribute, "") if element is not None and hasattr(element, "get") else ""


def corners(page: Any) -> dict[str, tuple[float, float]]:
    """The lower left corner of every figure on WeasyPrint's page: an element with `data-figure` (pt)."""
    return {
        name: (box.position_x * PT_PER_PX, (box.position_y + box.margin_height()) * PT_PER_PX)
        for box, _ in _boxes(page._page_box, "", frozenset())
        if (name := _said(box, "data-figure"))
    }


def empty(page: Any, slots: Iterable[str]) -> None:
    """Take the values out of WeasyPrint's page: what is drawn of it is the blank."""
    for box, slot in list(_boxes(page._page_box, "", frozenset(slots))):
        if _said(box, "data-figure"):
            box.children = []
        elif slot and getattr(box, "children", None):
            box.children = [child for child in box.children if type(child).__name__ != "TextBox"]
