"""Forms and rows of lists that are about one project meet: by its name and lead completer, then lead and phone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.checks.meaning import phones
from generator.checks.values.people import sameness
from generator.collecting.found import Value
from generator.collecting.papers import Paper

Mark = tuple[str, ...]


@dataclass
class Group:
    """The papers of one project: forms by their kind, of which there may be several versions, and rows of lists."""

    forms: list[Paper] = field(default_factory=list)
    rows: list[Paper] = field(default_factory=list)
    among: list[Paper] = field(default_factory=list)  # rows that may be of it, where none is for sure

    @property
    def papers(self) -> list[Paper]:
        """All of them."""
        return [*self.forms, *self.rows]


def stated(value: Value | None) -> str:
    """What a value says, as it was understood or else as it stands there; for telling projects apart."""
    return sameness(value.text or value.raw) if value else ""


def identity(paper: Paper) -> Mark:
    """By what the paper's project is known: its name and its lead completer."""
    return (stated(paper.values.get("name")), stated(paper.values.get("lead_name")))


def _phone(paper: Paper) -> str:
    value = paper.values.get("lead_phone")
    return next(iter(phones(value.text)), "") if value and value.text else ""


def met(papers: Iterable[Paper], answers: Mapping[str, str]) -> list[Group]:
    """The groups, those of forms first in their order, then rows alone.

    `answers` say of a form's question which row it belongs to.
    """
    groups, rows = list[Group](), list[Paper]()
    by_mark: dict[Mark, Group] = {}
    for paper in papers:
        if paper.is_row:
            rows.append(paper)
        else:
            groups.append(_grouped(paper, by_mark, groups))
    whole = list({id(one): one for one in groups}.values())
    left = _joined(rows, whole, answers)
    return [*whole, *left]


def _grouped(paper: Paper, by_mark: dict[Mark, Group], groups: list[Group]) -> Group:
    mark = identity(paper)
    group = by_mark.get(mark) if all(mark) else None
    if group is None:
        group = Group()
        if all(mark):
            by_mark[mark] = group
    group.forms.append(paper)
    return group


def _joined(rows: Sequence[Paper], groups: Sequence[Group], answers: Mapping[str, str]) -> list[Group]:
    """Give the rows to their groups. What comes back are those of rows that no form is for."""
    open_rows = _by(rows, groups, identity)
    open_rows = _by(open_rows, groups, lambda paper: (stated(paper.values.get("lead_name")), _phone(paper)))
    open_rows = _answered(open_rows, groups, answers)
    for group in groups:
        if not group.rows:
            group.among = [row for row in open_rows if _is_near(group, row)]
    alone: dict[Mark, Group] = {}
    for row in open_rows:
        mark = (*identity(row), row.recommender)
        alone.setdefault(mark if all(mark[:2]) else (str(id(row)),), Group()).rows.append(row)
    return list(alone.values())


def _by(rows: Sequence[Paper], groups: Sequence[Group], mark_of: object) -> list[Paper]:
    """The rows that stay, when those were given away whose mark one group alone has."""
    assert callable(mark_of)
    index: dict[Mark, list[Group]] = defaultdict(list)
    for group in groups:
        marks = {mark for paper in group.forms if all(mark := mark_of(paper))}
        for mark in marks:
            index[mark].append(group)
    rest, counted = list[Paper](), defaultdict[Mark, list[Paper]](list)
    for row in rows:
        counted[mark_of(row)].append(row)
    for row in rows:
        mark = mark_of(row)
        found = index.get(mark, []) if all(mark) else []
        same = counted[mark]
        if len(found) == 1 and (mark_of is identity or (len(same) == 1 and not found[0].rows)):
            found[0].rows.append(row)
        else:
            rest.append(row)
    return rest


def row_called(row: Paper) -> str:
    """How a question calls a row of a list."""
    name, lead = row.values.get("name"), row.values.get("lead_name")
    return f"{name.raw if name else ''}（{lead.raw if lead else ''}）".replace("\n", "")


def question_key(paper: Paper) -> str:
    """The key of the question to which row of a list the form belongs."""
    return f"meet|{paper.file}|{paper.table}"


def _answered(rows: Sequence[Paper], groups: Sequence[Group], answers: Mapping[str, str]) -> list[Paper]:
    rest = list(rows)
    for group in groups:
        wanted = {answers[key] for one in group.forms if (key := question_key(one)) in answers}
        for row in [row for row in rest if row_called(row) in wanted]:
            group.rows.append(row)
            rest.remove(row)
    return rest


def _is_near(group: Group, row: Paper) -> bool:
    """Whether the row may be about the group's project: they have name, lead completer or phone in common."""
    for paper in group.forms:
        one, other = identity(paper), identity(row)
        if any(a and a == b for a, b in zip(one, other, strict=True)) or (_phone(paper) and _phone(paper) == _phone(row)):
            return True
        if one[0] and other[0] and (one[0] in other[0] or other[0] in one[0]):
            return True
    return False
