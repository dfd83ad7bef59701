"""In a child: a file's bytes → the forms in it, what stands in every place, and the pictures of its long texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from lxml.etree import XMLSyntaxError
from lxml.etree import _Element as Element
from pydantic import TypeAdapter

from generator.campaign.errors import Place, Problem, warning
from generator.campaign.fields import APPLICATION_SHEET
from generator.reading.package_parts import TwoMainPartsError
from generator.reading.prescan import PACKAGE_ERRORS, WORKBOOK_ERRORS, PackageRefusedError, workbook_zip
from generator.reading.returned.form import (
    ReturnedForm,
    broken,
    forms_among,
    found_in,
    note_problems,
    too_large,
    word_blocks,
)
from generator.reading.returned.found import place_of
from generator.reading.returned.labels import Labels, bare_label, labels
from generator.reading.returned.lists.beside_lists import beside_lists
from generator.reading.returned.lists.header import header_in
from generator.reading.returned.marks import BOXES, FormMarks
from generator.reading.returned.sheets_as_tables import sheet_blocks
from generator.reading.sheets.workbook_package import opened as workbook
from generator.reading.sheets.workbook_package import sheets_in
from generator.reading.streamed_xml import XmlTooMuchError
from generator.reading.word_package import WordPackage, word_package
from generator.reading.word_tables.elements import TBL, T
from generator.reading.word_tables.grid import Block, Cell, Grid
from generator.reading.word_tables.rooms import all_grids

_COUNTED = frozenset({"序号", "编号", "排名", "排序"})  # headers of a column that nobody asks for
SCANNED = "是扫描的图"  # how it is said of a PDF that its pages are pictures
TASK = "generator.collecting.files.opened:answered"
MOST_AROUND, MOST_RAW = 300, 4_000  # characters of a row shown beside a question, and of what stands in a place
MOST_LINES = 200  # outside of tables
_SIGNED, _LEAST_LEFT = ("意见", "签章", "盖章", "签字"), 2  # of labels where one signs; characters of a text
MOST_PICTURES, MOST_PICTURE_BYTES = 40, 40_000_000  # of a file
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MARKS = TypeAdapter(tuple[FormMarks, ...])


@dataclass(frozen=True)
class Standing:
    """What stands in a place, and beside it in its row; `before` is the paragraph before each table in it."""

    raw: str
    around: str = ""
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture that stands in a cell: number of the table, row and cell from 1, its ending, its size in bytes."""

    table: int
    row: int
    column: int
    ending: str
    size: int


@dataclass(frozen=True)
class Left:
    """Text of a cell that is neither label nor value nor signed there: number of the table, row and cell from 1."""

    table: int
    row: int
    column: int
    text: str


@dataclass(frozen=True)
class Opened:
    """A file as its child tells it: its forms, what is wrong, what stands where, its pictures; `modified` by itself.

    `left` is what none of the forms took, `lines` are the paragraphs outside of its tables.
    """

    forms: tuple[ReturnedForm, ...]
    problems: tuple[Problem, ...]
    standing: Mapping[str, Standing]
    pictures: tuple[Picture, ...] = ()
    modified: str = ""
    left: tuple[Left, ...] = ()
    lines: tuple[str, ...] = ()


OPENED = TypeAdapter(Opened)


def answered(asked: Any, content: bytes) -> tuple[Any, bytes]:
    """In the child: what the file holds as data, and the bytes of its pictures one after the other."""
    known, name = MARKS.validate_python(asked["known"]), asked["name"]
    if asked["ending"] == ".xlsx":
        forms, problems, _ = found_in(content, ".xlsx", name, known)
        if not forms and _is_entry_workbook(content):
            return _nothing(entry_workbook(name)), b""
        if forms and forms[0].kind not in {form.key for form in known if form.is_list}:
            return asdict(_of_sheets(content, name, known)), b""
        more = _beside(content, name, known) if forms else []
        return asdict(Opened(tuple(forms), (*problems, *more), {})), b""
    try:
        with word_package(content) as package:
            return _of_word(package, name, known)
    except (XmlTooMuchError, MemoryError, RecursionError):
        return _nothing(too_large(name)), b""
    except (PackageRefusedError, XMLSyntaxError, TwoMainPartsError, *PACKAGE_ERRORS):
        return _nothing(broken(name)), b""


def _is_entry_workbook(content: bytes) -> bool:
    """Whether the workbook has the sheet of applications that entry workbooks have."""
    with suppress(*WORKBOOK_ERRORS, PackageRefusedError, XmlTooMuchError), workbook_zip(content) as package:
        return any("".join(one.title.split()) == APPLICATION_SHEET for one in sheets_in(package))
    return False


def entry_workbook(name: str) -> Problem:
    """That the file is an entry workbook, which is no returned form: its rows are the campaign's data already."""
    message = f"这是填报表（有工作表“{APPLICATION_SHEET}”），里面的项目没有读入：填报表不用转换，本来就是填报数据。"
    fix = "请放进活动文件夹的 applications 文件夹（一个申报单位一份），或在浏览器的“收材料”里交上去，再核对。"
    return warning("returned/unread", Place(name), "", message, fix)


def _beside(content: bytes, name: str, known: Sequence[FormMarks]) -> list[Problem]:
    """What a workbook with lists says beside them; what of it cannot be read says nothing."""
    lists = [form for form in known if form.is_list and form.names_project]
    with suppress(*WORKBOOK_ERRORS, PackageRefusedError, XmlTooMuchError), workbook_zip(content) as package:
        return list(beside_lists(workbook(package), name, lists))
    return []


def _of_sheets(content: bytes, name: str, known: Sequence[FormMarks]) -> Opened:
    """What the sheets hold of a workbook in which a form of cells was read."""
    with workbook_zip(content) as package:
        blocks, beside = sheet_blocks(workbook(package), name)
    found = of_blocks(blocks, name, [form for form in known if not form.is_list])
    return replace(found, problems=(*found.problems, *beside))


def _nothing(problem: Problem) -> Any:
    return asdict(Opened((), (problem,), {}))


def _of_word(package: WordPackage, name: str, known: Sequence[FormMarks]) -> tuple[Any, bytes]:
    blocks, _ = word_blocks(package)
    if blocks is None:
        return _nothing(broken(name)), b""
    opened = of_blocks(blocks, name, known)
    pictures = list(_pictures(package, blocks)) if any(not form.is_row for form in opened.forms) else []
    whole = replace(
        opened,
        problems=(*opened.problems, *note_problems(package, name)),
        pictures=tuple(picture for picture, _ in pictures),
        modified=_modified(package),
    )
    return asdict(whole), b"".join(content for _, content in pictures)


def of_blocks(blocks: Sequence[Block], name: str, known: Sequence[FormMarks]) -> Opened:
    """What the paragraphs and tables of a document hold. `name` is how messages call the file."""
    forms, problems = forms_among(blocks, name, known)
    wanted = {_spot(raw.place) for form in forms for raw in form.record.values.values()}
    standing = dict(_standing(blocks, name, wanted)) if forms else {}
    left = tuple(_left(blocks, name, wanted, known)) if any(not form.is_row for form in forms) else ()
    lines = tuple(text for one in blocks if not isinstance(one, Grid) and (text := " ".join(one.text.split())))
    return Opened(tuple(forms), tuple(problems), standing, left=left, lines=lines[:MOST_LINES] if forms else ())


def lines_about(opened: Opened, text: str) -> str:
    """The paragraph with that text and its neighbours; empty where no paragraph outside of tables has it."""
    bare = "".join(text.split())
    at = next((at for at, line in enumerate(opened.lines) if bare and bare in "".join(line.split())), None)
    return "｜".join(opened.lines[max(0, at - 1) : at + 2])[:MOST_AROUND] if at is not None else ""


def _spot(place: Place) -> str:
    return f"{place.sheet}|{place.cell}"


def standing_at(opened: Opened, place: Place) -> Standing | None:
    """What stands in the place, None where that is not known."""
    return opened.standing.get(_spot(place))


def _standing(blocks: Sequence[Block], name: str, wanted: set[str]) -> Iterator[tuple[str, Standing]]:
    for grid in all_grids(blocks):
        for row in grid.rows:
            for cell in row:
                if (spot := _spot(place_of(name, grid, cell))) in wanted:
                    around = "｜".join(" ".join(one.text.split()) for one in row if not one.is_rest)
                    yield spot, Standing(cell.text[:MOST_RAW], around[:MOST_AROUND], tuple(_before_tables(cell)))


def _before_tables(cell: Cell) -> Iterator[str]:
    """The last paragraph with text before each table in the cell; of a page that was printed that is not known."""
    if cell.element is None:
        yield from ("" for _ in cell.tables)
        return
    for table in cell.element.iterdescendants(TBL) if cell.tables else ():
        texts = ("".join(one.text or "" for one in before.iter(T)) for before in table.itersiblings(preceding=True))
        yield "".join(next((text for text in texts if text.strip()), "").split())


def _left(blocks: Sequence[Block], name: str, wanted: set[str], known: Sequence[FormMarks]) -> Iterator[Left]:
    """The cells whose text nothing took, though no printed words stand before or above it."""
    grids = [form for form in known if not form.is_list]
    words = labels(frozenset((*(word for one in grids for mark in one.marks for word in mark.words),
                              *(word for one in grids for word in one.others))))  # fmt: skip
    aside = labels(frozenset(_words_aside(grids)))
    lists = [form for form in known if form.is_list]
    for grid in _grids_outside(blocks, name, wanted):
        if any(header_in({cell.column: cell.text for cell in row}, lists) for row in grid.rows):
            continue
        for at, row in enumerate(grid.rows):
            for place, cell in enumerate(row):
                text = " ".join(cell.text.split())
                is_label = words.whole(text) or aside.whole(text) or bare_label(text) in _COUNTED
                if len(text) < _LEAST_LEFT or _spot(place_of(name, grid, cell)) in wanted or is_label:
                    continue
                above = grid.at(cell.row - 1, cell.column)
                if any(one is not None and aside.whole(one.text) for one in (*row[:place], above)):
                    continue
                near = [*row[:place], *(one for up in grid.rows[max(0, at - 1) : at] for one in up)]
                is_signed = any(bare_label(one.text).endswith(_SIGNED) for one in (cell, *near))
                if not is_signed and not _is_printed(cell.text, words):
                    yield Left(grid.number, cell.row + 1, cell.number, text[:MOST_AROUND])


def _words_aside(forms: Sequence[FormMarks]) -> Iterator[str]:
    """The labels whose values may stand in several cells or rows, which are taken together."""
    for mark in (mark for form in forms for mark in form.marks):
        if mark.holds == BOXES:
            yield from mark.words
        yield from (word for words in mark.parts for word in words)


def _grids_outside(blocks: Sequence[object], name: str, wanted: set[str]) -> Iterator[Grid]:
    """The tables but those within a value, of which is told."""
    for grid in blocks:
        if isinstance(grid, Grid):
            yield grid
            for cell in (cell for row in grid.rows for cell in row):
                if _spot(place_of(name, grid, cell)) not in wanted:
                    yield from _grids_outside(cell.tables, name, wanted)


def _is_printed(text: str, words: Labels) -> bool:
    """Whether the text begins with a label: what stands behind it was taken from there."""
    found = words.within(text)
    return bool(found) and not text[: found[0].start].strip()


def _pictures(package: WordPackage, blocks: Sequence[Block]) -> Iterator[tuple[Picture, bytes]]:
    """The pictures in the cells, each once, with its bytes."""
    related = dict(package.relations(package.main_part))
    seen, left = set[str](), MOST_PICTURE_BYTES
    for grid in all_grids(blocks):
        for cell in (cell for row in grid.rows for cell in row):
            for part in _shown(cell, related):
                content = package.zip.read(package.names[part]) if part in package.names and part not in seen else b""
                seen.add(part)
                left -= len(content)
                if content and left >= 0 and len(seen) <= MOST_PICTURES:
                    ending = part.rpartition(".")[2]
                    yield Picture(grid.number, cell.row + 1, cell.number, ending, len(content)), content


def _shown(cell: Cell, related: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    for line in cell.lines:
        if line.pictures and line.element is not None:
            for name in _names(line.element):
                kind, part = related.get(name, ("", ""))
                if kind == "image":
                    yield part


def _names(element: Element) -> Iterator[str]:
    """The relations that the element refers to."""
    for one in element.iter():
        for attribute in ("embed", "id"):
            if name := one.get(f"{_RELATED}{attribute}"):
                yield name


def _modified(package: WordPackage) -> str:
    """When the file says that it was changed, empty where it does not."""
    root = package.tree("docprops/core.xml")
    found = root.find("{http://purl.org/dc/terms/}modified") if root is not None else None
    return (found.text or "").strip() if found is not None else ""
