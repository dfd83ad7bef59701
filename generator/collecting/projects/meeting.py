"""Forms and rows of lists that are about one project meet: by its name and lead completer, or by one and the phone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.checks.meaning import phones
from generator.checks.values.people import sameness
from generator.collecting.found import Value
from generator.collecting.values.papers import Paper

Mark = tuple[str, ...]


@dataclass
class Group:
    """The papers of one project: forms by their kind, of which there may be several versions, and rows of lists."""

    forms: list[Paper] = field(default_factory=list)
    rows: list[Paper] = field(default_factory=list)
    among: list[Paper] = field(default_factory=list)  # rows that may be of it, where none is for sure but by answer

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


def _phones(paper: Paper) -> list[str]:
    """The lead completer's phones, all that stand there."""
    value = paper.values.get("lead_phone")
    return phones(value.text or value.raw) if value else []


def _meant_by(value: Value | None) -> str:
    """What a value says, without what is only written beside it; for what meets in one run."""
    return sameness(value.guess[0]) if value and not value.text and len(value.guess) == 1 else stated(value)


def _identities(paper: Paper) -> list[Mark]:
    mark = (_meant_by(paper.values.get("name")), _meant_by(paper.values.get("lead_name")))
    return [mark] if all(mark) else []


def _phoned(paper: Paper) -> list[Mark]:
    """By what else it is known: its lead completer with each of the phones, its name with each of them."""
    own = {key: _meant_by(paper.values.get(key)) for key in ("lead_name", "name")}
    return [(key, text, phone) for key, text in own.items() if text for phone in _phones(paper)]


def met(papers: Iterable[Paper], answers: Mapping[str, str], number_of: Callable[[Paper], str]) -> list[Group]:
    """The groups, those of forms first in their order, then rows alone.

    `answers` say of a form's question which row it belongs to; `number_of` is the number that a row had before.
    """
    groups, rows = list[Group](), list[Paper]()
    by_mark: dict[Mark, Group] = {}
    for paper in papers:
        if paper.is_row:
            rows.append(paper)
        else:
            groups.append(_grouped(paper, by_mark, groups))
    whole = list({id(one): one for one in groups}.values())
    left = _joined(rows, whole, answers, number_of)
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


def _joined(
    rows: Sequence[Paper], groups: Sequence[Group], answers: Mapping[str, str], number_of: Callable[[Paper], str]
) -> list[Group]:
    """Give the rows to their groups. What comes back are those of rows that no form is for."""
    open_rows = _by(rows, groups, _identities)
    open_rows = _by(open_rows, [group for group in groups if not group.rows], _phoned, once=True)
    for group in groups:
        if not group.rows:
            group.among = [row for row in open_rows if _is_near(group, row)]
    open_rows = _answered(open_rows, groups, answers, number_of)
    free = {id(row) for row in open_rows}
    for group in groups:
        own = free | {id(row) for row in group.rows}
        group.among = [row for row in group.among if id(row) in own]
    alone: dict[Mark, Group] = {}
    for row in open_rows:
        mark = (*identity(row), row.recommender)
        alone.setdefault(mark if all(mark[:2]) else (str(id(row)),), Group()).rows.append(row)
    return list(alone.values())


def _by(
    rows: Sequence[Paper], groups: Sequence[Group], marks_of: Callable[[Paper], list[Mark]], *, once: bool = False
) -> list[Paper]:
    """The rows that stay, when those were given away whose mark one group has alone; with `once` one row alone too."""
    index: dict[Mark, list[Group]] = defaultdict(list)
    for group in groups:
        for mark in {mark for paper in group.forms for mark in marks_of(paper)}:
            index[mark].append(group)
    counted = Counter(mark for row in rows for mark in set(marks_of(row)))
    rest = list[Paper]()
    for row in rows:
        found = [index[mark][0] for mark in marks_of(row) if len(index[mark]) == 1 and (counted[mark] == 1 or not once)]
        if found and all(one is found[0] for one in found):
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


def _answered(
    rows: Sequence[Paper], groups: Sequence[Group], answers: Mapping[str, str], number_of: Callable[[Paper], str]
) -> list[Paper]:
    rest = list(rows)
    for group in groups:
        if group.rows:
            continue
        said = {answers[key] for one in group.forms if (key := question_key(one)) in answers}
        group.rows += _meant(said, rest, number_of)
        own = {id(row) for row in group.rows}
        rest = [row for row in rest if id(row) not in own]
    return rest


def _meant(said: Iterable[str], rows: Sequence[Paper], number_of: Callable[[Paper], str]) -> list[Paper]:
    """The rows that answers mean: by what the question calls them, by the name or the number alone if of one only."""
    bare = {sameness(text) for text in said} - {""}
    for called in (row_called, _name_of, number_of):
        found = [row for row in rows if sameness(called(row)) in bare]
        if found:
            return found if len({sameness(row_called(row)) for row in found}) == 1 else []
    return []


def _name_of(row: Paper) -> str:
    name = row.values.get("name")
    return name.raw if name else ""


def _is_near(group: Group, row: Paper) -> bool:
    """Whether the row may be about the group's project: they have name, lead completer or phone in common."""
    for paper in group.forms:
        one, other = identity(paper), identity(row)
        if any(a and a == b for a, b in zip(one, other, strict=True)) or set(_phones(paper)) & set(_phones(row)):
            return True
        if one[0] and other[0] and (one[0] in other[0] or other[0] in one[0]):
            return True
    return False
