"""A returned form → the values of its fields, each with its source; what several places say is held together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from generator.campaign.errors import Place
from generator.campaign.fields import Field, Kind
from generator.campaign.forms import MOST_FORMS_KEPT, Form, GridForm, ListForm, Shows
from generator.campaign.settings import Settings
from generator.checks.meaning import plainly
from generator.checks.said import SlotName, slot_names
from generator.checks.values.people import are_several
from generator.collecting.files.opened import Opened, Standing, lines_about, standing_at
from generator.collecting.found import Spot, State, Value, Values
from generator.collecting.values.agreeing import agreed, unticked
from generator.collecting.values.doubts import WITH_TABLE, doubted, is_about, is_beside, label_of_slot
from generator.collecting.values.joined import FROM_JOINED, apart, begins_with
from generator.collecting.values.names import name_alone
from generator.collecting.values.over_rows import said_over_rows
from generator.collecting.values.parts import split_parts
from generator.collecting.values.people import completers_in
from generator.collecting.values.spots import spot_of
from generator.collecting.values.understanding import LABELLED, asked, understood
from generator.composing.filling.named import Named, slots_named
from generator.composing.filling.words import form_of, words_of
from generator.reading.raw import Raw
from generator.reading.returned.form import ReturnedForm
from generator.reading.returned.marks import OF_COMPLETER
from generator.reading.returned.ticks import no_signs
from generator.reading.word_tables.texts import MAYBE_BLANK

_NO_HEADING, _FILL_PART = "项目简介里找不到这一部分的标题，分不出是哪几段。", "请选这一部分的文字，或填在答复里。"
NOT_FOUND = "表上没有找到这一栏。"
_PICTURE_ALONE = "这个标题下面没有文字，这一栏里有图片，内容可能在图片上。"
_FILL_PICTURE = "请照图片填写；本来没有的，请选（留空）或写“无”。"
_WHOSE = "第一完成人写了几个人，看不出这一项是谁的。"
_HALF_IN = "连同填写处旁边的字一起读"
_OF_PDF = "PDF 里的空格、段落按位置辨认，请核对"
_ONE_LINE = 30  # characters that stand on one line of a page
_MOST_OF_CELL = 40  # characters of each cell of a list's row, shown beside a question
_LEAST_PRINTED = 4  # characters of printed words by which they are known in a text


@dataclass(frozen=True)
class Paper:
    """A form, or a row of a list: its values by field key, its completers, whose list it stands in.

    `form` is the kind of form; `place` where it stands; it `lacks_people` where no rows of completers were found.
    """

    file: str
    form: str
    is_row: bool
    values: Values
    completers: tuple[Values, ...]
    joined: Mapping[tuple[str, ...], Value]
    recommender: str
    place: Place
    table: int = 0
    lacks_people: bool = False

    def text(self, key: str) -> str:
        """The text of that field, empty where it is not known."""
        value = self.values.get(key)
        return value.text if value else ""


def papers_in(opened: Opened, file: str, settings: Settings) -> Iterator[Paper]:
    """The papers of a file, in order."""
    for form in opened.forms:
        yield _Reading(opened, form, file, settings).paper()


class _Reading:
    """Reads one form."""

    def __init__(self, opened: Opened, form: ReturnedForm, file: str, settings: Settings) -> None:
        self._opened, self._form, self._file, self._settings = opened, form, file, settings
        self._asked: Form = form_of(settings, form.kind)
        self._named: Mapping[str, Named] = slots_named(self._asked)
        self._is_printed = file.lower().endswith(".pdf")
        self._names: Mapping[str, SlotName] = slot_names(self._asked)
        own = (slot for slot, one in self._named.items() if any(field.key == "lead_name" for field in one.fields))
        self._lead = next(filter(None, (form.record.text(slot) for slot in own)), "")

    def paper(self) -> Paper:
        values = dict[str, Value]()
        joined = dict[tuple[str, ...], Value]()
        for slot, named in self._named.items():
            raw = self._form.record.values.get(slot)
            if named.completer or named.shows is Shows.PICTURE:
                continue
            if named.shows is Shows.PARTS:
                values |= self._parts(named, raw)
            elif len(named.fields) > 1:
                joined[tuple(one.key for one in named.fields)] = self._whole(named, raw)
            else:
                (field,) = named.fields
                found = self._value(field, raw, slot)
                values[field.key] = agreed(values[field.key], found) if field.key in values else found
        values |= unticked(values, self._named, self._settings)
        values |= _of_several_leads(values)
        for keys, whole in joined.items():
            values |= apart(whole, [self._field(key) for key in keys], values)
        table = next((spot for spot in (one.spot.table for one in values.values()) if isinstance(spot, int)), 0)
        is_row = isinstance(self._asked, ListForm)
        unit = values.get("unit", Value())
        rows = [] if is_row else self._people(unit)
        return Paper(
            self._file,
            self._form.kind,
            is_row,
            values,
            tuple(completers_in(rows, unit.text, values.get("lead_name", Value()).text)),
            joined,
            self._form.recommender,
            self._form.record.place,
            table,
            not rows and any(one.completer for one in self._named.values()),
        )

    def _field(self, key: str) -> Field:
        return next(one for named in self._named.values() for one in named.fields if one.key == key)

    def _value(self, field: Field, raw: Raw | None, slot: str) -> Value:
        words = words_of(field, self._settings)
        if raw is None:
            said = said_over_rows(self._form.record.values, field, words, self._file)
            return said or replace(asked(NOT_FOUND, words), spot=Spot(self._file))
        text, label = str(raw.value or ""), label_of_slot(self._named, slot)
        value = name_alone(understood(text, field, words), field, self._settings, self._lead)
        if value.text and field.kind in (Kind.TEXT, Kind.PERSON) and LABELLED.search(text.strip()):
            value = asked("里面像是还有别的栏目，看不出填写的内容到哪里为止。")
        if field.kind is Kind.DATE and value.state is State.ASK and (whole := understood(raw.whole, field)).text:
            half = replace(raw, value=raw.whole)
            return self._with_source(replace(whole, state=State.NORMALISED, how=_HALF_IN), half, label, is_whole=True)
        if self._is_printed and value.state is State.BLANK and any(word in text for word in words) and no_signs(text):
            value = asked("看不到选项的方框，看不出选的是哪一项。", words)
        return self._with_source(value, raw, label)

    def _with_source(self, value: Value, raw: Raw, label: str, *, is_whole: bool = False) -> Value:
        """The value with its source and what the reader doubts of its place; `is_whole` with what stands beside it."""
        standing = standing_at(self._opened, raw.place)
        text = str(raw.value or "").replace(MAYBE_BLANK, "\n").strip()
        stands = (standing.raw if standing else text).replace(MAYBE_BLANK, "\n").strip()
        if text.startswith(stands) or not _is_part(text, stands):
            stands = text  # it is put together of several places
        value = replace(value, spot=spot_of(raw.place, self._file), raw=stands, around=self._around(standing, text))
        if value.state is State.READ and value.text != stands:
            value = replace(value, state=State.NORMALISED, how="只取填写的内容")
        if value.state is State.READ and self._is_printed and _may_be_broken(value.text):
            value = replace(value, state=State.NORMALISED, how=_OF_PDF)
        if value.text and any(words in "".join(value.text.split()) for words in _printed(self._asked)):
            why = "里面混进了表上印的文字，看不出填写的内容到哪里为止。"
            value = replace(value, text="", state=State.ASK, how=why, guess=())
        told = [one for one in self._opened.problems if is_about(one, raw.place, label)]
        return doubted(value, [one for one in told if not (is_whole and is_beside(one))])

    def _around(self, standing: Standing | None, text: str) -> str:
        """What stands beside a value: the row of its cell, in a list with headers; outside of tables the lines."""
        if not isinstance(self._asked, ListForm):
            return standing.around if standing else lines_about(self._opened, text)
        row = [(self._named[slot], raw) for slot, raw in self._form.record.values.items() if slot in self._named]
        return "｜".join(f"{one.label}：{' '.join(str(raw.value or '').split())[:_MOST_OF_CELL]}" for one, raw in row)

    def _whole(self, named: Named, raw: Raw | None) -> Value:
        """What stands in a place of several fields, as one text."""
        if raw is None:
            return asked(NOT_FOUND)
        found = understood(str(raw.value or ""), replace(named.fields[-1], required=False, limit=None))
        return self._with_source(found, raw, named.label)

    def _parts(self, named: Named, raw: Raw | None) -> dict[str, Value]:
        if raw is None:
            return {one.key: self._value(one, None, "") for one in named.fields}
        split = split_parts(str(raw.value or ""), named.fields)
        made = dict[str, Value]()
        for field in named.fields:
            if (text := split.texts.get(field.key)) is not None:
                value = self._with_source(understood(text, field), raw, named.label)
                if value.state is State.ASK and value.fix == WITH_TABLE and not self._has_table(raw, text, field):
                    value = replace(value, text=value.guess[0], guess=(), fix="")
                if not text and self._has_picture(raw):
                    value = replace(value, state=State.ASK, how=_PICTURE_ALONE, fix=_FILL_PICTURE)
                elif value.text == text and not self._is_printed:
                    value = replace(value, state=State.READ, how="")
                made[field.key] = replace(value, raw=text)
            elif not str(raw.value or "").strip():
                made[field.key] = self._value(field, raw, "")
            else:
                whole = split.doubtful.get(field.key, "")
                doubt = asked(_NO_HEADING, _paragraphs(whole, list(split.doubtful), field.key), _FILL_PART)
                made[field.key] = replace(self._with_source(doubt, raw, ""), raw=whole)
        first, *others = (field.key for field in named.fields)
        made |= {key: replace(made[key], note="") for key in others}
        if split.before and not _is_hint(split.before, named.fields):
            note = f"第一个标题前面还有文字，没有填入：{split.before[:60]}"
            made[first] = replace(made[first], note=made[first].note or note)
        return made

    def _has_table(self, raw: Raw, text: str, field: Field) -> bool:
        """Whether a table in that place stands in this part of its text; where that cannot be told it may.

        One before which the part's own heading stands is at its beginning.
        """
        standing = standing_at(self._opened, raw.place)
        bare, heading = "".join(text.split()), plainly(field.label)
        return standing is None or any(
            not before or before in bare or heading in plainly(before) for before in standing.before
        )

    def _has_picture(self, raw: Raw) -> bool:
        """Whether a picture stands in that place."""
        spot = spot_of(raw.place, self._file)
        return any(
            (one.table, one.row, one.column) == (spot.table, spot.row, spot.column) for one in self._opened.pictures
        )

    def _people(self, unit: Value) -> list[dict[str, Value]]:
        """The values of the other completers by row. `unit` is that of the lead completer."""
        rows = dict[int, dict[str, Value]]()
        wholes = list[tuple[int, Named, Value]]()
        patterns = {OF_COMPLETER.sub("", slot): one for slot, one in self._named.items() if one.completer == 1}
        for slot, raw in self._form.record.values.items():
            found = OF_COMPLETER.match(slot)
            named = patterns.get(slot[found.end() :]) if found else None
            if found is None or named is None:
                continue
            row = rows.setdefault(int(found[1]), {})
            if len(named.fields) == 1:
                row[named.fields[0].key] = self._value(named.fields[0], raw, slot)
            else:
                wholes.append((int(found[1]), named, self._whole(named, raw)))
        for number, named, whole in wholes:
            known = {"unit": unit, **rows[number]} if begins_with(whole, unit) else rows[number]
            rows[number] |= {**apart(whole, named.fields, known), **_own_unit(known, named, whole)}
        for row in rows.values():
            for field in (field for named in patterns.values() for field in named.fields if field.key not in row):
                row[field.key] = self._value(field, None, "")
        return [rows[number] for number in sorted(rows)]


def _of_several_leads(values: Values) -> dict[str, Value]:
    """What is said of the lead completer in several parts, where several are named: nobody knows whose it is."""
    if not are_several(values.get("lead_name", Value()).raw):
        return {}
    own = {key: one for key, one in values.items() if key.startswith("lead_") and one.text and are_several(one.raw)}
    return {
        key: replace(one, text="", state=State.ASK, how=_WHOSE, guess=tuple(one.raw.split("、")))
        for key, one in own.items()
    }


@lru_cache(maxsize=MOST_FORMS_KEPT)
def _printed(form: Form) -> tuple[str, ...]:
    """Words that a form prints and nobody enters: notes below headings, what is asked for where one signs."""
    if not isinstance(form, GridForm):
        return ()
    texts = (text for cell in form.cells for text in (cell.note, *cell.opinion[:2]))
    return tuple({bare for text in texts if len(bare := "".join(text.replace("|", "").split())) > _LEAST_PRINTED})


def _own_unit(known: Values, named: Named, whole: Value) -> dict[str, Value]:
    """The unit of a completer who is of the lead's, where it stands with something else."""
    if "unit" not in known or all(one.key != "unit" for one in named.fields):
        return {}
    return {"unit": replace(known["unit"], state=State.NORMALISED, how=FROM_JOINED, spot=whole.spot, raw=whole.raw)}


def _may_be_broken(text: str) -> bool:
    """Whether the text may stand on several lines of a page, or has blanks."""
    return len(text) > _ONE_LINE or len(text.split()) > 1


def _paragraphs(text: str, keys: Sequence[str], key: str) -> list[str]:
    """The paragraphs that may be the part: the one of its place where there are as many as parts."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return [lines[keys.index(key)]] if len(lines) == len(keys) else lines[:12]


def _is_part(text: str, whole: str) -> bool:
    return "".join(text.split()) in "".join(whole.split())


def _is_hint(text: str, fields: Sequence[Field]) -> bool:
    """Whether nothing but the headings stands there, and what forms say of them."""
    for field in fields:
        text = text.replace(field.label, "")
    return len(re.sub(r"[\d\s\W]|随表附项目具体资料|项目简介", "", text)) == 0
