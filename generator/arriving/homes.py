"""What else moves when files arrive: rows that another workbook held, attachments that waited, data read from forms."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterator
from pathlib import Path, PurePosixPath

from generator.arriving.looking import ATTACHABLE
from generator.arriving.preview import Preview
from generator.arriving.rows import Rows
from generator.arriving.sorting import SEVERAL_NAME, UNSORTED_FOLDER
from generator.arriving.workbooks import without
from generator.campaign.settings import Settings
from generator.collecting.collecting import Whose
from generator.composing.names import file_name
from generator.handing_out import collect
from generator.reading.raw_campaign import (
    APPLICATIONS_FOLDER,
    ATTACHMENTS_FOLDER,
    COLLECTED_FILE,
    RETURNED_FOLDER,
    WORKBOOK_FILE,
)

QUESTIONS = COLLECTED_FILE


def displaced(
    preview: Preview, rows: Rows, recommenders: Collection[str], own: Collection[str], settings: Settings
) -> Iterator[tuple[str, bytes | None]]:
    """The files, other than `own`, that hold projects of these recommenders, without them; None where nothing stays.

    What was read from forms is no such file: that is gathered anew.
    """
    is_gathered = (preview.folder / QUESTIONS).exists()
    for path in dict.fromkeys(row.file for row in rows.rows if row.recommender in recommenders):
        if path in own or (path == WORKBOOK_FILE and is_gathered):
            continue
        if path.endswith(".xlsx"):
            yield path, without(preview.folder / path, recommenders, settings)
        elif all(row.recommender in recommenders for row in rows.in_file(path)):
            yield path, None


def rehomed(preview: Preview, rows: Rows, whose: str = "") -> dict[str, str]:
    """Move attachments that waited for the workbook that names them: the new names by the paths where they lay.

    Of `whose` alone, where that is given.
    """
    own = f"{UNSORTED_FOLDER}/{file_name(whose)}" if whose else UNSORTED_FOLDER
    wanted = {_bare(name): name for row in rows.rows for name in row.attachments}
    there = {
        _bare(PurePosixPath(path).relative_to(ATTACHMENTS_FOLDER).as_posix())
        for path in preview.files(ATTACHMENTS_FOLDER)
    }
    moved = dict[str, str]()
    for path in preview.files(own):
        name = wanted.get(_bare(PurePosixPath(path).name), "")
        if name and _bare(name) not in there and PurePosixPath(path).suffix.lower() in ATTACHABLE:
            preview.move(path, f"{ATTACHMENTS_FOLDER}/{name}")
            there.add(_bare(name))
            moved[path] = name
    return moved


def held_recommenders(campaign: Path, rows: Rows) -> frozenset[str]:
    """The recommenders whose projects stand in workbooks or files of their own: their forms are only compared."""
    is_gathered = (campaign / QUESTIONS).exists()
    return frozenset(
        row.recommender for row in rows.rows if row.recommender and not (is_gathered and row.file == WORKBOOK_FILE)
    )


def whose_in(campaign: Path, rows: Rows) -> Whose:
    """Whose the returned forms of a campaign folder are, and of which projects the data stand elsewhere."""
    is_gathered = (campaign / QUESTIONS).exists()
    own = [row.identity for row in rows.rows if not (is_gathered and row.file == WORKBOOK_FILE)]
    held = frozenset(identity for identity in own if all(identity))
    return Whose(by_folder=True, held=held_recommenders(campaign, rows), held_projects=held)


def gathered(preview: Preview, rows: Rows, beside: Path, told: Callable[[str, int, int], None]) -> int:
    """Read the returned forms into the campaign folder as `wuxiao collect` does; how many questions are open.

    Where applications.xlsx is a clerk's own it goes to the other workbooks, if forms have anything to say.
    """
    folder = preview.folder
    is_gathered = (folder / QUESTIONS).exists()
    out = folder if is_gathered or not (folder / WORKBOOK_FILE).exists() else beside
    out.mkdir(exist_ok=True)
    found, _ = collect(folder / RETURNED_FOLDER, out, folder, whose_in(folder, rows), told)
    if out == folder:
        if not found.projects:
            for name in (WORKBOOK_FILE, QUESTIONS):
                preview.remove(name)
    elif found.projects:
        preview.move(WORKBOOK_FILE, free(preview, f"{APPLICATIONS_FOLDER}/{SEVERAL_NAME}.xlsx"))
        for one in sorted(out.rglob("*")):
            if one.is_file():
                preview.put(one.relative_to(out).as_posix(), one)
    return len(found.questions)


def free(preview: Preview, path: str) -> str:
    """The path, or one with a number where something is there already."""
    place, made, number = PurePosixPath(path), path, 2
    while (preview.folder / made).exists():
        made, number = str(place.with_name(f"{place.stem}（{number}）{place.suffix}")), number + 1
    return made


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
