"""Marks on the pages of a PDF: stamps, notes, drawings, form fields. Which of them a viewer would print, and can we?

A mark (annotation, ISO 32000-1, 12.5) brings its picture along, its appearance. One without it is drawn by each viewer
in its own way; what it shows cannot be carried over.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import Enum, auto
from io import BytesIO

import pikepdf
import pypdfium2

from generator.campaign.masking import quoted

HIDDEN, PRINTED, NOT_ON_SCREEN = 2, 4, 32  # flags (12.5.3)
_PUSH_BUTTON = 1 << 16  # of a field (12.7.4.2)
_DEEPEST_FIELD = 50


class Fate(Enum):
    """What becomes of a mark."""

    AS_SHOWN = auto()  # printed with its appearance, or nothing of it is seen
    ONLY_ON_SCREEN = auto()  # viewers show it and do not print it
    NOT_CARRIED = auto()  # viewers print it, each in its own way
    VALUE_LOST = auto()  # the same of what was filled in


def marks(page: pikepdf.Page) -> Iterator[pikepdf.Dictionary]:
    """The page's annotations, without what is none."""
    listed = page.obj.get("/Annots")
    for one in listed if isinstance(listed, pikepdf.Array) else ():
        if isinstance(one, pikepdf.Dictionary):
            yield one


def fate(mark: pikepdf.Dictionary, *, values_are_newer: bool) -> Fate:
    """What becomes of the mark; `values_are_newer` than the appearances of fields, says the form (NeedAppearances)."""
    flags, kind = _number(mark.get("/F")), mark.get("/Subtype")
    if flags & HIDDEN or kind == "/Popup":
        return Fate.AS_SHOWN
    if kind == "/Widget":
        return _of_field(mark, flags, values_are_newer=values_are_newer)
    if kind == "/Link" and not (flags & PRINTED and _is_framed(mark)):
        return Fate.AS_SHOWN
    if not flags & PRINTED:
        return Fate.AS_SHOWN if flags & NOT_ON_SCREEN else Fate.ONLY_ON_SCREEN
    # A watermark placed on the paper, not on the page (12.5.6.22), stands elsewhere on a page made to fit.
    is_carried = appearance(mark) is not None and "/FixedPrint" not in mark
    return Fate.AS_SHOWN if is_carried else Fate.NOT_CARRIED


def _of_field(mark: pikepdf.Dictionary, flags: int, *, values_are_newer: bool) -> Fate:
    kind, drawn = inherited(mark, "/FT"), appearance(mark)
    if not _has_area(mark.get("/Rect")):  # nothing of it is seen
        return Fate.AS_SHOWN
    if kind == "/Sig":
        return Fate.AS_SHOWN if flags & PRINTED or drawn is None else Fate.ONLY_ON_SCREEN
    if kind == "/Btn":
        return _of_button(mark, flags)
    value = _said(mark)
    if flags & PRINTED and drawn is not None:
        is_right = not values_are_newer or shown_text(drawn) == value
        return Fate.AS_SHOWN if is_right else Fate.VALUE_LOST
    if value and not (flags & NOT_ON_SCREEN and not flags & PRINTED):
        return Fate.VALUE_LOST
    return Fate.NOT_CARRIED if flags & PRINTED and _is_painted(mark) else Fate.AS_SHOWN


def _of_button(mark: pikepdf.Dictionary, flags: int) -> Fate:
    drawn = appearance(mark)
    if _number(inherited(mark, "/Ff")) & _PUSH_BUTTON:  # something to press; seldom of use on paper
        is_missing = bool(flags & PRINTED) and drawn is None and _is_painted(mark)
        return Fate.NOT_CARRIED if is_missing else Fate.AS_SHOWN
    state = mark.get("/AS", inherited(mark, "/V"))
    is_set = isinstance(state, pikepdf.Name) and state != "/Off"
    if not flags & PRINTED:
        return Fate.VALUE_LOST if is_set and not flags & NOT_ON_SCREEN else Fate.AS_SHOWN
    if drawn is None and is_set:
        return Fate.VALUE_LOST
    has_pictures = isinstance(mark.get("/AP"), pikepdf.Dictionary)
    return Fate.NOT_CARRIED if not has_pictures and _is_painted(mark) else Fate.AS_SHOWN


def appearance(mark: pikepdf.Dictionary) -> pikepdf.Stream | None:
    """The picture that a mark brings along for its present state (12.5.5), None where it cannot be drawn."""
    every = mark.get("/AP")
    normal = every.get("/N") if isinstance(every, pikepdf.Dictionary) else None
    if isinstance(normal, pikepdf.Dictionary):
        state = mark.get("/AS")
        normal = normal.get(str(state)) if isinstance(state, pikepdf.Name) else None
    if not isinstance(normal, pikepdf.Stream):
        return None
    return normal if _has_area(normal.get("/BBox")) and _has_area(mark.get("/Rect")) else None


def inherited(mark: pikepdf.Dictionary, key: str) -> pikepdf.Object | None:
    """What the field, or one that it belongs to, says under that key."""
    return next((node[key] for node in _upwards(mark) if key in node), None)


def _upwards(mark: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    """The field, and those that it belongs to."""
    node: object = mark
    for _ in range(_DEEPEST_FIELD):
        if not isinstance(node, pikepdf.Dictionary):
            return
        yield node
        node = node.get("/Parent")


def field_name(mark: pikepdf.Dictionary) -> str:
    """The field's name in quotation marks, with the names of those that it belongs to."""
    names = [str(node["/T"]) for node in _upwards(mark) if isinstance(node.get("/T"), pikepdf.String)]
    return quoted(".".join(reversed(names)))


def shown_text(drawn: pikepdf.Stream) -> str:
    """The text that can be read in an appearance, folded; PDFium reads it."""
    with pikepdf.new() as alone:
        page = alone.add_blank_page(page_size=(600, 800))
        copied = alone.copy_foreign(drawn)
        copied.Type, copied.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=copied))
        left, bottom = (float(edge) for edge in list(drawn.BBox)[:2])
        page.obj.Contents = alone.make_stream(f"1 0 0 1 {9 - left:.2f} {9 - bottom:.2f} cm /A Do".encode())
        return _folded(first_text(alone))


def first_text(pdf: pikepdf.Pdf) -> str:
    """The text of the first page, as PDFium reads it."""
    out = BytesIO()
    pdf.save(out)
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        return str(document[0].get_textpage().get_text_range())


def _said(mark: pikepdf.Dictionary) -> str:
    """The value that was filled into a text or choice field, as it is shown, folded."""
    value = inherited(mark, "/V")
    every = list(value) if isinstance(value, pikepdf.Array) else [value]
    labels = {}
    options = inherited(mark, "/Opt")
    for option in options if isinstance(options, pikepdf.Array) else ():
        if isinstance(option, pikepdf.Array) and len(option) == 2:
            labels[str(option[0])] = str(option[1])
    texts = [_text(one) for one in every if isinstance(one, pikepdf.String | pikepdf.Stream | pikepdf.Name)]
    return _folded("".join(labels.get(text, text) for text in texts))


def _text(value: pikepdf.Object) -> str:
    if isinstance(value, pikepdf.Stream):  # long texts may stand in one (12.7.4.3)
        return str(pikepdf.String(value.read_bytes()))
    return str(value)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _is_painted(mark: pikepdf.Dictionary) -> bool:
    """Whether a field has a frame, a ground or a caption (12.5.6.19)."""
    about = mark.get("/MK")
    return isinstance(about, pikepdf.Dictionary) and any(key in about and len(about[key]) for key in _PAINT)


_PAINT = ("/BC", "/BG", "/CA", "/I")


def _is_framed(mark: pikepdf.Dictionary) -> bool:
    """Whether a link has a frame to be seen: by its style, its border, or because neither forbids it."""
    style, border = mark.get("/BS"), mark.get("/Border")
    if isinstance(style, pikepdf.Dictionary):
        return float(style.get("/W", 1)) > 0
    return not isinstance(border, pikepdf.Array) or (len(border) > 2 and float(border[2]) > 0)


def _has_area(box: object) -> bool:
    if not isinstance(box, pikepdf.Array) or len(box) != 4:
        return False
    left, bottom, right, top = (float(edge) for edge in box)
    return left != right and bottom != top


def _number(value: object) -> int:
    return int(float(value)) if value is not None else 0  # type: ignore[arg-type]
