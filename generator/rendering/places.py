"""Where on a fixed page every value goes, found by laying out made-up ones.

Probes — documents of made-up values that differ in the length of their lines, their number and their size — are
laid out. A value's place follows from what is seen: its first baseline is `top + sink × height of the lines +
rise × size`, a line's left end is `left + shift × its width`. That holds for whatever the style sheet says:
values at the top, in the middle, at the foot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from generator.rendering.fixed_values import FixedLine, FixedPage

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

    def baselines(self, lines: Sequence[FixedLine]) -> list[float]:
        """The lines' baselines, from the page's upper edge (pt)."""
        sizes = [line.size_pt or self.size_pt for line in lines]
        pitches = [self.pitch + self.pitch_em * size for size in sizes]
        at = self.top + self.sink * sum(pitches)
        found = []
        for size, pitch in zip(sizes, pitches, strict=True):
            found.append(at + self.rise * size)
            at += pitch
        return found

    def left_of(self, line: FixedLine) -> float:
        """The left end of the line's first character, from the page's left edge (pt)."""
        return (
            self.left + line.indent_pt + (self.shift * line.width_pt(line.size_pt or self.size_pt) if self.shift else 0)
        )


@dataclass(frozen=True)
class Seen:
    """A line as laid out: its text, where it starts and stands, its size (pt), its colour."""

    text: str
    size_pt: float
    left: float
    baseline: float
    color: tuple[float, float, float]


@dataclass
class SeenPage:
    """What a laid-out page shows: the lines of every slot, and everything that must not move."""

    slots: dict[str, list[Seen]] = field(default_factory=dict)
    fixed: list[tuple[str, float, float]] = field(default_factory=list)


def places(probes: Sequence[Sequence[FixedPage]], seen: Sequence[Sequence[SeenPage]]) -> dict[str, dict[str, Place]]:
    """Page name → slot → its place, found by comparing what the probes hold with what was seen of them.

    Raises:
        NotFixedError: a value is not shown as it is, or shown elsewhere too, or moves something, or a place does not
            follow from size, number and width of the lines.
    """
    together: dict[str, list[tuple[FixedPage, SeenPage]]] = {}
    for wanted, found in zip(probes, seen, strict=True):
        if len(wanted) != len(found):
            raise NotFixedError("pages")
        for page, shown in zip(wanted, found, strict=True):
            together.setdefault(page.name, []).append((page, shown))
    return {name: _places_of_page(pairs) for name, pairs in together.items()}


def _places_of_page(pairs: Sequence[tuple[FixedPage, SeenPage]]) -> dict[str, Place]:
    if any(shown.fixed != pairs[0][1].fixed for _, shown in pairs):
        raise NotFixedError("the values move what is printed")
    found = {}
    for slot in pairs[0][0].values:
        samples = [(page.values[slot], shown.slots.get(slot, [])) for page, shown in pairs]
        for lines, shown_lines in samples:
            if [line.text for line in lines] != [line.text for line in shown_lines]:
                raise NotFixedError(slot)
            if any(line.size_pt not in (0, one.size_pt) for line, one in zip(lines, shown_lines, strict=True)):
                raise NotFixedError(slot)
        found[slot] = _place([(lines, shown_lines) for lines, shown_lines in samples if lines], slot)
    return found


Sample = tuple[Sequence[FixedLine], Sequence[Seen]]


def _place(samples: Sequence[Sample], slot: str) -> Place:
    pitch, pitch_em = _pitch(samples)
    heights = [sum(pitch + pitch_em * one.size_pt for one in shown) for _, shown in samples]
    sizes = [shown[0].size_pt for _, shown in samples]
    tops = [shown[0].baseline for _, shown in samples]
    same_size = [(height, top) for height, size, top in zip(heights, sizes, tops, strict=True) if size == sizes[0]]
    sink = _slope(same_size)
    rise = _slope([(size, top - sink * height) for height, size, top in zip(heights, sizes, tops, strict=True)])
    ends = [
        (line.width_pt(one.size_pt), one.left - line.indent_pt)
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


def _pitch(samples: Iterable[Sample]) -> tuple[float, float]:
    """Line pitch as a part that is the same at every size, and one that grows with it."""
    steps = [
        (upper.size_pt, below.baseline - upper.baseline) for _, shown in samples for upper, below in pairwise(shown)
    ]
    if not steps:
        return 0.0, 0.0
    slope = _slope(steps)
    return steps[0][1] - slope * steps[0][0], slope


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """How much the second grows with the first, by the two points that lie farthest apart; 0 for one point."""
    (low, at_low), (high, at_high) = min(points), max(points)
    return (at_high - at_low) / (high - low) if high - low > TOLERANCE_PT else 0.0


def _verify(place: Place, samples: Iterable[Sample], slot: str) -> None:
    for lines, shown in samples:
        for line, baseline, one in zip(lines, place.baselines(lines), shown, strict=True):
            if max(abs(baseline - one.baseline), abs(place.left_of(line) - one.left)) > TOLERANCE_PT:
                raise NotFixedError(slot)


def see(page: Any, slots: Iterable[str]) -> SeenPage:
    """What WeasyPrint's page shows; a slot is an element with `data-slot`, or `data-field`, of one of these names."""
    wanted, seen = frozenset(slots), SeenPage()
    for box, slot in _boxes(page._page_box, None, wanted):
        if type(box).__name__ == "TextBox":
            one = Seen(
                box.text,
                round(box.style["font_size"] * PT_PER_PX, 3),
                box.position_x * PT_PER_PX,
                (box.position_y + box.baseline) * PT_PER_PX,
                tuple(box.style["color"].to("srgb").coordinates),
            )
            if slot is None:
                seen.fixed.append((box.text, round(one.left, 2), round(one.baseline, 2)))
            elif box.text:
                _join(seen.slots.setdefault(slot, []), one)
        elif type(box).__name__ == "TableCellBox":
            corner = (box.position_x + box.border_width(), box.position_y + box.border_height())
            seen.fixed.append(("cell", round(corner[0], 2), round(corner[1], 2)))
    return seen


def _join(lines: list[Seen], one: Seen) -> None:
    """Add a piece of text: to the line that it goes on, or as a new one."""
    if lines and abs(lines[-1].baseline - one.baseline) < TOLERANCE_PT:
        last = lines.pop()
        one = replace(last, text=last.text + one.text)
    lines.append(one)


def _boxes(box: Any, slot: str | None, wanted: frozenset[str]) -> Iterator[tuple[Any, str | None]]:
    """Every box below this one, with the slot that it is in."""
    element = getattr(box, "element", None)
    if element is not None and hasattr(element, "get"):
        name = element.get("data-slot") or element.get("data-field")
        slot = name if name in wanted else slot
    yield box, slot
    for child in getattr(box, "children", None) or ():
        yield from _boxes(child, slot, wanted)


def empty(page: Any, slots: Iterable[str]) -> None:
    """Take the values out of WeasyPrint's page: what is drawn of it is the blank."""
    wanted = frozenset(slots)
    for box, slot in list(_boxes(page._page_box, None, wanted)):
        if slot is not None and getattr(box, "children", None):
            box.children = [child for child in box.children if type(child).__name__ != "TextBox"]
