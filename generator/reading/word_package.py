"""A Word file's package → the trees of its parts, bounded; of what is given twice, for old and new programs, one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from lxml.etree import _Element as Element

from generator.reading.package_parts import Parts, parts_of
from generator.reading.prescan import opened_zip, require_no_declarations
from generator.reading.streamed_xml import XmlTooMuchError, tree

MAIN_PART = "word/document.xml"
MOST_MARKS = 1_500_000  # of a part; a Form 2 of 400 projects comes to 500,000
LARGEST_PART_BYTES = 30_000_000
DEEPEST = 200  # elements within each other; a table in a cell of a text box of a control comes to 40
_STRICT, _USUAL = "http://purl.oclc.org/ooxml/", "http://schemas.openxmlformats.org/"
# Strict OOXML (ISO/IEC 29500-1) has the same elements under other names, all of which begin alike.
_STRICT_NAMES = {
    f"{_STRICT}officeDocument/": f"{_USUAL}officeDocument/2006/",
    f"{_STRICT}drawingml/": f"{_USUAL}drawingml/2006/",
    f"{_STRICT}wordprocessingml/": f"{_USUAL}wordprocessingml/2006/",
}
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass(frozen=True)
class WordPackage(Parts):
    """An open package, and its document's part."""

    main_part: str = MAIN_PART

    def content(self, part: str) -> bytes:
        """The part's bytes, empty where it is not there. Raises XmlTooMuchError for more than any form has."""
        if part not in self.names:
            return b""
        self._require_modest(part)
        return self.zip.read(self.names[part])

    def tree(self, part: str) -> Element | None:
        """The part's root, None where it is not there.

        What stands twice is there once; the names of strict OOXML are the usual ones.

        Raises XmlDeclaresError, XmlTooMuchError, or what a damaged part makes of its readers.
        """
        if part not in self.names:
            return None
        self._require_modest(part)
        with self.open(part) as content:
            root = tree(content, MOST_MARKS)
        _require_shallow(root)
        _as_usual(root)
        _choose(root)
        return root

    def _require_modest(self, part: str) -> None:
        if self.zip.getinfo(self.names[part]).file_size > LARGEST_PART_BYTES:
            raise XmlTooMuchError(part)


@contextmanager
def word_package(content: bytes) -> Iterator[WordPackage]:
    """The package, its document found as it is referred to.

    Raises:
        TwoMainPartsError: it names two.
        PackageRefusedError, XmlDeclaresError, XmlTooMuchError, PACKAGE_ERRORS, XMLSyntaxError: it is not read.
    """
    with opened_zip(content) as archive:
        require_no_declarations(archive)
        package = WordPackage(archive, parts_of(archive))
        main = package.main(MAIN_PART)
        if main not in package.names:
            raise KeyError(main)
        yield replace(package, main_part=main)


def _require_shallow(root: Element) -> None:
    """Raises XmlTooMuchError where elements go deeper into each other than in any paper."""
    level: list[Element] = [root]
    for _ in range(DEEPEST):
        level = [child for one in level for child in one]
        if not level:
            return
    raise XmlTooMuchError(DEEPEST)


def _choose(root: Element) -> None:
    """Leave of each alternative what a program of today shows (ECMA-376 part 3, 7.5)."""
    for both in list(root.iter(f"{_COMPATIBLE}AlternateContent")):
        choices = both.findall(f"{_COMPATIBLE}Choice")
        for other in (*choices[1:], *(both.findall(f"{_COMPATIBLE}Fallback") if choices else ())):
            both.remove(other)


def _as_usual(root: Element) -> None:
    """Give what strict OOXML calls otherwise the names that are usual."""
    if _STRICT not in f"{root.tag} {' '.join(map(str, root.nsmap.values()))}":
        return
    for one in root.iter():
        if isinstance(one.tag, str):
            one.tag = _usual(one.tag)
        for name in [str(key) for key in one.attrib if _STRICT in str(key)]:
            one.set(_usual(name), one.attrib.pop(name))


def _usual(name: str) -> str:
    if _STRICT not in name:
        return name
    begin = next((strict for strict in _STRICT_NAMES if name.startswith(strict, 1)), "")
    return name.replace(begin, _STRICT_NAMES[begin], 1) if begin else name
