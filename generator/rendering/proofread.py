"""Whether a printed certificate says what its row says: the text of every page is read back and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pypdfium2

from generator.errors import DataError, Place, Problem, error
from generator.rendering.plain import plain

TEMPLATE = "certificate/certificate.html"
PARTS = ("title", "number", "recipients", "body", "closing", "issuer", "date")
_FIX = "请检查 templates/certificate/certificate.html 是否改动过，改正后重新生成；没有改动过的请发给维护人员。"


def require_equal(content: bytes, context: Mapping[str, Any]) -> None:
    """Nothing, if the pages of this PDF are the certificates of the context.

    Raises:
        DataError: a page lacks a value or says more than others do, or pages are missing.
    """
    if problems := list(_differences(_texts(content), context)):
        raise DataError(problems)


def _differences(pages: Sequence[str], context: Mapping[str, Any]) -> Iterator[Problem]:
    """A problem for every certificate whose page says otherwise. The template's own words are alike on all pages."""
    certificates = context["certificates"]
    if len(pages) != len(certificates):
        message = f"应有{len(certificates)}页，却有{len(pages)}页。"
        yield error("certificate-text", Place("证书"), "", message, _FIX)
        return
    names = PARTS[1:] if "overprint" in context else PARTS
    besides = []
    for one, page in zip(certificates, pages, strict=True):
        parts = [_bare(one[name]) for name in names]
        besides.append(_besides(page, parts) if all(part in page for part in parts) else None)
    whole = [rest for rest in besides if rest is not None]
    usual = Counter(whole).most_common(1)[0][0] if whole else ""
    for one, rest in zip(certificates, besides, strict=True):
        if rest is None or rest != usual:
            message = "印出的文字与数据不一致，没有生成任何文件。"
            yield error("certificate-text", Place(one["number"]), "", message, _FIX)


def _besides(page: str, parts: Sequence[str]) -> str:
    """The characters of the page that are none of these parts', in a fixed order."""
    said = "".join(parts)
    if sorted(page) == sorted(said):  # as on all pages of our own template
        return ""
    return "".join(sorted((Counter(page) - Counter(said)).elements()))


def _texts(content: bytes) -> list[str]:
    """The text of every page without blanks."""
    with pypdfium2.PdfDocument(plain(content)) as document:
        pages = list(document)  # all open together: else fonts would be read anew for every page
        return [_bare(page.get_textpage().get_text_range()) for page in pages]


def _bare(text: str) -> str:
    return "".join(text.split())
