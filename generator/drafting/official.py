"""The paragraphs of an official document that notice and bulletin share (GB/T 9704-2012, clause 7)."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from lxml.etree import _Element as Element

from generator.campaign.layout import FORM, MM_PER_PT, OFFICIAL
from generator.drafting.word.controls import plain, sized
from generator.drafting.word.elements import (
    align,
    around_paragraphs,
    exact,
    paragraph,
    run,
    size,
    sliver,
    tag_paragraph,
    twips,
    w,
)
from generator.drafting.word.sections import NUMBERED, UNNUMBERED, section, section_end
from generator.drafting.word.styles import CHARACTER_TWIPS, RED
from generator.drafting.word.tables import borders, cell, row, table, tag_row

_MARK_PT = 54
_RISE_PT = 0.078 * _MARK_PT  # so that the characters, not their line, start where the standard says
_LEAD, _TEXT = "{{ block.number }}{{ block.lead }}", "{{ block.text }}"


def annex_title(name: str) -> Element:
    """An annex's title, on as many lines as it needs."""
    return paragraph("Title", f"{{{{ {name}|title_lines|join('\\n') }}}}")


def blank_line(*props: Element) -> Element:
    """One empty line of the page's 22."""
    return paragraph("Normal", props=props)


def _letterhead(*, printed: bool) -> list[Element]:
    """发文机关标志, two lines, 发文字号, red rule; or the same room, left free for pre-printed paper."""
    drop_pt = OFFICIAL.letterhead_below_top_mm / MM_PER_PT
    # Reserved, a blank of the same size keeps the room that the mark would take.
    mark = "issuer ~ '文件'" if printed else "'\u3000'"
    control = sized("issuer", "发文机关标志", mark, "issuer|letterhead_pt")
    # The rule's distance (clause 7.2.5) counts from the foot of the characters, not of their line.
    below_text_pt = (OFFICIAL.line_pitch_pt - OFFICIAL.body_pt) / 2
    gap_pt = round(OFFICIAL.red_rule_below_number_mm / MM_PER_PT - below_text_pt)
    rule = w("pBdr", w("bottom", val="single", sz=8, space=gap_pt, color=RED))
    room = exact(OFFICIAL.line_pitch_pt, after=gap_pt + 1)
    return [
        paragraph("Normal", props=[exact(drop_pt - _RISE_PT)]),
        paragraph("Letterhead", control, props=[exact(_MARK_PT, after=_RISE_PT), w("rPr", *size(_MARK_PT))]),
        blank_line(),
        blank_line(),
        _document_number(rule if printed else room),
    ]


def _document_number(*props: Element) -> Element:
    return paragraph("DocumentNumber", plain("document_number", "发文字号", "document_number"), props=props)


def head() -> list[Element]:
    """Letterhead printed, reserved or absent; number; title; addressee."""
    return [
        *around_paragraphs("if letterhead == 'printed'", *_letterhead(printed=True)),
        *around_paragraphs("if letterhead == 'reserved'", *_letterhead(printed=False)),
        *around_paragraphs("if letterhead == 'none'", _document_number()),
        blank_line(),
        blank_line(),
        *around_paragraphs("for line in title", paragraph("Title", "{{ line }}")),
        blank_line(),
        paragraph("Normal", plain("addressee", "主送机关", "addressee")),
    ]


def blocks() -> list[Element]:
    """The body: headings by level, run-in headings in their own font, paragraphs.

    The last paragraph stays with what follows, or its last lines do, so that no page holds a signature and no text.
    """
    return around_paragraphs(
        "for block in blocks|ended",
        tag_paragraph("%p if block.kind == 'h1' %"),
        paragraph("Heading1", _LEAD + _TEXT),
        tag_paragraph("%p elif block.kind == 'h2' %"),
        *_by_end(run(_LEAD, w("rStyle", val="Lead")), run(_TEXT)),
        tag_paragraph("%p else %"),
        *_by_end(run(_LEAD + _TEXT)),
        tag_paragraph("%p endif %"),
    )


def _by_end(*runs: Element) -> list[Element]:
    """The body paragraph by how it ends.

    Kept with the next; cut where a page ends, flush to its last line; or the lines that go on after such a cut.
    """
    kept = [w("keepNext"), w("keepLines")]
    kinds: tuple[tuple[str, list[Element]], ...] = (
        ("if block.end == 'kept'", kept),
        ("elif block.end == 'cut'", [align("distribute")]),
        ("elif block.end == 'rest'", [*kept, w("ind", firstLineChars=0, firstLine=0)]),
        ("else", []),
    )
    made = [
        one
        for condition, props in kinds
        for one in (tag_paragraph(f"%p {condition} %"), paragraph("Body", *map(deepcopy, runs), props=props))
    ]
    return [*made, tag_paragraph("%p endif %")]


def attachments() -> list[Element]:
    """附件说明 (clause 7.3.4): a turned-over line stands under the first character of the name."""
    two, mark = 2 * CHARACTER_TWIPS, 3 * CHARACTER_TWIPS  # the indent, and 附件：
    ordinal = CHARACTER_TWIPS  # “1.”, two half-width characters

    def item(text: str, left: int, hanging: int) -> list[Element]:
        place = [align("left"), w("ind", left=left, hanging=hanging)]
        return [paragraph("Normal", text, props=[*place, w("keepNext")])]

    numbered = "{{ loop.index }}.\t{{ name }}"
    return around_paragraphs(
        "if attachments",
        blank_line(w("keepNext")),
        tag_paragraph("%p for name in attachments %"),
        tag_paragraph("%p if attachments|length == 1 %"),
        *item("附件：{{ name }}", two + mark, mark),
        tag_paragraph("%p elif loop.first %"),
        *item("附件：" + numbered, two + mark + ordinal, mark + ordinal),
        tag_paragraph("%p else %"),
        *item(numbered, two + mark + ordinal, ordinal),
        tag_paragraph("%p endif %"),
        tag_paragraph("%p endfor %"),
    )


def signature() -> list[Element]:
    """署名 and 成文日期, one line below the text; with seal one more, which the seal needs (clause 7.3.5)."""
    keep = w("keepNext")
    gaps = "signatory|signature_gaps(date, sealed)"
    return [
        blank_line(keep),
        *around_paragraphs("if sealed", blank_line(keep)),
        _signed("r sized(signatory, signatory|signature_pt)", f"({gaps})[0]", keep),
        _signed(" date", f"({gaps})[1]"),
    ]


def _signed(value: str, gap: str, *props: Element) -> Element:
    """A paragraph that ends so many pt from the right.

    To the left it may leave the type area by a millimetre: a name as wide as that must not be broken for a rounding.
    """
    placed = [w("ind", left=twips(-1)), align("right"), *props]
    return paragraph("Normal", run(f"{{{{{value} }}}}"), run(f"{{{{r gap({gap}) }}}}"), props=placed)


def imprint(before: Element, headers: Mapping[str, str] | None = None) -> list[Element]:
    """版记 (clause 7.4), its bottom rule on the foot of the type area, and the section that closes the document.

    By `imprint_place` it stands at the foot of the text's last page, or on an even page of its own: numbered as the
    others, or not where a blank page comes before (clause 7.5). `before` closes the section of the text.
    """
    return [
        *around_paragraphs("if imprint and imprint_place == 'here'", sliver(), _imprint_lines(at_foot=True)),
        section_end(before),
        *around_paragraphs(
            "if imprint and imprint_place == 'next'", *_imprint_page(), section_end(_own_page(NUMBERED, headers))
        ),
        *around_paragraphs("if imprint and imprint_place == 'after_blank'", *_imprint_page()),
        _own_page(UNNUMBERED, headers),
    ]


def _own_page(footers: Mapping[str, str], headers: Mapping[str, str] | None) -> Element:
    return section(kind="evenPage", footers=footers, headers=headers, slack_mm=FORM.slack_mm)


def _imprint_page() -> list[Element]:
    """A table as high as the type area, the 版记 at its foot."""
    foot = cell([OFFICIAL.text_width_mm], _imprint_lines(), sliver(), valign="bottom")
    height_mm = OFFICIAL.text_height_mm - MM_PER_PT
    page = table([OFFICIAL.text_width_mm], row(height_mm, foot), rules=borders({}), padding_mm=0)
    return [sliver(), page, sliver()]


def _imprint_lines(*, at_foot: bool = False) -> Element:
    """抄送, where there is any, and 印发 between the rules of the 版记."""
    em = round(OFFICIAL.number_pt * 20)
    width_mm = OFFICIAL.text_width_mm
    edge = w("tabs", w("tab", val="right", pos=twips(width_mm) - em))
    copies = [w("ind", left=4 * em, right=em, hanging=3 * em)]
    printed = [w("ind", left=em, right=em), edge]

    def line(text: str, props: list[Element]) -> Element:
        return row(None, cell([width_mm], paragraph("Imprint", text, props=props)))

    printed_by = "{{ imprint.printed_by|imprint_lines(imprint.printed_on)|join('\\n') }}"
    rules = borders({"top": 0.35, "bottom": 0.35, "insideH": 0.25})
    return table(
        [width_mm],
        tag_row("%tr if imprint.copy_to %", 1),
        line("抄送：{{ imprint.copy_to }}", copies),
        tag_row("%tr endif %", 1),
        line(f"{printed_by}\t{{{{ imprint.printed_on }}}}印发", printed),
        rules=rules,
        padding_mm=0,
        at_foot=at_foot,
    )
