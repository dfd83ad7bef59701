"""Word and Excel templates armed at random, always the same ones: refused in words, or harmless in all that is made."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support import template_mutations, workbook_mutations
from support.canaries import Canaries, canaries
from support.measured import Measured
from support.office_files import changed, in_body, picture_run, with_text
from support.offices import saved_anew
from support.template_judge import EVIL, complaints

from generator.campaign.errors import TemplateError, errors_of
from generator.campaign.layout import package_templates, starter_folder
from generator.linting.package import package_problems
from generator.linting.samples import samples
from generator.rendering.excel import workbook
from generator.rendering.formats import usable
from generator.rendering.word import word_file

SAMPLE, EVERY, CHUNK = 300, 5000, 500
SLOWEST_SECONDS = 5.0  # of processor time; most take 20 ms
LEAST_LET_THROUGH = 0.04
OPENED, OPENED_OF_EVERY = 6, 60
SERVER = "http://127.0.0.1:9"
ARMED: Mapping[str, Callable[[int, str], bytes]] = {
    "form2/form2.docx": template_mutations.armed,
    "form2/form2.xlsx": workbook_mutations.armed,
}


@dataclass
class Outcome:
    """What came of many templates: what broke a promise, and what was made of those let through."""

    broken: list[str] = field(default_factory=list)
    refused: int = 0
    made: list[bytes] = field(default_factory=list)


@pytest.fixture(scope="module")
def filled() -> Callable[[str, bytes], bytes]:
    """A function that makes the document of a template of that name."""
    given = samples(starter_folder())
    return partial(_filled, {name: given.contexts[name][-1] for name in ARMED}, given.day)


def _filled(contexts: Mapping[str, Mapping[str, Any]], day: date, name: str, content: bytes) -> bytes:
    render = workbook.render if name.endswith(".xlsx") else word_file.render
    return render(usable(content, name), contexts[name], modified=day)


def tried(
    name: str, seeds: Iterable[int], folder: Path, filled: Callable[[str, bytes], bytes], server: str = SERVER
) -> Outcome:
    """What comes of the templates of these seeds."""
    found, path = Outcome(), folder / Path(name).name
    for seed in seeds:
        content = ARMED[name](seed, server)
        path.write_bytes(content)
        begun = time.process_time()
        try:
            told = _taken(name, path, content, filled, found)
        except Exception as wrong:
            told = [f"{type(wrong).__name__}: {wrong}"]
        if time.process_time() - begun > SLOWEST_SECONDS:
            told.append("it took too long")
        found.broken += [f"{name} {seed}: {one}" for one in told]
    return found


def _taken(name: str, path: Path, content: bytes, filled: Callable[[str, bytes], bytes], found: Outcome) -> list[str]:
    if refused := errors_of(package_problems(path, name)):
        found.refused += 1
        return [f"no words for {one.code}" for one in refused if not (one.message and one.fix and one.place.file)]
    try:
        made = filled(name, content)
    except TemplateError as wrong:
        return [] if "模板" in str(wrong) else [f"no word of the template: {wrong}"]
    found.made.append(made)
    return complaints(made)


@pytest.mark.parametrize("name", ARMED)
def test_no_armed_template_breaks_a_promise(name: str, tmp_path: Path, filled: Callable[[str, bytes], bytes]) -> None:
    found = tried(name, range(SAMPLE), tmp_path, filled)
    assert found.broken == []
    assert found.refused > SAMPLE / 2
    assert len(found.made) >= LEAST_LET_THROUGH * SAMPLE


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, EVERY, CHUNK))
@pytest.mark.parametrize("name", ARMED)
def test_none_of_all_armed_templates_breaks_a_promise(
    name: str, first: int, tmp_path: Path, filled: Callable[[str, bytes], bytes], measured: Measured
) -> None:
    found = tried(name, range(first, first + CHUNK), tmp_path, filled)
    assert found.broken == []
    measured(f"armed {name} refused", found.refused, "templates")
    measured(f"armed {name} let through, all harmless", len(found.made), "templates")


# ---- what another program does with what was let through


def opened(files: Mapping[str, bytes], folder: Path) -> None:
    """Open each file in LibreOffice, as somebody would who has it print."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    saved_anew("pdf", [folder / name for name in files], folder / "pdf", folder / "profile")
    assert {path.stem for path in (folder / "pdf").iterdir()} == {Path(name).stem for name in files}


@pytest.fixture
def birds(tmp_path: Path) -> Iterator[Canaries]:
    (tmp_path / "canaries").mkdir()
    with canaries(tmp_path / "canaries") as made:
        yield made


def calling(server: str) -> dict[str, bytes]:
    """A document and a workbook that do call, as the lists would not let them."""
    form2 = (package_templates() / "form2/form2.docx").read_bytes()
    target = f"{server}/control-picture"
    picture = changed(form2, {}, [("word/document.xml", "rIdE", "image", target, "External")])
    book = (package_templates() / "form2/form2.xlsx").read_bytes()
    formula = f'<c r="K4"><f>WEBSERVICE("{server}/control-formula")</f></c></row>'
    return {
        "control.docx": in_body(picture, picture_run("rIdE", "r:link")),
        "controls.xlsx": with_text(book, "xl/worksheets/sheet1.xml", "</row>", formula),
    }


def _told(
    birds: Canaries, tmp_path: Path, filled: Callable[[str, bytes], bytes], seeds: range, most: int
) -> tuple[list[str], int]:
    """Who was asked for while files let through were opened beside two that call, and how many files that were."""
    files: dict[str, bytes] = calling(birds.address)
    for name in ARMED:
        made = tried(name, seeds, tmp_path, filled, birds.address).made
        spread = made[:: max(1, len(made) // most)][:most]
        files |= {
            f"{number}{Path(name).stem}{Path(name).suffix[1]}{Path(name).suffix}": one
            for number, one in enumerate(spread)
        }
    opened(files, tmp_path / "opened")
    return [one for one in birds.hits if "control" not in one], len(files)


def test_another_program_fetches_nothing_for_what_was_let_through(
    birds: Canaries, tmp_path: Path, filled: Callable[[str, bytes], bytes]
) -> None:
    hits, count = _told(birds, tmp_path, filled, range(120), OPENED // 2)
    assert hits == []
    assert count > OPENED
    assert any("control-picture" in one for one in birds.hits), "the canary would have noticed"


@pytest.mark.long
def test_another_program_fetches_nothing_for_a_larger_sample(
    birds: Canaries, tmp_path: Path, filled: Callable[[str, bytes], bytes], measured: Measured
) -> None:
    hits, count = _told(birds, tmp_path, filled, range(EVERY, EVERY + 1500), OPENED_OF_EVERY // 2)
    assert hits == []
    assert any("control-picture" in one for one in birds.hits)
    measured("documents of armed templates opened by LibreOffice beside the canaries, 0 requests", count - 2, "files")


def test_a_broken_promise_would_be_noticed() -> None:
    for name, content in calling(SERVER).items():
        assert complaints(content), name
    assert any("leads to" in one for one in complaints(calling(SERVER)["control.docx"]))
    assert any(EVIL not in one for one in complaints(template_mutations.sound()))
