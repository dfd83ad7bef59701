"""Whether the text of finished pages stays in the type area of their kind, and inside the rules of its cell.

Every figure is written here in mm beside its source, not taken from the program. What may stand outside is named:
page numbers below the text (GB/T 9704-2012, 7.5), the captions below attachments, and what others' pages show, which
keeps 10 mm from the sheet's edges.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path, PurePath
from typing import NamedTuple

import pikepdf
from layout.measuring import MM_PER_PT, Box, Char, Page, Rule, measured

from generator.campaign.kinds import FOLDERS

TOLERANCE = 0.3  # what a figure of the standard may be missed by
SHORTEST_RULE = 3.0
RULE_OUTSIDE, TABLE_FOOT = 0.4, 0.6
# Ours: a page of Form 1 on which 转化创造效益情况 grows beyond it ends where Word ends it, 4 mm lower.
WITH_FORM1, GROWN = ("notice", "blank", "form1", "packet"), 4.0
CROSSED = 0.12  # so deep a rule of 0.18 mm may lie in a glyph's box: labels stand close to their rules
JOINED = 0.3  # characters of one text are no further apart than their advances and tracking
TOP, FOOT, BINDING, OUTER, WIDTH = 37.0, 262.0, 28.0, 26.0, 156.0  # 5.2.1: top 37, binding 28, text 156 × 225
NUMBER_FOOT = 275.0  # 7.5: 7 mm below the text, 4号
PAGE_NUMBER = re.compile(r"—\d+—|第\d+页，共\d+页")
PAGE_COUNT = re.compile(r"第\d+页共\d+页")
FORM2 = (36.0, 25.0, 261.0, 188.0)  # ours: Form 2 as a file of its own
FORM2_COUNT_FOOT = 200.0
CERTIFICATE = (32.65, 32.65, 264.35, 177.35)  # ours: 10 mm inside the border's innermost rule
EDGE = 10.0  # ours: proof sheet, calibration page, others' pages
CAPTION_ZONE = 10.0  # above the sheet's foot
SIDES = {"front": "正面", "back": "背面"}


class Sheet(NamedTuple):
    """The areas of a page: of its text, and of a line below it that has this form."""

    text: Box
    below: Box
    form: re.Pattern[str]


def kind_of(file: PurePath) -> str:
    """The kind of a file of the output folder; of packets for printers without a duplex unit also the side."""
    (kind,) = (kind for kind, folder in FOLDERS.items() if folder in file.parts)
    side = next((side for side, name in SIDES.items() if file.stem.endswith(name)), "")
    return f"{kind} {side}".strip()


def misplaced(pdf: bytes, kind: str) -> list[str]:
    """What stands where it may not, page by page; `kind` is that of the document, as `kind_of` gives it."""
    found: list[str] = []
    pages = measured(pdf)
    is_packet = kind.startswith("packet")
    foreign = _foreign_boxes(pdf) if is_packet else [[]] * len(pages)
    for page, boxes in zip(pages, foreign, strict=True):
        if is_packet and _is_attachment(page):
            wrong = _outside_sheet(page, boxes)
        else:
            sheet = _sheet(page, kind)
            wrong = [
                *_outside(page, sheet),
                *crossed(page),
                *([] if kind == "certificate" else _rules_outside(page, sheet)),
            ]
        found += [f"page {page.number}: {one}" for one in wrong]
    return found


def misplaced_in(output: Path, files: Iterable[Path]) -> list[str]:
    """The same of files of an output folder, each with the file's name."""
    return [
        f"{file.relative_to(output)} {one}"
        for file in files
        for one in misplaced(file.read_bytes(), kind_of(file.relative_to(output)))
    ]


def _sheet(page: Page, kind: str) -> Sheet:
    is_front = kind.endswith("front") or (page.number % 2 == 1 and not kind.endswith("back"))
    left = BINDING if is_front else OUTER
    if kind == "certificate":
        # Proof sheets, and certificates printed over a paper that has border and title: moved as that needs.
        is_whole = page.width > page.height and any(max(char.colour) > 0.5 for char in page.chars)
        area = CERTIFICATE if is_whole else (EDGE, EDGE, page.width - EDGE, page.height - EDGE)
        return Sheet(area, area, PAGE_COUNT)
    if page.width > page.height:
        return Sheet(FORM2, (FORM2[0], FORM2[3], FORM2[2], FORM2_COUNT_FOOT), PAGE_COUNT)
    foot = _table_foot(page) if kind.partition(" ")[0] in WITH_FORM1 else FOOT
    return Sheet((left, TOP, left + WIDTH, foot), (left, foot, left + WIDTH, NUMBER_FOOT), PAGE_NUMBER)


def _table_foot(page: Page) -> float:
    """The foot of the text, or of a table that reaches less than 4 mm below it, as Form 1 in Word may."""
    feet = [rule.bottom for rule in page.rules if not rule.lies and _length(rule) > SHORTEST_RULE]
    return max([FOOT, *(foot for foot in feet if foot <= FOOT + GROWN)])


def _outside(page: Page, sheet: Sheet) -> Iterator[str]:
    """The characters outside the area; of the line below it only what has its form may be there."""
    across = [char for char in page.chars if not char.angle and char.text.strip()]
    low = [char for char in across if char.y > sheet.text[3] + TOLERANCE and sheet.below != sheet.text]
    said = re.sub(r"\s", "", "".join(char.text for char in sorted(low, key=lambda one: one.x)))
    if low and not sheet.form.fullmatch(said):
        yield f"“{said}” stands below the text"
    for chars, area in (([one for one in across if one not in low], sheet.text), (low, sheet.below)):
        if out := [char for char in chars if char.ink and not _within(char.ink, area)]:
            yield f"“{''.join(char.text for char in out)[:40]}” leaves the type area, {_how_far(out, area)}"
    if page.turned:
        yield from _outside_turned(page, sheet)


def _rules_outside(page: Page, sheet: Sheet) -> Iterator[str]:
    """The rules outside the area: those around a table lie half outside, and one as high as the text is longer."""
    left, top, right, foot = sheet.text
    for rule in page.rules:
        far = max(left - rule.left, rule.right - right, top - rule.top, rule.bottom - foot - TABLE_FOOT)
        if far > RULE_OUTSIDE:
            yield f"a rule leaves the type area by {far:.1f} mm"
            return


def _outside_turned(page: Page, sheet: Sheet) -> Iterator[str]:
    """The same of a table that lies across the sheet: it keeps the sheet's own type area."""
    turned = page.upright()
    left, top, right, foot = sheet.text
    area = (turned.width - foot, left, turned.width - top, right)
    chars = [char for char in turned.chars if not char.angle and char.text.strip()]
    assert chars
    if out := [char for char in chars if char.ink and not _within(char.ink, area)]:
        yield f"“{''.join(char.text for char in out)[:40]}” leaves the type area, {_how_far(out, area)}"


def _within(ink: Box, area: Box) -> bool:
    return (
        ink[0] >= area[0] - TOLERANCE
        and ink[1] >= area[1] - TOLERANCE
        and ink[2] <= area[2] + TOLERANCE
        and ink[3] <= area[3] + TOLERANCE
    )


def _how_far(chars: Sequence[Char], area: Box) -> str:
    inks = [char.ink for char in chars if char.ink]
    far = [
        ("left", area[0] - min(ink[0] for ink in inks)),
        ("above", area[1] - min(ink[1] for ink in inks)),
        ("right", max(ink[2] for ink in inks) - area[2]),
        ("below", max(ink[3] for ink in inks) - area[3]),
    ]
    return ", ".join(f"{side} {by:.1f} mm" for side, by in far if by > TOLERANCE)


# ---- rules


def crossed(page: Page) -> list[str]:
    """The texts that a rule runs through: through a glyph, or between two glyphs of one text."""
    page = page.upright()
    rules = [rule for rule in page.rules if rule.thickness < 1 and _length(rule) > SHORTEST_RULE]
    lying = sorted((rule for rule in rules if rule.lies), key=lambda rule: rule.middle)
    upright = sorted((rule for rule in rules if not rule.lies), key=lambda rule: rule.middle)
    chars = [char for char in page.chars if not char.angle and char.text.strip() and char.ink]
    wrong = [char.text for char in chars if _is_cut(char.ink, lying, upright)]
    for one, other in pairwise(chars):
        between = _between(upright, one.x + one.advance / 2, other.x + other.advance / 2)
        joined = one.y == other.y and abs(other.x - one.x - one.advance) < JOINED
        if joined and any(rule.top < one.y < rule.bottom for rule in between):
            wrong.append(one.text + other.text)
    return [f"a rule crosses “{''.join(wrong)[:40]}”"] if wrong else []


def _length(rule: Rule) -> float:
    return max(rule.right - rule.left, rule.bottom - rule.top)


def _is_cut(ink: Box | None, lying: Sequence[Rule], upright: Sequence[Rule]) -> bool:
    assert ink is not None
    left, top, right, foot = ink
    down = _between(lying, top + CROSSED, foot - CROSSED)
    across = _between(upright, left + CROSSED, right - CROSSED)
    return any(rule.left < left and rule.right > right for rule in down) or any(
        rule.top < top and rule.bottom > foot for rule in across
    )


def _between(rules: Sequence[Rule], start: float, end: float) -> Sequence[Rule]:
    first = bisect_left(rules, start, key=lambda rule: rule.middle)
    return rules[first : bisect_right(rules, end, lo=first, key=lambda rule: rule.middle)]


# ---- attachments


def _is_attachment(page: Page) -> bool:
    """Whether a caption is all that we print on the page; a blank back is none."""
    said = [char for char in page.chars if char.text.strip()]
    return bool(said) and all(char.y > page.height - CAPTION_ZONE for char in said)


def _outside_sheet(page: Page, boxes: Sequence[Box]) -> list[str]:
    """What of another's page stands nearer to the edge than 10 mm, and a caption that leaves the sheet."""
    area = (EDGE, EDGE, page.width - EDGE, page.height - EDGE)
    wrong = [f"another's page at {box}" for box in boxes if not _within(box, area)]
    zone = (EDGE, page.height - CAPTION_ZONE, page.width - EDGE, page.height - 4)
    chars = [char for char in page.chars if char.ink and char.text.strip()]
    if out := [char for char in chars if char.ink and not _within(char.ink, zone)]:
        wrong.append(f"the caption “{''.join(char.text for char in out)[:40]}” leaves its place, {_how_far(out, zone)}")
    return wrong if boxes else [*wrong, "nothing stands above the caption"]


def _foreign_boxes(pdf: bytes) -> list[list[Box]]:
    """Of every page the boxes of the graphics that it shows, from the upper left corner."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [list(_boxes(page)) for page in document.pages]


def _boxes(page: pikepdf.Page) -> Iterator[Box]:
    graphics = page.resources.get("/XObject", {})
    high = float(page.mediabox[3])
    matrices, current = [], pikepdf.Matrix()
    for command in pikepdf.parse_content_stream(page, "q Q cm Do"):
        name = str(command.operator)
        if name == "q":
            matrices.append(current)
        elif name == "Q":
            current = matrices.pop()
        elif name == "cm":
            current = pikepdf.Matrix(*map(float, command.operands)) @ current
        else:
            shown = graphics[str(command.operands[0])]
            own = pikepdf.Matrix(shown.get("/Matrix", pikepdf.Array([1, 0, 0, 1, 0, 0])))
            box = pikepdf.Rectangle(*map(float, shown["/BBox"])) if "/BBox" in shown else pikepdf.Rectangle(0, 0, 1, 1)
            at = (own @ current).transform(box)
            yield tuple(part * MM_PER_PT for part in (at.llx, high - at.ury, at.urx, high - at.lly))  # type: ignore[misc]
