"""Characters that are stored by the place in a sign font: Wingdings and Symbol → Unicode."""

from __future__ import annotations

TICKED, EMPTY = "☑", "□"
TICKS = "☑☒√✓✔✅■●◼⬛◆◉⊙🗹✗✘✕☓✖▇█"
UNKNOWN = "\ufffd"  # something that was there, and nobody can tell what
_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: EMPTY, 0x71: EMPTY, 0x72: EMPTY, 0x78: "☒", 0xA1: "○", 0xA3: "○",
    0xA8: EMPTY, 0xFB: "✗", 0xFC: "√", 0xFD: "☒", 0xFE: TICKED, 0x52: TICKED, 0xA4: "◉", 0xA7: "■", 0xDF: "←",
    0xE0: "→", 0xE8: "→",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "√", 0x51: "☒", 0x52: TICKED, 0x53: "☒", 0x54: "☒", 0x55: "☒", 0x56: "☒", 0xA2: "■",
    0xA3: EMPTY, 0x2A: EMPTY, 0x30: EMPTY, 0x99: "○", 0x98: "●",
}  # fmt: skip
_WEBDINGS = {0x61: "√", 0x63: EMPTY, 0x67: "■", 0x6E: "●", 0x72: "✗"}
# Adobe's Symbol encoding, as Word's font of that name has it.
_SYMBOL = dict(
    zip(
        (*range(0x41, 0x5B), *range(0x61, 0x7B)),
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
) | {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0x7E: "∼",
    0xA1: "ϒ", 0xA2: "′", 0xA3: "≤", 0xA4: "⁄", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠",
    0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC6: "∅", 0xD1: "∇", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD6: "√", 0xD7: "⋅",
    0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "webdings": _WEBDINGS,
    "symbol": _SYMBOL,
}


def is_sign_font(font: str) -> bool:
    """Whether the font shows other signs than the characters say."""
    return font.lower() in _FONTS


def sign(code: int, font: str) -> str:
    """The character of that place in the font; those of fonts that are no sign fonts as they are.

    A sign that nothing is known of is U+FFFD, which stands for something that was there.
    """
    place = code - 0xF000 if 0xF020 <= code <= 0xF0FF else code
    if font.lower() in _FONTS:
        known = _FONTS[font.lower()].get(place)
        return known or (chr(place) if font.lower() == "symbol" and 0x20 <= place < 0x7F else UNKNOWN)
    if code != place:
        return _WINGDINGS.get(place, UNKNOWN)
    return chr(code) if code else ""


def as_shown(text: str, font: str) -> str:
    """The text as a font shows it: in a sign font, or with signs stored in its private places."""
    if is_sign_font(font):
        return "".join(char if char.isspace() else sign(ord(char), font) for char in text)
    if any("\uf020" <= char <= "\uf0ff" for char in text):
        return "".join(sign(ord(char), "") if "\uf020" <= char <= "\uf0ff" else char for char in text)
    return text
