"""What of a PDF's page is kept: of every kind of thing the keys that are listed here, and nothing else.

What no list names is left behind: metadata, private data of programs, files embedded or outside, comments, texts that
describe what is drawn, links between pages. Sections are those of ISO 32000-1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pikepdf

from generator.checks.attached.bounds import judge_packing, judge_picture

_STREAM = {"/Length": "", "/Filter": "", "/DecodeParms": "[parms]"}
_FILTERS = frozenset((
    "/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode", "/CCITTFaxDecode",
    "/JBIG2Decode", "/DCTDecode", "/JPXDecode", "/Fl", "/LZW", "/A85", "/AHx", "/RL", "/CCF", "/DCT",
))  # fmt: skip
_LAYER_NAME = "图层"
_MOST_LEVELS = 8  # of arrays in arrays


def _shape(text: str) -> Mapping[str, str]:
    """Of `Key` and `Key=kind`: what stands under each key; without a kind it is plain."""
    return {f"/{key}": kind for key, _, kind in (word.partition("=") for word in text.split())}


# `[kind]` is one or an array of them, `{kind}` a dictionary with names of the file's own.
_SHAPES = {
    "resources": _shape(  # 7.8.3
        "Font={font} XObject={drawn} ExtGState={state} Pattern={pattern} Shading={shading} ColorSpace={colour} "
        "Properties={layer} ProcSet"
    ),
    "form": _shape("Type Subtype FormType BBox Matrix Resources=resources Group=group OC=layer"),  # 8.10.2
    "group": _shape("Type S CS=colour I K"),  # 11.6.6
    "image": _shape(  # 8.9.5
        "Type Subtype Width Height ColorSpace=colour BitsPerComponent Intent ImageMask Mask=mask Decode Interpolate "
        "SMask=image SMaskInData Matte OC=layer"
    ),
    "parms": _shape(  # 7.4
        "Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine EncodedByteAlign Rows EndOfBlock BlackIs1 "
        "DamagedRowsBeforeError ColorTransform JBIG2Globals=raw"
    ),
    "state": _shape(  # 8.4.5
        "Type LW LC LJ ML D RI OP op OPM Font=sizedfont BG=function BG2=function UCR=function UCR2=function "
        "TR=[function] TR2=[function] FL SM SA BM SMask=softmask CA ca AIS TK"
    ),
    "softmask": _shape("Type S G=form BC TR=function"),  # 11.6.5.3
    "pattern": _shape(  # 8.7
        "Type PatternType PaintType TilingType BBox XStep YStep Resources=resources Matrix Shading=shading "
        "ExtGState=state"
    ),
    "shading": _shape(  # 8.7.4.5
        "ShadingType ColorSpace=colour Background BBox AntiAlias Domain Matrix Coords Extend Function=[function] "
        "BitsPerCoordinate BitsPerComponent BitsPerFlag Decode VerticesPerRow"
    ),
    "function": _shape(  # 7.10
        "FunctionType Domain Range Size BitsPerSample Order Encode Decode C0 C1 N Functions=[function] Bounds"
    ),
    "icc": _shape("N Alternate=colour Range"),  # 8.6.5.5
    "calibrated": _shape("WhitePoint BlackPoint Gamma Matrix Range"),  # 8.6.5
    "font": _shape(  # 9.6, 9.7
        "Type Subtype Name BaseFont FirstChar LastChar Widths FontDescriptor=descriptor Encoding=encoding "
        "ToUnicode=cmap DescendantFonts=[font] CIDSystemInfo=collection DW W DW2 W2 CIDToGIDMap=raw FontBBox "
        "FontMatrix CharProcs={glyph} Resources=resources"
    ),
    "descriptor": _shape(  # 9.8
        "Type FontName FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent Leading CapHeight XHeight "
        "StemV StemH AvgWidth MaxWidth MissingWidth FontFile=program FontFile2=program FontFile3=program"
    ),
    "program": _shape("Length1 Length2 Length3 Subtype"),
    "encoding": _shape("Type BaseEncoding Differences CMapName CIDSystemInfo=collection WMode UseCMap=cmap"),
    "cmap": _shape("Type CMapName CIDSystemInfo=collection WMode UseCMap=cmap"),
    "collection": _shape("Registry=words Ordering=words Supplement"),
    "glyph": {},
    "raw": {},
    "layer": _shape("Type Intent Usage=usage OCGs=[layer] P VE=expression"),  # 8.11.2
    "usage": _shape("Print=printstate View=viewstate"),  # 8.11.4.4
    "printstate": _shape("Subtype PrintState"),
    "viewstate": _shape("ViewState"),
    "layers": _shape("OCGs=[layer] D=layerstates"),  # 8.11.4.2
    "layerstates": _shape("BaseState ON=[layer] OFF=[layer] Intent AS=[whenprinted] ListMode"),
    "whenprinted": _shape("Event OCGs=[layer] Category"),
}
# Kinds of which a name stands for a standard one.
_NAMED = frozenset(("encoding", "cmap", "raw", "function", "softmask", "colour"))
# What the arrays of a family of colours hold (8.6).
_COLOURS = {
    "/ICCBased": ("icc",), "/CalGray": ("calibrated",), "/CalRGB": ("calibrated",), "/Lab": ("calibrated",),
    "/Indexed": ("colour", "", "table"), "/I": ("colour", "", "table"), "/Separation": ("", "colour", "function"),
    "/DeviceN": ("", "colour", "function"), "/Pattern": ("colour",),
    "/DeviceGray": (), "/DeviceRGB": (), "/DeviceCMYK": (), "/G": (), "/RGB": (), "/CMYK": (),
}  # fmt: skip

# What is done with each stream that is kept, by its kind.
Visit = Callable[[pikepdf.Stream, str], None]
# Objects of the file, each with the kind as which it was looked at.
Seen = set[tuple[tuple[int, int], str]]


def keep_listed(
    thing: pikepdf.Object | None, kind: str, seen: Seen, number: int = 0, visit: Visit | None = None
) -> None:
    """Have the thing, which page `number` draws with, and all below it hold what is listed and nothing else.

    What was `seen`, by this page or one before, is not looked at again: pages share fonts and pictures.

    Raises:
        UnfitError: a picture among it is larger than a page may hold.
    """
    keeper = _Keeper(seen, number, visit)
    if thing is not None and keeper.fits(thing, kind):
        keeper.go()


class _Keeper:
    """One walk, without recursion: files can be as deep as they like."""

    def __init__(self, seen: Seen, number: int, visit: Visit | None) -> None:
        self._seen, self._number, self._visit = seen, number, visit
        self._waiting = list[tuple[pikepdf.Object, str]]()

    def go(self) -> None:
        """Prune all that waits, and what it leads to."""
        while self._waiting:
            thing, kind = self._waiting.pop()
            if kind.startswith("{"):
                self._prune(thing, dict.fromkeys(thing.keys(), kind[1:-1]))
            else:
                is_stream = isinstance(thing, pikepdf.Stream)
                self._prune(thing, {**_SHAPES[kind], **_STREAM} if is_stream else _SHAPES[kind])
                self._finish(thing, kind)

    def _finish(self, thing: pikepdf.Object, kind: str) -> None:
        if kind == "layer" and thing.get("/Type") == "/OCG":
            thing.Name = pikepdf.String(_LAYER_NAME)
        if isinstance(thing, pikepdf.Stream):
            if kind == "image":
                judge_picture(thing, self._number)
            else:
                judge_packing(thing, self._number)
            if self._visit:
                self._visit(thing, kind)

    def _prune(self, thing: pikepdf.Object, shape: Mapping[str, str]) -> None:
        for key in list(thing.keys()):
            if key != "/Length" and (key not in shape or not self.fits(thing[key], shape[key])):
                del thing[key]

    def fits(self, value: object, kind: str) -> bool:
        """Whether the value is of that kind, as far as can be seen here; what it holds waits to be pruned."""
        if kind == "":
            return _is_plain(value)
        if kind.startswith("["):
            if isinstance(value, pikepdf.Array):
                return all(one is None or self.fits(one, kind[1:-1]) or isinstance(one, pikepdf.Name) for one in value)
            kind = kind[1:-1]
        special = _SPECIAL.get(kind)
        if special is not None:
            return special(self, value)
        if isinstance(value, pikepdf.Name):
            return kind in _NAMED
        return self._waits(value, kind)

    def _waits(self, value: object, kind: str) -> bool:
        if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            return False
        if isinstance(value, pikepdf.Stream) and not _can_be_unpacked(value):
            return False
        if kind == "layer" and value.get("/Type", "/OCG") not in ("/OCG", "/OCMD"):
            return False
        if value.is_indirect:
            if (value.objgen, kind) in self._seen:
                return True
            self._seen.add((value.objgen, kind))
        self._waiting.append((value, kind))
        return True

    def _drawn(self, value: object) -> bool:
        """An XObject: a picture or a form; no PostScript (8.8.2)."""
        if not isinstance(value, pikepdf.Stream) or value.get("/Subtype") == "/PS":
            return False
        return self._waits(value, "image" if value.get("/Subtype") == "/Image" else "form")

    def _mask(self, value: object) -> bool:
        return self._waits(value, "image") if isinstance(value, pikepdf.Stream) else _is_plain(value)

    def _sized_font(self, value: object) -> bool:
        return isinstance(value, pikepdf.Array) and len(value) == 2 and self._waits(value[0], "font")

    def _colour(self, value: object) -> bool:
        if isinstance(value, pikepdf.Name):
            return True
        if not isinstance(value, pikepdf.Array) or not len(value):
            return False
        kinds = _COLOURS.get(str(value[0]))
        if kinds is None:
            return False
        while len(value) > len(kinds) + 1:  # what programs say besides of inks
            del value[-1]
        return all(self.fits(one, kind) for one, kind in zip(list(value)[1:], kinds, strict=False))

    def _table(self, value: object) -> bool:
        return isinstance(value, pikepdf.String) or self._waits(value, "raw")

    def _expression(self, value: object, levels: int = 0) -> bool:
        """Names, layers and arrays of them (8.11.2.2)."""
        if isinstance(value, pikepdf.Array) and levels < _MOST_LEVELS:
            return all(isinstance(one, pikepdf.Name) or self._expression(one, levels + 1) for one in value)
        return self._waits(value, "layer")


_SPECIAL: Mapping[str, Callable[[_Keeper, object], bool]] = {
    "drawn": _Keeper._drawn,
    "mask": _Keeper._mask,
    "sizedfont": _Keeper._sized_font,
    "colour": _Keeper._colour,
    "table": _Keeper._table,
    "expression": _Keeper._expression,
    "words": lambda _, value: isinstance(value, pikepdf.String) and len(bytes(value)) < 128,
}


def _can_be_unpacked(stream: pikepdf.Stream) -> bool:
    named = stream.get("/Filter")
    every = list(named) if isinstance(named, pikepdf.Array) else [named] if named is not None else []
    return all(isinstance(one, pikepdf.Name) and str(one) in _FILTERS for one in every)


def _is_plain(value: object, levels: int = 0) -> bool:
    """Whether it is a number, a name or an array of such."""
    if not isinstance(value, pikepdf.Object):
        return not isinstance(value, str | bytes)
    if not isinstance(value, pikepdf.Array):
        return isinstance(value, pikepdf.Name)
    text = value.unparse(resolved=True)
    if b"(" in text or b"<" in text or levels > _MOST_LEVELS:
        return False
    return b" R" not in text or all(_is_plain(one, levels + 1) for one in value)
