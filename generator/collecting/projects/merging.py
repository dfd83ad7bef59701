"""The papers of one project → its values: those of its form count, a list adds what only it says.

Where a list says otherwise than the form, the form's value is entered and the difference is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from generator.campaign.fields import Field, Kind
from generator.campaign.settings import Settings
from generator.checks.meaning import said_plainly, say_the_same
from generator.checks.values.absent import is_nothing
from generator.checks.values.people import sameness
from generator.collecting.found import BY_ANSWER, Spot, State, Value, Values
from generator.collecting.projects.meeting import stated
from generator.collecting.values.names import NAME
from generator.collecting.values.papers import NOT_FOUND, Paper
from generator.collecting.values.spots import spot_of
from generator.collecting.values.understanding import NOT_FILLED, asked
from generator.composing.filling.words import words_of

RECOMMENDER, NUMBER = "recommender", "number"
NO_LIST = "汇总表里没有这个项目，申报表上没有这一项。"
_GIVEN = frozenset({NUMBER, "attachments", "intro_paper"})  # not read from any form


@dataclass(frozen=True)
class Difference:
    """That a list says otherwise of a field than the form, or, `of_lists`, than the list before it."""

    key: str
    form: Value
    row: Value
    of_lists: bool = False

    @property
    def sources(self) -> tuple[str, str]:
        """How a question calls the two papers."""
        if not self.of_lists:
            return "申报表", "汇总表"
        spots = self.form.spot, self.row.spot
        if spots[0].file != spots[1].file:
            return spots[0].file, spots[1].file
        return f"第{spots[0].row}行", f"第{spots[1].row}行"


@dataclass(frozen=True)
class Merged:
    """A project before it has a number: its papers, values, completers, and where its papers disagree."""

    form: Paper | None
    row: Paper | None
    values: Values
    completers: tuple[Values, ...]
    differences: tuple[Difference, ...]

    @property
    def papers(self) -> list[Paper]:
        """Its form and its row, what there is of them."""
        return [paper for paper in (self.form, self.row) if paper is not None]

    @property
    def identity(self) -> tuple[str, str]:
        """By what it is known: its name and its lead completer."""
        return stated(self.values.get("name")), stated(self.values.get("lead_name"))


def merged(forms: Sequence[Paper], rows: Sequence[Paper], settings: Settings, recommender: Value) -> Merged:
    """The values of a project by its forms, one of each kind, and its row in a list."""
    row = rows[0] if rows else None
    values, differences = dict[str, Value](), list[Difference]()
    for paper in [*forms, *rows]:
        for key, value in paper.values.items():
            differences += _take(values, key, value, paper, settings)
    differences += [one for row in rows for one in _joined_differences(values, row, forms, settings)]
    lists = {row.file for row in rows} - {form.file for form in forms}
    differences = [replace(one, of_lists=one.form.spot.file in lists) for one in differences]
    values[RECOMMENDER] = recommender
    for field in settings.schema.fields.application:
        if field.key not in values and field.key not in _GIVEN:
            is_asked = field.required and bool(forms)
            values[field.key] = asked(NO_LIST, words_of(field, settings)) if is_asked else Value()
    if not forms:
        values = {key: _left_open(one) if _waits_for_the_form(key, one) else one for key, one in values.items()}
    people = next((paper.completers for paper in forms if paper.completers), ())
    return Merged(forms[0] if forms else None, row, values, people, tuple(differences))


def _take(values: dict[str, Value], key: str, value: Value, paper: Paper, settings: Settings) -> list[Difference]:
    """Take the value where none is known; what differs from the one that is."""
    known = values.get(key)
    is_of_several = any(key in keys for keys in paper.joined)
    if known is None or (_says_nothing(known) and value.raw):
        values[key] = value
    elif known.text and value.text and not (paper.is_row and is_of_several):
        field = _field(settings, key)
        if not say_the_same(known.text, value.text, field, words_of(field, settings)):
            return [Difference(key, known, value)]
    elif known.text and value.state is State.ASK and not (paper.is_row and is_of_several):
        said = _otherwise(known, value, _field(settings, key), settings)
        return [Difference(key, known, replace(value, text=said))] if said else []
    elif known.state is State.ASK and known.guess == (value.text,) and not (paper.is_row and is_of_several):
        how = f"{paper.file}里写的是“{value.text}”"
        values[key] = replace(known, text=value.text, state=State.NORMALISED, how=how, guess=(), fix="")
    elif known.state is State.ASK and value.text and not (paper.is_row and is_of_several):
        guess = tuple(dict.fromkeys((value.text, *known.guess)))
        values[key] = replace(known, guess=guess)
    return []


def _otherwise(known: Value, asked_of: Value, field: Field, settings: Settings) -> str:
    """What a value that would be asked says otherwise than the one that is known; empty where it may say the same."""
    if len(asked_of.guess) == 1:
        same = say_the_same(known.text, asked_of.guess[0], field, words_of(field, settings))
        return "" if same else asked_of.guess[0]
    if is_nothing("".join(asked_of.raw.split())) or sameness(known.text) in sameness(asked_of.raw):
        return ""
    return asked_of.raw.strip() if field.kind is Kind.PERSON or field.key == NAME else ""


def _waits_for_the_form(key: str, value: Value) -> bool:
    """Whether the question about the value need not be asked before its form is here; who recommends no form says."""
    return key != RECOMMENDER and value.state is State.ASK and not value.raw and value.how in (NOT_FILLED, NOT_FOUND)


def _left_open(value: Value) -> Value:
    """Nothing, with what is to be said of something that was left out there."""
    return Value(spot=value.spot, around=value.around, note=value.note) if value.note else Value()


def _says_nothing(value: Value) -> bool:
    return not value.text and not value.raw.strip()


def _field(settings: Settings, key: str) -> Field:
    return next(field for field in settings.schema.fields.application if field.key == key)


def _joined_differences(
    values: Mapping[str, Value], row: Paper, forms: Sequence[Paper], settings: Settings
) -> list[Difference]:
    """Where a list's place of several fields says otherwise than the form's values of them."""
    found = []
    for keys, whole in row.joined.items() if forms else ():
        own = [values[key] for key in keys if key in values]
        if whole.text and len(own) == len(keys) and all(one.text for one in own):
            field = _field(settings, keys[-1])
            together = " ".join(one.text for one in own)
            if said_plainly(together, field, joined=True) != said_plainly(whole.text, field, joined=True):
                found.append(Difference("+".join(keys), replace(own[-1], text=together), whole))
    return found


def recommender_of(row: Paper | None, settings: Settings, given: str, answer: str, files: Sequence[str]) -> Value:
    """Who recommends the project: as its list says, else as was `given` for all, or answered; else a question.

    Names of folders and zips are only hints.
    """
    stated = row.recommender if row else ""
    spot = replace(spot_of(row.place, row.file), column=None, row=None) if row else Spot(files[0] if files else "")
    if stated and (name := called(stated, settings)):
        state = State.READ if name == stated else State.NORMALISED
        return Value(name, state, spot, stated, "" if state is State.READ else "按活动里的名称写")
    if name := called(answer, settings) or given:
        return Value(name, State.NORMALISED, spot, stated, BY_ANSWER if answer else "按命令里写的")
    hints = tuple(dict.fromkeys(one for file in files for one in _hinted(file, settings)))
    why = f"汇总表上写的是“{stated}”，申报单位里没有。" if stated else "不知道由谁申报。"
    if hints:
        why += f"文件夹或文件名像是{'、'.join(hints)}，请核对。"
    guess = hints or settings.recommender_names
    return Value(state=State.ASK, spot=spot, raw=stated, how=why, guess=guess, fix="请选申报单位。")


def called(text: str, settings: Settings) -> str:
    """The recommender that the text names, by its name or short name; empty where it is none, or several."""
    bare = sameness(text)
    if not bare:
        return ""
    same = [one.name for one in settings.recommenders if bare in (sameness(one.name), sameness(one.short_name))]
    near = [one.name for one in settings.recommenders if bare in sameness(one.name) or sameness(one.name) in bare]
    return (same or near)[0] if len(same) == 1 or (not same and len(near) == 1) else ""


def _hinted(file: str, settings: Settings) -> list[str]:
    parts = PurePosixPath(file).parts
    return [one.name for one in settings.recommenders if any(one.short_name in part for part in parts)]
