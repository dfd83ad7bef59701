"""Where a value stands, as a clerk finds it: whose table, which row, which column; and a strip of the row as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.campaign.errors import Place, Problem
from generator.campaign.fields import APPLICATION_SHEET, COMPLETER_SHEET, Field
from generator.campaign.masking import masked, shortened, without_numbers
from generator.checks.touching import Spot, spot_of
from generator.collecting.workbooks.origins import Origin, origins
from generator.interfaces.web.clerks.words import BOOK, called
from generator.reading.raw import Raw, RawRecord
from generator.reading.raw_campaign import (
    COLLECTED_FILE,
    RETURNED_FOLDER,
    WORKBOOK_FILE,
    RawCampaign,
    is_of_applications,
)
from generator.reading.sheets.cells import cell_called

WORKBOOK_ENDINGS, MOST_COLUMNS = (".xlsx", ".xls", ".et"), 16_384
LONGEST_SHOWN = 24  # characters of a cell
_TABLE = re.compile(r"第\d+个表格")
_CELL = re.compile(r"([A-Z]{1,3})(\d+)")


@dataclass(frozen=True)
class ShownCell:
    """A cell of the strip: its column's letter, if there is one, its heading, and what stands in it."""

    column: str
    label: str
    text: str
    is_wrong: bool


class Places:
    """The rows of a campaign by where they stand, as far as problems are told of them."""

    def __init__(self, raw: RawCampaign, problems: Iterable[Problem]) -> None:
        """Of these problems."""
        self._fields = {name: {one.key: one for one in of} for name, of in raw.schema.fields.tables.items()}
        self._names = _names(raw.tables[APPLICATION_SHEET].records)
        self._books = _books(raw)
        spots = {spot_of(problem.place) for problem in problems}
        self._rows: dict[Spot, list[tuple[str, RawRecord]]] = {}
        self._columns: dict[tuple[str, str], dict[str, str]] = {}
        self._origins: Mapping[Spot, Mapping[str, Origin]] = {}
        for sheet, table in raw.tables.items():
            for record in table.records:
                self._add(sheet, record, spots)
        if any(file == WORKBOOK_FILE for file, _, _ in spots):
            self._origins = _origins(raw)

    def _add(self, sheet: str, record: RawRecord, spots: set[Spot]) -> None:
        spot = spot_of(record.place)
        if spot not in spots:
            return
        self._rows.setdefault(spot, []).append((sheet, record))
        columns = self._columns.setdefault(spot[:2], {})
        for key, value in record.values.items():
            if found := _CELL.fullmatch(value.place.cell):
                columns.setdefault(found[1], key)

    def project(self, problem: Problem) -> tuple[str, str]:
        """Number and name of the project that a problem is about, empty where it is about none or several."""
        for sheet, record in self._rows.get(spot_of(problem.place), ()):
            number, name = record.text("number"), record.text("name") if sheet == APPLICATION_SHEET else ""
            if number:
                known = self._names.get((record.place.file, number), self._names.get(("", number), ""))
                return without_numbers(number), name or known
            if name:
                return "", name
        named = {touch.name for touch in problem.touches if touch.kind == "project"}
        number = named.pop() if len(named) == 1 else ""
        return (without_numbers(number), self._names["", number]) if ("", number) in self._names else ("", "")

    def origin(self, problem: Problem) -> Origin | None:
        """The returned form that the value, or its row, came from."""
        row = self._origins.get(spot_of(problem.place), {})
        return row.get(problem.field) or row.get("")

    def where(self, problem: Problem) -> str:
        """“南昌市总工会的填报表，第12行，联系电话（H12）”; of what a returned form says, the place in the form."""
        if origin := self.origin(problem):
            file = called(Place(f"{RETURNED_FOLDER}/{origin.file}").told.file)
            spot = spot_in_words(*origin[:4])
            return "，".join(part for part in (file, spot, problem.field) if part)
        told = problem.place.told
        book = self._books.get(problem.place.file) or called(told.file)
        parts = [book, "" if told.sheet == APPLICATION_SHEET else _sheet(told.sheet)]
        if found := _CELL.fullmatch(told.cell):
            parts += [f"第{found[2]}行", f"{problem.field}（{told.cell}）" if problem.field else told.cell]
        else:
            line = told.line if is_of_applications(told.file) else 0
            parts += [f"第{line}行" if line else "", told.cell, problem.field]
        return "，".join(part for part in parts if part)

    def strip(self, place: Place) -> Sequence[ShownCell]:
        """The cell with its neighbours of the row; nothing where there is no such row."""
        for sheet, record in self._rows.get(spot_of(place), ()):
            fields = self._fields[sheet]
            if found := _CELL.fullmatch(place.cell):
                columns = self._columns[place.file, place.sheet]
                letters = sorted(columns, key=_order)
                own = not self._origins.get(spot_of(place))  # a form that came back has no such columns
                row = [(letter if own else "", columns[letter], letter == found[1]) for letter in letters]
                return _window(row, record.values, fields)
            if place.line and any(value.place == place for value in record.values.values()):
                ordered = sorted(record.values.items(), key=lambda one: one[1].place.line)
                return _window([("", key, value.place == place) for key, value in ordered], record.values, fields)
        return ()


def spot_in_words(file: str, table: str, row: str, column: str) -> str:
    """第2个表格第4行第3格, of what is known of it; in a workbook “名单”表H4."""
    if file.lower().endswith(WORKBOOK_ENDINGS) and table:
        is_cell = row.isdecimal() and column.isdecimal() and 0 < int(column[:6]) <= MOST_COLUMNS
        cell = cell_called(int(row), int(column)) if is_cell else row and f"第{row}行"
        return f"“{table}”表{cell}"
    parts = ((table, f"第{table}个表格"), (row, f"第{row}行"), (column, f"第{column}格"))
    return "".join(words for known, words in parts if known)


def _sheet(title: str) -> str:
    """A sheet, or a table of a Word file, which has no title but a number."""
    return title if not title or _TABLE.fullmatch(title) else f"“{title}”表"


def _origins(raw: RawCampaign) -> dict[Spot, dict[str, Origin]]:
    """By row of the entry workbook the origins of its values, by their labels."""
    rows: dict[tuple[str, int], dict[str, Origin]] = {}
    for (number, at, label), origin in origins(raw.folder / COLLECTED_FILE).items():
        rows.setdefault((number, at), {})[label] = origin
    made = {spot_of(one.place): rows.get((one.text("number"), 0), {}) for one in _in_book(raw, APPLICATION_SHEET)}
    counted: Counter[str] = Counter()
    for one in _in_book(raw, COMPLETER_SHEET):
        counted[number := one.text("number")] += 1
        made[spot_of(one.place)] = rows.get((number, counted[number]), {})
    return made


def _in_book(raw: RawCampaign, sheet: str) -> list[RawRecord]:
    return [one for one in raw.tables[sheet].records if one.place.file == WORKBOOK_FILE]


def _names(records: Iterable[RawRecord]) -> dict[tuple[str, str], str]:
    """The projects' names by file and number; without a file by a number that only one project has."""
    made: dict[tuple[str, str], str] = {}
    twice: set[str] = set()
    for one in records:
        number = one.text("number")
        twice |= {number} if ("", number) in made else set()
        made["", number] = made[one.place.file, number] = one.text("name")
    return {(file, number): name for (file, number), name in made.items() if file or number not in twice}


def _window(
    row: Sequence[tuple[str, str, bool]], values: Mapping[str, Raw], fields: Mapping[str, Field]
) -> list[ShownCell]:
    """The wrong cell and one on either side, at an edge two on the other."""
    at = next((number for number, (_, _, is_wrong) in enumerate(row) if is_wrong), None)
    if at is None:
        return []
    start = max(0, min(at - 1, len(row) - 3))
    return [
        ShownCell(
            letter, fields[key].label if key in fields else key, _shown(values.get(key), fields.get(key)), is_wrong
        )
        for letter, key, is_wrong in row[start : start + 3]
    ]


def _order(letter: str) -> tuple[int, str]:
    return len(letter), letter


def _shown(raw: Raw | None, field: Field | None) -> str:
    """What stands in a cell, shortened, what is personal masked."""
    if raw is None or raw.value is None:
        return ""
    value = raw.value
    if isinstance(value, tuple):
        text = "；".join(map(str, value))
    elif isinstance(value, bool):
        text = "是" if value else "否"
    else:
        text = f"{value:%Y-%m-%d}" if isinstance(value, date) else f"{value}"
    text = " ".join(text.split())
    return shortened(without_numbers(masked(text, field) if field else text), LONGEST_SHOWN)


def _books(raw: RawCampaign) -> dict[str, str]:
    """What each workbook is called: by the one recommender whose it is, with its name where that has several."""
    owners: dict[str, set[str]] = {}
    for record in raw.tables[APPLICATION_SHEET].records:
        if record.place.sheet:
            owners.setdefault(record.place.file, set()).add(record.text("recommender"))
    single = {file: next(iter(names)) for file, names in owners.items() if len(names) == 1 and "" not in names}
    known = {one.text("name") for one in raw.lists.get("recommenders", [])}
    counted = list(single.values())
    return {
        file: f"{name}的{BOOK}" if counted.count(name) == 1 else f"{name}的{called(Place(file).told.file)}"
        for file, name in single.items()
        if name in known
    }
