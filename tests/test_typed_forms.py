"""Blanks typed in by a clerk: whatever is typed, once to three times what its place was made for, stands on paper."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from support import typed_forms
from support.offices import converted_by_libreoffice
from support.own_forms import FORM1
from support.poppler import pdf_page_texts
from support.texts import bare

from generator.campaign.layout import MM_PER_PT
from generator.composing.fitting.slots import places
from generator.inspecting.inspecting import blank_form
from generator.office.package import read_package, write_package

pytestmark = pytest.mark.xdist_group("word")

FORMS, TIMES = 40, (1, 2, 3)
_ONE_SPACE = {"lead_sex": 2, "applied_on": 10, "patent_date": 10}
_LONG = {"intro": 900, "benefit": 190, "opinion": 130}  # characters in the place


@cache
def blank(form: str) -> bytes:
    """The blank that the starter's campaign hands out."""
    return blank_form(form, "docx", None)


def room(tag: str) -> int:
    """How many characters a slot of Form 1 was made for at its first size."""
    if tag.endswith(("_sex", "_day")) or tag in _ONE_SPACE:
        return _ONE_SPACE.get(tag, 2 if tag.endswith("_sex") else 10)
    if tag.partition("_")[0] in _LONG:
        return _LONG[tag.partition("_")[0]]
    place = places(FORM1)[tag]
    em_mm = place.ladder[0] * MM_PER_PT
    lines = int(place.height_mm / (em_mm * place.line_height)) if place.height_mm else 1
    return max(1, int(place.width_mm / em_mm)) * max(1, lines)


def texts_for(form: bytes, times: int, chance: random.Random) -> dict[str, list[str]]:
    document = etree.fromstring(read_package(form)[typed_forms.DOCUMENT])
    texts: dict[str, list[str]] = {}
    for control in typed_forms.controls(document):
        tag = typed_forms.tag_of(control)
        text = typed_forms.text_of(times * room(tag), chance)
        if tag == "intro" and chance.random() < 0.5:
            text = "\n".join((text[:100], text[100:]))
        texts.setdefault(tag, []).append(text)
    return texts


def unseen(texts: dict[str, list[str]], pdf: Path) -> int:
    """How many of the typed characters stand on no page."""
    typed = Counter(bare("".join(text for some in texts.values() for text in some)))
    return sum((typed - Counter(bare("".join(pdf_page_texts(pdf))))).values())


def typed_at_each_length(seed: int) -> Iterator[tuple[int, dict[str, list[str]], bytes]]:
    """The blank typed in at each length: how many times the place, the texts, the file."""
    for times in TIMES:
        chance = random.Random(f"{seed}-{times}")
        texts = texts_for(blank("form1"), times, chance)
        yield times, texts, typed_forms.typed(blank("form1"), texts, chance)


def converted_of(
    made: Mapping[str, tuple[dict[str, list[str]], bytes]], folder: Path
) -> dict[str, tuple[dict[str, list[str]], Path]]:
    """By name the texts, and the PDF of the file that they were typed into."""
    for name, (_, content) in made.items():
        (folder / f"{name}.docx").write_bytes(content)
    pdfs = converted_by_libreoffice([folder / f"{name}.docx" for name in made], folder)
    return {pdf.stem: (made[pdf.stem][0], pdf) for pdf in pdfs}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[dict[str, list[str]], Path]]:
    """Of some typed forms the texts and the PDF: Form 1 at each length, with fixed rows, and a list of 30 rows."""
    folder = tmp_path_factory.mktemp("typed")
    made = {f"0-{times}": (texts, content) for times, texts, content in typed_at_each_length(0)}
    address = {"lead_address": [typed_forms.text_of(200, random.Random(5))]}
    fixed = read_package(typed_forms.typed(blank("form1"), address, random.Random(5)))
    fixed[typed_forms.DOCUMENT] = fixed[typed_forms.DOCUMENT].replace(b'hRule="atLeast"', b'hRule="exact"')
    made["fixed"] = (address, write_package(fixed))
    rows = {"name": [f"项目{number:02d}号装置" for number in range(30)]}
    rows["brief"] = [typed_forms.text_of(100, random.Random(number)) for number in range(30)]
    more = typed_forms.with_more_rows(blank("form2"), 30)
    made["list"] = (rows, typed_forms.typed(more, rows, random.Random(7)))
    return converted_of(made, folder)


def test_everything_typed_into_form_1_stands_on_paper(printed: dict[str, tuple[dict[str, list[str]], Path]]) -> None:
    found = {f"0-{times}": printed[f"0-{times}"] for times in TIMES}
    assert {name: unseen(texts, pdf) for name, (texts, pdf) in found.items()} == dict.fromkeys(found, 0)


@pytest.mark.long
def test_everything_typed_into_forty_forms_stands_on_paper(
    tmp_path: Path, measured: Callable[[str, float, str], None]
) -> None:
    made = {
        f"{seed}-{times}": (texts, content)
        for seed in range(FORMS)
        for times, texts, content in typed_at_each_length(seed)
    }
    found = converted_of(made, tmp_path)
    assert len(found) == FORMS * len(TIMES)
    characters = sum(len(text) for texts, _ in found.values() for some in texts.values() for text in some)
    measured("characters typed into blanks of Form 1", characters, "characters")
    lost = sum(unseen(texts, pdf) for texts, pdf in found.values())
    measured("of them on no printed page", lost, "characters")
    assert lost == 0


def test_the_count_sees_text_that_a_fixed_row_hides(printed: dict[str, tuple[dict[str, list[str]], Path]]) -> None:
    assert unseen(*printed["fixed"]) > 50


@pytest.mark.parametrize("name", ["0-2", "list"])
def test_a_typed_form_is_a_sound_word_file(name: str, printed: dict[str, tuple[dict[str, list[str]], Path]]) -> None:
    assert OpenXmlValidator().validate(printed[name][1].parents[1] / f"{name}.docx").errors == []


def test_a_list_grows_by_its_repeated_rows_over_further_pages(
    printed: dict[str, tuple[dict[str, list[str]], Path]],
) -> None:
    texts, pdf = printed["list"]
    pages = pdf_page_texts(pdf)
    assert len(pages) > 3
    assert all("项目简介" in page for page in pages[:-1])  # the header row goes on
    assert unseen(texts, pdf) == 0
    document = etree.fromstring(read_package((pdf.parents[1] / "list.docx").read_bytes())[typed_forms.DOCUMENT])
    section = document.find(f".//{typed_forms.W15}repeatingSection")
    rows = section.getparent().getnext()
    assert len(rows) == 30
    # A row with a locked control in it could not be deleted.
    assert not list(rows.iter(f"{typed_forms.W}lock"))
