"""`wuxiao draft`: the templates of a campaign's own forms are drawn into its folder; what somebody changed is kept."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from conftest import MINIMAL
from openpyxl import load_workbook

from generator.campaign.layout import package_templates
from generator.checks.campaign import check_settings_of
from generator.drafting.own import own_templates
from generator.interfaces.cli import run
from generator.office.package import read_package, write_package
from generator.reading.drafted import drafted

FORM = """\
title: "{{ 年度 }}年真实性承诺书"
name: 承诺书
annex: 附件3
per: application
folder: 10-承诺书
kind: grid
in_notice: true
columns_mm: [40, 116]
sizes_pt: [12, 10.5, 9]
pages:
  - rows:
      - {height_mm: 12, cells: [{columns: [0, 0], label: 项目名称}, {columns: [1, 1], field: name}]}
      - height_mm: 40
        cells:
          - {columns: [0, 0], label: 承诺}
          - {columns: [1, 1], opinion: [所报材料真实。, "{{ 主办单位 }}（盖章）", 年   月   日]}
"""
DOCX, NOTICE = "templates/pledge/pledge.docx", "templates/notice/notice.docx"


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """A campaign with a form of its own, which is an attachment of its notice."""
    folder = shutil.copytree(MINIMAL, tmp_path / "campaign")
    write_form(folder, FORM)
    return folder


def write_form(campaign: Path, text: str) -> None:
    file = campaign / "templates/pledge/form.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def reminders(campaign: Path) -> list[str]:
    _, problems = check_settings_of(campaign)
    return [problem.place.file for problem in problems if problem.code == "form-draft"]


def change_by_hand(file: Path) -> bytes:
    """As Word saves it: another size of the cells' type, the properties kept."""
    parts = read_package(file.read_bytes())
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b'w:val="24"', b'w:val="22"')
    file.write_bytes(write_package(parts))
    return file.read_bytes()


def test_the_templates_of_own_forms_are_drawn_and_drawn_again_only_when_they_change(
    campaign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reminders(campaign) == ["templates/pledge/form.yaml", NOTICE]
    assert run(["draft", str(campaign)]) == 0
    assert capsys.readouterr().out.splitlines() == [f"已画好：{name}" for name in (DOCX, NOTICE, "templates/README.md")]
    assert reminders(campaign) == []
    before = (campaign / DOCX).read_bytes()
    assert run(["draft", str(campaign)]) == 0
    assert f"没有变化：{DOCX}" in capsys.readouterr().out
    assert (campaign / DOCX).read_bytes() == before


def test_a_campaign_without_own_forms_has_nothing_to_draw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shutil.copytree(MINIMAL, tmp_path / "campaign")
    copied = folder / "templates/form1/form.yaml"
    copied.parent.mkdir(parents=True)
    shutil.copyfile(package_templates() / "form1/form.yaml", copied)  # says what the program's own says
    assert run(["draft", str(folder)]) == 0
    assert "不用画" in capsys.readouterr().out
    assert [path.name for path in copied.parent.iterdir()] == ["form.yaml"]


def test_a_form_that_changes_is_reminded_of_and_drawn_anew(campaign: Path) -> None:
    run(["draft", str(campaign), "-q"])
    before = (campaign / DOCX).read_bytes()
    write_form(campaign, FORM.replace("label: 承诺", "label: 本人承诺"))
    assert reminders(campaign) == [DOCX, NOTICE]
    assert run(["draft", str(campaign), "-q"]) == 0
    assert reminders(campaign) == []
    assert (campaign / DOCX).read_bytes() != before


def test_what_somebody_changed_is_kept_until_told_otherwise(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["draft", str(campaign), "-q"])
    own = change_by_hand(campaign / DOCX)
    assert run(["draft", str(campaign)]) == 0
    assert f"自己改过，仍与表格一致，没有动：{DOCX}" in capsys.readouterr().out
    write_form(campaign, FORM.replace("label: 承诺", "label: 本人承诺"))
    assert run(["draft", str(campaign)]) == 1
    told = capsys.readouterr()
    assert f"没有重画：{DOCX}" in told.err
    assert "--replace-changed" in told.err
    assert f"已画好：{NOTICE}" in told.out
    assert (campaign / DOCX).read_bytes() == own
    assert run(["draft", str(campaign), "--replace-changed"]) == 0
    assert (campaign / DOCX).read_bytes() != own
    assert reminders(campaign) == []


def test_a_template_that_was_not_drawn_is_never_written_over(campaign: Path) -> None:
    (campaign / "templates/README.md").write_text("我们自己的说明\n", encoding="utf-8")
    theirs = (package_templates() / "form1/form1.docx").read_bytes()
    (campaign / DOCX).write_bytes(theirs)
    assert run(["draft", str(campaign), "-q"]) == 1
    assert (campaign / DOCX).read_bytes() == theirs
    assert (campaign / "templates/README.md").read_text(encoding="utf-8") == "我们自己的说明\n"


def test_a_wrong_form_stops_it_before_anything_is_written(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_form(campaign, FORM.replace("field: name", "field: nmae"))
    assert run(["draft", str(campaign)]) == 1
    assert "name" in capsys.readouterr().err
    assert not (campaign / DOCX).exists()


def test_own_words_of_a_field_are_drawn_into_the_program_s_form(tmp_path: Path) -> None:
    folder = shutil.copytree(MINIMAL, tmp_path / "campaign")
    fields = (package_templates() / "fields.yaml").read_text(encoding="utf-8")
    file = folder / "templates/fields.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(fields.replace("choices: [男, 女]", "choices: [男, 女, 不填]"), encoding="utf-8")
    assert run(["draft", str(folder), "-q"]) == 0
    document = read_package((folder / "templates/form1/form1.docx").read_bytes())["word/document.xml"].decode()
    assert 'w:value="不填"' in document
    assert not (folder / "templates/form2").exists()  # as the program's own


def test_the_mark_of_a_drawn_template_says_of_which_forms_and_is_in_no_file_made_of_it(
    campaign: Path, tmp_path: Path
) -> None:
    run(["draft", str(campaign), "-q"])
    assert drafted((campaign / DOCX).read_bytes())
    assert run(["blank", "--out", str(tmp_path / "out"), str(campaign), "-q"]) == 0
    (made,) = (tmp_path / "out").rglob("附件3-承诺书*.docx")
    assert drafted(made.read_bytes()) is None
    assert "<dc:title>承诺书<" in read_package(made.read_bytes())["docProps/core.xml"].decode()
    text = read_package(made.read_bytes())["word/document.xml"].decode()
    assert "江西省总工会（盖章）" in text
    assert "{{" not in text


def test_a_list_is_drawn_in_excel_too_with_its_drop_downs_and_limits(tmp_path: Path) -> None:
    folder = shutil.copytree(MINIMAL, tmp_path / "campaign")
    text = (package_templates() / "form2/form.yaml").read_text(encoding="utf-8")
    (folder / "templates/form2").mkdir(parents=True)
    changed = text.replace(
        "{field: industry, width_mm: 15, label: 所属行业}", "{field: patent_status, width_mm: 15, label: 专利状况}"
    )
    (folder / "templates/form2/form.yaml").write_text(changed, encoding="utf-8")
    assert run(["draft", str(folder), "-q"]) == 0
    assert run(["blank", "--out", str(tmp_path / "out"), str(folder), "-q"]) == 0
    (made,) = (tmp_path / "out").rglob("*.xlsx")
    sheet = load_workbook(BytesIO(made.read_bytes())).worksheets[0]
    rules = [rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert rules == ['"未申请,正在申请,已授权"', '"小发明,小创造,小革新,小设计,小建议"', '"是,否"']


def test_marks_in_a_header_never_get_into_the_name_of_a_control(tmp_path: Path) -> None:
    own = tmp_path / "campaign" / "templates" / "form2" / "form.yaml"
    own.parent.mkdir(parents=True)
    text = (package_templates() / "form2" / "form.yaml").read_text(encoding="utf-8")
    header = "\"{% if 年度 %}{{ 项目类别|join('、') }}{% endif %}行业\""
    own.write_text(text.replace("label: 所属行业", f"label: {header}"), encoding="utf-8")
    drawn = next(one.content for one in own_templates(own.parents[2]) if one.name == "form2/form2.docx")
    document = zipfile.ZipFile(io.BytesIO(drawn)).read("word/document.xml").decode()
    names = re.findall(r'<w:alias w:val="([^"]*)"', document)
    assert "行业" in names
    assert not [name for name in names if "{" in name]


def test_what_was_drawn_before_a_file_could_not_be_written_is_named(
    campaign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (campaign / NOTICE).mkdir(parents=True)
    assert run(["draft", str(campaign)]) == 4
    told = capsys.readouterr().err
    assert f"notice.docx：那里有同名的文件夹，请换一个名称。这之前已画好：{DOCX}。" in told
    assert (campaign / DOCX).is_file()
