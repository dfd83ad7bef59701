"""The projects of a campaign folder as its workbooks and files name them, unchecked, and how two states differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.arriving.found import Effect, Told
from generator.campaign.fields import APPLICATION_SHEET, AWARD_SHEET, COMPLETER_SHEET
from generator.campaign.settings import Settings
from generator.checks.values.people import sameness
from generator.collecting.projects.merging import called
from generator.reading.application_files import read_applications
from generator.reading.campaign_folder import read_settings
from generator.reading.raw import RawRecord, RawTable
from generator.reading.raw_campaign import SHEETS, RawCampaign

Identity = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """A project: in which file it stands, whose it is, and its values as texts by label."""

    file: str
    recommender: str
    number: str
    name: str
    lead: str
    attachments: tuple[str, ...]
    values: Mapping[str, str]

    @property
    def identity(self) -> Identity:
        """By what it is known under another number: its name and its lead completer."""
        return sameness(self.name), sameness(self.lead)

    def told(self, fields: Sequence[str] = ()) -> Told:
        """The project as a clerk knows it."""
        return Told(self.number, self.name, tuple(fields))


@dataclass(frozen=True)
class Rows:
    """All projects of a folder, and the numbers with an award; `people` are completers by file and project number.

    Completers and awards belong to the project of their number, whichever file holds it.
    """

    rows: tuple[Row, ...] = ()
    awarded: frozenset[str] = frozenset()
    people: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def in_file(self, file: str) -> list[Row]:
        """Those of one file."""
        return [one for one in self.rows if one.file == file]

    def of(self, recommender: str) -> list[Row]:
        """Those of one recommender."""
        return [one for one in self.rows if one.recommender == recommender]


def rows_of(folder: Path, settings: Settings) -> Rows:
    """The projects of the campaign folder."""
    raw = RawCampaign(folder)
    read_settings(raw)
    if raw.has_schema:
        read_applications(raw)
    return rows_in(raw.tables, settings)


def rows_in(tables: Mapping[str, RawTable], settings: Settings) -> Rows:
    """The projects of these tables."""
    found = {sheet: tables[sheet].records if sheet in tables else [] for sheet in SHEETS}
    people: dict[tuple[str, str], list[str]] = defaultdict(list)
    labels = {of.key: of.label for of in settings.schema.fields.of_completer}
    for one in found[COMPLETER_SHEET]:
        values = [one.text(key) for key in labels]
        people[one.place.file, one.text("number")].append("｜".join(values))
    return Rows(
        tuple(_row(one, people, settings) for one in found[APPLICATION_SHEET]),
        frozenset(one.text("number") for one in found[AWARD_SHEET]),
        {key: tuple(texts) for key, texts in people.items()},
    )


def _row(one: RawRecord, people: Mapping[tuple[str, str], list[str]], settings: Settings) -> Row:
    number = one.text("number")
    values = {of.label: _text(one, of.key) for of in settings.schema.fields.application}
    values["其他完成人"] = "；".join(people.get((one.place.file, number), []))
    return Row(
        one.place.file,
        called(one.text("recommender"), settings),
        number,
        one.text("name"),
        one.text("lead_name"),
        tuple(part.strip() for part in _text(one, "attachments").replace(";", "；").split("；") if part.strip()),
        values,
    )


def _text(one: RawRecord, key: str) -> str:
    raw = one.values.get(key)
    return "；".join(raw.value) if raw and isinstance(raw.value, tuple) else one.text(key)


def effects(before: Rows, after: Rows, settings: Settings) -> list[Effect]:
    """How the projects of each recommender change, in the campaign's order; those of nobody last."""
    made = []
    for name in (*settings.recommender_names, ""):
        one = _effect(name, before.of(name), after.of(name))
        if one.gone or one.new or one.changed:
            made.append(one)
    return made


def _effect(recommender: str, old: Sequence[Row], new: Sequence[Row]) -> Effect:
    pairs = _pairs(old, new)
    known = {id(one) for pair in pairs for one in pair}
    changed = []
    for was, now in pairs:
        fields = [label for label, text in now.values.items() if text != was.values.get(label, "")]
        if fields:
            changed.append(now.told(fields))
    return Effect(
        recommender,
        len(old),
        len(new),
        tuple(one.told() for one in old if id(one) not in known),
        tuple(one.told() for one in new if id(one) not in known),
        tuple(changed),
    )


def _pairs(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[Row, Row]]:
    """The rows that are one project: by name and lead completer, then by number."""
    pairs: list[tuple[Row, Row]] = []
    left_old, left_new = list(old), list(new)
    for key in (_known_by, _numbered):
        by_key: dict[object, list[Row]] = defaultdict(list)
        for one in left_new:
            if (mark := key(one)) is not None:
                by_key[mark].append(one)
        for one in list(left_old):
            same = by_key.get(key(one), [])
            if same:
                pairs.append((one, same.pop(0)))
        left_old, left_new = _without(left_old, pairs, 0), _without(left_new, pairs, 1)
    return pairs


def _known_by(one: Row) -> object:
    return one.identity if all(one.identity) else None


def _numbered(one: Row) -> object:
    return one.number or None


def _without(rows: Iterable[Row], pairs: Sequence[tuple[Row, Row]], side: int) -> list[Row]:
    known = {id(pair[side]) for pair in pairs}
    return [one for one in rows if id(one) not in known]
