"""The parts of an open package and what refers to what, as far as an office program reads it (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO
from urllib.parse import unquote

from lxml.etree import _Element as Element

from generator.reading.streamed_xml import tree

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class TwoMainPartsError(ValueError):
    """The package names two documents."""


@dataclass(frozen=True)
class Parts:
    """Of an open package, by their names in lower case, as OPC compares them."""

    zip: zipfile.ZipFile
    names: Mapping[str, str]

    def open(self, part: str) -> IO[bytes]:
        """The part's content. Raises KeyError where there is none."""
        return self.zip.open(self.names[part.lower()])

    def tree(self, part: str) -> Element | None:
        """The part's root, None where it is not there. Raises what a damaged part makes of its readers."""
        if part not in self.names:
            return None
        with self.open(part) as content:
            return tree(content)

    def relations(self, source: str) -> list[tuple[str, tuple[str, str]]]:
        """What the part refers to within the package: a relation's name, its kind, and the part in lower case."""
        folder, _, name = source.rpartition("/")
        root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = []
        for one in root.iter(_RELATION) if root is not None else ():
            if one.get("TargetMode", "Internal").lower() != "external":
                target = posixpath.normpath(posixpath.join("/", folder, unquote(one.get("Target", ""))))
                kind = one.get("Type", "").rsplit("/", 1)[-1]
                found.append((one.get("Id", ""), (kind, target.lstrip("/").lower())))
        return found

    def main(self, usual: str) -> str:
        """The part that is the document: the one that the package names, or the usual one where it names none.

        Raises TwoMainPartsError, and KeyError where it names one that is not there.
        """
        mains = [part for _, (kind, part) in self.relations("") if kind == "officeDocument"]
        if len(mains) > 1:
            raise TwoMainPartsError(mains[1])
        if mains and mains[0] not in self.names:
            raise KeyError(mains[0])
        return mains[0] if mains else usual


def parts_of(package: zipfile.ZipFile) -> Mapping[str, str]:
    """The names of the parts by the same in lower case."""
    return {name.lower(): name for name in package.namelist()}
