"""What a problem touches, told from where it stands: the campaign, the awards, a recommender, a project.

A row that cannot be read may be anybody's: what is doubtful counts as touched, so that no document lacks a row or a
person without a word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath

from generator.campaign.errors import AWARDS, CAMPAIGN, PROJECT, RECOMMENDER, Place, Problem, Touch
from generator.campaign.fields import APPLICATION_SHEET, AWARD_SHEET, COMPLETER_SHEET
from generator.campaign.settings import CAMPAIGN_LISTS
from generator.reading.file_names import YAML_ENDINGS
from generator.reading.raw import RawRecord
from generator.reading.raw_campaign import (
    NOTICE_FILE,
    SUMMARIES_FOLDER,
    RawCampaign,
    is_of_applications,
    is_returned,
    is_sent,
)

Spot = tuple[str, str, str]  # file, sheet, row
# The wording of one kind of document each; everything else in the campaign's own files concerns all of them.
WORDING = {
    NOTICE_FILE: "notice",
    "templates/bulletin/bulletin.yaml": "bulletin",
    "templates/certificate/certificate.yaml": "certificate",
}
OF_CERTIFICATES = "certificate-"  # so begin the codes of what is wrong with certificates and their key
REVOCATIONS = next(label for label, (key, _) in CAMPAIGN_LISTS.items() if key == "revocations")
# What the bulletin counts or names by: where it is wrong, the figures of the whole are.
COUNTED = frozenset({"number", "recommender", "name", "non_public"})
ANY_PROJECT, ANY_RECOMMENDER, ANY_AWARD = Touch(PROJECT), Touch(RECOMMENDER), Touch(AWARDS)
BULLETIN_FIGURES = Touch(CAMPAIGN, "bulletin")


def with_touches(problems: Iterable[Problem], raw: RawCampaign) -> list[Problem]:
    """The same problems, each with what it touches and the recommender it concerns, where there is one alone."""
    rows = _Rows(raw)
    return [_with_touches(problem, rows) for problem in problems]


def _with_touches(problem: Problem, rows: _Rows) -> Problem:
    if not problem.touches and _is_of_nobody(problem, rows):
        touches, owner = rows.whole_file(problem.place)
    else:
        touches = problem.touches or tuple(dict.fromkeys(_touches(problem, rows)))
        owner = rows.owner(problem.place, touches)
    return replace(problem, touches=touches, recommender=owner)


def _is_of_nobody(problem: Problem, rows: _Rows) -> bool:
    """Whether it stands in a file of applications, where no project and no award of one can be told."""
    spot = spot_of(problem.place)
    is_elsewhere = not is_of_applications(problem.place.file) or _is_award(problem, rows)
    if is_elsewhere or spot in rows.application_at:
        return False
    return rows.number_of_completer.get(spot, "") not in rows.recommender_of


def _is_award(problem: Problem, rows: _Rows) -> bool:
    sheet = problem.place.sheet
    return sheet == AWARD_SHEET or (not sheet and problem.field in rows.award_labels)


def _touches(problem: Problem, rows: _Rows) -> Iterator[Touch]:
    place = problem.place
    if is_returned(place.file):
        return
    of_certificates = problem.code.startswith(OF_CERTIFICATES) or problem.field == REVOCATIONS
    if of_certificates and not is_of_applications(place.file):
        yield Touch(CAMPAIGN, "certificate")
    elif place.file in WORDING:
        yield Touch(CAMPAIGN, WORDING[place.file])
    elif place.file.startswith(f"{SUMMARIES_FOLDER}/"):
        yield Touch(RECOMMENDER, rows.of_summary.get(place.file, ""))
    elif is_of_applications(place.file):
        yield from _of_applications(problem, rows)
    else:
        yield Touch(CAMPAIGN)


def _of_applications(problem: Problem, rows: _Rows) -> Iterator[Touch]:
    spot = spot_of(problem.place)
    if _is_award(problem, rows):
        number = rows.number_of_award.get(spot, "")
        yield Touch(AWARDS, number if number in rows.recommender_of else "")
        return
    if (record := rows.application_at.get(spot)) is None:
        yield from rows.project(rows.number_of_completer[spot])
        return
    number = record.text("number")
    yield from rows.project(number) if number else rows.without_number(record)
    if problem.field in rows.counted_labels:
        yield BULLETIN_FIGURES


@dataclass(frozen=True)
class _Rows:
    """Whose every row and file of applications is, as far as that was read."""

    raw: RawCampaign
    _whole_files: dict[tuple[str, bool], tuple[tuple[Touch, ...], str]] = field(default_factory=dict)

    @cached_property
    def counted_labels(self) -> frozenset[str]:
        """The fields by which the bulletin counts or names."""
        return frozenset(field.label for field in self.raw.schema.fields.application if field.key in COUNTED)

    @cached_property
    def award_labels(self) -> frozenset[str]:
        """What a file of one application says of its award."""
        return frozenset({AWARD_SHEET} | {field.label for field in self.raw.schema.fields.of_award})

    @cached_property
    def recommenders(self) -> frozenset[str]:
        """The names that a row may give."""
        return frozenset(one.text("name") for one in self.raw.lists.get("recommenders", []))

    @cached_property
    def application_at(self) -> Mapping[Spot, RawRecord]:
        return {spot_of(one.place): one for one in self.raw.tables[APPLICATION_SHEET].records}

    @cached_property
    def number_of_completer(self) -> Mapping[Spot, str]:
        return {spot_of(one.place): one.text("number") for one in self.raw.tables[COMPLETER_SHEET].records}

    @cached_property
    def number_of_award(self) -> Mapping[Spot, str]:
        return {spot_of(one.place): one.text("number") for one in self.raw.tables[AWARD_SHEET].records}

    @cached_property
    def recommender_of(self) -> Mapping[str, tuple[str, ...]]:
        """The recommenders of each number; several of one that stands twice, "" for one that is none."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for one in self.raw.tables[APPLICATION_SHEET].records:
            if number := one.text("number"):
                found[number][self._known(one)] = None
        return {number: tuple(names) for number, names in found.items()}

    @cached_property
    def of_summary(self) -> Mapping[str, str]:
        return {one.place.file: self._known(one) for one in self.raw.summaries}

    @cached_property
    def of_form(self) -> Mapping[str, str]:
        """The recommender of every returned file: its own word, or that of the project of the same name."""
        by_name = {
            "".join(one.text("name").split()): one.text("recommender")
            for one in self.raw.tables[APPLICATION_SHEET].records
        }
        return {
            form.record.place.file: form.recommender or by_name.get(form.text("name"), "") for form in self.raw.returned
        }

    @cached_property
    def _files_with_strangers(self) -> frozenset[str]:
        """The files that hold completers of a project that is not there."""
        completers = self.raw.tables[COMPLETER_SHEET].records
        strangers = (one for one in completers if one.text("number") not in {"", *self.recommender_of})
        return frozenset(one.place.file for one in strangers)

    @cached_property
    def _without_completers(self) -> tuple[str, ...]:
        """The projects in workbooks that hold no completer."""
        with_completers = {one.place.file for one in self.raw.tables[COMPLETER_SHEET].records}
        others = (one for one in self.raw.tables[APPLICATION_SHEET].records if one.place.file not in with_completers)
        return tuple(one.text("number") for one in others if one.text("number") and not _holds_one(one.place.file))

    @cached_property
    def _awarded(self) -> frozenset[str]:
        return frozenset(self.number_of_award.values())

    def _known(self, record: RawRecord) -> str:
        name = record.text("recommender")
        return name if name in self.recommenders else ""

    def project(self, number: str) -> Iterator[Touch]:
        """Its own papers, its recommender's lists, and the awards if it won one."""
        yield Touch(PROJECT, number)
        yield from (Touch(RECOMMENDER, name) for name in self.recommender_of[number])
        if number in self._awarded:
            yield Touch(AWARDS, number)

    def without_number(self, record: RawRecord) -> Iterator[Touch]:
        """A row whose award cannot be told, nor its completers: where one is left over, it may be anybody's."""
        name = project_called(record)
        yield Touch(PROJECT, name)
        yield Touch(RECOMMENDER, self._known(record))
        yield Touch(AWARDS, name) if _holds_one(record.place.file) else ANY_AWARD
        if record.place.file in self._files_with_strangers:
            yield from self.whole_file(record.place)[0]

    def whole_file(self, place: Place) -> tuple[tuple[Touch, ...], str]:
        """What stands, or may have stood, in a file of applications that was not read as a whole, and whose it is.

        Of very many rows it is very much: found once, and one tuple for all problems.
        """
        key = place.file, place.sheet == COMPLETER_SHEET
        if key not in self._whole_files:
            touches = tuple(dict.fromkeys(self._of_whole_file(place)))
            self._whole_files[key] = touches, self.owner(place, touches)
        return self._whole_files[key]

    def _of_whole_file(self, place: Place) -> Iterator[Touch]:
        here = [one for one in self.raw.tables[APPLICATION_SHEET].records if one.place.file == place.file]
        numbers = [number for one in here if (number := one.text("number"))]
        if not numbers:
            yield from self._unread(place)
        elif set(numbers) == set(self.recommender_of):  # all came from it
            yield from (ANY_PROJECT, ANY_RECOMMENDER, ANY_AWARD)
        else:
            for number in numbers:
                yield from self.project(number)
        yield BULLETIN_FIGURES

    def _unread(self, place: Place) -> Iterator[Touch]:
        """What stands in a file of which no project was read: it is called by the file. A workbook may hold anybody's.

        Completers may stand in a workbook of their own, those of projects whose own workbooks have none.
        """
        yield ANY_PROJECT if place.sheet == COMPLETER_SHEET else Touch(PROJECT, place.file)
        yield ANY_RECOMMENDER
        if _holds_one(place.file):
            yield Touch(AWARDS, place.file)
            return
        yield ANY_AWARD
        yield from (Touch(PROJECT, number) for number in self._without_completers)

    def owner(self, place: Place, touches: Sequence[Touch]) -> str:
        """The recommender whom a problem concerns: the one that hands in what it touches, if it is one alone."""
        if place.file in self.of_form:
            return self.of_form[place.file]
        names = {name for touch in touches for name in self._owners(touch)}
        return names.pop() if len(names) == 1 else ""

    def _owners(self, touch: Touch) -> tuple[str, ...]:
        if touch.kind == RECOMMENDER:
            return (touch.name,)
        if touch.kind in (PROJECT, AWARDS):
            return self.recommender_of.get(touch.name, ())
        return ()


def _holds_one(file: str) -> bool:
    """Whether it is the file of one application, which holds its completers and its award and nobody else's."""
    return is_sent(file) or PurePosixPath(file).suffix.lower() in YAML_ENDINGS


def project_called(record: RawRecord) -> str:
    """How a project is called: by its number; where that is missing by its name, or its place."""
    return record.text("number") or record.text("name") or str(record.place)


def spot_of(place: Place) -> Spot:
    """Where a row is, or the file of one application: its lines are all of one spot."""
    row = "".join(re.findall(r"\d+", place.cell)[:1]) if place.sheet else ""
    return place.file, place.sheet, row
