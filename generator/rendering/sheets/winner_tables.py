"""The lines of the cells in the bulletin's tables of winners, which Word and PDF both show."""

from __future__ import annotations

from generator.campaign.layout import MM_PER_PT, WINNERS
from generator.typesetting.typeset import break_lines

_JOINER = "\u2060"  # no line ends beside it
_BETWEEN_NAMES = "、"
_ROOM_PT = {
    column.key: (column.width_mm - 2 * WINNERS.cell_padding_mm) / MM_PER_PT for column in WINNERS.columns
}  # between a column's paddings


def winner_lines(text: str, key: str) -> list[str]:
    """The lines of the text in the column of that key. A person's name stays on one line wherever it finds room.

    One of several words that is wider than the column is broken between them.
    """
    if key == "people":
        text = _BETWEEN_NAMES.join(_kept_together(name) for name in text.split(_BETWEEN_NAMES))
    return [line.replace(_JOINER, "") for line in _broken(text, key)]


def _kept_together(name: str) -> str:
    """The name with joiners between the characters that stay on one line: all of it, or each word where it is long."""
    whole = _JOINER.join(name)
    if len(_broken(whole + _BETWEEN_NAMES, "people")) == 1:
        return whole
    return " ".join(map(_JOINER.join, name.split(" ")))


def winner_text(text: str, key: str) -> str:
    """The same for Word, which breaks lines by itself: with line breaks only where its own would be other ones."""
    lines = winner_lines(text, key)
    return text if lines == _broken(text, key) else "\n".join(lines)


def _broken(text: str, key: str) -> list[str]:
    return [line.text for line in break_lines(text, _ROOM_PT[key], WINNERS.text_pt, "songti")]


FILTERS = {"winner_lines": winner_lines, "winner_text": winner_text}
