"""What properties of paragraphs and runs come to: direct formatting over styles over defaults (ECMA-376, 17.7.2)."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element as Element

from generator.reading.word_tables.elements import W, value_of

Properties = Mapping[str, Mapping[str, str]]
_NONE: Properties = {}


class StyleSheet:
    """The styles of a document, each resolved once."""

    def __init__(self, styles: Element | None) -> None:
        """Take the part with the styles; without one everything is by direct formatting."""
        self._by_id: dict[str, Element] = {}
        self._resolved: dict[tuple[str, str], Properties] = {}
        self._default = ""
        self._defaults: dict[str, Properties] = {}
        if styles is None:
            return
        for style in styles.iter(f"{W}style"):
            self._by_id[style.get(f"{W}styleId", "")] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default = self._default or style.get(f"{W}styleId", "")
        for part in ("pPr", "rPr"):
            self._defaults[part] = over(_NONE, styles.find(f"{W}docDefaults/{W}{part}Default/{W}{part}"))

    def paragraph(self, paragraph: Element) -> Properties:
        """What the paragraph's properties come to."""
        return over(self._of_style(style_of(paragraph), "pPr"), paragraph.find(f"{W}pPr"))

    def run(self, run: Element, paragraph: Element) -> Properties:
        """What the run's properties come to."""
        made = self._of_style(style_of(paragraph), "rPr")
        own = run.find(f"{W}rPr")
        if own is not None and (key := value_of(own, "rStyle")):
            made = merged(made, self._style(key, "rPr"))
        return over(made, own)

    def mark(self, paragraph: Element) -> Properties:
        """What the properties of the paragraph's mark come to, by which an empty one is high."""
        return over(self._of_style(style_of(paragraph), "rPr"), paragraph.find(f"{W}pPr/{W}rPr"))

    def _of_style(self, key: str, part: str) -> Properties:
        """The defaults of the document with the style's over them."""
        known = (f"\0{key}", part)
        if known not in self._resolved:
            self._resolved[known] = merged(self._defaults.get(part, _NONE), self._style(key or self._default, part))
        return self._resolved[known]

    def _style(self, key: str, part: str) -> Properties:
        """The properties of a style with those of the styles that it is based on; `part` is pPr or rPr."""
        if (key, part) not in self._resolved:
            style = self._by_id.get(key)
            self._resolved[key, part] = _NONE  # a circle of styles ends here
            if style is not None:
                own = over(self._style(value_of(style, "basedOn"), part), style.find(f"{W}{part}"))
                self._resolved[key, part] = own
        return self._resolved[key, part]


def style_of(paragraph: Element) -> str:
    """The style's id, empty where the paragraph names none."""
    return value_of(paragraph.find(f"{W}pPr"), "pStyle")


def over(base: Properties, container: Element | None) -> Properties:
    """`base` with the properties of a pPr or rPr laid over it, attribute by attribute."""
    if container is None:
        return base
    own = {
        etree.QName(child).localname: {etree.QName(str(key)).localname: str(text) for key, text in child.items()}
        for child in container
        if isinstance(child.tag, str)
    }
    return merged(base, own)


def merged(base: Properties, own: Properties) -> Properties:
    """The properties of both, those of the second over the first, attribute by attribute."""
    return {**base, **{key: {**base.get(key, {}), **values} for key, values in own.items()}}


def number(known: Properties, name: str, attribute: str, default: float = 0) -> float:
    """A number among the properties."""
    try:
        return float(known.get(name, {}).get(attribute, default))
    except ValueError:
        return default
