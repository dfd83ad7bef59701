"""A Word file opened: its parts, and properties resolved through direct formatting, styles and defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from lxml import etree
from lxml.etree import _Element as Element

from generator.reading.prescan import PACKAGE_ERRORS, TOO_MUCH, PackageRefusedError
from generator.reading.streamed_xml import XmlTooMuchError
from generator.reading.word_package import WordPackage, word_package
from generator.reading.word_tables import elements as tables
from generator.reading.word_tables.elements import W
from generator.reading.word_tables.styles import Properties, StyleSheet, number
from generator.reading.word_tables.texts import LineReader

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EMPTY = etree.fromstring(b"<empty/>")
MM_PER_TWIP = 25.4 / 1440


class Why(StrEnum):
    """Why a file is not inspected: damaged or something else, larger than any such paper, or oddly formatted."""

    BROKEN = "broken"
    LARGE = "large"
    UNUSUAL = "unusual"


class BrokenFileError(Exception):
    """The file is not what its ending says, damaged, or cannot be read for another reason."""

    def __init__(self, why: Why = Why.BROKEN) -> None:
        """Carry the reason."""
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class RunText:
    """Text of one run with what its properties come to; `printed` where it stands outside every control."""

    text: str
    family: str
    size_pt: float
    tracking_pt: float
    color: str
    printed: bool


@dataclass(frozen=True)
class WordFile:
    """The parts of a Word file that say how it looks."""

    document: Element
    styles: Element
    settings: Element
    parts: Mapping[str, Element] = field(default_factory=dict)

    @property
    def body(self) -> Element:
        """The body of the text."""
        found = self.document.find(f"{W}body")
        if found is None:
            raise BrokenFileError
        return found

    @cached_property
    def _sheet(self) -> StyleSheet:
        return StyleSheet(self.styles)

    def paragraph(self, paragraph: Element) -> Properties:
        """What the paragraph's properties come to."""
        return self._sheet.paragraph(paragraph)

    def run(self, run: Element, paragraph: Element) -> Properties:
        """What the run's properties come to."""
        return self._sheet.run(run, paragraph)

    def runs(self, paragraph: Element) -> Iterator[RunText]:
        """The texts of a paragraph in order, without those of drawings and nested paragraphs."""
        reader = LineReader()
        for run in paragraph.iter(f"{W}r"):
            if next(run.iterancestors(f"{W}p")) is not paragraph:
                continue
            text = reader.run(run)
            if not text:
                continue
            known = self.run(run, paragraph)
            yield RunText(
                text,
                known.get("rFonts", {}).get("eastAsia", ""),
                number(known, "sz", "val", 20) / 2,
                number(known, "spacing", "val") / 20,
                known.get("color", {}).get("val", ""),
                next(run.iterancestors(f"{W}sdt"), None) is None,
            )

    def footer(self, section: Element, kind: str) -> Element | None:
        """The footer of a section for default or even pages, with nothing taken from earlier sections."""
        for reference in section.iterfind(f"{W}footerReference"):
            if reference.get(f"{W}type") == kind:
                return self.parts.get(reference.get(f"{_R}id", ""))
        return None


def read_word(content: bytes) -> WordFile:
    """The file opened. Raises BrokenFileError where it is no whole Word file."""
    try:
        with word_package(content) as package:
            return _opened(package)
    except (XmlTooMuchError, MemoryError) as wrong:
        raise BrokenFileError(Why.LARGE) from wrong
    except PackageRefusedError as refused:
        raise BrokenFileError(Why.LARGE if refused.trouble == TOO_MUCH else Why.BROKEN) from refused
    except (*PACKAGE_ERRORS, etree.XMLSyntaxError) as wrong:
        raise BrokenFileError from wrong


def _opened(package: WordPackage) -> WordFile:
    related = dict(package.relations(package.main_part))
    styles, settings = (_only(package, related, kind) for kind in ("styles", "settings"))
    shown = {key: package.tree(part) for key, (kind, part) in related.items() if kind in ("header", "footer")}
    parts = {key: root for key, root in shown.items() if root is not None}
    return WordFile(_or_empty(package.tree(package.main_part)), styles, settings, parts)


def _only(package: WordPackage, related: Mapping[str, tuple[str, str]], kind: str) -> Element:
    """The part of that kind, an empty element where there is none."""
    return _or_empty(next((package.tree(part) for one, part in related.values() if one == kind), None))


def _or_empty(root: Element | None) -> Element:
    return _EMPTY if root is None else root


def is_on(known: Properties, name: str) -> bool:
    """Whether a switch is on."""
    return name in known and known[name].get("val", "1") not in ("0", "false", "off", "none")


def is_set(file: WordFile, name: str) -> bool:
    """Whether a switch of the whole file is on."""
    found = file.settings.find(f"{W}{name}")
    return found is not None and found.get(f"{W}val", "1") not in ("0", "false")


def blocks(container: Element) -> Iterator[Element]:
    """Paragraphs and tables in order, those in block controls too."""
    return (block for block, _ in tables.blocks(container))


def children(container: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, those in controls too."""
    return (child for child, _ in tables.children(container, f"{W}{name}"))


def sections(file: WordFile) -> list[Element]:
    """The section properties in order."""
    return [one for one in file.body.iter(f"{W}sectPr") if one.getparent() is not None]


def mm_of(element: Element | None, name: str, default: float = 0) -> float:
    """An attribute in twips as millimetres."""
    text = element.get(f"{W}{name}") if element is not None else None
    try:
        return float(text) * MM_PER_TWIP if text else default
    except ValueError:
        return default
