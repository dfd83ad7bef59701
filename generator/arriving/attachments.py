"""Attachments that arrived: to which project each belongs, by the column 附件, by a project's number, or as chosen."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from generator.arriving.found import Kind, Sorted, Taken
from generator.arriving.rows import Row, Rows
from generator.arriving.sorting import UNSORTED_FOLDER
from generator.composing.names import file_name
from generator.reading.raw_campaign import ATTACHMENTS_FOLDER, RETURNED_FOLDER


@dataclass(frozen=True)
class Among:
    """The projects that attachments may belong to, and the recommenders whose projects are read from returned forms.

    With `only` an attachment may belong to the projects of that recommender alone.
    """

    rows: Rows
    from_forms: frozenset[str]
    only: str = ""

    @property
    def open(self) -> Rows:
        """The projects that an attachment may be given to."""
        return Rows(tuple(self.rows.of(self.only)), self.rows.awarded) if self.only else self.rows


def placed(one: Sorted, inner: PurePosixPath, among: Among, *, is_chosen: bool) -> Sorted:
    """The attachment with its place, and whether it is sure of which project it is."""
    if is_chosen:
        row = _chosen(one.taken, among.open)
        if row is not None:
            return replace(one, place=f"{ATTACHMENTS_FOLDER}/{_own_name(row, inner.name)}", why=_of(row), is_sure=True)
    named = [row for row in among.rows.rows if bare(inner.name) in map(bare, row.attachments)]
    if named and (row := _only([row for row in named if row in among.open.rows], one.taken.recommender)):
        listed = next(name for name in row.attachments if bare(name) == bare(inner.name))
        is_others = len({other.number for other in named}) > 1
        name = _own_name(row, inner.name) if is_others else listed
        taken = replace(one.taken, recommender=row.recommender, project=row.number)
        return replace(one, taken=taken, place=f"{ATTACHMENTS_FOLDER}/{name}", why=_of(row))
    if row := _numbered(inner.name, among.open):
        taken = replace(one.taken, recommender=row.recommender, project=row.number)
        return replace(one, taken=taken, place=f"{ATTACHMENTS_FOLDER}/{inner.name}", why=_of(row))
    if one.taken.recommender in among.from_forms:
        place = str(PurePosixPath(RETURNED_FOLDER, one.taken.recommender, *inner.parts))
        return replace(one, place=place, why="随申报表一起，按表归到项目。")
    if not is_chosen and (row := _titled(inner, among.open, one.taken.recommender)):
        taken = replace(one.taken, recommender=row.recommender, project=row.number)
        why = f"名称像是{_of(row)}请核对。"
        return replace(
            one, taken=taken, place=f"{ATTACHMENTS_FOLDER}/{_own_name(row, inner.name)}", why=why, is_sure=False
        )
    whose = (one.taken.recommender,) if one.taken.recommender else ()
    return replace(
        one,
        place=str(PurePosixPath(UNSORTED_FOLDER, *whose, *inner.parts)),
        why="看不出是哪个项目的附件。",
        is_sure=is_chosen,
    )


def lacking_names(files: Sequence[Sorted], rows: Rows) -> dict[str, dict[str, dict[str, str]]]:
    """What the column 附件 has to say besides: by file of the rows and number of the project, new name by old."""
    by_number = {one.number: one for one in rows.rows if one.number}
    made: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for one in files:
        row = by_number.get(one.taken.project)
        name = one.place.removeprefix(f"{ATTACHMENTS_FOLDER}/")
        if one.taken.kind is Kind.ATTACHMENT and row and name != one.place and name not in row.attachments:
            sent = PurePosixPath(one.name).name
            old = next((listed for listed in row.attachments if bare(listed) == bare(sent)), name)
            made[row.file][row.number][old] = name
    return made


def _chosen(taken: Taken, rows: Rows) -> Row | None:
    number = taken.project.split()[0] if taken.project.split() else ""
    return next((row for row in rows.rows if number and row.number == number), None)


def _only(named: Sequence[Row], recommender: str) -> Row | None:
    """The one project among these; where several are, that of the recommender."""
    own = [row for row in named if row.recommender == recommender] if len(named) > 1 else list(named)
    return own[0] if len(own) == 1 else None


def _numbered(name: str, rows: Rows) -> Row | None:
    """The project whose number the name begins with."""
    stem = bare(name)
    found = [row for row in rows.rows if row.number and stem.startswith(bare(row.number))]
    exact = [row for row in found if not stem[len(bare(row.number)) :][:1].isalnum()]
    return exact[0] if len(exact) == 1 else None


def _titled(inner: PurePosixPath, rows: Rows, recommender: str) -> Row | None:
    """The one project whose name, or whose lead completer's, the file or its folder is called by."""
    said = bare("".join(inner.parts))
    own = [row for row in rows.rows if recommender in ("", row.recommender)]
    named = [row for row in own if len(row.name) > 1 and bare(row.name) in said]
    led = [row for row in own if len(row.lead) > 1 and bare(row.lead) in said]
    return next((found[0] for found in (named, led) if len(found) == 1), None)


def _own_name(row: Row, name: str) -> str:
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    made = file_name(stem if stem.startswith(row.number) else f"{row.number}-{stem}")
    return f"{made}{suffix}".replace("；", "，").replace(";", "，")


def _of(row: Row) -> str:
    return f"{row.number} {row.name}的附件。"


def bare(text: str) -> str:
    """A name without what two writings of it differ in."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def numbers_of(rows: Rows) -> Mapping[str, str]:
    """The projects' names by their numbers."""
    return {one.number: one.name for one in rows.rows if one.number}
