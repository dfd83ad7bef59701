"""Workbooks and returned forms mutated in their structure: parts, relationships, attributes and cells, by seed."""

from __future__ import annotations

import io
import random
import zipfile
from functools import cache

from lxml import etree
from support import workbook_bombs as made
from support.file_mutations import sound

KINDS = ("applications.xlsx", "returned.xlsx", "returned.docx")
VALUES = ("", "0", "-1", "1048577", "A1:XFD1048576", "A:XFD", "s", "inlineStr", "rId1", "../a.xml", "/xl/workbook.xml",
          "External", "甲" * 40, "1" * 5000, "nan", "1e999", "true", "AAAA1", "B2")  # fmt: skip
SPREAD = "".join(made.ROWS.replace('"2"', f'"{row}"').replace('2"', f'{row}"') for row in range(2, 12))
ROWS = 10


@cache
def whole(kind: str) -> bytes:
    """The file as it should be; the workbook has ten completers."""
    return made.with_part(made.SHEET, made.completers(SPREAD)) if kind == KINDS[0] else sound(kind)


def mutated(seed: int) -> tuple[str, bytes]:
    """Kind and bytes of a file after one to three mutations."""
    luck, kind = random.Random(seed), KINDS[seed % len(KINDS)]
    with zipfile.ZipFile(io.BytesIO(whole(kind))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for _ in range(luck.randint(1, 3)):
        luck.choice((_part, _tree, _tree, _tree, _tree))(luck, parts)
    return kind, made.packed(parts)


def _part(luck: random.Random, parts: dict[str, bytes]) -> None:
    """A part gone, moved, doubled under a folded name, put in the place of another, or in another encoding."""
    name, other = luck.choice(list(parts)), luck.choice(list(parts))
    match luck.randrange(5):
        case 0 if len(parts) > 1:
            del parts[name]
        case 1:
            parts[f"a/{name}"] = parts.pop(name)
        case 2:
            parts[name.upper()] = parts[name]
        case 3:
            parts[name] = parts[other]
        case _:
            parts[name] = parts[name].decode("utf-8", "replace").encode("utf-16")


def _tree(luck: random.Random, parts: dict[str, bytes]) -> None:
    """An element gone (but no row), doubled, moved, wrapped or nested deep; an attribute gone or with another value."""
    name = luck.choice([one for one in parts if one.endswith((".xml", ".rels"))] or list(parts))
    try:
        root = etree.fromstring(parts[name])
    except (etree.XMLSyntaxError, ValueError):
        return
    every = [one for one in root.iter() if isinstance(one.tag, str)]
    one, other = luck.choice(every), luck.choice(every)
    parent = one.getparent()
    match luck.randrange(7):
        case 0 if parent is not None and not any("}row" in str(part.tag) for part in one.iter()):
            parent.remove(one)
        case 1 if parent is not None:
            parent.append(etree.fromstring(etree.tostring(one)))
        case 2 if parent is not None and other not in list(one.iter()):
            other.append(one)
        case 3:
            one.tag = other.tag
        case 4:
            one.text = luck.choice(VALUES)
        case 5:
            for _ in range(luck.choice((3, 300))):
                one = etree.SubElement(one, other.tag)
        case _ if one.attrib:
            one.set(luck.choice(list(one.attrib)), luck.choice(VALUES))
    parts[name] = etree.tostring(root)
