"""A list of winners, pasted or as a file → the awards that it gives, and each line of which nothing could be made.

A line names a project by number or name, then its tier, then its certificate's serial if that is known. Other columns
of a list with a header are passed over.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.campaign.errors import DataError, Place, UsageError, error
from generator.editing.awards import Given
from generator.reading.prescan import PackageRefusedError, workbook_zip
from generator.reading.sheets.budget import Budget
from generator.reading.sheets.cells import read_cells
from generator.reading.sheets.workbook_package import opened

MOST_LINES, LONGEST_CELL = 20_000, 200
SERIAL = re.compile(r"第?0*(\d{1,6})号?")
TAB, APART = "\t", "  "
_APART = re.compile(r"\s*\t\s*|\s{2,}|\s*[,，;；、]\s*")
_NUMBER, _NAME, _TIER, _SERIAL = "number", "name", "tier", "serial"
# What the columns of such lists are called besides the campaign's own labels.
_CALLED = {
    _NUMBER: ("项目编号", "编号", "申报编号", "成果编号", "作品编号"),
    _NAME: ("项目名称", "名称", "成果名称", "作品名称", "项目"),
    _TIER: ("等次", "奖次", "等级", "奖项", "获奖等次", "获奖等级", "评选结果", "奖级"),
    _SERIAL: ("证书序号", "证书号", "证书编号"),
}


@dataclass(frozen=True)
class Line:
    """A line of a list: its number from 1, its cells, and how it stood there."""

    number: int
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        """The line as it is told: no page shows a tab."""
        return APART.join(cell for cell in self.cells if cell)

    @property
    def typed(self) -> str:
        """The line as it can be taken again, every cell in its column."""
        return TAB.join(self.cells)


@dataclass(frozen=True)
class Unread:
    """A line of which no award was made, and why."""

    line: Line
    why: str


@dataclass(frozen=True)
class Known:
    """What a campaign's lists may name: its projects as (number, name), its tiers, how it labels the columns."""

    projects: tuple[tuple[str, str], ...]
    tiers: tuple[str, ...]
    labels: Mapping[str, str]


def pasted(text: str) -> list[Line]:
    """The lines of a text, cut at tabs, else at commas and at two blanks or more; empty ones are left out."""
    return [Line(at, _cells(line)) for at, line in enumerate(text.splitlines(), start=1) if line.strip()]


def _cells(line: str) -> tuple[str, ...]:
    """The cells of a line. Between two tabs is a cell, also an empty one, as a spreadsheet copies it."""
    if TAB in line:
        return tuple(cell.strip() for cell in line.split(TAB))
    return tuple(_APART.split(line.strip()))


def in_file(content: bytes, name: str) -> list[Line]:
    """The lines of an Excel file's first sheet that has any, or of a CSV file. Raises DataError for anything else."""
    ending = name.lower().rpartition(".")[2]
    if ending in ("csv", "txt"):
        return _of_text(_decoded(content, name), ending)
    try:
        with workbook_zip(content) as package:
            book = opened(package)
            for sheet in book.sheets:
                rows = read_cells(book, sheet, Budget(), name).rows
                if rows:
                    return [
                        Line(at, tuple(_plain(row[c].value) if c in row else "" for c in range(1, max(row) + 1)))
                        for at, row in rows.items()
                    ]
    except PackageRefusedError as refused:
        raise _unusable(name, refused.trouble.message, refused.trouble.fix) from refused
    return []


def _unusable(name: str, message: str, fix: str) -> DataError:
    return DataError([error("workbook-format", Place(name), "", message, fix)])


def _decoded(content: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unusable(name, "文字读不出来。", "请用 Excel 或 WPS 打开后另存为 .xlsx。")


def _of_text(text: str, ending: str) -> list[Line]:
    if ending == "txt" or "\t" in text.partition("\n")[0]:
        return pasted(text)
    return [Line(at, tuple(row)) for at, row in enumerate(csv.reader(io.StringIO(text)), start=1) if any(row)]


def _plain(value: object) -> str:
    """What a cell shows; whole numbers without a point."""
    is_whole = isinstance(value, float) and value.is_integer()
    return f"{int(value) if is_whole else value}".strip()[:LONGEST_CELL] if value is not None else ""  # type: ignore[call-overload]


def understood(lines: Sequence[Line], known: Known) -> tuple[list[Given], list[Unread]]:
    """The awards that the lines give, one a project, and the lines of which none was made."""
    if len(lines) > MOST_LINES:
        raise UsageError(f"名单超过{MOST_LINES}行。请只留获奖的项目。")
    columns, rest = _columns(lines, known)
    numbers = {_bare(number): number for number, _ in known.projects if number}
    names: dict[str, list[str]] = defaultdict(list)
    for number, name in known.projects:
        names[_bare(name)].append(number)
    found: list[tuple[Line, Given]] = []
    unread: list[Unread] = []
    for line in rest:
        made = _award(
            _by_header(line, columns) if columns else _by_place(line, known, numbers, names), known, numbers, names
        )
        if isinstance(made, Given):
            found.append((line, made))
        else:
            unread.append(Unread(line, made))
    count = Counter(one.number for _, one in found)
    unread += [
        Unread(line, f"项目 {one.number} 在名单里有{count[one.number]}行。")
        for line, one in found
        if count[one.number] > 1
    ]
    return [one for _, one in found if count[one.number] == 1], sorted(unread, key=lambda one: one.line.number)


def header_of(lines: Sequence[Line], known: Known) -> Line | None:
    """The line that names the columns, None where there is none."""
    _, rest = _columns(lines, known)
    return lines[len(lines) - len(rest) - 1] if len(rest) < len(lines) else None


Cells = Mapping[str, str]
Names = Mapping[str, Sequence[str]]


def _columns(lines: Sequence[Line], known: Known) -> tuple[dict[str, int], Sequence[Line]]:
    """Which column is what, by the first row that names a project's and a tier's; and the rows below it."""
    called = {
        _bare(word): key for key, words in _CALLED.items() for word in (*words, known.labels.get(key, "")) if word
    }
    for at, line in enumerate(lines[:10]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(line.cells):
            if key := called.get(_bare(cell).rstrip("*")):
                columns.setdefault(key, place)
        if _TIER in columns and (_NUMBER in columns or _NAME in columns):
            return columns, lines[at + 1 :]
    return {}, lines


def _by_header(line: Line, columns: Mapping[str, int]) -> Cells:
    return {key: line.cells[place].strip() for key, place in columns.items() if place < len(line.cells)}


def _by_place(line: Line, known: Known, numbers: Mapping[str, str], names: Names) -> Cells:
    """What the cells are by what they say: one that is a tier, before it the project, behind it the serial."""
    cells = [cell.strip() for cell in line.cells if cell.strip()]
    at = next((place for place, cell in enumerate(cells) if place and tier_called(cell, known.tiers)), None)
    if at is None:
        cells = _cut_at_tier(line.text, known.tiers)
        at = 1 if len(cells) > 1 else None
    if at is None:
        return _without_tier([cell.strip() for cell in line.cells if cell.strip()], numbers, names)
    before = cells[:at]
    named = next((cell for cell in before if _bare(cell) in numbers), None)
    named = named or next((cell for cell in before if _bare(cell) in names), before[-1])
    return {_NUMBER: named, _TIER: cells[at], _SERIAL: cells[at + 1] if at + 1 < len(cells) else ""}


def _without_tier(cells: Sequence[str], numbers: Mapping[str, str], names: Names) -> Cells:
    """What a line says in which nothing is a tier: the project, and behind it what may be meant for one."""
    if len(cells) == 1 and cells[0].partition(" ")[2] and _bare(cells[0]) not in names:
        cells = cells[0].split(" ", 1)
    at = next((place for place, cell in enumerate(cells) if _bare(cell) in numbers or _bare(cell) in names), 0)
    return {_NUMBER: cells[at] if cells else "", _TIER: cells[at + 1] if at + 1 < len(cells) else ""}


def _cut_at_tier(text: str, tiers: Sequence[str]) -> list[str]:
    """A line typed with single blanks, cut around the word that is a tier."""
    words = text.split()
    for at in range(1, len(words)):
        if tier_called(words[at], tiers):
            return [" ".join(words[:at]), *words[at:]]
    return [text]


def _award(cells: Cells, known: Known, numbers: Mapping[str, str], names: Names) -> Given | str:
    """The award that a line gives, or why it gives none."""
    number = _project(cells, numbers, names)
    if not isinstance(number, tuple):
        return number
    if not (said := cells.get(_TIER, "")):
        return "没有写等次。"
    tier = tier_called(said, known.tiers)
    if tier is None:
        return f"没有“{said[:20]}”这个等次，现有{'、'.join(known.tiers)}。"
    serial = cells.get(_SERIAL, "")
    plain = SERIAL.fullmatch(unicodedata.normalize("NFKC", serial))
    if serial and (plain is None or not int(plain[1])):
        return f"证书序号“{serial[:20]}”不是1至999999的整数。"
    return Given(number[0], tier, f"{int(plain[1])}" if plain else "")


def _project(cells: Cells, numbers: Mapping[str, str], names: Names) -> tuple[str] | str:
    """The project's number alone in a tuple, or why it cannot be told."""
    for key in (_NUMBER, _NAME):
        said = _bare(cells.get(key, ""))
        if said in numbers:
            return (numbers[said],)
        if len(same := names.get(said, ())) > 1:
            return f"有{len(same)}个项目叫“{cells[key][:40]}”（{'、'.join(same[:3])}），请写项目编号。"
        if said and same:
            return (same[0],) if same[0] else "这个项目没有项目编号，请先补上。"
    said = cells.get(_NUMBER) or cells.get(_NAME, "")
    return f"没有编号或名称为“{said[:40]}”的项目。" if said else "没有写项目编号或名称。"


def tier_called(word: str, tiers: Sequence[str]) -> str | None:
    """The tier that the word names, wholly or as 一等 names 一等优秀成果; None where it is none or may be several."""
    bare = _bare(word)
    if same := [tier for tier in tiers if _bare(tier) == bare]:
        return same[0]
    short = bare.removesuffix("奖")
    likely = [tier for tier in tiers if len(short) > 1 and _bare(tier).startswith(short)]
    return likely[0] if len(likely) == 1 else None


def _bare(text: str) -> str:
    """The text without what may be written one way or the other: blanks, width, marks around a title."""
    return "".join(unicodedata.normalize("NFKC", text).split()).strip('《》“”"').casefold()
