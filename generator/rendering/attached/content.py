"""What a page draws, and nothing besides: operators of a content stream with the operands that they take.

Comments, unknown operators and texts that describe what is drawn (ISO 32000-1, 14.6) are left out. An operand to spare
becomes an empty one of its kind: viewers differ in whether they then draw at all, and each shall go on as it did.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

_REGULAR = rb"[^\x00\s()<>\[\]{}/%]"
# Numbers and the operators that take only numbers; drawings are nearly all of that.
_PLAIN_RUN = re.compile(
    rb"(?:[\x00\s]*+(?:[-+.\d]++[\x00\s]++)*+(?:cm|re|rg|RG|BT|ET|T[cwzLrsdDm*]|[fBbW]\*|EMC|SCN|scn|SC|sc|d0|d1"
    rb"|[bBcfFgGhijJkKlmMnqQsSvwWy])(?=[\x00\s\[(/<]|\Z))++"
)
_SPACE = re.compile(rb"(?:[\x00\s]++|%[^\r\n]*+)++")
_NUMBER = re.compile(rb"[-+.\d]++")  # viewers read --5 and 1.2.3 as numbers
_WORD = re.compile(_REGULAR + rb"++")
_NAME = re.compile(rb"/" + _REGULAR + rb"*+")
_HEX = re.compile(rb"<(?!<)[^>]*+>?")
_NO_DIGIT = re.compile(rb"[^0-9A-Fa-f\x00\s]")
_IN_STRING = re.compile(rb"[^()\\]++|\\.?", re.DOTALL)
_IMAGE_END = re.compile(rb"[\x00\s]EI(?=[\x00\s]|\Z)")
_DEEPEST = 50  # arrays in arrays

# What each operator takes besides numbers (annex A).
_TAKES = {
    **dict.fromkeys(b"b B b* B* c cm d0 d1 EMC ET BT f F f* g G h i j J k K l m M n q Q re rg RG s S SC sc T* Tc Td TD "
                    b"TL Tm Tr Ts Tw Tz v w W W* y".split(), ""),
    **dict.fromkeys((b"Tj", b"'", b'"'), "string"),
    **dict.fromkeys((b"TJ", b"d"), "array"),
    **dict.fromkeys(b"CS cs Do gs ri sh Tf SCN scn".split(), "name"),
}  # fmt: skip
_IMAGE_KEYS = frozenset(
    b"/W /Width /H /Height /CS /ColorSpace /BPC /BitsPerComponent /F /Filter /DP /DecodeParms /D /Decode /IM "
    b"/ImageMask /I /Interpolate /Intent".split()
)
_PARAMETER_KEYS = frozenset(
    b"/K /EndOfLine /EncodedByteAlign /Columns /Rows /EndOfBlock /BlackIs1 /DamagedRowsBeforeError /Predictor /Colors "
    b"/BitsPerComponent /EarlyChange /ColorTransform".split()
)
_COLOUR_KEYS = frozenset(b"/WhitePoint /BlackPoint /Gamma /Matrix /Range".split())
_LAYER = b"/OC"
_CONSTANTS = (b"true", b"false", b"null")


class _Operand(NamedTuple):
    """A number, name, string, array, dictionary or odd; as it is written, without what it holds, and that."""

    kind: str
    text: bytes
    parts: Sequence[_Operand] = ()


def plain_content(content: bytes) -> bytes:
    """The content stream with nothing in it but what draws."""
    return b"".join(_kept(content))


def _kept(content: bytes) -> Iterator[bytes]:
    at, operands = 0, list[_Operand]()
    while at < len(content):
        if not operands and (run := _PLAIN_RUN.match(content, at)):
            yield run[0] + b"\n"
            at = run.end()
        elif space := _SPACE.match(content, at):
            at = space.end()
        elif (word := _WORD.match(content, at)) and not _is_number(word[0]):
            at = word.end()
            if word[0] == b"ID":
                image, at = _image(content, at, operands)
                yield image
            else:
                yield _operation(word[0], operands)
            operands = []
        else:
            operand, at = _operand(content, at)
            operands.append(operand)


def _is_number(word: bytes) -> bool:
    return word in _CONSTANTS or _NUMBER.fullmatch(word) is not None


def _operation(operator: bytes, operands: list[_Operand]) -> bytes:
    if operator in (b"BDC", b"BMC"):  # a layer, else only the begin of something that ends
        names = [one.text for one in operands if one.kind == "name"]
        is_layer = operator == b"BDC" and len(names) == 2 and names[0] == _LAYER
        return b" ".join(names) + b" BDC\n" if is_layer else b"/P BMC\n"
    takes = _TAKES.get(operator)
    if takes is None:
        return b""
    inner = {"array": ("string",)}.get(takes, ())
    return b" ".join([*(_written(one, (takes,), inner) for one in operands), operator]) + b"\n"


def _written(one: _Operand, kinds: Collection[str], inner: Collection[str] = ()) -> bytes:
    """The operand, if it is a number, odd or of these kinds, with parts of the `inner` kinds; else an empty one."""
    if one.kind in ("number", "odd"):
        return one.text
    if one.kind not in kinds:
        return _EMPTY[one.kind]
    if one.kind == "array":
        return b"[" + b" ".join(_written(part, inner) for part in one.parts) + b"]"
    return one.text


_EMPTY = {"string": b"()", "name": b"/N", "array": b"[]", "dictionary": b"<<>>"}


def _operand(content: bytes, at: int, depth: int = 0) -> tuple[_Operand, int]:
    """What begins there and where it ends; a byte that begins nothing is odd."""
    if word := _WORD.match(content, at):
        return (_Operand("number", word[0]) if _is_number(word[0]) else _Operand("odd", b"x")), word.end()
    if name := _NAME.match(content, at):
        return _Operand("name", name[0]), name.end()
    if digits := _HEX.match(content, at):
        return _Operand("string", b"<" + _NO_DIGIT.sub(b"x", digits[0][1:].removesuffix(b">")) + b">"), digits.end()
    begins = content[at : at + 2]
    if begins[:1] == b"(":
        end = _string_end(content, at)
        return _Operand("string", content[at:end]), end
    if begins == b"<<":
        return _nested(content, at + 2, b">>", "dictionary", depth)
    if begins[:1] == b"[":
        return _nested(content, at + 1, b"]", "array", depth)
    return _Operand("odd", begins[:1]), at + 1


def _nested(content: bytes, at: int, end: bytes, kind: str, depth: int) -> tuple[_Operand, int]:
    """An array or dictionary; one that never ends is odd, as is what is nested deeper than anything that draws."""
    parts = list[_Operand]()
    while at < len(content) and depth < _DEEPEST:
        if space := _SPACE.match(content, at):
            at = space.end()
        elif content.startswith(end, at):
            return _Operand(kind, b"", parts), at + len(end)
        else:
            part, at = _operand(content, at, depth + 1)
            parts.append(part)
    return _Operand("odd", b""), at


def _string_end(content: bytes, at: int) -> int:
    """Where the string that begins there ends (7.3.4.2)."""
    depth, at = 1, at + 1
    while depth and at < len(content):
        if inner := _IN_STRING.match(content, at):
            at = inner.end()
        else:
            depth += 1 if content[at : at + 1] == b"(" else -1
            at += 1
    return at


def _image(content: bytes, at: int, operands: list[_Operand]) -> tuple[bytes, int]:
    """A picture written in the content (8.9.7), whose data begin one byte after that place."""
    about = [
        (key.text, _about_image(value))
        for key, value in zip(operands[::2], operands[1::2], strict=False)
        if key.text in _IMAGE_KEYS
    ]
    end = _image_end(content, at + 1 + _plain_size(dict(about)))
    data = content[at + 1 : end]
    head = b" ".join(key + b" " + text for key, text in about)
    return b"BI " + head + b" ID " + data + b"\nEI\n", min(len(content), end + 3)


def _about_image(value: _Operand, levels: int = 0) -> bytes:
    """A value of a picture: its colours may be nested and end in a table, its parameters stand in dictionaries."""
    if value.kind == "array" and levels < _DEEPEST_ABOUT:
        return b"[" + b" ".join(_about_image(part, levels + 1) for part in value.parts) + b"]"
    if value.kind == "dictionary" and levels < _DEEPEST_ABOUT:
        pairs = zip(value.parts[::2], value.parts[1::2], strict=False)
        known = [(key.text, one) for key, one in pairs if key.text in _PARAMETER_KEYS | _COLOUR_KEYS]
        return b"<<" + b" ".join(key + b" " + _written(one, ("name", "array")) for key, one in known) + b">>"
    return _written(value, ("name", "string") if levels else ("name",))


def _plain_size(said: dict[bytes, bytes]) -> int:
    """How many bytes a picture takes that is not packed; 0 where that is not known."""
    if b"/F" in said or b"/Filter" in said:
        return 0
    try:
        width, height = (
            int(said.get(short) or said[long]) for short, long in ((b"/W", b"/Width"), (b"/H", b"/Height"))
        )
        is_mask = (said.get(b"/IM") or said.get(b"/ImageMask")) == b"true"
        bits = 1 if is_mask else int(said.get(b"/BPC") or said[b"/BitsPerComponent"])
        inks = 1 if is_mask else _INKS[said.get(b"/CS") or said[b"/ColorSpace"]]
    except (KeyError, ValueError):
        return 0
    return max(0, height * -(-width * bits * inks // 8))


_DEEPEST_ABOUT = 5
_INKS = {
    b"/G": 1, b"/DeviceGray": 1, b"/RGB": 3, b"/DeviceRGB": 3, b"/CMYK": 4, b"/DeviceCMYK": 4,
}  # fmt: skip


def _image_end(content: bytes, at: int) -> int:
    """Where the mark of the end stands, with what follows looking like content."""
    for found in _IMAGE_END.finditer(content, min(at, len(content))):
        after = content[found.end() : found.end() + 15]
        if all(byte in b"\t\n\r\0" or 32 <= byte < 127 for byte in after):
            return found.start()
    return len(content)
