"""A Word file's package → the trees of its parts, bounded; of what is given twice, for old and new programs, one."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote

from lxml.etree import _Element as Element

from generator.reading.prescan import opened_zip, require_no_declarations
from generator.reading.streamed_xml import XmlTooMuchError, tree

MAIN_PART = "word/document.xml"
MOST_MARKS = 1_500_000  # of a part; a Form 2 of 400 projects comes to 500,000
LARGEST_PART_BYTES = 30_000_000
DEEPEST = 200  # elements within each other; a table in a cell of a text box of a control comes to 40
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT, _USUAL = "http://purl.oclc.org/ooxml/", "http://schemas.openxmlformats.org/"
# Strict OOXML (ISO/IEC 29500-1) has the same elements under other names, all of which begin alike.
_STRICT_NAMES = {
    f"{_STRICT}officeDocument/": f"{_USUAL}officeDocument/2006/",
    f"{_STRICT}drawingml/": f"{_USUAL}drawingml/2006/",
    f"{_STRICT}wordprocessingml/": f"{_USUAL}wordprocessingml/2006/",
}
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


class TwoMainPartsError(ValueError):
    """The package names two documents, or another one than it holds."""


@dataclass(frozen=True)
class WordPackage:
    """An open package; parts by their names in lower case, as OPC compares them."""

    zip: zipfile.ZipFile
    names: Mapping[str, str]
    main: str

    def content(self, part: str) -> bytes:
        """The part's bytes, empty where it is not there. Raises XmlTooMuchError for more than any form has."""
        if part not in self.names:
            return b""
        if self.zip.getinfo(self.names[part]).file_size > LARGEST_PART_BYTES:
            raise XmlTooMuchError(part)
        return self.zip.read(self.names[part])

    def tree(self, part: str) -> Element | None:
        """The part's root, None where it is not there.

        What stands twice is there once; the names of strict OOXML are the usual ones.

        Raises XmlDeclaresError, XmlTooMuchError, or what a damaged part makes of its readers.
        """
        if part not in self.names:
            return None
        if self.zip.getinfo(self.names[part]).file_size > LARGEST_PART_BYTES:
            raise XmlTooMuchError(part)
        with self.zip.open(self.names[part]) as content:
            root = tree(content, MOST_MARKS)
        _require_shallow(root)
        _as_usual(root)
        _choose(root)
        return root

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and part, in lower case, of what the part refers to within the package, by the relation's name."""
        folder, _, name = part.rpartition("/")
        root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for one in root.iter(_RELATION) if root is not None else ():
            if one.get("TargetMode", "Internal").lower() != "external":
                target = posixpath.normpath(posixpath.join("/", folder, unquote(one.get("Target", ""))))
                found[one.get("Id", "")] = (one.get("Type", "").rsplit("/", 1)[-1], target.lstrip("/").lower())
        return found


@contextmanager
def word_package(content: bytes) -> Iterator[WordPackage]:
    """The package, its document found as it is referred to.

    Raises:
        TwoMainPartsError: it names two.
        PackageRefusedError, XmlDeclaresError, XmlTooMuchError, PACKAGE_ERRORS, XMLSyntaxError: it is not read.
    """
    with opened_zip(content) as archive:
        require_no_declarations(archive)
        names = {name.lower(): name for name in archive.namelist()}
        mains = [
            part for kind, part in WordPackage(archive, names, "").related("").values() if kind == "officeDocument"
        ]
        if len(mains) > 1:
            raise TwoMainPartsError(mains[1])
        main = mains[0] if mains else MAIN_PART
        if main not in names:
            raise KeyError(main)
        yield WordPackage(archive, names, main)


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
