"""A blank form typed in by a clerk, written as Word writes it: runs split by spelling and saving, bookmarks, ticks."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element as Element

from generator.office.package import read_package, write_package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
DOCUMENT = "word/document.xml"
_WORDS = "采用双回路冗余控制与在线监测办法改造老旧设备关键工序使班组作业更安全省力节能降本提质增效创新攻关推广应用"
# What Word makes of what is typed while it is typed.
_CORRECTED = {'"': "“", "--": "—", "...": "…", "1/2": "½", "(c)": "©"}


def controls(document: Element) -> Iterator[Element]:
    """The controls to type in, in order: no boxes, and nothing that repeats rows."""
    for control in document.iter(f"{W}sdt"):
        properties = control.find(f"{W}sdtPr")
        kinds = {str(kind.tag) for kind in properties} if properties is not None else set()
        if not kinds & {f"{W14}checkbox", f"{W15}repeatingSection", f"{W15}repeatingSectionItem"}:
            yield control


def tag_of(control: Element) -> str:
    """The name of its slot."""
    tag = control.find(f"{W}sdtPr/{W}tag")
    return "" if tag is None else tag.get(f"{W}val", "")


def text_of(length: int, chance: random.Random) -> str:
    """So many characters of Chinese text with numbers, Latin words and what Word corrects."""
    made = ""
    while len(made) < length:
        made += "".join(chance.choices(_WORDS, k=chance.randint(3, 12)))
        made += chance.choice(("，", "。", "、", "12.5", "PLC", "（M8）", *_CORRECTED.values()))
    return made[:length]


def typed(blank: bytes, texts: Mapping[str, list[str]], chance: random.Random) -> bytes:
    """The blank with these texts by tag, one for each control of that name; some boxes are ticked."""
    parts = read_package(blank)
    document = etree.fromstring(parts[DOCUMENT])
    left = {tag: list(some) for tag, some in texts.items()}
    for control in list(controls(document)):
        if left.get(tag_of(control)):
            type_in(control, left[tag_of(control)].pop(0), chance)
    assert not any(left.values()), left
    for box in document.iter(f"{W14}checkbox"):
        if chance.random() < 0.5:
            _tick(box)
    return write_package(parts | {DOCUMENT: etree.tostring(document, xml_declaration=True, encoding="UTF-8")})


def type_in(control: Element, text: str, chance: random.Random) -> None:
    """Put the text in place of what an empty control shows; a line feed is a new paragraph, as after Enter."""
    properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
    for shown in properties.findall(f"{W}showingPlcHdr"):
        properties.remove(shown)
    paragraphs = list(content.iter(f"{W}p"))
    for spare in paragraphs[1:]:
        spare.getparent().remove(spare)
    holder = paragraphs[0] if paragraphs else content
    for old in [one for one in holder if one.tag != f"{W}pPr"]:
        holder.remove(old)
    first, *more = text.split("\n")
    empty = deepcopy(holder)
    holder.extend(_runs(first, properties.find(f"{W}rPr"), chance))
    for line in more:
        paragraph = deepcopy(empty)
        paragraph.extend(_runs(line, properties.find(f"{W}rPr"), chance))
        holder.addnext(paragraph)
        holder = paragraph


def _runs(text: str, font: Element | None, chance: random.Random) -> Iterator[Element]:
    """The text in runs as several sittings and the spelling checker leave them."""
    start = 0
    while start < len(text):
        end = start + chance.randint(1, 20)
        run = etree.Element(f"{W}r")
        run.set(f"{W}rsidR", f"{chance.randrange(1 << 32):08X}")
        if font is not None:
            run.append(deepcopy(font))
        written = etree.SubElement(run, f"{W}t")
        written.text = text[start:end]
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        around = chance.choice(("", "", "proofErr", "bookmark"))
        yield from _around(around, run, chance)
        start = end


def _around(what: str, run: Element, chance: random.Random) -> Iterator[Element]:
    if what == "proofErr":
        yield etree.Element(f"{W}proofErr", {f"{W}type": "gramStart"})
        yield run
        yield etree.Element(f"{W}proofErr", {f"{W}type": "gramEnd"})
    elif what == "bookmark":
        number = {f"{W}id": str(chance.randrange(1 << 30))}
        yield etree.Element(f"{W}bookmarkStart", number | {f"{W}name": f"_GoBack{number[f'{W}id']}"})
        yield etree.Element(f"{W}bookmarkEnd", number)
        yield run
    else:
        yield run


def _tick(box: Element) -> None:
    box.find(f"{W14}checked").set(f"{W14}val", "1")
    state = box.find(f"{W14}checkedState")
    control = box.getparent().getparent()
    next(control.iter(f"{W}t")).text = chr(int(state.get(f"{W14}val"), 16))


def with_more_rows(blank: bytes, rows: int) -> bytes:
    """The blank list with so many rows, as after clicks on the “+” below its last one."""
    parts = read_package(blank)
    document = etree.fromstring(parts[DOCUMENT])
    items = [kind.getparent().getparent() for kind in document.iter(f"{W15}repeatingSectionItem")]
    for _ in range(rows - len(items)):
        items[-1].addnext(deepcopy(items[-1]))
    for number, identity in enumerate(document.iter(f"{W}id"), start=1):
        identity.set(f"{W}val", str(number))
    return write_package(parts | {DOCUMENT: etree.tostring(document, xml_declaration=True, encoding="UTF-8")})
