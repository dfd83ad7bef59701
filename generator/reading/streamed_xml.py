"""XML of an unknown author, read piece by piece: what is held at once is bounded, whatever the author wrote.

Everything in XML begins with `<` and every attribute needs `=`, so their number bounds the tree before it is built.
Parts are in UTF-8 or UTF-16 (ECMA-376 part 2, 6.2.5); the few other encodings that programs write are read too. The
text is given to the parsers in UTF-8 and without its head, so that no two of them can read it differently.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from typing import IO
from xml.parsers import expat

from lxml import etree
from lxml.etree import _Element as Element

PIECE_BYTES = 1 << 16
MOST_MARKS = 600_000  # "<" and "=" that are held at once; a row of all 16,384 columns comes to 120,000
LONGEST_PROLOG_BYTES = 1 << 16  # before the root begins
_HEAD = re.compile(r"\s*<\?xml\b[^>]*?\?>")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_ENCODINGS = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252", "gb2312", "gbk", "gb18030"})
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BARE = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


class XmlTooMuchError(ValueError):
    """More is nested or held at once than any paper has."""


class XmlBrokenError(ValueError):
    """It is no XML."""


class XmlDeclaresError(ValueError):
    """It has a document type, by which entities could be defined."""


class XmlRootError(ValueError):
    """The root is another one; `tag` is its name."""

    def __init__(self, tag: str) -> None:
        """Carry the name."""
        super().__init__(tag[:100])
        self.tag = tag


class _Begun(Exception):  # noqa: N818 - no error, but the end of the prolog
    """The root begins."""


def elements(content: IO[bytes], root: str, tags: Collection[str]) -> Iterator[Element]:
    """The elements of these names as each ends; once the next is asked for, all before it is forgotten.

    Raises:
        XmlDeclaresError, XmlTooMuchError, XmlRootError: see there.
        lxml.etree.XMLSyntaxError, ValueError: it is not whole.
    """
    parser = etree.XMLPullParser(
        ("end",), tag=tuple(tags), resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    held = 0
    for piece in _pieces(content):
        marks = piece.count(b"<") + piece.count(b"=")
        held += marks
        if held > MOST_MARKS:
            raise XmlTooMuchError(held)
        parser.feed(piece)
        for _, element in parser.read_events():
            assert isinstance(element, Element)
            yield element
            _forget(element)
            held = marks
    found = parser.close()
    if found.tag != root:
        raise XmlRootError(str(found.tag))


def tree(content: IO[bytes], most_marks: int = MOST_MARKS) -> Element:
    """The root of the whole tree, where that is modest. Raises as `elements` does, but for any root."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    held = 0
    for piece in _pieces(content):
        held += piece.count(b"<") + piece.count(b"=")
        if held > most_marks:
            raise XmlTooMuchError(held)
        parser.feed(piece)
    return parser.close()


def require_no_declaration(content: IO[bytes]) -> None:
    """Raises XmlDeclaresError where the text has a document type; of what is no XML nothing is said."""
    try:
        next(_pieces(content), None)
    except (XmlTooMuchError, XmlBrokenError, LookupError, UnicodeDecodeError):
        return


def _forget(element: Element) -> None:
    """Free what was parsed up to the end of this element."""
    element.clear()
    one: Element | None = element
    while one is not None:
        parent = one.getparent()
        while parent is not None and one.getprevious() is not None:
            del parent[0]
        one = parent


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    """The text in UTF-8, without its head; the prolog is looked at before the first piece is given."""
    pieces = _decoded(content)
    prolog, reader = b"", expat.ParserCreate("utf-8")
    reader.StartElementHandler, reader.StartDoctypeDeclHandler = _begun, _declared
    for piece in pieces:
        prolog += piece
        try:
            reader.Parse(piece, False)
        except _Begun:
            break
        except expat.ExpatError as wrong:
            raise XmlBrokenError(str(wrong)) from wrong
        if len(prolog) > LONGEST_PROLOG_BYTES:
            raise XmlTooMuchError(len(prolog))
    yield prolog
    yield from pieces


def _begun(*_: object) -> None:
    raise _Begun


def _declared(*_: object) -> None:
    raise XmlDeclaresError


def _decoded(content: IO[bytes]) -> Iterator[bytes]:
    start = content.read(PIECE_BYTES)
    encoding = _encoding(start)
    if encoding == "utf-8" and not start.startswith(b"<?xml"):
        yield start
        while piece := content.read(PIECE_BYTES):
            yield piece
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    yield _HEAD.sub("", decoder.decode(start), count=1).encode()
    while piece := content.read(PIECE_BYTES):
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", True).encode()


def _encoding(start: bytes) -> str:
    """By the byte order mark, the first character, or the head. Raises LookupError for one that no program writes."""
    for begin, name in (*_MARKS, *_BARE):
        if start.startswith(begin):
            return name
    declared = _DECLARED.match(start.lstrip())
    name = codecs.lookup(declared[1].decode()).name if declared else "utf-8"
    if name in ("utf-16", "utf-16-le", "utf-16-be"):  # said, but not so
        return "utf-8"
    if name not in _ENCODINGS:
        raise LookupError(name)
    return name
