"""The plain way to the same documents: a docxtpl loop, LibreOffice for the PDFs, openpyxl, pypdf for the packets.

    python -m benchmarks.plain_pipeline '{"inputs": "inputs.pickle", "out": "folder", "jobs": 1}'

The inputs are ready: what to make, with texts fitted and worded (benchmarks/campaign.py writes them), so that
it is spared reading, checking and composing.
"""

from __future__ import annotations

import pickle
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import openpyxl
from docx import Document
from docxtpl import DocxTemplate, RichText
from PIL import Image
from pypdf import PdfReader, PdfWriter

from benchmarks.office import convert
from benchmarks.peers.job import job, told


class Paper(NamedTuple):
    """One file to make of a template, and whether a PDF of it is wanted; without a template it is a plain text."""

    kind: str
    record: str
    template: Path | None
    path: str
    context: Mapping[str, Any]
    pdf: bool


class Inputs(NamedTuple):
    """Everything to make: papers, sheets, packets as lists of (part or attachment) with their copies."""

    papers: Sequence[Paper]
    sheets: Sequence[Paper]
    packets: Mapping[str, Sequence[tuple[tuple[str, str] | None, Path | None]]]


def main() -> None:
    """Make everything; the seconds of it."""
    about = job()
    inputs, out, jobs = pickle.loads(Path(about["inputs"]).read_bytes()), Path(about["out"]), about["jobs"]
    started = time.perf_counter()
    write_papers(inputs.papers, out, jobs)
    for sheet in inputs.sheets:
        write_sheet(sheet, out)
    convert_papers(inputs.papers, out, jobs)
    write_packets(inputs, out)
    told(seconds=time.perf_counter() - started, files=sum(path.is_file() for path in out.rglob("*")))


def write_papers(papers: Sequence[Paper], out: Path, jobs: int) -> None:
    """The Word files."""
    if jobs == 1:
        for paper in papers:
            write_paper(out, paper)
        return
    with ProcessPoolExecutor(jobs) as pool:
        list(pool.map(partial(write_paper, out), papers, chunksize=8))


def write_paper(out: Path, paper: Paper) -> None:
    """One Word file."""
    target = _place(out, paper.path)
    if paper.template is None:
        _plain_text(paper.context).save(str(target))
        return
    template = DocxTemplate(paper.template)
    template.render(_rich(paper.context), environment())
    template.save(target)


def environment() -> jinja2.Environment:
    """Jinja with the filters and functions of our templates."""
    made = jinja2.Environment(autoescape=True)
    # What ours computes while it fills is left out here, or about right.
    made.filters |= {
        "intro_parts": lambda parts: parts,
        "signature_gaps": lambda *_: (64, 64),
        "list_size": lambda *_: 9,
        "ended": lambda blocks: [{**block, "end": "whole"} for block in blocks],
        "title_lines": lambda title: [title],
        "line_pt": lambda text, font, width_mm, largest_pt: largest_pt,
        "letterhead_pt": lambda _: 54,
        "signature_pt": lambda _: 16,
        "imprint_lines": lambda name, _: [name],
        "winner_text": lambda text, _: text,
        "certificate_title_pt": lambda _: 54,
        "certificate_sign_pt": lambda _: 20,
        "certificate_sign_lines": lambda issuer: [issuer],
    }
    made.globals |= {
        "sized": lambda text, size_pt: RichText(text, size=round(size_pt * 2)),
        "box": lambda ticked, size_pt: RichText("☑" if ticked else "□", size=round(size_pt * 2)),
        "gap": _gap,
        "qr_picture": lambda *_: "",
    }
    return made


def _gap(points: float) -> RichText:
    """A blank about this wide."""
    return RichText("　" * round(points / 16))


def _rich(context: Any) -> Any:
    """The context with docxtpl's rich text for texts of their own size."""
    if isinstance(context, Mapping):
        if context.keys() == {"text", "size"}:
            return RichText(context["text"], size=round(context["size"] * 2))
        return {key: _rich(value) for key, value in context.items()}
    return [_rich(one) for one in context] if isinstance(context, list | tuple) else context


def _plain_text(context: Mapping[str, Any]) -> Any:
    document = Document()
    for text in _texts(context):
        document.add_paragraph(text)
    return document


def _texts(context: Any) -> Iterator[str]:
    if isinstance(context, str):
        yield context
    elif isinstance(context, Mapping | list):
        for one in context.values() if isinstance(context, Mapping) else context:
            yield from _texts(one)


def write_sheet(sheet: Paper, out: Path) -> None:
    """One Excel file: the marks filled, the row of the name `rows` written for every row."""
    book, environment = openpyxl.load_workbook(sheet.template), jinja2.Environment()
    page = book.active
    pattern = int("".join(filter(str.isdigit, book.defined_names["rows"].attr_text.split("$")[2])))
    marks = [cell.value or "" for cell in page[pattern]]
    rows = sheet.context["rows"]
    page.insert_rows(pattern + 1, max(len(rows) - 1, 0))
    for place, row in enumerate(rows):
        for column, mark in enumerate(marks, start=1):
            page.cell(pattern + place, column, environment.from_string(str(mark)).render(sheet.context, row=row))
    for cell in (cell for line in page.iter_rows() for cell in line if cell.row < pattern):
        if isinstance(cell.value, str) and "{{" in cell.value:
            cell.value = environment.from_string(cell.value).render(sheet.context)
    book.save(_place(out, sheet.path))


def convert_papers(papers: Sequence[Paper], out: Path, jobs: int) -> None:
    """The PDFs beside the Word files, one call of LibreOffice a folder; so many calls at once."""
    folders: dict[Path, list[Path]] = defaultdict(list)
    for paper in papers:
        if paper.pdf:
            folders[(out / paper.path).parent].append(out / paper.path)
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(convert, folders.values(), folders))


def write_packets(inputs: Inputs, out: Path) -> None:
    """The packets: every piece begins on a front side."""
    parts = {(paper.kind, paper.record): (out / paper.path).with_suffix(".pdf") for paper in inputs.papers}
    for path, pieces in inputs.packets.items():
        packet = PdfWriter()
        for part, attachment in pieces:
            packet.append(parts[part] if part else _attachment(attachment))
            if len(packet.pages) % 2:
                packet.add_blank_page()
        packet.write(_place(out, path))


def _attachment(path: Path | None) -> PdfReader:
    """The pages of an attachment; a picture becomes a page."""
    if path is None:
        raise ValueError("neither part nor attachment")
    if path.suffix.lower() == ".pdf":
        return PdfReader(path)
    page = BytesIO()
    with Image.open(path) as picture:
        picture.convert("RGB").save(page, "PDF", resolution=200)
    return PdfReader(page)


def _place(out: Path, path: str) -> Path:
    (out / path).parent.mkdir(parents=True, exist_ok=True)
    return out / path


if __name__ == "__main__":
    main()
