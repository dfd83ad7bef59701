"""Blanks typed in by a clerk: whatever is typed, once to three times what its place was made for, stands on paper."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from rendering import word_contexts as contexts
from support import typed_forms
from support.offices import converted_by_libreoffice
from support.own_forms import FORM1
from support.poppler import pdf_page_texts
from support.texts import bare

from generator.campaign.layout import MM_PER_PT, package_templates
from generator.composing.fitting.slots import places
from generator.office.package import read_package, write_package
from generator.rendering.word import word_file

pytestmark = pytest.mark.xdist_group("word")

DAY = date(2023, 7, 20)
FORMS, TIMES = 40, (1, 2, 3)
_ONE_SPACE = {"lead_sex": 2, "applied_on": 10, "patent_date": 10}
_LONG = {"intro": 900, "benefit": 190, "opinion": 130}  # characters in the place


@cache
def blank(form: str) -> bytes:
    template = (package_templates() / f"{form}/{form}.docx").read_bytes()
    return word_file.render(template, {"form1": contexts.form1, "form2": contexts.form2}[form](None), modified=DAY)


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


def typed_and_printed(seeds: range, folder: Path) -> dict[str, tuple[dict[str, list[str]], Path]]:
    """Of each seed and each length the texts, and the PDF of the form that they were typed into."""
    made, files = {}, []
    for seed in seeds:
        for times in TIMES:
            chance = random.Random(f"{seed}-{times}")
            texts = texts_for(blank("form1"), times, chance)
            file = folder / f"{seed}-{times}.docx"
            file.write_bytes(typed_forms.typed(blank("form1"), texts, chance))
            files.append(file)
            made[file.stem] = texts
    return {pdf.stem: (made[pdf.stem], pdf) for pdf in converted_by_libreoffice(files, folder)}


def test_everything_typed_into_form_1_stands_on_paper(tmp_path: Path) -> None:
    found = typed_and_printed(range(1), tmp_path)
    assert len(found) == len(TIMES)
    assert {name: unseen(texts, pdf) for name, (texts, pdf) in found.items()} == dict.fromkeys(found, 0)
    with pikepdf.open(found["0-1"][1]) as once:
        assert len(once.pages) >= 4


@pytest.mark.long
def test_everything_typed_into_forty_forms_stands_on_paper(
    tmp_path: Path, measured: Callable[[str, float, str], None]
) -> None:
    found = typed_and_printed(range(FORMS), tmp_path)
    assert len(found) == FORMS * len(TIMES)
    characters = sum(len(text) for texts, _ in found.values() for some in texts.values() for text in some)
    measured("characters typed into blanks of Form 1", characters, "characters")
    lost = sum(unseen(texts, pdf) for texts, pdf in found.values())
    measured("of them on no printed page", lost, "characters")
    assert lost == 0


def test_the_count_sees_text_that_a_fixed_row_hides(tmp_path: Path) -> None:
    chance = random.Random(5)
    texts = {"lead_address": [typed_forms.text_of(200, chance)]}
    form = typed_forms.typed(blank("form1"), texts, chance)
    fixed = read_package(form)
    fixed[typed_forms.DOCUMENT] = fixed[typed_forms.DOCUMENT].replace(b'hRule="atLeast"', b'hRule="exact"')
    (tmp_path / "fixed.docx").write_bytes(write_package(fixed))
    (pdf,) = converted_by_libreoffice([tmp_path / "fixed.docx"], tmp_path)
    assert unseen(texts, pdf) > 50


def test_a_typed_form_is_a_sound_word_file(tmp_path: Path) -> None:
    chance = random.Random(3)
    file = tmp_path / "typed.docx"
    file.write_bytes(typed_forms.typed(blank("form1"), texts_for(blank("form1"), 2, chance), chance))
    assert OpenXmlValidator().validate(file).errors == []


def test_a_list_grows_by_its_repeated_rows_over_further_pages(tmp_path: Path) -> None:
    chance = random.Random(7)
    more = typed_forms.with_more_rows(blank("form2"), 30)
    names = [f"项目{number:02d}号装置" for number in range(30)]
    briefs = [typed_forms.text_of(100, chance) for _ in names]
    file = tmp_path / "list.docx"
    file.write_bytes(typed_forms.typed(more, {"name": names, "brief": briefs}, chance))
    assert OpenXmlValidator().validate(file).errors == []
    (pdf,) = converted_by_libreoffice([file], tmp_path)
    pages = pdf_page_texts(pdf)
    assert len(pages) > 3
    assert all("项目简介" in page for page in pages[:-1])  # the header row goes on
    assert unseen({"name": names, "brief": briefs}, pdf) == 0
    with ZipFile(file) as package:
        document = etree.fromstring(package.read(typed_forms.DOCUMENT))
    section = document.find(f".//{typed_forms.W15}repeatingSection")
    assert section is not None
    rows = section.getparent().getnext()
    assert len(rows) == 30
    locks = {
        typed_forms.tag_of(one)
        for one in rows.iter(f"{typed_forms.W}sdt")
        if one.find(f"{typed_forms.W}sdtPr/{typed_forms.W}lock") is not None
    }
    assert locks == set()  # a row with a locked control in it cannot be deleted
