"""The notice (通知): text and its blank forms in one file, page numbers going on through all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml.etree import _Element as Element

from generator.campaign.forms import Form, ListForm
from generator.campaign.layout import FORM, MM_PER_PT, OFFICIAL
from generator.drafting.forms.grid import grid_content
from generator.drafting.forms.lists import list_content
from generator.drafting.official import attachments, blocks, head, imprint, signature
from generator.drafting.word.elements import around_paragraphs, exact, paragraph, sliver, w
from generator.drafting.word.glossary import without_placeholders
from generator.drafting.word.package import package
from generator.drafting.word.sections import (
    HEADER_MM,
    NUMBERED,
    NUMBERED_LANDSCAPE,
    number_footers,
    section,
    section_end,
)

# The landscape page is the portrait sheet turned: the sheet's left edge is its top. That is the outer edge on even
# pages; on odd ones, where it is the binding edge, a header takes the rest of the room.
# Left and right are the sheet's foot and head; Word would swap unlike ones on even pages.
_MARGINS_MM = (OFFICIAL.outer_mm, OFFICIAL.bottom_mm, OFFICIAL.outer_mm, OFFICIAL.bottom_mm)
_SPARE_MM = OFFICIAL.top_mm - OFFICIAL.bottom_mm
_HEADERS = {"default": "rIdOddHead", "even": "rIdEvenHead"}
_NO_HEADERS = {"default": "rIdEvenHead", "even": "rIdEvenHead"}


def _with(form: Form, *content: Element) -> list[Element]:
    """The form's content, where the names of its own context come out of the notice's."""
    given = ", ".join(f"{name}={form.key}.{name}" for name in _names(form, content))
    return around_paragraphs(f"with {given}", *content)


def _names(form: Form, content: Iterable[Element]) -> Iterator[str]:
    """The names of its context that the form's draft uses; some only where something of it asks for them."""
    if isinstance(form, ListForm):
        yield from ("title", "blank", "recommender", "applied", "headers", "rows", "foot_note")
    else:
        yield from ("title", "issuer", "blank", "slots", "checks", "applied")
        yield from (page.parts.slot for page in form.pages if page.parts)
        yield from ("completer_limit", "foot_note", "union", "office")
    written = "".join(str(text) for one in content for text in one.itertext())
    yield from (name for name in ("labels", "days", "pictures", "choices") if re.search(rf"\b{name}\b[.\[]", written))


def _headers() -> dict[str, Element]:
    """The headers of the landscape page: on odd pages as deep as the binding edge is wide."""
    room_pt = (OFFICIAL.binding_mm - HEADER_MM) / MM_PER_PT
    return {
        "rIdOddHead": w("hdr", paragraph("Sliver", props=[exact(room_pt)])),
        "rIdEvenHead": w("hdr", sliver()),
    }


def _annexes(forms: Sequence[Form]) -> Iterator[tuple[list[Element], Element]]:
    """The content of each form, and the section that it stands in."""
    lain = False  # a page that lies has headers, and those after it would have them too
    for form in forms:
        if isinstance(form, ListForm):
            lain = True
            section_ = section(landscape=True, margins_mm=_MARGINS_MM, footers=NUMBERED_LANDSCAPE, headers=_HEADERS)
            yield _with(form, *list_content(form, _SPARE_MM)), section_
        else:
            section_ = section(footers=NUMBERED, headers=_NO_HEADERS if lain else None, slack_mm=FORM.slack_mm)
            yield _with(form, *grid_content(form, typed_in=False)), section_


def draft_notice(forms: Sequence[Form]) -> bytes:
    """The Word template of a notice with these forms."""
    parts = [([*head(), *blocks(), *attachments(), *signature()], section(footers=NUMBERED)), *_annexes(forms)]
    *before, (last, end) = parts
    lies = any(isinstance(form, ListForm) for form in forms)
    body = w(
        "body",
        *(one for content, section_ in before for one in (*content, section_end(section_))),
        *last,
        *imprint(end, _NO_HEADERS if lies else None),
    )
    return package("通知", without_placeholders(body), footers=number_footers(), headers=_headers() if lies else None)
