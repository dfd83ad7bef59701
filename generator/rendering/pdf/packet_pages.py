"""The fixed pages of a packet's own papers: intro material, contents sheet, captions of attachments."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from generator.campaign.layout import MM_PER_PT, OFFICIAL, PACKET
from generator.composing.contents import COLUMNS
from generator.composing.fitting.fitting import signature_gaps, signature_pt
from generator.rendering.pdf.fixed_values import Context, FixedLayout, FixedPage
from generator.rendering.sheets.endings import BLANK, kept_together, paged
from generator.rendering.sheets.paragraphs import Line, Run
from generator.typesetting.typeset import width_em

# ---- papers: a title, lines that go on over pages, a signature below them


def paper_pages(paper: Context) -> list[FixedPage]:
    """The lines of a paper page by page, broken as WeasyPrint and Word break them."""
    title = tuple(Line((Run("xiaobiaosong", line),)) for line in paper["title"])
    groups = kept_together(paper["blocks"], _signature(paper))
    pages = paged(groups, len(title) * OFFICIAL.title_pitch_pt + OFFICIAL.line_pitch_pt)
    words_of = (tuple(chain.from_iterable(page)) for page in pages)
    return [
        FixedPage(
            _name(place) if place else f"first-{len(title)}",
            ({} if place else {"title": title}) | {"words": words, "page": (_page_number(place + 1),)},
        )
        for place, words in enumerate(words_of)
    ]


def _signature(paper: Context) -> list[Line]:
    """Room for the seal, 署名 and 成文日期, as the macro `signature` of official.html sets them; nothing without."""
    if not paper["signatory"]:
        return []
    texts = paper["signatory"], paper["date"]
    sizes = signature_pt(texts[0]), OFFICIAL.body_pt
    gaps = signature_gaps(*texts, sealed=True)
    return [BLANK, BLANK, *map(_from_right, texts, gaps, sizes)]


def _from_right(text: str, gap_pt: float, size_pt: float) -> Line:
    """A line that ends so far from the right edge; its tracking follows the last character too."""
    tracking_pt = OFFICIAL.body_tracking_pt
    long_pt = width_em(text, "fangsong") * size_pt + (len(text) - 0.5) * tracking_pt
    indent_pt = OFFICIAL.text_width_mm / MM_PER_PT - gap_pt - long_pt
    return Line((Run("fangsong", text),), size_pt, tracking_pt, indent_pt)


def _page_number(number: int) -> Line:
    return Line((Run("fangsong", "—"), Run("songti", f" {number} "), Run("fangsong", "—")))


def _name(place: int) -> str:
    # Margins are mirrored: the blank of a left page is another than that of a right one.
    return "first" if not place else ("more-right", "more-left")[place % 2]


def _paper_printed(paper: Context) -> Context:
    return {"title_lines": len(paper["title"])}


def _paper_probes(printed: Context) -> list[Context]:
    """Papers of eleven pages, three and one: page numbers of one digit and of two, titles of three widths."""
    return [
        {
            "title": ["国" * (2 * place + characters) for place in range(printed["title_lines"])],
            "blocks": [
                {"kind": "p", "number": "", "lead": "", "text": "国" * (1 + (place + lines) % 3)}
                for place in range(lines)
            ],
            "signatory": "",
        }
        for characters, lines in ((1, 22 * 10 + 9), (2, 22 * 2 + 11), (5, 5))
    ]


# ---- the contents sheet


def contents_sheets(context: Context) -> list[FixedPage]:
    """The contents sheet page by page; the rule below the rows moves with their number."""
    pages = []
    for place, sheet in enumerate(context["sheets"]):
        room = PACKET.rows if place else PACKET.rows_below_head
        rows = [*sheet["rows"], *[{}] * (room - len(sheet["rows"]))]
        values = {f"{row}.{key}": _cell(one, key) for row, one in enumerate(rows) for key in ("name", *COLUMNS)}
        if not place:
            size_pt = context["owner_pt"]
            values["owner"] = tuple(Line((Run("fangsong", line),), size_pt) for line in context["owner"])
            values["totals"] = (Line((Run("heiti", context["totals"]),)),)
        values["foot"] = (Line((Run("songti", sheet["foot"]),)),)
        pages.append(FixedPage(_name(place), values, len(sheet["rows"]) * PACKET.row_mm))
    return pages


def _cell(row: Mapping[str, Any], key: str) -> tuple[Line, ...]:
    if not row.get(key):
        return ()
    indent_pt = row.get("indent_pt", 0) if key == "name" else 0
    return (Line((Run("heiti" if row["head"] else "songti", row[key]),), indent_pt=indent_pt),)


def _contents_printed(context: Context) -> Context:
    return {"title": context["title"]}


def _contents_probes(printed: Context) -> list[Context]:
    """Sheets whose pages come left and right, full and not."""
    row = {"head": False, "indent_pt": 0}
    return [
        {
            **printed,
            "owner": owner.split("|"),
            "owner_pt": owner_pt,
            "totals": text,
            "sheets": [
                {"rows": [{**row, **dict.fromkeys(("name", *COLUMNS), text)}] * rows, "foot": text} for rows in counts
            ],
        }
        for text, owner, owner_pt, counts in (
            ("1", "国国", 12.0, (PACKET.rows_below_head, PACKET.rows, PACKET.rows)),
            ("国", "国|国国国", 12.0, (3, 5, 7)),
            ("国1", "国国国|国国", 9.0, (PACKET.rows_below_head, PACKET.rows, PACKET.rows)),
            ("国国", "国", 16.0, (2, 4, 6)),
        )
    ]


# ---- captions of attachments


def caption_pages(context: Context) -> list[FixedPage]:
    """One page for each caption, as large as the one it goes on."""
    return [
        FixedPage(
            "across" if one["across"] else "upright",
            {"caption": (Line((Run("songti", one["text"]),), one["size_pt"]),)},
        )
        for one in context["captions"]
    ]


def _caption_probes(printed: Context) -> list[Context]:
    samples = (("国", PACKET.caption_pt), ("国国国", PACKET.caption_pt), ("国国", PACKET.caption_pt - 2))
    return [
        {"captions": [{"text": text, "size_pt": size_pt, "across": across} for across in (False, True)]}
        for text, size_pt in samples
    ]


PACKET_LAYOUTS: Mapping[str, FixedLayout] = {
    "packet/paper.html": FixedLayout(
        _paper_printed, paper_pages, _paper_probes, title=lambda paper: "".join(paper["title"])
    ),
    "packet/contents.html": FixedLayout(_contents_printed, contents_sheets, _contents_probes),
    "packet/caption.html": FixedLayout(lambda _: {}, caption_pages, _caption_probes),
}
