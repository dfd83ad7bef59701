"""PDF of an HTML template: Jinja fills it, WeasyPrint lays it out, what either of them doubts is an error."""

from __future__ import annotations

import hashlib
import logging
import mimetypes
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from generator.campaign import layout
from generator.campaign.errors import TemplateError
from generator.composing.filling.pictured import Picture
from generator.ground.environment import FAULTS
from generator.ground.inputs import read_file
from generator.rendering.glyphs import marks
from generator.rendering.html import page_rules, weasyprint_library
from generator.rendering.html.filled_pages import filled, sources
from generator.rendering.sheets.photos import photo

weasyprint = weasyprint_library.load()

from PIL import ImageFile  # noqa: E402
from weasyprint.pdf.metadata import DocumentMetadata  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: E402

from generator.rendering.html import weasyprint_fonts  # noqa: E402

# WeasyPrint lets Pillow take half a picture for a whole one, in the whole process; nothing here may.
ImageFile.LOAD_TRUNCATED_IMAGES = False
weasyprint_fonts.install()

SCHEME = "template:"
PICTURES = "pictures/"  # in a template's address, before the slot of a record's picture
TURNED = "turned"


def render(template: str, context: Mapping[str, Any], *, folders: Sequence[Path] = ()) -> bytes:
    """The PDF of `template`, such as `form1/form1.html`, filled with `context`: for the same input the same bytes.

    The template, and whatever it includes or shows, is looked up in `folders` in order, then among the
    templates that come with the program. Pages that hold an element whose id begins with `turned` are turned
    by 90° for the screen.

    Raises:
        TemplateError: the template is missing or wrong, names what the context lacks, asks for a file outside
            the folders, holds what no page may (`page_rules`), or WeasyPrint warns of anything (an unknown property,
            a character without a glyph).
    """
    searched = _searched(folders)
    with _warnings_are_errors(template):
        _, document, html = _placed(template, context, searched)
        turned = [
            number
            for number, page in enumerate(document.pages)
            if any(anchor.startswith(TURNED) for anchor in page.anchors)
        ]
        made = bytes(document.write_pdf(pdf_identifier=_identifier(html), finisher=partial(_turn, turned)))
    with _only_what_pages_may_hold(template):
        page_rules.require_still(made)
    return made


def imprint_place(template: str, context: Mapping[str, Any], *, folders: Sequence[Path] = ()) -> str:
    """Where the 版记 stands: for Word files, which cannot find out by themselves.

    `here`, at the foot of the text's last page; `next`, on the page that follows; `after_blank`, on the one after a
    blank page.

    Raises:
        TemplateError: as `render`.
    """
    with _warnings_are_errors(template):
        return _placed(template, context, _searched(folders))[0]


def _placed(template: str, context: Mapping[str, Any], folders: Sequence[Path]) -> tuple[str, Any, str]:
    """The place of the 版记, the document with it there, and its HTML.

    The 版记 stands on the last page, which is even (GB/T 9704-2012, 7.4): the text's own last page if it is even and
    has room. Whether it is and has is known only when the pages have been made, so the places are tried in turn.
    """
    if not context.get("imprint"):
        return "", *_laid_out(template, context, folders, "")
    for place, suits in (("here", _shares_last_page), ("next", _follows_text)):
        document, html = _laid_out(template, context, folders, place)
        if suits(document):
            return place, document, html
    return "after_blank", *_laid_out(template, context, folders, "after_blank")


def _laid_out(template: str, context: Mapping[str, Any], folders: Sequence[Path], place: str) -> tuple[Any, str]:
    """The document on its pages with the 版记 in its place, and its HTML."""
    html = filled(template, {**context, "imprint_place": place}, folders)
    try:
        with _only_what_pages_may_hold(template):
            files = _TemplateFiles(folders, context.get("pictures") or {})
            source = weasyprint.HTML(string=html, base_url=SCHEME + template, url_fetcher=files)
            page_rules.require_allowed(source.etree_element)
            document = source.render(font_config=_fonts())
            page_rules.require_spelt_out(document, sources(folders))
        # What a template says of itself (author, keywords, attached files) is no part of the document.
        document.metadata = DocumentMetadata(title=document.metadata.title, lang=document.metadata.lang)
        return document, html
    except FAULTS as wrong:  # styles and pictures that WeasyPrint does not see through
        message = f"模板“{template}”不能排版（{type(wrong).__name__}：{wrong}）。"
        raise TemplateError(f"{message}请更正模板，或恢复程序自带的模板。") from wrong


def laid_out(template: str, context: Mapping[str, Any], folders: Sequence[Path]) -> Any:
    """WeasyPrint's document of the filled template, not yet drawn. Raises TemplateError as `render` does."""
    with _warnings_are_errors(template):
        return _laid_out(template, context, _searched(folders), "")[0]


@contextmanager
def _only_what_pages_may_hold(template: str) -> Iterator[None]:
    """Turns what no page may hold into a TemplateError."""
    try:
        yield
    except page_rules.ForbiddenError as wrong:
        raise TemplateError(f"模板“{template}”有误：{wrong}。请从模板或它引用的文件中删去。") from wrong


def _searched(folders: Sequence[Path]) -> tuple[Path, ...]:
    return tuple(dict.fromkeys((*folders, layout.package_templates())))


def _shares_last_page(document: Any) -> bool:
    """Whether the last page is even, and the end of the text and the 版记 are both on it."""
    last = document.pages[-1]
    return len(document.pages) % 2 == 0 and {"end-of-text", "imprint-here"} <= last.anchors.keys()


def _follows_text(document: Any) -> bool:
    """Whether no blank page stands before the last one: else neither is numbered (clause 7.5)."""
    return len(document.pages) < 2 or not document.pages[-2]._page_box.page_type.blank


@cache
def _fonts() -> FontConfiguration:
    """The fonts of this process: reading them costs more than a page."""
    return FontConfiguration()


class _TemplateFiles(URLFetcher):  # type: ignore[misc]
    """Serves files of the template folders by their path there, the record's pictures by their slots, and nothing else.

    Neither other files of this machine, nor the network, nor data inside an address.
    """

    def __init__(self, folders: Sequence[Path], pictures: Mapping[str, Picture]) -> None:
        super().__init__(allowed_protocols=(), fail_on_errors=False)
        self._roots = [folder.resolve() for folder in folders]
        self._pictures = pictures

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The file that the address names, read whole."""
        if url == marks.ADDRESS:
            return URLFetcherResponse(url, marks.font(), {"Content-Type": "font/ttf"})
        name = unquote(url.removeprefix(SCHEME))
        _, folder, slot = name.rpartition(PICTURES)
        if folder and (picture := self._pictures.get(slot)):
            shown = photo(picture)
            return URLFetcherResponse(url, shown.content, {"Content-Type": f"image/{shown.ending}"})
        if ":" in name:
            raise PermissionError("只能引用 templates 文件夹中的文件")
        for root in self._roots:
            file = (root / name).resolve()
            if file.is_relative_to(root) and file.is_file():
                kind = mimetypes.guess_type(file.name)[0] or ""
                return URLFetcherResponse(url, read_file(file, link=True), {"Content-Type": kind})
        raise FileNotFoundError(f"templates 文件夹中没有“{name}”")


@contextmanager
def _warnings_are_errors(template: str) -> Iterator[None]:
    """Turns the first warning that WeasyPrint logs in this thread into a TemplateError."""
    logger, handler = logging.getLogger("weasyprint"), _Collector()
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    if handler.messages:
        raise TemplateError(f"模板“{template}”排版有误：{handler.messages[0]}。请更正模板，或恢复程序自带的模板。")


class _Collector(logging.Handler):
    """Keeps the warnings and errors logged by its own thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        if record.thread == self._thread:
            self.messages.append(record.getMessage())


def _identifier(html: str) -> bytes:
    """The PDF's identifier: of the content, so that neither clock nor chance has a part in the file."""
    return hashlib.sha256(html.encode()).hexdigest()[:32].encode()


def _is_turned(page: Any) -> bool:
    return any(anchor.startswith(TURNED) for anchor in page.anchors)


def _turn(numbers: Sequence[int], _document: Any, pdf: Any) -> None:
    """Mark pages (from 0) to be shown turned clockwise: what lies across them stands upright on the screen."""
    pages = [found for found in pdf.objects if isinstance(found, dict) and found.get("Type") == "/Page"]
    for number in numbers:
        pages[number]["Rotate"] = 90
