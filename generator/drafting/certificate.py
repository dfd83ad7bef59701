"""The certificate (荣誉证书): A4 landscape, one page for each, inside the border that the header carries."""

from __future__ import annotations

from lxml.etree import _Element as Element

from generator.campaign.layout import OFFICIAL
from generator.composing.fitting.fitting import CERTIFICATE_SIGN_MM, CERTIFICATE_SIGN_PT, CERTIFICATE_TITLE_PT
from generator.drafting.word.border import border
from generator.drafting.word.controls import plain, sized, written
from generator.drafting.word.elements import (
    align,
    around_paragraphs,
    around_runs,
    either_runs,
    fitted,
    paragraph,
    run,
    sliver,
    w,
)
from generator.drafting.word.package import package
from generator.drafting.word.sections import section
from generator.drafting.word.tables import borders, cell, row, table

# The page from top to bottom, in mm: the same bands as in certificate.css.
_TOP_MM, _SIDE_MM = 32.6, 36
_TITLE_MM, _NUMBER_MM, _WORDS_MM, _SIGNATURE_MM = 24, 8, 87.2, 25
_WIDTH_MM = OFFICIAL.height_mm - 2 * _SIDE_MM
_SIGN_RIGHT_MM = 6
_RATIO, _SIGN_RATIO = 1.6, 1.55
_NOMINAL_PT = 28


def _words() -> list[Element]:
    """Recipients, then body and closing as one paragraph indented by two characters of its own size, or as two."""
    props = fitted(_NOMINAL_PT, _RATIO)
    body = sized("body", "正文", "'\\u3000\\u3000' ~ one.body", "one.body_size_pt")
    closing = sized("closing", "结语", "one.closing", "one.body_size_pt")
    apart = sized("closing", "结语", "'\\u3000\\u3000' ~ one.closing", "one.body_size_pt")
    recipients = sized("recipients", "称呼", "one.recipients", "one.recipients_size_pt")
    return [
        paragraph("CertificateBody", recipients, props=[*props, align("left")]),
        paragraph("CertificateBody", body, *around_runs("if not one|closing_apart", closing), props=props),
        *around_paragraphs("if one|closing_apart", paragraph("CertificateBody", apart, props=props)),
    ]


def _signature() -> Element:
    """Issuer and date at the lower right, one above the other, with room for the seal around them."""
    columns = (_WIDTH_MM - CERTIFICATE_SIGN_MM - _SIGN_RIGHT_MM, CERTIFICATE_SIGN_MM, _SIGN_RIGHT_MM)
    size, issuer = "one.issuer|certificate_sign_pt", "one.issuer|certificate_sign_lines|join('\\n')"
    lines = [
        paragraph("CertificateSign", sized(key, label, text, size), props=fitted(CERTIFICATE_SIGN_PT, _SIGN_RATIO))
        for key, label, text in (("issuer", "颁发单位", issuer), ("date", "日期", "one.date"))
    ]
    empty = [cell([width], sliver()) for width in (columns[0], columns[2])]
    cells = [empty[0], cell([columns[1]], *lines, valign="bottom"), empty[1]]
    return table(columns, row(_SIGNATURE_MM, *cells), rules=borders({}), padding_mm=0)


def _page() -> list[Element]:
    # A run of its own size has its spacing counted after the last character too, in LibreOffice: only a long title.
    whole = f"overprint is defined or one.title|certificate_title_pt == {CERTIFICATE_TITLE_PT}"
    words = run("{{ '' if overprint is defined else one.title }}")
    smaller = run("{{r sized(one.title, one.title|certificate_title_pt) }}")
    title = paragraph("CertificateTitle", written("title", "标题", *either_runs(whole, [words], [smaller])))
    number = paragraph("CertificateNumber", plain("number", "编号", "one.number"))
    # The code's picture finds its place on the page by itself.
    picture = run("{{r qr_picture(one.code, overprint if overprint is defined else none) }}")
    bands = ((_TITLE_MM, [title], "top"), (_NUMBER_MM, [number], "center"), (_WORDS_MM, _words(), "center"))
    return [
        table(
            [_WIDTH_MM],
            *(row(height, cell([_WIDTH_MM], *content, valign=place)) for height, content, place in bands),
            rules=borders({}),
            padding_mm=0,
        ),
        paragraph("Sliver", around_runs("if one.code is defined", picture)),
        _signature(),
    ]


def draft_certificate() -> bytes:
    """certificate.docx."""
    pages = around_paragraphs(
        "for one in certificates",
        *around_paragraphs("if not loop.first", sliver(w("pageBreakBefore"))),
        *_page(),
    )
    end = section(landscape=True, margins_mm=(_TOP_MM, _SIDE_MM, 20, _SIDE_MM), headers={"default": "rIdBorder"})
    # On paper that has the border already only the words are printed.
    frame = w("hdr", paragraph("Sliver", around_runs("if overprint is not defined", w("r", border(1)))))
    body = w("body", *pages, sliver(), end)
    return package("荣誉证书", body, headers={"rIdBorder": frame}, mirrored=False)
