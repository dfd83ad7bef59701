"""A package of the Open Packaging Conventions as data: its parts with their types, and what refers to what.

ECMA-376 part 2: part names are compared without regard to case (6.2.2), a type comes from an Override or from the
ending's Default (6.2.3), a target is resolved from its source and ends at a part (6.5). Names that say one thing to
one program and another to the next are refused rather than understood.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element as Element

from generator.office.bounded_xml import XmlError, parsed
from generator.office.package import HEAD, zip_file
from generator.office.package import packed as deflated
from generator.reading.prescan import OLE_SIGNATURE, PACKAGE_ERRORS, TOO_MUCH, PackageRefusedError, opened_zip

LARGEST_FILE_BYTES = 20_000_000
LARGEST_INFLATED_BYTES = 50_000_000
TYPES = "[Content_Types].xml"
_TYPE_SPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATION_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SEGMENT = re.compile(r"\.?[\w\-+~!@(),; &'\[\]]+(?:\.[\w\-+~!@(),; &'\[\]]+)*")
_RELATIONS_OF = re.compile(r"(?P<folder>(?:.+/)?)_rels/(?P<name>[^/]*)\.rels")
_OF_RELATION = frozenset({"Id", "Type", "Target", "TargetMode"})
_UNCLEAR = re.compile(r"%(?:2f|5c|00)|[\\?#:]|^//|[\x00-\x1f]", re.IGNORECASE)


class PackageError(ValueError):
    """The package cannot be understood in one way only; `part` says where, the text is Chinese."""

    def __init__(self, part: str, message: str, code: str = "template-broken") -> None:
        """Carry part, message and the problem's code."""
        super().__init__(message)
        self.part, self.message, self.code = part, message, code


@dataclass(frozen=True)
class Part:
    """A part: its content type in lower case, empty where it has none, and its bytes."""

    content_type: str
    data: bytes


@dataclass(frozen=True)
class Relation:
    """A relationship; `target` is a part's name, or as it stands where it leads out; `is_whole` where there is one."""

    id: str
    kind: str
    target: str
    is_external: bool
    is_whole: bool = True


@dataclass(frozen=True)
class Package:
    """Parts by name, without the lists of types and relations; relations by source, the package's own under ""."""

    parts: Mapping[str, Part]
    relations: Mapping[str, tuple[Relation, ...]]


def opened(content: bytes) -> Package:
    """The package. Raises PackageError where it is damaged, huge, or says two things at once."""
    if content.startswith(OLE_SIGNATURE):
        raise PackageError("", "这是旧格式的文件，或加了密码。")
    if len(content) > LARGEST_FILE_BYTES:
        raise PackageError("", TOO_MUCH.message, "template-too-large")
    try:
        with opened_zip(content) as package:
            entries = _entries(package)
    except PackageRefusedError as refused:
        code = "template-too-large" if refused.trouble is TOO_MUCH else "template-broken"
        raise PackageError("", refused.trouble.message, code) from refused
    except PACKAGE_ERRORS as wrong:
        if isinstance(wrong, PackageError):
            raise
        raise PackageError("", "文件已损坏，读不出来。") from wrong
    types = _types(entries)
    named = {name: data for name, data in entries.items() if name != TYPES and not _is_relations(name)}
    folded = {name.casefold(): name for name in named}
    relations: dict[str, tuple[Relation, ...]] = {}
    for name, data in entries.items():
        if _is_relations(name):
            source = _source(name, named)
            relations[source] = tuple(_relations(name, source, data, folded))
    return Package({name: Part(_type_of(name, types), data) for name, data in named.items()}, relations)


def _entries(package: zipfile.ZipFile) -> dict[str, bytes]:
    kept = [one for one in package.infolist() if not (one.is_dir() and not one.file_size)]
    if sum(one.file_size for one in kept) > LARGEST_INFLATED_BYTES:
        raise PackageRefusedError(TOO_MUCH)
    for one in kept:
        _require_plain(one.filename)
    return {one.filename: package.read(one) for one in kept}


def _require_plain(name: str) -> None:
    segments = name.split("/")
    if not all(_SEGMENT.fullmatch(one) for one in segments) or segments[0].casefold() == "[trash]":
        raise PackageError(name, "部件的名称不合规定。")


def _types(entries: Mapping[str, bytes]) -> dict[str, str]:
    """The types that are said: of a part by its name after a slash, of all others by their ending."""
    if TYPES not in entries:
        raise PackageError(TYPES, "缺少部件类型的清单。")
    said: dict[str, str] = {}
    for one in _xml(TYPES, entries[TYPES]):
        tag = etree.QName(one)
        if tag.namespace != _TYPE_SPACE or tag.localname not in ("Default", "Override"):
            raise PackageError(TYPES, "部件类型的清单不合规定。")
        is_default = tag.localname == "Default"
        name = one.get("Extension" if is_default else "PartName", "")
        key = unquote(name).casefold()
        if key in said or is_default == key.startswith("/"):
            raise PackageError(TYPES, f"部件类型的清单里“{name[:60]}”重复或不合规定。")
        said[key] = one.get("ContentType", "").strip().lower()
    return said


def _type_of(name: str, said: Mapping[str, str]) -> str:
    """The type of the part, empty where none is said."""
    ending = name.rpartition(".")[2].casefold() if "." in name.rpartition("/")[2] else ""
    return said.get(f"/{name}".casefold(), said.get(ending, ""))


def _is_relations(name: str) -> bool:
    folded = name.casefold()
    return folded.endswith(".rels") or "/_rels/" in f"/{folded}"


def _source(name: str, parts: Mapping[str, bytes]) -> str:
    found = _RELATIONS_OF.fullmatch(name)
    source = found["folder"] + found["name"] if found else name
    if not found or (source and source not in parts):
        raise PackageError(name, "关系文件没有所属的部件，或名称不合规定。")
    return source


def _relations(name: str, source: str, data: bytes, parts: Mapping[str, str]) -> Iterator[Relation]:
    root = _xml(name, data)
    seen: set[str] = set()
    for one in root:
        mode = one.get("TargetMode", "Internal").casefold()
        wrong = one.tag != f"{{{_RELATION_SPACE}}}Relationship" or not _OF_RELATION.issuperset(one.keys())
        if wrong or mode not in ("internal", "external") or one.get("Id", "") in seen:
            raise PackageError(name, "关系文件不合规定。")
        seen.add(one.get("Id", ""))
        kind, target = one.get("Type", ""), one.get("Target", "")
        if mode == "external":
            yield Relation(one.get("Id", ""), kind, target, is_external=True)
            continue
        part = parts.get(_resolved(source, target).casefold())
        yield Relation(one.get("Id", ""), kind, part or target, is_external=False, is_whole=part is not None)


def _resolved(source: str, target: str) -> str:
    """The part that a target means; empty where it leads out of the package or may mean two things."""
    if _UNCLEAR.search(target):
        return ""
    path = unquote(target)
    whole = path[1:] if path.startswith("/") else posixpath.join(posixpath.dirname(source), path)
    plain = posixpath.normpath(whole)
    return "" if plain.startswith("..") else plain


def _xml(name: str, data: bytes) -> Element:
    try:
        return parsed(data)
    except XmlError as wrong:
        raise PackageError(name, f"{wrong}。") from wrong


def packed(package: Package) -> bytes:
    """The package written anew: the types and relations are those of the record, and nothing else is in it."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{part.content_type}"/>' for name, part in package.parts.items()
    )
    types = (
        f'<Types xmlns="{_TYPE_SPACE}"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    made = {TYPES: HEAD + types.encode()}
    for source, relations in package.relations.items():
        folder, _, name = source.rpartition("/")
        made[f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"] = _written(source, relations)
    made |= {name: part.data for name, part in package.parts.items()}
    return zip_file({name: deflated(data) for name, data in made.items()})  # read again at once, never handed out


def _written(source: str, relations: tuple[Relation, ...]) -> bytes:
    root = etree.Element(f"{{{_RELATION_SPACE}}}Relationships", nsmap={None: _RELATION_SPACE})  # type: ignore[dict-item]
    folder = posixpath.dirname(source)
    for one in relations:
        made = etree.SubElement(root, f"{{{_RELATION_SPACE}}}Relationship", Id=one.id, Type=one.kind)
        if one.is_external:
            made.set("Target", one.target)
            made.set("TargetMode", "External")
        else:
            made.set("Target", posixpath.relpath(one.target, folder or "."))
    return HEAD + etree.tostring(root, encoding="UTF-8")
