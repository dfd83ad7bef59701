"""A file among a campaign's own templates that nothing asks for, or that is of another year's form, is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT

from generator.campaign.errors import Problem, Severity, TemplateError
from generator.campaign.layout import package_templates, template_folders
from generator.checks.campaign import check_settings_of
from generator.composing.document_table import blank_of
from generator.drafting.own import own_templates
from generator.linting.trial import require_sound
from generator.reading.file_names import unread_problems

ANOTHER = ROOT / "data_examples" / "another-award"


@pytest.fixture
def award(tmp_path: Path) -> Path:
    """Another award's settings and templates, without those that `wuxiao draft` drew."""
    ignored = shutil.ignore_patterns("attachments", "applications", "source", "*.docx", "*.xlsx")
    return Path(shutil.copytree(ANOTHER, tmp_path / "award", ignore=ignored))


def draw(award: Path) -> None:
    for one in own_templates(award):
        (award / "templates" / one.name).write_bytes(one.content)


def told(award: Path, code: str) -> list[Problem]:
    return [one for one in check_settings_of(award)[1] if one.code == code]


def test_templates_as_they_are_drawn_are_asked_for_and_of_their_forms(award: Path) -> None:
    draw(award)
    for name in ("shared/seal.png", ".DS_Store", "form1/~$form1.docx", "form1/Thumbs.db"):
        (award / "templates" / name).parent.mkdir(exist_ok=True)
        (award / "templates" / name).write_bytes(b"x")
    page = (package_templates() / "shared" / "official.html").read_text(encoding="utf-8")
    (award / "templates" / "shared" / "official.html").write_text(f"{page}{{# seal.png #}}", encoding="utf-8")
    assert check_settings_of(award)[1] == []


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("form1/grid.yaml", "请删去"),
        ("form1/body.html", "请删去"),
        ("form2/form2.css", "请删去"),
        ("promise/form.yml", "“promise/form.yaml”"),
        ("promise/Form.yaml", "“promise/form.yaml”"),
        ("field.yaml", "“fields.yaml”"),
        ("opinion/opinion (1).docx", "“opinion/opinion.docx”"),
        ("opinion/opinion.xlsx", "“opinion/opinion."),
        ("bulletin/bulletins.yaml", "“bulletin/bulletin.yaml”"),
        ("web/home.html", ""),
    ],
)
@pytest.mark.parametrize("is_wrong", [False, True])
def test_a_file_that_nothing_asks_for_is_told_whether_the_forms_are_right_or_wrong(
    name: str, fix: str, is_wrong: bool, award: Path
) -> None:
    if is_wrong:
        form = award / "templates" / "form2" / "form.yaml"
        form.write_text(form.read_text(encoding="utf-8").replace("kind: list", "kind: 表"), encoding="utf-8")
    (award / "templates" / name).parent.mkdir(exist_ok=True)
    (award / "templates" / name).write_text("x", encoding="utf-8")
    found = [one for one in told(award, "template-file") if one.place.file == f"templates/{name}"]
    if is_wrong and name == "opinion/opinion.xlsx":  # it might be a list's
        return
    (problem,) = found
    assert (problem.severity, fix in problem.fix) == (Severity.WARNING, True)
    assert len(told(award, "template-file")) == 1


def test_what_was_changed_in_a_file_of_before_is_to_be_written_into_the_programs_form(minimal: Path) -> None:
    folder = minimal / "templates" / "form1"
    folder.mkdir(parents=True)
    (folder / "body.html").write_text("<p>x</p>", encoding="utf-8")
    (problem,) = told(minimal, "template-file")
    assert "复制 form1/form.yaml" in problem.fix
    (folder / "form1.html").write_text('{% include "form1/body.html" %}', encoding="utf-8")
    assert told(minimal, "template-file") == []


def old_pages(campaign: Path) -> None:
    """The pages of a form as they were before form.yaml."""
    folder = campaign / "templates" / "form1"
    folder.mkdir(parents=True)
    (folder / "form1.html").write_text(
        '{% from "form1/body.html" import form1_pages with context %}{{ form1_pages({}, grids.form1) }}', "utf-8"
    )
    (folder / "body.html").write_text(
        "{% macro form1_pages(form, grid) %}{{ form|data_sheets }}{% endmacro %}", "utf-8"
    )
    (folder / "grid.yaml").write_text("x", "utf-8")


def test_pages_of_an_earlier_version_are_told_as_that_once(minimal: Path) -> None:
    old_pages(minimal)
    (problem,) = told(minimal, "template-file")
    assert (problem.place.file, problem.severity) == ("templates/form1/form1.html", Severity.WARNING)
    assert "以前版本" in problem.message
    assert "form1.html、grid.yaml、body.html" in problem.fix


def test_a_build_with_pages_of_an_earlier_version_says_so(minimal: Path) -> None:
    old_pages(minimal)
    settings, _ = check_settings_of(minimal)
    assert settings is not None
    with pytest.raises(TemplateError, match="以前版本"):
        require_sound([blank_of(settings, "form1", "pdf")], template_folders(minimal), settings.issued_on)


@pytest.mark.parametrize("name", ["form1/form1.html", "promise/form.yaml", "certificate/certificate.docx"])
def test_a_folder_of_templates_beside_campaign_yaml_is_sent_among_them(name: str, minimal: Path) -> None:
    (minimal / name).parent.mkdir()
    (minimal / name).write_text("x", "utf-8")
    (problem,) = unread_problems(minimal)
    assert (problem.place.file, "templates 文件夹" in problem.fix) == (name.partition("/")[0], True)


def test_another_folder_beside_campaign_yaml_is_nobody_s_business(minimal: Path) -> None:
    for name in ("form1/备份.txt", "照片/form1.html", ".git/form.yaml"):
        (minimal / name).parent.mkdir(exist_ok=True)
        (minimal / name).write_text("x", "utf-8")
    assert unread_problems(minimal) == []


@pytest.mark.parametrize("name", ["form1/form1.docx", "form2/form2.docx", "form2/form2.xlsx", "notice/notice.docx"])
def test_a_template_of_another_years_form_is_told_with_what_it_lacks(name: str, award: Path) -> None:
    draw(award)
    shutil.copy(package_templates() / name, award / "templates" / name)
    (problem,) = told(award, "form-draft")
    assert problem.place.file == f"templates/{name}"
    assert "没有“" in problem.message
    assert "wuxiao draft" in problem.fix


def test_a_wrong_form_is_not_told_to_be_drawn_again(award: Path) -> None:
    draw(award)
    form = award / "templates" / "form1" / "form.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("height_mm: 62", "height_mm: 620"), encoding="utf-8")
    assert [one.code for one in check_settings_of(award)[1]] == ["form-size"]


@pytest.mark.parametrize("name", ["fields.yaml", "words.yaml"])
def test_a_file_beside_the_templates_is_sent_there(name: str, minimal: Path) -> None:
    shutil.copy(package_templates() / name, minimal / name)
    assert ["templates" in one.fix for one in unread_problems(minimal)] == [True]
