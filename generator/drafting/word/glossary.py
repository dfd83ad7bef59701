"""What an empty control shows, kept in the file: Word takes it from there when somebody clears a control.

ECMA-376 part 1, 11.3.8 and 17.12.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from uuid import NAMESPACE_URL, uuid5

from lxml.etree import _Element as Element

from generator.drafting.word.controls import BLANK_TEXT
from generator.drafting.word.elements import paragraph, run, w

_W = w("p").tag.removesuffix("p")
_VAL = f"{_W}val"


def glossary(body: Element) -> Element | None:
    """The document of the building blocks that the controls of the body name; None where they name none."""
    blocks: dict[str, Element] = {}
    for control in body.iter(f"{_W}sdt"):
        named = control.find(f"{_W}sdtPr/{_W}placeholder/{_W}docPart")
        if named is not None and (name := named.get(_VAL, "")) not in blocks:
            blocks[name] = _block(name, list(_shown(control)))
    return w("glossaryDocument", w("docParts", *blocks.values())) if blocks else None


def used_styles(glossary_: Element) -> set[str]:
    """The ids of the styles that stand in it."""
    return {style.get(_VAL, "") for name in ("pStyle", "rStyle") for style in glossary_.iter(f"{_W}{name}")}


def _block(name: str, content: list[Element]) -> Element:
    properties = w(
        "docPartPr",
        w("name", val=name),
        w("category", w("name", val="常规"), w("gallery", val="placeholder")),
        w("behaviors", w("behavior", val="content")),
        w("guid", val=f"{{{str(uuid5(NAMESPACE_URL, f'wuxiao:{name}')).upper()}}}"),
    )
    return w("docPart", properties, w("docPartBody", *content))


def _shown(control: Element) -> Iterator[Element]:
    """The paragraphs of a control's own words, without marks around them; of one without words a blank."""
    hints = [one for one in control.iter(f"{_W}r") if _is_hint(one)]
    if not hints:
        yield paragraph("Normal", run(BLANK_TEXT, w("rStyle", val="Hint")))
        return
    holders = list(dict.fromkeys(one.getparent() for one in hints))
    for holder in holders:
        assert holder is not None, "every run stands in something"
        runs = [deepcopy(one) for one in hints if one.getparent() is holder]
        properties = holder.find(f"{_W}pPr")
        if properties is None:
            yield paragraph("Normal", runs)
        else:
            yield w("p", deepcopy(properties), *runs)


def _is_hint(one: Element) -> bool:
    style = one.find(f"{_W}rPr/{_W}rStyle")
    return style is not None and style.get(_VAL) == "Hint"


def without_placeholders(body: Element) -> Element:
    """The body whose controls name no building blocks."""
    for named in list(body.iter(f"{_W}placeholder")):
        holder = named.getparent()
        if holder is not None:
            holder.remove(named)
    return body
