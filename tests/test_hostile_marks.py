"""Whatever stands within {{ }} and {% %}, of wording and of templates, is a document or a problem with its place."""

from __future__ import annotations

import time
import warnings
from collections import Counter
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from openpyxl import load_workbook
from support.hostile_marks import hostile_mark
from support.measured import Measured
from support.pace import pace
from support.word_files import WORD, word_template

from generator.campaign.errors import Problem, TemplateError
from generator.campaign.layout import package_templates
from generator.checks.campaign import check_campaign
from generator.composing.wording.reader import LONGEST_MARKED, Reader
from generator.ground.bounds import Limits, watched
from generator.ground.environment import FAULTS
from generator.linting.marks import mark_problems
from generator.office.package import read_package, write_package
from generator.reading.yaml_files.file import Text
from generator.rendering.excel import workbook
from generator.rendering.html import filled_pages
from generator.rendering.word import word_file

DAY = date(2023, 7, 20)
HEADERS = {"name": "项目名称", "unit": "所在单位"}
CONTEXT = {"年度": 2023, "x": "甲", "title": "标题", "headers": HEADERS, "rows": [{"a": "乙"}]}
LIMITS = Limits(seconds=30, memory_bytes=450_000_000)
OF_A_TEMPLATE = Limits(seconds=1, memory_bytes=450_000_000)


@pytest.fixture(autouse=True)
def _no_warnings_of_python() -> Iterable[None]:
    """Python warns of expressions like 1[0] that Jinja has it compile."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        yield


def wording(seeds: Iterable[int]) -> float:
    """Have the marks of the seeds read as wording; the most seconds of processor time that one of them took."""
    told, longest = Counter[bool](), 0.0
    with watched(lambda _: True, LIMITS) as guard:
        for seed in seeds:
            reader = Reader("notice.yaml", CONTEXT, final=True)
            node = Text(hostile_mark(seed, "年度"), 7)
            begun = time.process_time()
            guard("notice.yaml", f"{seed}", lambda reader=reader, node=node: reader.phrase(node, "段落", 1))  # type: ignore[misc]
            longest = max(longest, time.process_time() - begun)
            assert len(reader.problems) <= 1, seed
            assert all(one.place.line == 7 and one.message and one.fix for one in reader.problems), seed
            told[bool(reader.problems)] += 1
    assert told[True] > told[False] > 0
    return longest


def template(kind: str, mark: str) -> bytes:
    if kind == "docx":
        parts = read_package(word_template(cell="MARK"))
        safe = "".join(one for one in mark if one.isprintable())
        return write_package({**parts, WORD: parts[WORD].replace(b"MARK", escape(safe).encode("utf-8", "replace"))})
    if kind == "xlsx":
        book, out = load_workbook(package_templates() / "bulletin/winners.xlsx"), BytesIO()
        book.worksheets[0]["A1"] = mark[:30_000]
        book.save(out)
        return out.getvalue()
    return f"<html lang=zh><title>t</title>\n<p>{mark}".encode("utf-8", "replace")


def told_of(kind: str, content: bytes) -> list[Problem]:
    return mark_problems(f"a.{kind}", content, [CONTEXT], None)


def fill(kind: str, content: bytes, folder: Path) -> None:
    if kind == "docx":
        word_file.render(content, CONTEXT, modified=DAY)
    elif kind == "xlsx":
        workbook.render(content, {**CONTEXT, "rows": []}, modified=DAY)
    else:
        (folder / "a.html").write_bytes(content)
        filled_pages.environment(filled_pages.FileSystemLoader([folder])).get_template("a.html").render(CONTEXT)


def templates(kind: str, seeds: Iterable[int], folder: Path) -> float:
    """Have the marks of the seeds read and filled in; the most seconds of processor time that reading one took."""
    ends, longest = Counter[str](), 0.0
    for seed in seeds:
        content = template(kind, hostile_mark(seed, "title"))
        begun = time.process_time()
        problems = told_of(kind, content)
        longest = max(longest, time.process_time() - begun)
        assert all(one.message and (one.place.line or one.place.cell) for one in problems), seed
        with watched(lambda _: True, OF_A_TEMPLATE) as guard:
            try:
                guard(f"a.{kind}", f"{seed}", lambda content=content: fill(kind, content, folder))  # type: ignore[misc]
                ends["made"] += 1
            except (TemplateError, *FAULTS):
                ends["refused"] += 1
    assert ends["made"] > 0
    assert ends["refused"] > ends["made"]
    return longest


def test_hostile_marks_in_wording_are_problems_with_their_line() -> None:
    assert wording(range(300)) < 30


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx"])
def test_hostile_marks_in_templates_are_problems_with_their_place(kind: str, tmp_path: Path) -> None:
    assert templates(kind, range(20), tmp_path) < 30


@pytest.mark.long
@pytest.mark.parametrize("start", range(300, 5_300, 500))
def test_many_hostile_marks_are_problems_with_their_place(start: int, tmp_path: Path, measured: Measured) -> None:
    longest = wording(range(start, start + 500))
    for kind in ("html", "docx", "xlsx"):
        longest = max(longest, templates(kind, range(start, start + 200), tmp_path))
    assert longest < 30
    measured("hostile marks read", 500 + 3 * 200, "marks")


def test_a_wording_file_of_many_long_phrases_is_read_as_far_as_it_may_be_long(minimal: Path) -> None:
    notice = minimal / "notice.yaml"
    long = "{{ 年度" + "~1" * 9_900 + " }}"
    text = notice.read_text(encoding="utf-8")
    notice.write_text(text.replace("正文:\n", "正文:\n" + f"  - 段落: '{long}'\n" * 60), encoding="utf-8")
    begun = time.process_time()
    _, _, problems = check_campaign(minimal)
    assert (time.process_time() - begun) * pace() < 30
    (told,) = [one for one in problems if f"{LONGEST_MARKED}" in one.message]
    assert told.place.file == "notice.yaml"
    assert told.place.line > 6
