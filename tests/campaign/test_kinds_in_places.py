"""Every kind of field in every place of a form: printed as it is, or refused when the form is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
import pytest
from campaign.test_own_tables import BEHIND, BEHIND_POST, BY_KIND, CASES, Case, campaign_with, with_lines
from support.poppler import pdf_text
from support.texts import bare

from generator.campaign.errors import Problem
from generator.campaign.fields import Kind
from generator.campaign.forms import PLACES, Form
from generator.campaign.layout import template_folders
from generator.campaign.records import Campaign
from generator.checks.campaign import check_campaign
from generator.composing.forms import filled, filled_of_recommender
from generator.interfaces.cli import run
from generator.reading.form_files.forms_file import form_files, forms_of
from generator.rendering.pdf.press import Press

HEAD = """
title: 试填表
name: 试填表
folder: {folder}
sizes_pt: [12, 10.5, 9, 8, 7, 6]
per: {per}
kind: {kind}
"""
MM = 25.4 / 72


def rows(*written: str) -> str:
    return "".join(f"      - {one}\n" for one in written)


def grid(*pages: str, columns: str = "[40, 116]", more: str = "") -> str:
    return f"columns_mm: {columns}\npages:\n" + "".join(f"  - rows:\n{page}" for page in pages) + more


def labelled(said: str, height: int = 14, grows: str = "") -> str:
    cells = f"[{{columns: [0, 0], label: 栏目}}, {{columns: [1, 1], {said}}}]"
    return rows(f"{{height_mm: {height}{grows}, cells: {cells}}}")


HEADING = rows("{height_mm: 10, cells: [{columns: [0, 1], heading: 栏目}]}")
COVER = """cover:
  sizes_pt: [16, 14, 12, 10.5, 9]
  lines:
    - [{{label: 栏目：, {said}, width_mm: 105, height_mm: 9}}]
"""
REPEATED = "{height_mm: 10, cells: [{columns: [0, 0], label: 姓名}, {columns: [1, 1], label: 栏目}]}"


def written(place: str, key: str) -> str:
    """A form with the field in that place alone."""
    match place:
        case "value":
            return grid(labelled(f"field: {key}"))
        case "joined":
            return grid(labelled(f"of: [name, {key}], as: both"))
        case "growing":
            return grid(labelled(f"field: {key}", 30, ", grows: true"))
        case "boxes":
            return grid(labelled(f"field: {key}, boxes: true"))
        case "picture":
            return grid(labelled(f"field: {key}, size_mm: [25, 35]", 40))
        case "parts":
            text = f"{{height_mm: 60, grows: true, cells: [{{columns: [0, 1], parts: [{key}], as: texts}}]}}"
            return grid(HEADING + rows(text))
        case "cover":
            return grid(HEADING, more=COVER.format(said=f"field: {key}"))
        case "repeated":
            people = "repeat: {table: 其他完成人, rows: 5}"
            cells = f"[{{columns: [0, 0], field: name}}, {{columns: [1, 1], field: {key}}}]"
            return grid(rows(REPEATED, f"{{height_mm: 10, {people}, cells: {cells}}}"))
        case _:
            return (
                "columns:\n  - {field: name, width_mm: 75, label: 名称}\n"
                f"  - {{field: {key}, width_mm: 150, label: 栏目}}\n"
            )


def form_text(place: str, case: Case) -> str:
    per, kind = ("recommender", "list") if place == "column" else ("application", "grid")
    return HEAD.format(folder=f"20-{name_of(place, case)}", per=per, kind=kind) + written(place, case.key)


def every() -> list[tuple[str, Case]]:
    return [(place, case) for place in PLACES for case in CASES]


def name_of(place: str, case: Case) -> str:
    return f"{place}_{case.kind.name.lower()}"


def allowed(place: str, case: Case) -> bool:
    return case.kind in PLACES[place]


@dataclass(frozen=True)
class Read:
    """A campaign with a form for each kind in each place where it may stand, and how those are refused that may not."""

    folder: Path
    campaign: Campaign
    forms: Mapping[str, Form]
    refused: Mapping[str, Sequence[Problem]]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    declared = "\n".join(case.declared("否") for case in CASES)
    folder = campaign_with(tmp_path_factory.mktemp("kinds") / "c", (BEHIND, declared), (BEHIND_POST, declared))
    with_lines(folder, *(f"{case.label}: {case.typed}" for case in CASES))
    inline = [f"{case.label}: {case.typed}" for case in CASES if case.kind not in (Kind.LONG_TEXT, Kind.PICTURE)]
    with_lines(folder, *inline, of_completers=True)
    for place, case in every():
        if allowed(place, case):
            write(folder / "templates", place, case)
    campaign, _, problems = check_campaign(folder)
    assert campaign is not None, problems
    assert campaign.applications, problems
    refused = {}
    for place, case in every():
        if not allowed(place, case):
            alone = folder.parent / "refused" / name_of(place, case)
            write(alone, place, case)
            _, told = forms_of(form_files([alone]), [alone], campaign.settings.schema.fields)
            refused[alone.name] = [one for one in told if one.code != "form-draft"]
    return Read(folder, campaign, campaign.settings.schema.forms, refused)


def write(templates: Path, place: str, case: Case) -> None:
    file = templates / name_of(place, case) / "form.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(form_text(place, case), encoding="utf-8")


def test_there_are_cases_that_are_printed_and_cases_that_are_refused(read: Read) -> None:
    assert len(read.refused) > 40
    assert len([name for name in read.forms if "_" in name]) > 60
    assert {place for place, case in every() if not allowed(place, case)} == set(PLACES)


@pytest.mark.parametrize(("place", "case"), [one for one in every() if not allowed(*one)], ids=str)
def test_a_kind_that_cannot_stand_there_is_refused_with_its_line(place: str, case: Case, read: Read) -> None:
    (told,) = read.refused[name_of(place, case)]
    assert (told.code, told.place.line > 6) == ("form-place", True)


@pytest.mark.parametrize(("place", "case"), [one for one in every() if allowed(*one)], ids=str)
def test_a_kind_that_may_stand_there_is_composed_as_it_is_shown(place: str, case: Case, read: Read) -> None:
    settings, (one,) = read.campaign.settings, read.campaign.applications
    name = name_of(place, case)
    if place == "column":
        (row,) = filled_of_recommender(settings, name, (one,), one.recommender)["rows"]
        assert row[case.key] == case.printed
        return
    context = filled(settings, name, one)
    match place:
        case "boxes":
            ticked = [choice["label"] for choice in context["checks"][case.key] if choice["ticked"]]
            assert ticked == case.printed.split("、")
        case "parts":
            ((part),) = context["texts"]
            assert "\n".join(part["paragraphs"]) == case.printed
        case "picture":
            assert set(context["pictures"]) == {case.key}
        case "cover" if case.kind is Kind.DATE:
            assert context["days"] == {case.key: case.printed}
        case _:
            slot = {"joined": "both", "repeated": f"completer1_{case.key}", "cover": f"cover_{case.key}"}
            text = context["slots"][slot.get(place, case.key)].text
            assert text == (f"{one.name} {case.printed}" if place == "joined" else case.printed)
            assert not context["slots"][slot.get(place, case.key)].over


# The kinds that are printed unlike text, in each of their places; the others are set as text is.
PRINTED = (
    ("value", Kind.DATE),
    ("value", Kind.TEXTS),
    ("joined", Kind.MONEY),
    ("growing", Kind.LONG_TEXT),
    ("repeated", Kind.MONEY),
    ("cover", Kind.DATE),
    ("cover", Kind.YES_NO),
    ("boxes", Kind.CHOICES),
    ("boxes", Kind.YES_NO),
    ("parts", Kind.LONG_TEXT),
    ("picture", Kind.PICTURE),
    ("column", Kind.MONEY),
)


@pytest.fixture(scope="module")
def printed(read: Read, tmp_path_factory: pytest.TempPathFactory) -> Path:
    kinds = ",".join(name_of(place, BY_KIND[kind]) for place, kind in PRINTED)
    out = tmp_path_factory.mktemp("printed") / "out"
    assert run(["build", str(read.folder), "--out", str(out), "--only", kinds, "--jobs", "1", "--quiet"]) == 0
    return out


@pytest.mark.parametrize(("place", "kind"), PRINTED, ids=str)
def test_its_page_shows_it(place: str, kind: Kind, printed: Path) -> None:
    case = BY_KIND[kind]
    (file,) = (printed / f"20-{name_of(place, case)}").rglob("*.pdf")
    if place == "picture":
        assert place_of_picture(file)[2:] == pytest.approx((25, 35), abs=0.1)
    elif place == "boxes":
        words, ticked = ("是", "否") if kind is Kind.YES_NO else ("大专", "本科"), case.printed.split("、")
        text = pdf_text(file)
        assert re.sub("[^☑□]", "", text) == "".join("☑" if word in ticked else "□" for word in words)
        assert all(word in text for word in words)
    else:
        assert bare(case.printed) in pdf_text(file)


def test_a_picture_is_set_where_it_is_laid_out_anew(read: Read, printed: Path) -> None:
    name, folders = name_of("picture", BY_KIND[Kind.PICTURE]), template_folders(read.folder)
    form, (one,) = read.forms[name], read.campaign.applications
    context = filled(
        read.campaign.settings, name, one, {BY_KIND[Kind.PICTURE].key: read.folder / "attachments/照片.png"}
    )
    assert Press(folders).set(form.page, context) is not None
    (ours,) = (printed / f"20-{name}").rglob("*.pdf")
    anew = printed.parent / "picture.pdf"
    anew.write_bytes(Press(folders, reference=True).render(form.page, context))
    assert place_of_picture(anew) == pytest.approx(place_of_picture(ours), abs=0.01)


def place_of_picture(file: Path) -> tuple[float, ...]:
    with pdfplumber.open(file) as pdf:
        (image,) = pdf.pages[0].images
        return tuple(image[edge] * MM for edge in ("x0", "top", "width", "height"))


def test_a_further_form_is_set_as_the_programs_and_laid_out_anew_it_is_the_same(read: Read, printed: Path) -> None:
    """Compiled pages hold the text that WeasyPrint alone prints."""
    name, folders = name_of("repeated", BY_KIND[Kind.MONEY]), template_folders(read.folder)
    form, (one,) = read.forms[name], read.campaign.applications
    context = filled(read.campaign.settings, name, one)
    assert Press(folders).set(form.page, context) is not None
    (ours,) = (printed / f"20-{name}").rglob("*.pdf")
    anew = printed.parent / "anew.pdf"
    anew.write_bytes(Press(folders, reference=True).render(form.page, context))
    assert pdf_text(anew) == pdf_text(ours)
