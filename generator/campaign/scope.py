"""What a problem stops of what was asked for: an error stops only the documents that it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.campaign.errors import AWARDS, CAMPAIGN, PROJECT, RECOMMENDER, Problem, Touch, errors_of
from generator.campaign.kinds import ROWS, DocumentKind
from generator.campaign.masking import without_numbers
from generator.campaign.records import Campaign

NAMES: Mapping[str, str] = {PROJECT: "全部项目", RECOMMENDER: "全部申报单位", AWARDS: "评选结果", CAMPAIGN: "活动"}


@dataclass(frozen=True)
class Scope:
    """What a build was asked for, as far as it decides which errors matter.

    No `recommenders`, `records` or `numbers` are all; `numbers` are the projects whose certificates are printed again.
    `records` narrow what an application has of its own, not what is of a recommender or of the campaign. `owners` tells
    the recommender of every project that was read, `rows` are the kinds of documents that there are.
    """

    kinds: frozenset[str]
    recommenders: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    numbers: frozenset[str] | None = None
    owners: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[DocumentKind, ...] = ROWS

    def papers(self, touch: Touch) -> tuple[str, ...]:
        """The kinds of documents asked for that this part is in."""
        kinds: tuple[str, ...] = ()
        if touch.kind == CAMPAIGN:
            kinds = (touch.name,) if touch.name else tuple(row.key for row in self.rows)
        elif self._holds(touch):
            some = sorted(
                self.rows, key=lambda row: len(row.made_of)
            )  # single papers first, then what is bound of them
            kinds = tuple(row.key for row in some if touch.kind in row.made_of)
        if touch.kind == AWARDS and self._is_anothers(touch):
            kinds = ("bulletin",)
        return tuple(kind for kind in kinds if kind in self.kinds and not self._is_of_other_records(kind, touch))

    def _holds(self, touch: Touch) -> bool:
        """Whether the part is among the records, recommenders and certificates asked for."""
        name = touch.name
        if touch.kind == AWARDS and self.numbers is not None:
            return bool(self.numbers) and (not name or name in self.numbers)
        return touch.kind == AWARDS or not self._is_anothers(touch)

    def _is_of_other_records(self, kind: str, touch: Touch) -> bool:
        """Whether the part is surely in documents of this kind of other projects than those asked for."""
        of_records = any(row.key == kind and PROJECT in row.per for row in self.rows)
        if not self.records or not of_records or touch.kind == CAMPAIGN:
            return False
        return touch.kind == RECOMMENDER or bool(touch.name and touch.name not in self.records)

    def _is_anothers(self, touch: Touch) -> bool:
        """Whether it is surely of a recommender that was not asked for."""
        owner = touch.name if touch.kind == RECOMMENDER else self.owners.get(touch.name, "")
        return bool(self.recommenders and owner) and owner not in self.recommenders


@dataclass(frozen=True)
class LeftOut:
    """A part of which something asked for is not made: which part, the kinds of documents, and why.

    `papers` are the kinds as a clerk calls them: 申报表、介绍材料.
    """

    part: Touch
    recommender: str
    kinds: tuple[str, ...]
    reasons: tuple[Problem, ...]
    papers: str

    @property
    def name(self) -> str:
        """What the part is called: a project's number, a recommender, or what they are when all are meant."""
        is_named = self.part.kind != CAMPAIGN and self.part.name
        return without_numbers(self.part.name) if is_named else NAMES[self.part.kind]

    def told(self) -> dict[str, Any]:
        """As manifest.json and `build --json` list it."""
        return {
            **self.part.told(),
            "recommender": without_numbers(self.recommender),
            "papers": list(self.kinds),
            "reasons": [
                {"code": why.code, "place": str(why.place), "field": why.field, "message": why.message, "fix": why.fix}
                for why in self.reasons
            ],
        }


def in_scope(problems: Iterable[Problem], scope: Scope) -> list[Problem]:
    """The problems that touch something asked for; of those that touch nothing the reminders."""
    return [one for one in problems if not one.touches or any(scope.papers(touch) for touch in one.touches)]


def stopping(problems: Iterable[Problem], scope: Scope) -> list[Problem]:
    """The errors that touch something asked for."""
    return [one for one in errors_of(problems) if any(scope.papers(touch) for touch in one.touches)]


def left_out(errors: Sequence[Problem], scope: Scope) -> Iterator[LeftOut]:
    """What is not made because of these errors, part by part in the order of the errors."""
    reasons: dict[Touch, dict[Problem, None]] = {}
    for problem in errors:
        for touch in problem.touches:
            if scope.papers(touch):
                reasons.setdefault(touch, {})[problem] = None
    for part, why in reasons.items():
        owner = part.name if part.kind == RECOMMENDER else scope.owners.get(part.name, "")
        kinds, labels = scope.papers(part), {row.key: row.label for row in scope.rows}
        yield LeftOut(part, owner, kinds, tuple(why), "、".join(labels[kind] for kind in kinds))


def owners_of(campaign: Campaign) -> dict[str, str]:
    """The recommender of every project that was read, whole or not, by its number."""
    return {**campaign.rejected, **{one.number: one.recommender for one in campaign.applications}}


class Sound:
    """Tells of documents whether no error touches what they are made of."""

    def __init__(self, errors: Iterable[Problem]) -> None:
        """For these errors."""
        self._touched = frozenset(touch for problem in errors for touch in problem.touches)
        self._kinds = frozenset(touch.kind for touch in self._touched)

    def __call__(self, made_of: Iterable[Touch]) -> bool:
        """Whether none of the parts is touched, neither by its name nor as one that could not be told."""
        return not any(
            part in self._touched or Touch(part.kind) in self._touched or (not part.name and part.kind in self._kinds)
            for part in made_of
        )
