"""Content controls: each value's named place in a Word file (ECMA-376 part 1, 17.5.2; MS-DOCX 2.6.1)."""

from __future__ import annotations

from lxml.etree import _Element as Element

from generator.campaign.fields import Kind, by_name
from generator.drafting.word.elements import (
    NAMESPACES,
    either_runs,
    element,
    run,
    size,
    w,
)
from generator.reading.schema import own_schema
from generator.rendering.word.word_values import BOXES

_FIELDS = own_schema().fields
_LABELS = {field.key: field.label for field in _FIELDS.application} | {
    "unit_and_post": "工作单位及职务",
    "intro": "项目简介",
    "row_number": "序号",
    "cover_name": "项目名称（封面）",
    "cover_lead_name": "第一完成人（封面）",
    "cover_unit": "所在单位（封面）",
    "cover_contact_name": "联系人（封面）",
    "cover_contact_phone": "电话（封面）",
}
_SEXES = by_name(_FIELDS.application)["lead_sex"].choices
_KINDS = {field.key: field.kind for field in _FIELDS.application}


def label_of(key: str) -> str:
    """The Chinese name that Word shows on the control of a slot."""
    if key.startswith("completer"):
        place, _, part = key.removeprefix("completer").partition("_")
        return f"其他完成人{place}{by_name(_FIELDS.completer)[part].label}"
    return _LABELS[key]


def _kind(key: str) -> Element | None:
    """What may be entered: a sex is chosen, a date may be picked, anything else is text.

    Text has no kind of its own: LibreOffice gives the content of a plain-text control its paragraph's size.
    """
    if key.endswith("_sex"):
        return w("dropDownList", *(w("listItem", displayText=sex, value=sex) for sex in _SEXES))
    if _KINDS.get(key) is Kind.DATE:
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


def slot(key: str) -> Element:
    """The control of a value that arrives with its size."""
    return _control(key, label_of(key), _kind(key), run(f"{{{{r slots.{key} }}}}"))


def hinted_slot(key: str, hint: str, hint_pt: float) -> Element:
    """The same, with a hint printed while the form is blank."""
    content = either_runs("blank", [hint_run(hint, hint_pt)], [run(f"{{{{r slots.{key} }}}}")])
    return _control(key, label_of(key), _kind(key), *content)


def hint_run(text: str, points: float) -> Element:
    """Text that shows only until a value is entered."""
    return run(text, w("rStyle", val="Hint"), *size(points))


def written(key: str, label: str, *content: Element) -> Element:
    """The control of a value that is written in place."""
    return _control(key, label, _kind(key), *content)


def plain(key: str, label: str, expression: str) -> Element:
    """The control of a value of the document's own size."""
    return _control(key, label, None, run(f"{{{{ {expression} }}}}"))


def paragraphs_control(key: str, *content: Element) -> Element:
    """The control around several paragraphs."""
    return _control(key, label_of(key), None, *content)


def _box(key: str, ticked: bool, size_pt: str) -> Element:
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
    return _control(key, label_of(key), check_box_, sign)


def check_box(key: str, condition: str, size_pt: str) -> list[Element]:
    """A ticked or an empty box, by a condition: Jinja cannot stand in the control's attributes."""
    return either_runs(condition, [_box(key, True, size_pt)], [_box(key, False, size_pt)])


def sized(key: str, label: str, expression: str, size_pt: str) -> Element:
    """The control of a value whose size another value gives."""
    return _control(key, label, None, run(f"{{{{r sized({expression}, {size_pt}) }}}}"))
