"""How an allow list of parts is written: which names, of which types, reached by which relationships."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STRICT = "http://purl.oclc.org/ooxml/"  # what addresses of a file in the strict form begin with
RELATIONS = TRANSITIONAL.rstrip("/")  # the namespace of r:id
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/"
MARKS = re.compile(r"\{[{%#]|[}%#]\}")
# Schemes that do nothing until somebody clicks them, and then open a web page or a mail.
# Controls and marks that turn the direction of a text (UAX #9) would show another address than is opened.
HARMLESS_LINK = re.compile(
    r"(?:https?://|mailto:)[^\s\"\\{}<>\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]{1,2000}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PartKind:
    """Parts of one kind.

    Args:
        names: their exact names.
        types: content types that they may have, by their spelling in lower case.
        relations: types of the relationships that may lead to them.
        root: the local name of the element that an XML part begins with; empty for a part that is no XML.
        dropped: for parts without behaviour that are left out of everything made, what a clerk calls them.
    """

    names: re.Pattern[str]
    types: Mapping[str, str]
    relations: frozenset[str]
    root: str = ""
    dropped: str = ""


def names(text: str) -> frozenset[str]:
    """The names written in the text, divided by blanks."""
    return frozenset(text.split())


def kind(pattern: str, types: str, relations: str, root: str = "", dropped: str = "") -> PartKind:
    """A kind of parts; relationship types without an address are those of the transitional form."""
    led = (one if "://" in one else TRANSITIONAL + one for one in relations.split())
    return PartKind(re.compile(pattern), {one.lower(): one for one in types.split()}, frozenset(led), root, dropped)


_LIBREOFFICE = "http://schemas.openxmlformats.org/officedocument/2006/relationships/"  # in this spelling
# What Word, Excel, WPS and LibreOffice write of themselves: nothing of it is needed, and it names people and machines.
WRITTEN_OF_THEMSELVES = (
    kind(r"docProps/core\d*\.xml", "application/vnd.openxmlformats-package.core-properties+xml",
         f"{PACKAGE}metadata/core-properties metadata/core-properties {_LIBREOFFICE}metadata/core-properties",
         "coreProperties", "文件属性"),
    kind(r"docProps/app\d*\.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml",
         "extended-properties", "Properties", "文件属性"),
    kind(r"docProps/custom\d*\.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml",
         "custom-properties", "Properties", "自定义属性"),
    kind(r"docProps/thumbnail\.(?:jpe?g|png|emf|wmf)", "image/jpeg image/png image/x-emf image/x-wmf",
         f"{PACKAGE}metadata/thumbnail", "", "缩略图"),
    kind(r"docMetadata/LabelInfo\.xml", "application/vnd.ms-office.classificationlabels+xml",
         "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels", "labelList", "密级标签"),
    kind(r"customXml/item\d+\.xml", "application/xml text/xml", "customXml", "*", "附加的数据"),
    kind(r"customXml/itemProps\d+\.xml", "application/vnd.openxmlformats-officedocument.customxmlproperties+xml",
         "customXmlProps", "datastoreItem", "附加的数据"),
)  # fmt: skip
