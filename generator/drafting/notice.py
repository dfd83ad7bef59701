"""The notice (通知): text, blank Form 1 and blank Form 2 in one file, page numbers going on through all."""

from __future__ import annotations

from lxml.etree import _Element as Element

from generator.campaign.layout import FORM, MM_PER_PT, OFFICIAL
from generator.drafting.form1 import form1_content
from generator.drafting.form2 import form2_content
from generator.drafting.official import attachments, blocks, head, imprint, signature
from generator.drafting.word.elements import around_paragraphs, exact, paragraph, sliver, w
from generator.drafting.word.package import package
from generator.drafting.word.sections import (
    HEADER_MM,
    NUMBERED,
    NUMBERED_LANDSCAPE,
    number_footers,
    section,
    section_end,
)

# The forms' drafts use the names of their own contexts; here those come out of the notice's.
_FORM1_NAMES = (
    *("title", "issuer", "blank", "slots", "checks", "applied", "intro"),
    *("completer_limit", "foot_note", "union", "office"),
)
_FORM2_NAMES = ("title", "recommender", "applied", "headers", "rows", "foot_note")

# The landscape page is the portrait sheet turned: the sheet's left edge is its top. That is the outer edge on even
# pages; on odd ones, where it is the binding edge, a header takes the rest of the room.
# Left and right are the sheet's foot and head; Word would swap unlike ones on even pages.
_MARGINS_MM = (OFFICIAL.outer_mm, OFFICIAL.bottom_mm, OFFICIAL.outer_mm, OFFICIAL.bottom_mm)
_SPARE_MM = OFFICIAL.top_mm - OFFICIAL.bottom_mm
_HEADERS = {"default": "rIdOddHead", "even": "rIdEvenHead"}


def _with(form: str, names: tuple[str, ...], *content: Element) -> list[Element]:
    return around_paragraphs("with " + ", ".join(f"{name}={form}.{name}" for name in names), *content)


def _headers() -> dict[str, Element]:
    """The headers of the landscape page: on odd pages as deep as the binding edge is wide."""
    room_pt = (OFFICIAL.binding_mm - HEADER_MM) / MM_PER_PT
    return {
        "rIdOddHead": w("hdr", paragraph("Sliver", props=[exact(room_pt)])),
        "rIdEvenHead": w("hdr", sliver()),
    }


def draft_notice() -> bytes:
    """notice.docx."""
    landscape = section(landscape=True, margins_mm=_MARGINS_MM, footers=NUMBERED_LANDSCAPE, headers=_HEADERS)
    body = w(
        "body",
        *head(),
        *blocks(),
        *attachments(),
        *signature(),
        section_end(section(footers=NUMBERED)),
        *_with("form1", _FORM1_NAMES, *form1_content()),
        section_end(section(footers=NUMBERED, slack_mm=FORM.slack_mm)),
        *_with("form2", _FORM2_NAMES, *form2_content(_SPARE_MM)),
        *imprint(landscape, {"default": "rIdEvenHead", "even": "rIdEvenHead"}),
    )
    return package("通知", body, footers=number_footers(), headers=_headers())
