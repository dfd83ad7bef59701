"""A Word document → the forms of cells in it, by their printed labels; by the tags of controls where a label is lost.

A label's value is in the rest of its cell or paragraph, in the cell to its right, or in the one below it. So it does
not matter who drew the form: our blank, one made by hand after the notice, with tables or without, cut in two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from generator.campaign.errors import Place
from generator.campaign.forms import COMPLETER
from generator.reading.returned.form_words import FormWords
from generator.reading.returned.found import (
    FoundForm,
    around,
    beside,
    folded,
    goes_on,
    outside,
    place_of,
    tables_within,
)
from generator.reading.returned.labels import Found, begins_instructions, is_labelled_note, is_page, says_more
from generator.reading.returned.marks import (
    BOXES,
    COVER,
    LINE,
    LONG,
    NAME,
    NUMBER,
    OF_COMPLETER,
    FormMarks,
    SlotMark,
)
from generator.reading.returned.neighbours import Neighbours, digits_in
from generator.reading.returned.people import PeopleTable, people_header
from generator.reading.returned.values import Value, has_value, text_entered, value_in
from generator.reading.word_tables.grid import Block, Cell, Grid
from generator.reading.word_tables.options import is_labelled
from generator.reading.word_tables.repeated import drop_echoes
from generator.reading.word_tables.texts import Line

_TITLE = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.．：:]|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[、.．])[^。；;，,]{2,14}[：:]?"
)
_SHORT = 12


class GridFormReader:
    """Reads the blocks of a document in order; several forms follow each other."""

    def __init__(self, form: FormMarks, file: str) -> None:
        """Begin with the first form. `file` is how messages call the file."""
        self._form, self._file = form, file
        self._words = FormWords(form)
        self.forms = [FoundForm(Place(file))]
        self._begin()

    def _begin(self) -> None:
        self._in_body = False
        self._people: PeopleTable | None = None
        self._open: SlotMark | None = None  # a long text that may go on below
        self._is_below_table = False  # what stands between two tables need not belong to a text above
        self._above: SlotMark | None = None  # what the last label of the cover asks for: it may stand, or go on, below
        self._is_instructed = False  # what follows on the cover says how to fill in the form
        self._used: set[Cell] = set()
        self._near = Neighbours(self._words, self._used)
        self._parted: set[str] = set()  # slots whose fields stand in cells of their own

    @property
    def _now(self) -> FoundForm:
        return self.forms[-1]

    def _next_form(self) -> None:
        self.forms.append(FoundForm(Place(self._file)))
        self._begin()

    def read(self, blocks: Sequence[Block]) -> list[FoundForm]:
        """The forms in these blocks, those that nothing stands in too."""
        for at, block in enumerate(blocks):
            if isinstance(block, Grid):
                self._table(block)
            else:
                if _is_title(block, blocks[at + 1 :]):
                    self._open = None
                self._paragraph(block)
        return folded([form for form in self.forms if form.values])

    def _paragraph(self, line: Line) -> None:
        text = line.text
        found = self._words.on_cover.within(text)
        if self._in_body and self._words.begins_another(text, found):
            self._next_form()
        if own := self._labels_of_body(text):
            self._in_body, self._open, self._is_below_table = True, None, False
            self._labels_in(text, own, Place(self._file), on_cover=False)
        elif found and not self._in_body:
            self._labels_in(text, found, Place(self._file), on_cover=True)
            self._above = self._mark(found[-1].word, on_cover=True)
        elif self._in_body and self._words.begins_another_part(text):
            self._open = None
        elif self._open is not None and text.strip() and not self._words.is_foot(text):
            self._go_on_below(self._open, text)
        elif not self._in_body and self._now.values:
            self._below_label(line)
        elif self._in_body and not found and self._words.is_typed(line):
            self._now.problems.append(outside(text, Place(self._file)))
        self._by_tags([line], Place(self._file))

    def _go_on_below(self, mark: SlotMark, text: str) -> None:
        """A paragraph below a long text, which goes on with it: but for a note or a page's number between tables."""
        if not self._is_below_table or not (self._words.is_remark(text) or is_labelled_note(text)):
            self._now.add(mark.slot, text)
        elif not is_page(text):
            self._now.problems.append(outside(text, Place(self._file)))

    def _below_label(self, line: Line) -> None:
        """A paragraph of the cover without a label: the value of the one above, more of it, or a text that is told."""
        text, mark = line.text, self._above
        self._is_instructed = self._is_instructed or begins_instructions(text)
        if self._is_instructed or not text.strip():
            return
        self._above = None
        if mark is not None and self._words.may_stand_below(line) and not is_labelled_note(text):
            if not self._now.values[mark.slot].is_blank:
                self._now.problems.append(goes_on(mark, text, Place(self._file)))
            self._now.add(mark.slot, text_entered(text, mark))
        elif self._words.is_typed(line):
            self._now.problems.append(outside(text, Place(self._file)))

    def _labels_of_body(self, text: str) -> list[Found]:
        """The labels that the paragraph begins with, of a form whose body is no table: such as were not read yet."""
        found = self._words.in_cells.within(text)
        if not found and self._in_body and (word := self._words.in_cells.whole(text)):
            found = [Found(word, 0, len(text))]  # a heading above its text
            if (mark := self._mark(word, on_cover=False)) is None or mark.holds != LONG:
                return []
        if not found or text[: found[0].start].strip():
            return []
        if not self._in_body and all(one.word in self._words.cover for one in found):
            return []
        mark = self._mark(found[0].word, on_cover=False)
        return found if mark is not None and mark.slot not in self._now.values else []

    def _labels_in(self, text: str, found: Sequence[Found], place: Place, *, on_cover: bool) -> None:
        """Take what stands behind each label in the text, up to the next."""
        for at, one in enumerate(found):
            mark = self._mark(one.word, on_cover)
            is_long = mark is not None and mark.holds == LONG  # what looks like a label there is its text
            end = found[at + 1].start if at + 1 < len(found) and not is_long else len(text)
            if mark is not None:
                self._now.take(mark.slot, Value(text_entered(text[one.says : end], mark)), mark, place)
            if is_long:
                self._open = mark
                return

    def _mark(self, word: str, on_cover: bool, before: SlotMark | None = None) -> SlotMark | None:
        """The slot of that label; where several have it, the first that was not found yet.

        `before` is the slot before it in its row: behind one of the cover stands another of the cover.
        """
        is_behind = before is not None and before.where == COVER
        marks = (self._words.cover if on_cover or (is_behind and word in self._words.cover) else self._words.body).get(
            word, ()
        )
        return next((one for one in marks if one.slot not in self._now.values), marks[-1] if marks else None)

    def _table(self, grid: Grid) -> None:
        self._above, self._is_below_table = None, True
        drop_echoes(grid)
        for row in grid.rows:
            cells = [cell for cell in row if not cell.is_rest and cell not in self._used]
            words = {cell: word for cell in cells if (word := self._words.known.whole(cell.text))}
            if header := people_header(cells, self._form):
                self._in_body, self._open, self._people = True, None, header.behind(self._now)
                continue
            if not words and self._goes_on(grid, row, cells):
                continue
            if words:
                self._people = self._open = None
            self._row(grid, row, words)
            for cell in cells:
                if cell not in self._used:
                    for table in cell.tables:
                        self._table(table)

    def _goes_on(self, grid: Grid, row: Sequence[Cell], cells: Sequence[Cell]) -> bool:
        """Whether the row, which has no labels, belongs to the list of completers or to a long text above."""
        if self._people is not None:
            header = self._people.cells
            before, self._people = self._people.rows, self._people.take(self._now, grid, row, self._file)
            if self._people is not None:
                person = self._people.rows if self._people.rows > before else 0  # an empty row is nobody's
                for cell in cells:  # of a column whose header is lost
                    self._by_tags(cell.lines, place_of(self._file, grid, cell), cell, person)
                self._tell_outside(grid, [cell for cell in cells if cell.number > header])
                return True
        if self._open is None or not cells or any(self._words.in_cells.within(cell.text) for cell in cells):
            return False
        if is_labelled([cell.text for cell in cells if cell.text.strip()]) or any(map(self._is_other, cells)):
            self._open = None  # whatever it is that stands there, it is no more of the text above
            return False
        for cell in cells:
            self._used.add(cell)
            value = value_in(cell.lines, self._open)
            self._now.add(self._open.slot, value.text, place_of(self._file, grid, cell))
            self._now.problems += around(value, self._open, place_of(self._file, grid, cell))
            self._now.problems += tables_within(cell, self._open, place_of(self._file, grid, cell))
        return True

    def _is_other(self, cell: Cell) -> bool:
        """Whether a remark stands in the cell, or a table with labels of its own."""
        return self._words.is_remark(cell.text) or any(
            self._words.known.whole(one.text) for table in cell.tables for row in table.rows for one in row
        )

    def _row(self, grid: Grid, row: Sequence[Cell], words: Mapping[Cell, str]) -> None:
        on_cover = self._is_on_cover(set(words.values()), self._words.begun(row, words))
        is_header = self._near.is_header(grid, row, words)
        mark: SlotMark | None = None
        for at, cell in enumerate(row):
            if cell.is_rest or cell in self._used:
                continue
            if (word := words.get(cell)) is None:
                self._unlabelled(grid, cell, on_cover)
                continue
            mark = self._mark(word, on_cover, mark)
            values = [] if is_header else self._near.beside(row, at, words, mark)
            if mark is None and word in self._words.parts:
                self._take_part(grid, word, values or self._near.below(grid, cell, mark))
            elif mark is None:
                if self._words.is_signed(word):
                    self._used.update(cell for cell in values if not cell.tables or has_value(cell.lines))
            elif mark.holds == BOXES and (options := self._near.options(grid, cell, row[at + 1 :], words)):
                self._used.update(options.cells)
                self._now.take(mark.slot, Value(options.text), mark, place_of(self._file, grid, options.cells[0]))
            else:
                self._take(grid, cell, mark, values or self._near.below(grid, cell, mark))
        self._doubt_held(grid, row, words)
        others = [cell for at, cell in enumerate(row) if cell not in words and not self._near.may_name(row, at)]
        self._tell_outside(grid, others)

    def _doubt_held(self, grid: Grid, row: Sequence[Cell], words: Mapping[Cell, str]) -> None:
        """A value beside or below which more stands may go on there: it is asked."""
        for cell, text in self._near.more_of_held(grid, row, words):
            self._now.problems.append(beside(self._near.held[cell], text, place_of(self._file, grid, cell)))

    def _is_on_cover(self, words: Set[str], begun: Set[str]) -> bool:
        """Whether the row with these labels is one of a cover; another form begins where its project is named again."""
        names = not words.isdisjoint(self._words.names)
        if names and self._in_body and NAME in self._now.values:
            self._next_form()
        if (words | begun) - self._words.cover.keys() or (names and f"cover_{NAME}" in self._now.values):
            self._in_body = True
        return not self._in_body and bool(self._words.cover)

    def _unlabelled(self, grid: Grid, cell: Cell, on_cover: bool) -> None:
        """A cell that is no label: it may hold label and value, or a control that says which slot it is."""
        if cell.tables and not has_value(cell.lines):
            return
        place = place_of(self._file, grid, cell)
        found = (self._words.on_cover if on_cover else self._words.in_cells).within(cell.text)
        if found and not cell.text[: found[0].start].strip():
            self._used.add(cell)
            self._open = None
            self._labels_in(cell.text, found, place, on_cover=on_cover)
        else:
            self._by_tags(cell.lines, place, cell)

    def _tell_outside(self, grid: Grid, cells: Sequence[Cell]) -> None:
        """Text of one row below the cover that stands in no place of the form is told."""
        more = [cell for cell in cells if cell not in self._used and not cell.tables and says_more(cell.text)]
        if self._in_body and more:
            text = " ".join(cell.text for cell in more)
            self._now.problems.append(outside(text, place_of(self._file, grid, more[0])))

    def _take_part(self, grid: Grid, word: str, cells: Sequence[Cell]) -> None:
        """Take one of several values that our form has in one place, with its label."""
        mark, label = self._words.parts[word]
        self._used.update(cells)
        text = value_in(cells[0].lines, mark).text if cells else ""
        if mark.holds == LONG:
            self._take_headed(mark, f"{label}\n{text}", place_of(self._file, grid, cells[0]) if cells else None)
            for cell in cells:
                self._now.problems += around(value_in(cell.lines, mark), mark, place_of(self._file, grid, cell))
                self._now.problems += tables_within(cell, mark, place_of(self._file, grid, cell))
        elif mark.slot in self._parted:
            self._now.add(mark.slot, f"；{label}：{text}")
        elif mark.slot not in self._now.values and cells:
            self._parted.add(mark.slot)
            self._now.take(
                mark.slot, Value(f"{label}：{text}" if text else ""), mark, place_of(self._file, grid, cells[0])
            )

    def _take_headed(self, mark: SlotMark, text: str, place: Place | None) -> None:
        """Take a part of a long text that stands in a row of its own; what follows may go on with it."""
        if mark.slot not in self._now.values:
            self._now.take(mark.slot, Value(""), mark, place or Place(self._file))
        self._now.add(mark.slot, text)
        self._open = mark

    def _take(self, grid: Grid, label: Cell, mark: SlotMark, cells: Sequence[Cell]) -> None:
        if not cells:
            self._now.take(mark.slot, Value(""), mark, place_of(self._file, grid, label))
        else:
            self._used.update(cells)
            place = place_of(self._file, grid, cells[0])
            value = value_in(cells[0].lines, mark)
            if mark.holds == LINE or len(value.text) <= _SHORT:  # of a long text it may be the label of a part
                self._near.hold(label, cells, mark)
            if len(cells) > 1:
                value = Value("".join(cell.text for cell in cells))
            elif mark.holds == NUMBER and not value.text and (digits := digits_in(cells[0])):
                value, cells = Value(digits), ()
            text, more = value.text, self._words.in_cells.within(value.text) if mark.holds == LINE else []
            if more and more[0].start:
                value = value._replace(text=text[: more[0].start].strip())
                self._labels_in(text, more, place, on_cover=False)
            self._now.take(mark.slot, value, mark, place)
            for cell in cells:
                self._now.problems += tables_within(cell, mark, place_of(self._file, grid, cell))
        if mark.holds == LONG:
            self._open = mark

    def _by_tags(self, lines: Sequence[Line], place: Place, cell: Cell | None = None, person: int = 0) -> None:
        """Take what stands in controls whose slot no label has told; of a row of completers that of its `person`."""
        tags = dict.fromkeys(span.control.tag for line in lines for span in line.spans if span.control)
        for tag in tags:
            mark = self._words.of_tag(tag)
            slot = OF_COMPLETER.sub(f"{COMPLETER}{person}_", tag) if person else tag
            if mark is None or slot in self._now.values:
                continue
            own = lines if len(tags) == 1 else [line.of_tag(tag) for line in lines]
            self._now.take(slot, value_in(own, mark), mark, place)
            if cell is not None:
                self._used.add(cell)


def _is_title(line: Line, after: Sequence[Block]) -> bool:
    """Whether the paragraph is the numbered title of the table that follows it."""
    following = next((one for one in after if isinstance(one, Grid) or one.text.strip()), None)
    return isinstance(following, Grid) and _TITLE.fullmatch("".join(line.text.split())) is not None
