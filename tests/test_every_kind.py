"""Each kind of field in each place of a form, from a workbook and from YAML: printed right, or refused when it is read.

A few pairs of kind and place, in which every kind and every place comes, are tried with every change; all of them with
`long`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator
from support import every_kind
from support.every_kind import Placed
from support.poppler import READERS, pictures_mm
from support.returned_files import read_form
from support.texts import bare

from generator.campaign.errors import Severity, errors_of
from generator.campaign.fields import Kind
from generator.campaign.forms import PLACES, Form, ListForm, Per
from generator.campaign.layout import package_templates, template_folders
from generator.campaign.records import Campaign
from generator.checks.campaign import check_campaign, checked
from generator.checks.joining import join_applications
from generator.checks.returned import returned_problems
from generator.composing.filling.pictured import picture_names
from generator.composing.filling.words import forms_of
from generator.composing.forms import blank, filled, filled_of_recommender
from generator.handing_out import draw_templates
from generator.inspecting.inspecting import inspect
from generator.office.package import read_package, write_package
from generator.reading.campaign_folder import read_campaign
from generator.reading.returned.marks import marks_of
from generator.reading.schema import schema
from generator.rendering.formats import render
from generator.rendering.pdf.press import Press

KINDS = [kind for kind in Kind if kind not in (Kind.PERCENT, Kind.MILLIMETRES)]  # those are campaign.yaml's
REFUSED = [(kind, place) for place, kinds in PLACES.items() for kind in KINDS if kind not in kinds]
EVERY = every_kind.allowed()


def sample() -> list[tuple[Kind, str]]:
    """Pairs in which every kind and every place comes."""
    chosen: list[tuple[Kind, str]] = []
    for kind, place in sorted(EVERY, key=lambda pair: -len(PLACES.get(pair[1], ()))):
        if kind not in {one for one, _ in chosen} or place not in {one for _, one in chosen}:
            chosen.append((kind, place))
    return chosen


def test_the_sample_has_every_kind_and_every_place() -> None:
    assert {kind for kind, _ in sample()} == set(KINDS)
    assert {place for _, place in sample()} == {place for _, place in EVERY} == {*PLACES, "completers"}
    assert len(sample()) < len(EVERY) / 2


@pytest.mark.parametrize(("kind", "place"), REFUSED, ids=lambda one: one if isinstance(one, str) else one.name)
def test_a_kind_that_cannot_stand_in_a_place_is_refused_with_its_line(kind: Kind, place: str, tmp_path: Path) -> None:
    folder = every_kind.write_templates(tmp_path, every_kind.placed([(kind, place)]))
    _, problems = schema((folder, package_templates()))
    assert [one for one in errors_of(problems) if one.code.startswith("form-") and one.place.line]


@dataclass(frozen=True)
class Made:
    """A campaign with these fields, and every file of its own forms, blank and filled."""

    fields: Sequence[Placed]
    campaign: Campaign
    folder: Path

    def file(self, form: Form, state: str, output: str) -> Path:
        return self.folder / "made" / f"{form.key}-{state}.{output}"

    @property
    def forms(self) -> list[Form]:
        return [form for form in forms_of(self.campaign.settings).values() if not form.in_notice]

    def shown_in(self, form: Form) -> Iterator[Placed]:
        slots = str(every_kind.forms(self.fields)[form.key])
        return (one for one in self.fields if f"'{one.key}'" in slots)


def made(pairs: Iterable[tuple[Kind, str]], folder: Path) -> Made:
    """The campaign checked, its templates drawn, its forms made."""
    fields = every_kind.placed(pairs)
    every_kind.write_campaign(folder, fields)
    draw_templates(folder)
    campaign, _, problems = check_campaign(folder)
    assert problems == []
    assert campaign
    one = Made(fields, campaign, folder)
    (folder / "made").mkdir()
    press = Press(template_folders(folder), reference=True)
    for form in one.forms:
        for state, context in (("filled", _filled(campaign, form)), ("blank", blank(campaign.settings, form.key))):
            for output in form.formats:
                template = form.page if output == "pdf" else f"{form.key}/{form.key}.{output}"
                (content,) = render(
                    template, [context], folders=template_folders(folder), modified=every_kind.DAY, press=press
                )
                one.file(form, state, output).write_bytes(content)
    return one


def _filled(campaign: Campaign, form: Form) -> object:
    (application,) = campaign.applications
    if form.per is Per.RECOMMENDER:
        return filled_of_recommender(campaign.settings, form.key, [application], application.recommender)
    names = picture_names(form, application, campaign.attachments)
    pictures = {slot: campaign.attachments[name] for slot, name in names.items()}
    return filled(campaign.settings, form.key, application, pictures)


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(sample(), tmp_path_factory.mktemp("every") / "campaign")


# ---- what holds of a few pairs with every change, and of all of them with `long`


def require_values_printed(one: Made) -> int:
    """Every value stands in every format of the form that shows it, and a picture in its size; how many there are."""
    found = 0
    for form in one.forms:
        texts = {output: READERS[output](one.file(form, "filled", output)) for output in form.formats}
        for field in one.shown_in(form):
            for output, text in texts.items():
                assert _printed(field) in text, (field, form.key, output)
            found += 1
            if field.kind is Kind.PICTURE:
                (size,) = pictures_mm(one.file(form, "filled", "pdf"))
                assert size == pytest.approx(every_kind.PHOTO_MM, abs=0.2)
                assert _word_pictures_mm(one.file(form, "filled", "docx")) == [every_kind.PHOTO_MM]
    return found


def _printed(field: Placed) -> str:
    if field.place != "boxes":
        return bare(field.given.printed)
    words = [field.given.written] if isinstance(field.given.written, str) else field.given.written
    return f"☑{words[0]}"


def _word_pictures_mm(path: Path) -> list[tuple[float, float]]:
    return [(wide / 36_000, high / 36_000) for wide, high in every_kind.word_pictures(path)]


def require_read_back(one: Made) -> int:
    """A filled Word or Excel form says what the data say, a blank one nothing; how many forms were read."""
    settings, read = one.campaign.settings, 0
    raw = read_campaign(one.folder)
    sourced = join_applications(raw, settings)[0]
    marks = marks_of(forms_of(settings).values())
    for form in one.forms:
        names_project = not (isinstance(form, ListForm) and form.per is Per.APPLICATION)
        for output in set(form.formats) - {"pdf"}:
            found, problems = read_form(one.file(form, "filled", output), "a", marks)
            empty, told = read_form(one.file(form, "blank", output), "a", marks)
            assert empty == []
            assert [problem.code for problem in told] == ["returned/unread"]
            if names_project:
                assert (problems, {each.kind for each in found}) == ([], {form.key})
                assert returned_problems(found, sourced, [sourced[0].record.name], settings) == []
                read += len(found)
    return read


def require_intact(one: Made, *states: str) -> None:
    """Every file is recognised as its form, and nothing of its layout differs from the blank."""
    for form in one.forms:
        for output in form.formats:
            for state in states:
                found = inspect(one.file(form, state, output), campaign=one.folder)
                assert found.kind == form.key
                assert found.findings == (), (form.key, output, state)


def require_sound(one: Made) -> int:
    """The drawn templates and the Word files made of them are sound Word files; how many there are."""
    files = [*one.folder.glob("templates/*/*.docx"), *one.folder.glob("made/*.docx")]
    for path in files:
        assert OpenXmlValidator().validate(path).errors == [], path
    return len(files)


def test_a_value_is_printed_right_wherever_it_may_stand(sampled: Made) -> None:
    assert require_values_printed(sampled) == len(sample())


def test_a_form_is_read_back_as_it_was_filled(sampled: Made) -> None:
    assert require_read_back(sampled) >= 3


def test_no_made_form_differs_from_its_blank(sampled: Made) -> None:
    require_intact(sampled, "filled")


def test_what_is_drawn_and_made_is_sound(sampled: Made) -> None:
    assert require_sound(sampled) >= 10


def test_a_workbook_says_the_same_as_yaml(sampled: Made, tmp_path: Path) -> None:
    require_the_same_from_a_workbook(sampled, tmp_path)


def require_the_same_from_a_workbook(one: Made, folder: Path) -> None:
    """The application read from the campaign's own entry workbook equals that of the YAML file."""
    other = shutil.copytree(one.folder, folder / "from a workbook", ignore=shutil.ignore_patterns("made"))
    every_kind.into_workbook(other, one.campaign.settings)
    campaign, _, problems = checked(read_campaign(other), Severity.ERROR)
    assert not errors_of(problems)
    assert campaign
    assert [every_kind.values_of(each) for each in campaign.applications] == [
        every_kind.values_of(each) for each in one.campaign.applications
    ]


def test_a_value_that_is_not_printed_is_missed(sampled: Made) -> None:
    first, *others = sampled.fields
    wrong = replace(sampled, fields=[first._replace(given=first.given._replace(printed="没有这个值")), *others])
    with pytest.raises(AssertionError, match="没有这个值"):
        require_values_printed(wrong)


def test_a_changed_label_of_an_own_form_is_found(sampled: Made, tmp_path: Path) -> None:
    (form,) = (form for form in sampled.forms if form.key == "every")
    parts = read_package(sampled.file(form, "filled", "docx").read_bytes())
    document = parts["word/document.xml"].decode()
    parts["word/document.xml"] = document.replace(">项目名称<", ">成果名称<").encode()
    (tmp_path / "changed.docx").write_bytes(write_package(parts))
    found = inspect(tmp_path / "changed.docx", campaign=sampled.folder)
    assert found.kind == "every"
    assert [(one.what, one.wanted, one.found) for one in found.findings] == [("栏目文字", "“项目名称”", "“成果名称”")]


@pytest.mark.long
def test_every_kind_in_every_place(tmp_path: Path) -> None:
    one = made(EVERY, tmp_path / "campaign")
    assert require_values_printed(one) == len(EVERY) >= 80
    assert require_read_back(one) >= 9
    assert require_sound(one) >= 30
    require_intact(one, "blank", "filled")
    require_the_same_from_a_workbook(one, tmp_path)
