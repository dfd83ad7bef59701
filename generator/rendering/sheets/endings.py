"""How the last paragraph of an official text ends in Word, so that no page holds a signature without text.

In the PDF the last two lines of the text stand in one piece with 附件说明 and 署名. Programs that read Word files keep
whole paragraphs together or none, so where a page ends just above these lines the paragraph is cut there in two. Where
it ends is known: the lines are those of the PDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from jinja2 import pass_context

from generator.campaign.layout import MM_PER_PT, OFFICIAL
from generator.composing.fitting.fitting import TEXT_PT, letterhead_pt
from generator.rendering.sheets.paragraphs import (
    FIRST_INDENT,
    LINES_WITH_SIGNATURE,
    Line,
    block_lines,
    block_parts,
    official_lines,
)
from generator.typesetting.typeset import break_lines, break_measured, char_widths

Block = Mapping[str, Any]
WHOLE, KEPT, CUT, REST = "whole", "kept", "cut", "rest"
BLANK = Line(())
SLACK_MM = 1  # below the type area, as in official.css
_PITCH_PT = OFFICIAL.line_pitch_pt
_EM = OFFICIAL.body_pt + OFFICIAL.body_tracking_pt


@pass_context
def ended(context: Mapping[str, Any], blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """The blocks, each with its `end`: the last one is kept with what follows, or cut in two before its last lines."""
    *before, last = ({**block, "end": WHOLE} for block in blocks)
    if not context.get("signatory"):
        return [*before, last]
    lines = len(block_lines(last))
    kept = min(lines, LINES_WITH_SIGNATURE)
    pages = paged(kept_together([*before, last], [BLANK] * _lines_below(context)), _taken_pt(context))
    numbers = [number for number, groups in enumerate(pages) for _ in groups]
    if lines > kept and numbers[-2] != numbers[-1]:
        return [*before, *_cut(last, kept)]
    return [*before, {**last, "end": KEPT if numbers[-1 - (lines - kept)] == numbers[-1] else WHOLE}]


def kept_together(blocks: Sequence[Block], below: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of a text and those `below` it, in groups that no page ends within.

    A heading does not stand alone at the foot of a page, nor a signature at the head of one: the last lines of the
    text go with it.
    """
    group: list[Line] = []
    for place, block in enumerate(blocks, start=1):
        lines, is_last = block_lines(block), bool(below) and place == len(blocks)
        kept = LINES_WITH_SIGNATURE if is_last else 1
        for line in lines[:-kept]:
            yield [*group, line]
            group = []
        group += lines[-kept:]
        if block["kind"] != "h1" and not is_last:
            yield group
            group = []
    if group or below:
        yield [*group, *below]


def paged(groups: Iterable[list[Line]], taken_pt: float) -> list[list[list[Line]]]:
    """The groups page by page; of the first page so much is taken."""
    pages: list[list[list[Line]]] = [[]]
    room = _lines_on_page(taken_pt)
    for group in groups:
        if len(group) > room:
            pages.append([])
            room = _lines_on_page()
        pages[-1].append(group)
        room -= len(group)
    return pages


def _lines_on_page(taken_pt: float = 0) -> int:
    """How many lines of the text find room on a page below what is taken."""
    height_pt = (OFFICIAL.text_height_mm + SLACK_MM) / MM_PER_PT
    return int((height_pt - taken_pt) / _PITCH_PT)


def _lines_below(context: Mapping[str, Any]) -> int:
    """The lines of 附件说明, the room for the seal, 署名 and 成文日期."""
    names = context.get("attachments") or ()
    characters = OFFICIAL.characters - 2 - 3 - (len(names) > 1)  # the indent, 附件：, the number
    listed = sum(
        len(break_lines(name, characters * _EM, OFFICIAL.body_pt, "fangsong", tracking_pt=OFFICIAL.body_tracking_pt))
        for name in names
    )
    return (1 + listed if names else 0) + (2 if context["sealed"] else 1) + 2


def _taken_pt(context: Mapping[str, Any]) -> float:
    """What stands above the text on its first page (pt): title, and of an issued paper what is around it."""
    taken_pt = len(context["title"]) * OFFICIAL.title_pitch_pt + _PITCH_PT
    if "addressee" not in context:
        return taken_pt
    taken_pt += (3 + len(official_lines([("fangsong", context["addressee"])], 0))) * _PITCH_PT
    if context["letterhead"] == "none":
        return taken_pt
    above_pt = OFFICIAL.letterhead_below_top_mm / MM_PER_PT + letterhead_pt(context["issuer"]) + 2 * _PITCH_PT
    rule_pt = OFFICIAL.red_rule_below_number_mm / MM_PER_PT - (_PITCH_PT - OFFICIAL.body_pt) / 2 + 1
    return taken_pt + above_pt + rule_pt


def _cut(block: Block, kept: int) -> Iterator[dict[str, Any]]:
    """The block without its last lines, and these as a block that goes on with it."""
    parts = block_parts(block)
    text = "".join(part for _, part in parts)
    lines = break_measured(
        text,
        [width for font, part in parts for width in char_widths(part, font)],
        TEXT_PT,
        OFFICIAL.body_pt,
        first_indent_em=FIRST_INDENT * _EM / OFFICIAL.body_pt,
        tracking_pt=OFFICIAL.body_tracking_pt,
    )
    at, head = lines[-kept].start, block["number"] + block["lead"]
    for start, stop, end in ((0, at, CUT), (at, len(text), REST)):
        lead, rest = head[start:stop], text[max(start, len(head)) : max(stop, len(head))]
        yield {**block, "number": "", "lead": lead, "text": rest.rstrip(" ") if end == CUT else rest, "end": end}


FILTERS = {"ended": ended}
