"""No page holds a signature without text, in PDF and Word alike, however long the text and its last paragraph are."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rendering import word_contexts as contexts
from support.pages import Page, changed_lines, measured
from support.second_opinion import second_opinion

from generator.campaign.layout import package_templates
from generator.rendering.formats import render
from generator.rendering.sheets.endings import ended

pytestmark = pytest.mark.xdist_group("agreement")

DAY = date(2023, 7, 20)
LINES = 22  # a page of GB/T 9704-2012
BLOCK = {"kind": "p", "number": "", "lead": "", "text": ""}
LAST = "末"  # what the last paragraph consists of
LEAST = 2  # of its lines stand with the signature


def lines_of(sign: str, count: int) -> str:
    """A text of so many lines, the first indented by two characters, the last a short one."""
    return sign * (26 + 28 * (count - 2) + 10) if count > 1 else sign * 9


def text(above: int, last: int, *, heading: bool) -> dict[str, Any]:
    """Blocks of `above` lines, a heading if wanted, and a last paragraph of `last` lines."""
    blocks = [BLOCK | {"text": lines_of("国", above)}] if above else []
    blocks += [BLOCK | {"kind": "h1", "number": "一、", "lead": "有关要求"}] if heading else []
    return {"blocks": [*blocks, BLOCK | {"text": lines_of(LAST, last)}]}


def summary(blocks: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "packet/paper", contexts.paper(signed=True) | blocks


def bulletin(blocks: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "bulletin/bulletin", contexts.bulletin(1) | blocks


def notice(blocks: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "notice/notice", contexts.notice(letterhead="printed", sealed=False) | blocks


PAPERS = {"summary": summary, "bulletin": bulletin, "notice": notice}
# Lines above the last paragraph of three lines or seven: around the turn of the first page and of the second.
SOME = [("summary", above, 3, False) for above in (11, 12, 13, 14, 15, 34, 36)]
SOME += [("bulletin", above, 7, True) for above in (4, 6, 8)]
SOME += [("notice", above, 3, False) for above in (1, 25)]
ALL = [
    (kind, above, last, heading)
    for kind, most in (("summary", 2 * LINES), ("bulletin", 2 * LINES), ("notice", LINES))
    for heading in (False, True)
    for last in (1, 2, 3, 7)
    for above in range(most)
]


def pages_of(cases: list[tuple[str, int, int, bool]], folder: Path) -> list[tuple[str, list[Page], list[Page]]]:
    """The pages of our PDF, and of LibreOffice's of our Word file, of every case."""
    files = []
    for kind, above, last, heading in cases:
        template, context = PAPERS[kind](text(above, last, heading=heading))
        name = f"{kind}-{above}-{last}{'-heading' * heading}"
        for ending, source in ((".docx", "docx"), ("-ours.pdf", "html")):
            (made,) = render(f"{template}.{source}", [context], folders=(package_templates(),), modified=DAY)
            (folder / f"{name}{ending}").write_bytes(made)
        files.append(folder / f"{name}.docx")
    theirs = second_opinion(files, folder)
    return [(file.stem, measured(folder / f"{file.stem}-ours.pdf"), measured(theirs[file.stem])) for file in files]


def faults(cases: list[tuple[str, int, int, bool]], folder: Path) -> list[str]:
    found = []
    for (name, ours, theirs), (_, _, last, _) in zip(pages_of(cases, folder), cases, strict=True):
        for which, some in (("PDF", ours), ("Word", theirs)):
            page = next(page for page in some if any(line in ("2023年8月15日", "2023年7月20日") for line in page.texts))
            if sum(LAST in line for line in page.texts) < min(last, LEAST):
                found.append(f"{name}: {which} signs without text")
        if len(ours) != len(theirs) or changed_lines(ours, theirs):
            found.append(f"{name}: Word and PDF differ")
    return found


def test_the_last_lines_of_the_text_stand_on_the_page_of_the_signature(tmp_path: Path) -> None:
    assert faults(SOME, tmp_path) == []


@pytest.mark.long
def test_they_do_so_at_every_length_over_two_pages(tmp_path: Path) -> None:
    assert len(ALL) > 800
    assert faults(ALL, tmp_path) == []


def blocks_of(case: tuple[str, int, int, bool]) -> list[dict[str, Any]]:
    kind, above, last, heading = case
    _, context = PAPERS[kind](text(above, last, heading=heading))
    return ended(context, context["blocks"])


def test_some_of_these_texts_are_cut_for_it() -> None:
    cut = [case for case in SOME if any(block["end"] == "cut" for block in blocks_of(case))]
    assert {kind for kind, *_ in cut} == set(PAPERS)
