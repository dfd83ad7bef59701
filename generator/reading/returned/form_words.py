"""The printed words of a form, as somebody who reads one that came back looks for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator.campaign.forms import COMPLETER
from generator.reading.returned.labels import Found, bare_label, is_day, labels, says_more
from generator.reading.returned.marks import BODY, COVER, NAME, OF_COMPLETER, TABLE, FormMarks, SlotMark
from generator.reading.word_tables.grid import Cell
from generator.reading.word_tables.texts import Line

_LONGEST_TITLE = 80
_WHICH = re.compile(r"[（(][^（()）]{1,8}[)）]$")  # behind the title of one of several forms: （之二）
_REMARK = re.compile(r"\s*(?:备\s*注|附\s*注|说\s*明|填表说明|注)\s*[:：]")


class FormWords:
    """Which words stand for which slot: on the cover, in the body, as parts of a slot; and what begins or ends a form.

    Attributes:
        cover, body: the slots of each word. A form made by hand has on its table what ours has on the cover.
        parts: the slot of a word that stands for a part of it, with the word as it is printed.
        names: the words of the project's name.
        on_cover, in_cells, known: what finds the words of the cover, of the body, and of the whole form in a text.
    """

    def __init__(self, form: FormMarks) -> None:
        """The words of that form."""
        self._form = form
        self.cover = form.by_word(COVER)
        self.body = form.by_word(BODY)
        for word in self.cover:
            self.body.setdefault(word, self.cover[word])
        self.parts = {
            word: (mark, words[0])
            for mark in form.marks
            if mark.where == BODY
            for words in mark.parts
            for word in words
            if word not in self.body
        }
        self.names = {word for mark in form.marks if mark.slot in (NAME, f"cover_{NAME}") for word in mark.words}
        self.on_cover, self.in_cells = labels(frozenset(self.cover)), labels(frozenset(self.body))
        self.known = labels(frozenset((*self.cover, *self.body, *self.parts, *form.by_word(TABLE), *form.others)))
        self._slots = {mark.slot: mark for mark in form.marks}
        self._title = form.label.split("（")[0]

    def marks(self, word: str, before: SlotMark | None, *, on_cover: bool) -> Sequence[SlotMark]:
        """The slots of that label.

        `before` is the slot before it in its row: behind one of the cover stands another of the cover.
        """
        is_behind = before is not None and before.where == COVER and word in self.cover
        return (self.cover if on_cover or is_behind else self.body).get(word, ())

    def of_tag(self, tag: str) -> SlotMark | None:
        """The slot that a control's tag names."""
        return self._slots.get(OF_COMPLETER.sub(f"{COMPLETER}_", tag))

    def begins_another_part(self, text: str) -> bool:
        """Whether another part of the form begins with the paragraph: an opinion, a heading."""
        found = self.known.within(text)
        begins = found[0].word if found and not text[: found[0].start].strip() else self.known.whole(text)
        return begins in self._form.others

    def is_signed(self, word: str) -> bool:
        """Whether somebody signs beside that label: what stands there is no value."""
        return word in self._form.signed

    def is_remark(self, text: str) -> bool:
        """Whether the text is one that somebody set below what was asked for."""
        return _REMARK.match(text) is not None

    def begins_another(self, text: str, found: Sequence[Found]) -> bool:
        """Whether a further form begins with this paragraph: its title, or the project's name on its cover."""
        bare = "".join(text.split())
        if len(bare) < _LONGEST_TITLE and _WHICH.sub("", bare).endswith(self._title) and "：" not in bare:
            return True
        return any(self.cover[one.word][0].slot == f"cover_{NAME}" for one in found)

    def is_typed(self, line: Line) -> bool:
        """Whether the paragraph below the cover is more than what the form prints there, and no control tells more."""
        text = line.text
        if self.is_foot(text) or self.known.whole(text) or any(one.control for one in line.spans):
            return False
        return len("".join(text.split())) > 3 and says_more(text) and self._title not in "".join(text.split())

    def may_stand_below(self, line: Line) -> bool:
        """Whether the paragraph of the cover may be what the label above it asks for, or more of it."""
        text = line.text
        if self.known.whole(text) or any(one.control for one in line.spans) or self._title in "".join(text.split()):
            return False
        return says_more(text) or is_day(text)

    def is_foot(self, text: str) -> bool:
        """Whether the paragraph is the note below the form's table."""
        return bool(self._form.foot) and bare_label(text).startswith(self._form.foot)

    def begun(self, row: Sequence[Cell], words: Mapping[Cell, str]) -> set[str]:
        """The words that cells of the row begin with, whose values stand behind them."""
        found = (self.in_cells.within(cell.text) for cell in row if cell not in words and not cell.is_rest)
        return {one[0].word for one in found if one and not one[0].start}
