"""Rare characters of a Word part get runs of their own, in a font of Windows that has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import lru_cache
from itertools import groupby, pairwise
from operator import itemgetter

from lxml import etree
from lxml.etree import _Element as Element

from generator.rendering.word.word_places import PARSER
from generator.typesetting.word_fonts import rare_in, usual, word_family

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_RUN, _PARAGRAPH, _TEXT, _PROPERTIES = f"{_W}r", f"{_W}p", f"{_W}t", f"{_W}rPr"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_RUN_START, _RUN_END = b"<w:r", b"</w:r>"
_STYLE = re.compile(rb'<w:pStyle w:val="[^"]*"/>')
_FIRST_WIDE = "\u2000"
_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")


class StyleFonts:
    """The Chinese font of every style, from the part that holds the styles; empty where a style names none."""

    def __init__(self, styles: bytes) -> None:
        """Read the part."""
        root = etree.fromstring(styles, PARSER)
        self._default = _named(root.find(f"{_W}docDefaults/{_W}rPrDefault/{_PROPERTIES}"))
        self._styles = {style.get(f"{_W}styleId", ""): style for style in root.iter(f"{_W}style")}
        self._usual = next(
            (
                key
                for key, style in self._styles.items()
                if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true")
            ),
            "",
        )

    def family(self, run: Element) -> str:
        """The font that the run's Chinese characters are to be set in."""
        properties = run.find(_PROPERTIES)
        paragraph = next(run.iterancestors(_PARAGRAPH), None)
        own_style = None if properties is None else properties.find(f"{_W}rStyle")
        style = None if paragraph is None else paragraph.find(f"{_W}pPr/{_W}pStyle")
        return (
            _named(properties)
            or ("" if own_style is None else self._of_style(own_style.get(_VAL, "")))
            or self._of_style(self._usual if style is None else style.get(_VAL, ""))
            or self._default
        )

    def _of_style(self, key: str) -> str:
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            if named := _named(self._styles[key].find(_PROPERTIES)):
                return named
            base = self._styles[key].find(f"{_W}basedOn")
            key = "" if base is None else base.get(_VAL, "")
        return ""


def _named(properties: Element | None) -> str:
    """The font that run properties name for Chinese characters."""
    fonts = None if properties is None else properties.find(f"{_W}rFonts")
    return "" if fonts is None else fonts.get(f"{_W}eastAsia", "")


def lend(tree: Element, fonts: StyleFonts) -> frozenset[str]:
    """Give every character that its run's font lacks a run in a font that has it; the rare characters of such runs."""
    found: set[str] = set()
    for run in list(tree.iter(_RUN)):
        rare = rare_in("".join(text.text or "" for text in run.iterchildren(_TEXT)))
        if rare:
            named = fonts.family(run)
            pieces = [list(piece) for _, piece in groupby(_contents(run, named), key=lambda one: one[0])]
            if [piece[0][0] for piece in pieces] != [named]:
                _replace(run, [_piece(run, piece, named) for piece in pieces])
                found |= rare
    return frozenset(found)


def lend_in(part: bytes, rare: Iterable[str], fonts: StyleFonts) -> bytes:
    """The part with fonts lent to these characters: what `lend` does, to the runs that hold them alone.

    The part calls Word's elements `w:`, and no run of it stands inside another.
    """
    root = part[: part.index(b">") + 1].decode()
    codes = [char.encode() for char in rare]
    made, done = [], 0
    for place in sorted(hit.start() for code in codes for hit in re.finditer(re.escape(code), part)):
        start = _last(_RUN_START, part, done, place)
        end = part.find(_RUN_END, place) + len(_RUN_END)
        if place < done or start < 0 or _RUN_END in part[start:place]:
            continue  # done with, or not the text of a run
        style = _STYLE.search(part, _last(b"<w:p", part, 0, start), start)
        made += [part[done:start], _lent(part[start:end], style[0].decode() if style else "", root, fonts)]
        done = end
    return b"".join((*made, part[done:]))


def _last(tag: bytes, part: bytes, start: int, end: int) -> int:
    """Where the last such tag begins, -1 without any."""
    while (end := part.rfind(tag, start, end)) >= 0 and part[end + len(tag)] not in b"> ":
        pass
    return end


@lru_cache(maxsize=1024)
def _lent(run: bytes, style: str, root: str, fonts: StyleFonts) -> bytes:
    """The run with fonts lent to its characters, in a paragraph of that style, in a part of that opening tag."""
    tree = etree.fromstring(f"{root}<w:p><w:pPr>{style}</w:pPr>{run.decode()}</w:p></{root[1 : root.index(' ')]}>")
    lend(tree, fonts)
    xml = etree.tostring(tree, encoding="unicode")
    return xml[xml.index("<w:r", xml.index("<w:pPr")) : xml.rindex("</w:p>")].encode()


def _stretches(text: str, named: str) -> Iterator[tuple[str, str]]:
    """The text in stretches of one font each, with that font."""
    edges = [(0, named)]
    for place in (place for place, char in enumerate(text) if char not in usual()):
        edges += [(place, word_family(text[place], named)), (place + 1, named)]
    pieces = [(family, text[start:end]) for (start, family), (end, _) in pairwise([*edges, (len(text), "")])]
    for family, same in groupby((piece for piece in pieces if piece[1]), key=itemgetter(0)):
        yield family, "".join(part for _, part in same)


def _contents(run: Element, named: str) -> Iterator[tuple[str, str | Element]]:
    """The run's texts and other children in order, each with its font."""
    for child in run:
        if child.tag == _TEXT:
            yield from _stretches(child.text or "", named)
        elif child.tag != _PROPERTIES:
            yield named, child


def _piece(run: Element, contents: list[tuple[str, str | Element]], named: str) -> Element:
    """A run like the one given, with this part of its content."""
    made = deepcopy(run)
    for child in list(made):
        if child.tag != _PROPERTIES:
            made.remove(child)
    family = contents[0][0]
    if family != named:
        is_chinese = any(char >= _FIRST_WIDE for _, one in contents if isinstance(one, str) for char in one)
        _set_family(made, family, is_chinese)
    for is_text, group in groupby((one for _, one in contents), key=lambda one: isinstance(one, str)):
        if is_text:
            text = etree.SubElement(made, _TEXT, {_SPACE: "preserve"})
            text.text = "".join(str(one) for one in group)
        else:
            made.extend(deepcopy(child) for child in group if not isinstance(child, str))
    return made


def _set_family(run: Element, family: str, is_chinese: bool) -> None:
    """Name the font in all four slots, in place of what was named, of a theme too.

    A sign such as ² is not hinted to be Chinese: Word would break the line before it, as before a Chinese character.
    """
    properties = run.find(_PROPERTIES)
    if properties is None:
        properties = etree.SubElement(run, _PROPERTIES)
    old = properties.find(f"{_W}rFonts")
    if old is not None:
        properties.remove(old)
    hint = {f"{_W}hint": "eastAsia"} if is_chinese else {}
    fonts = etree.Element(f"{_W}rFonts", hint | {f"{_W}{slot}": family for slot in _SLOTS})
    style = properties.find(f"{_W}rStyle")
    properties.insert(0 if style is None else 1, fonts)  # the schema's order


def _replace(run: Element, pieces: list[Element]) -> None:
    for piece in pieces:
        run.addprevious(piece)
    parent = run.getparent()
    assert parent is not None, "a run stands in a paragraph"
    parent.remove(run)
