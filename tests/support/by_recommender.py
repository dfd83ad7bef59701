"""The example's projects as recommenders would send them: a workbook for each, and a city's whole zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from conftest import ROOT
from openpyxl import Workbook, load_workbook

EXAMPLE = ROOT / "data_examples/jiangxi-2023"
SHEETS = ("申报项目", "其他完成人")
FIRST = 2  # of the rows with projects: header and example stand above


@cache
def _sheets() -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(EXAMPLE / "applications.xlsx", read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book if sheet.title in SHEETS}


def _labels(sheet: str) -> list[str]:
    return [str(one).strip("*") for one in _sheets()[sheet][0]]


def column(sheet: str, label: str) -> int:
    """The place of a column."""
    return _labels(sheet).index(label)


def recommenders() -> list[str]:
    """Those who have projects, in the order of the rows."""
    of = column("申报项目", "申报单位")
    return list(dict.fromkeys(str(row[of]) for row in _sheets()["申报项目"][FIRST:] if any(row)))


def numbers_of(recommender: str) -> list[str]:
    """The numbers of the recommender's projects."""
    of, number = column("申报项目", "申报单位"), column("申报项目", "项目编号")
    return [str(row[number]) for row in _sheets()["申报项目"][FIRST:] if row[of] == recommender]


def workbook_of(recommender: str, changes: Mapping[str, Mapping[str, object] | None] | None = None) -> bytes:
    """The recommender's entry workbook; `changes` are other values of a project by label, None leaves it out."""
    changes, numbers = changes or {}, set(numbers_of(recommender))
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for title, rows in _sheets().items():
        sheet, number = book.create_sheet(title), column(title, "项目编号")
        for at, row in enumerate(rows):
            if at >= FIRST and (str(row[number]) not in numbers or changes.get(str(row[number]), {}) is None):
                continue
            values = list(row)
            if at >= FIRST and title == "申报项目":
                for label, value in (changes.get(str(row[number])) or {}).items():
                    values[column(title, label)] = value
            sheet.append(values)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def gbk_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip as a Chinese Windows program writes it: names in GBK, not said to be so."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, one in files.items():
            package.writestr(_GbkInfo(name), one)
    return content.getvalue()


class _GbkInfo(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("gb18030"), self.flag_bits


def summary_docx(title: str, paragraphs: list[str], signature: list[str]) -> bytes:
    """A work summary as a Word file."""
    from docx import Document

    document = Document()
    for text in (title, *paragraphs, *signature):
        document.add_paragraph(text)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def write_settings(folder: Path) -> Path:
    """A campaign folder with the example's settings and nothing that came in."""
    folder.mkdir(parents=True)
    for name in ("campaign.yaml", "notice.yaml"):
        (folder / name).write_bytes((EXAMPLE / name).read_bytes())
    return folder
