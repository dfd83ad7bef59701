"""Content controls: each value's named place in a Word file (ECMA-376 part 1, 17.5.2; MS-DOCX 2.6.1)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.etree import _Element as Element

from generator.campaign.fields import Field, Kind
from generator.composing.shown import NO, YES
from generator.drafting.word.elements import (
    NAMESPACES,
    either_runs,
    element,
    fonts,
    run,
    run_properties,
    size,
    w,
)
from generator.rendering.word.word_values import BOXES

_LONG = (Kind.LONG_TEXT, Kind.TEXTS)  # these have lines of their own, and pictures
BLANK_TEXT = "\u2003"  # room to click on
BLANK, HINT = "Blank", "Hint_"  # what an empty control shows: a blank, or the hint of the slot behind it


@dataclass(frozen=True)
class Entry:
    """A place to fill in: the key of its slot, how Word calls it, family and size in pt of what is typed there.

    While it is empty a blank shows, or its own words where it is `hinted`. A `locked` one cannot be deleted, nor the
    row that it stands in.
    """

    key: str
    label: str
    family: str
    points: float
    hinted: bool = False
    locked: bool = True


def entry(place: Entry, *content: Element, kind: Element | None = None) -> Element:
    """The control around runs or paragraphs; while it is empty and alone in its cell it is made one of the cell.

    `kind` is what may be entered; without one lines, tables and pictures too.
    """
    shown = HINT + place.key if place.hinted else BLANK
    properties = [
        *run_properties(fonts(place.family), *size(place.points)),
        w("alias", val=place.label),
        w("tag", val=place.key),
        *([w("lock", val="sdtLocked")] if place.locked else []),
        w("placeholder", w("docPart", val=shown)),
        *([] if kind is None else [kind]),
    ]
    return w("sdt", w("sdtPr", *properties), w("sdtContent", *content))


def kind_of(field: Field | None) -> Element | None:
    """What may be entered: of given words one is chosen, a date may be picked, anything else is text of one line.

    `field` is None where several are joined.

    The words of the campaign's own lists may change after the template is drawn: they are text too.
    """
    if field is None:
        return w("text")
    words = (YES, NO) if field.kind is Kind.YES_NO else field.choices if field.kind is Kind.CHOICE else ()
    if words and isinstance(words, tuple):
        return w("dropDownList", *(w("listItem", displayText=word, value=word) for word in words))
    if field.kind is Kind.DATE:
        return day_kind()
    return None if field.kind in _LONG else w("text")


def day_kind() -> Element:
    """A day that is picked or typed."""
    return w(
        "date",
        w("dateFormat", val="yyyy年M月d日"),
        w("lid", val="zh-CN"),
        w("storeMappedDataAs", val="dateTime"),
        w("calendar", val="gregorian"),
    )


def slot_runs(key: str, hint: str = "", hint_pt: float = 0) -> list[Element]:
    """The value of a slot, which arrives with its size, or its hint while the form is blank."""
    value = run(f"{{{{r slots.{key} }}}}")
    return either_runs("blank", [hint_run(hint, hint_pt)], [value]) if hint else [value]


def hint_run(text: str, points: float) -> Element:
    """Text that shows only until a value is entered."""
    return run(text, w("rStyle", val="Hint"), *size(points))


def _control(key: str, label: str, kind: Element | None, *content: Element) -> Element:
    """A control that can be filled but not deleted. Ids are given when a document is made."""
    properties = [w("alias", val=label), w("tag", val=key), w("lock", val="sdtLocked")]
    return w("sdt", w("sdtPr", *properties, *([] if kind is None else [kind])), w("sdtContent", *content))


def written(key: str, label: str, *content: Element) -> Element:
    """The control of a value that is written in place."""
    return _control(key, label, None, *content)


def plain(key: str, label: str, expression: str) -> Element:
    """The control of a value of the document's own size."""
    return _control(key, label, None, run(f"{{{{ {expression} }}}}"))


def sized(key: str, label: str, expression: str, size_pt: str) -> Element:
    """The control of a value whose size another value gives."""
    return _control(key, label, None, run(f"{{{{r sized({expression}, {size_pt}) }}}}"))


def _box(key: str, label: str, ticked: bool, size_pt: str) -> Element:
    check_box_ = element("w14:checkbox")
    signs = {state: {"val": f"{ord(sign):04X}", "font": family} for state, (sign, family) in BOXES.items()}
    for name, values in {
        "checked": {"val": str(int(ticked))},
        "checkedState": signs[True],
        "uncheckedState": signs[False],
    }.items():
        child = element(f"w14:{name}")
        for attribute, value in values.items():
            child.set(f"{{{NAMESPACES['w14']}}}{attribute}", value)
        check_box_.append(child)
    sign = run(f"{{{{r box({ticked}, {size_pt}) }}}}")
    return _control(key, label, check_box_, sign)


def check_box(key: str, label: str, condition: str, size_pt: str) -> list[Element]:
    """A ticked or an empty box, by a condition: Jinja cannot stand in the control's attributes."""
    return either_runs(condition, [_box(key, label, True, size_pt)], [_box(key, label, False, size_pt)])


def picture_slot(key: str, label: str) -> Element:
    """The control of a picture, which arrives with its size; without one a frame to click on."""
    return _control(key, label, w("picture"), run(f"{{{{r pictures.{key} }}}}"))
