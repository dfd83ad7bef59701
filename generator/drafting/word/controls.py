"""Content controls: each value's named place in a Word file (ECMA-376 part 1, 17.5.2; MS-DOCX 2.6.1)."""

from __future__ import annotations

from lxml.etree import _Element as Element

from generator.campaign.fields import Field, Kind
from generator.composing.shown import NO, YES
from generator.drafting.word.elements import (
    NAMESPACES,
    either_runs,
    element,
    run,
    size,
    w,
)
from generator.rendering.word.word_values import BOXES


def _kind(field: Field | None) -> Element | None:
    """What may be entered: of given words one is chosen, a date may be picked, anything else is text.

    The words of the campaign's own lists may change after the template is drawn: they are text too. Text has no kind
    of its own: LibreOffice gives the content of a plain-text control its paragraph's size.
    """
    if field is None:
        return None
    words = (YES, NO) if field.kind is Kind.YES_NO else field.choices if field.kind is Kind.CHOICE else ()
    if words and isinstance(words, tuple):
        return w("dropDownList", *(w("listItem", displayText=word, value=word) for word in words))
    if field.kind is Kind.DATE:
        return w(
            "date",
            w("dateFormat", val="yyyy年M月d日"),
            w("lid", val="zh-CN"),
            w("storeMappedDataAs", val="dateTime"),
            w("calendar", val="gregorian"),
        )
    return None


def _control(key: str, label: str, kind: Element | None, *content: Element) -> Element:
    """A control that can be filled but not deleted. Ids are given when a document is made."""
    properties = [w("alias", val=label), w("tag", val=key), w("lock", val="sdtLocked")]
    return w("sdt", w("sdtPr", *properties, *([] if kind is None else [kind])), w("sdtContent", *content))


def slot(key: str, label: str, field: Field | None) -> Element:
    """The control of a value that arrives with its size; of one that is no joined one the field."""
    return _control(key, label, _kind(field), run(f"{{{{r slots.{key} }}}}"))


def hinted_slot(key: str, label: str, field: Field | None, hint: str, hint_pt: float) -> Element:
    """The same, with a hint printed while the form is blank."""
    content = either_runs("blank", [hint_run(hint, hint_pt)], [run(f"{{{{r slots.{key} }}}}")])
    return _control(key, label, _kind(field), *content)


def hint_run(text: str, points: float) -> Element:
    """Text that shows only until a value is entered."""
    return run(text, w("rStyle", val="Hint"), *size(points))


def written(key: str, label: str, *content: Element, field: Field | None = None) -> Element:
    """The control of a value that is written in place, or around several paragraphs."""
    return _control(key, label, _kind(field), *content)


def plain(key: str, label: str, expression: str) -> Element:
    """The control of a value of the document's own size."""
    return _control(key, label, None, run(f"{{{{ {expression} }}}}"))


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


def sized(key: str, label: str, expression: str, size_pt: str, field: Field | None = None) -> Element:
    """The control of a value whose size another value gives."""
    return _control(key, label, _kind(field), run(f"{{{{r sized({expression}, {size_pt}) }}}}"))


def picture_slot(key: str, label: str) -> Element:
    """The control of a picture, which arrives with its size; without one a frame to click on."""
    return _control(key, label, w("picture"), run(f"{{{{r pictures.{key} }}}}"))
