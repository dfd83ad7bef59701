"""Returned forms become the same data that they were made of; what can be two things is asked, never guessed."""

from __future__ import annotations

import io
import os
import random
import re
import tempfile
import zipfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from checks.test_returned_habits import _mutated
from conftest import EXAMPLE, ROOT
from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from support.measured import Measured
from support.offices import saved_anew
from support.pile import Pile, asked, campaign_in, form1, form2, wrong_values
from support.returned_habits import HABITS, Paper, replaced, xml

from generator.campaign.records import Application, Campaign
from generator.checks.campaign import check_campaign
from generator.collecting.files.opened import OPENED, answered
from generator.collecting.found import REPLACED, UNREAD, State
from generator.collecting.values.papers import Paper as ReadPaper
from generator.collecting.values.papers import papers_in
from generator.collecting.values.understanding import understood
from generator.composing.filling.words import words_of
from generator.composing.wording.chinese import full_date
from generator.interfaces.cli import run
from generator.reading.field_files.synonyms_file import synonyms_of
from generator.reading.returned.marks import marks_of
from generator.reading.word_tables.elements import W


def by_name(campaign: Campaign) -> dict[str, Application]:
    return {one.name: one for one in campaign.applications}


def test_forms_that_we_filled_in_are_read_back_as_the_data_and_pass_the_checks(
    pile: Pile, capsys: pytest.CaptureFixture[str]
) -> None:
    pile.put_all("docx")
    pile.put("南昌市总工会.xlsx", form2(pile.campaign, "南昌市总工会", "xlsx"))
    found = pile.collected()
    known = by_name(pile.campaign)
    assert len(found.projects) == 4
    for project in found.projects:
        assert wrong_values(project, known[project.values["name"].text], pile.campaign) == []
    assert found.questions == ()
    assert sorted(one.number for one in found.projects) == ["九江-001", "南昌-001", "南昌-002", "赣州-001"]
    for file in ("campaign.yaml", "notice.yaml"):
        (pile.out / file).write_bytes((pile.campaign.folder / file).read_bytes())
    whole, _, problems = check_campaign(pile.out)
    assert [one for one in problems if one.place.file == "applications.xlsx" and one.severity == "error"] == []
    assert whole is not None
    assert {one.name for one in whole.applications} == set(by_name(pile.campaign))


def test_zips_with_chinese_names_are_read_and_bombs_are_named(pile: Pile, capsys: pytest.CaptureFixture[str]) -> None:
    one = pile.campaign.applications[0]
    path, written = pile.put("南昌.zip", b""), "申报表/一.docx".encode("gb18030")
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a" * len(written), form1(pile.campaign, one))
        package.writestr("../../outside.pdf", b"%PDF-1.4")
    path.write_bytes(path.read_bytes().replace(b"a" * len(written), written))  # as Chinese Windows programs name it
    with zipfile.ZipFile(pile.put("炸.zip", b""), "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a.docx", b"\0" * 30_000_000)
    pile.put("坏.docx", b"PK\x03\x04 nothing")
    code, told = pile.told(capsys=capsys)
    kinds = {file["file"]: file["kind"] for file in told["files"]}
    assert code == 1
    assert kinds["南昌.zip/申报表/一.docx"] == "form1"
    assert kinds["炸.zip"] == kinds["坏.docx"] == UNREAD
    assert not list(pile.out.parent.rglob("outside.pdf"))
    assert told["projects"][0]["values"]["项目名称"] == {
        "value": one.name, "state": "read", "file": "南昌.zip/申报表/一.docx", "table": 3, "row": 2, "column": 2,
        "raw": one.name, "how": None,
    }  # fmt: skip
    assert told["projects"][0]["values"]["申报单位"]["state"] == "ask"
    assert any("南昌市总工会" in question["understood"] for question in told["questions"])


def test_an_answer_is_used_and_kept_and_a_useless_one_is_asked_again(pile: Pile) -> None:
    one = pile.campaign.applications[0]
    paper = Paper(form1(pile.campaign, one))
    HABITS["two phones"][0](paper)
    pile.put("一.docx", paper.content())
    pile.put("二.xlsx", form2(pile.campaign, one.recommender, "xlsx", [one]))
    assert asked(pile.collected().projects[0]) == ["lead_phone"]
    pile.answer("第一完成人联系电话", "一三九")
    assert asked(pile.collected().projects[0]) == ["lead_phone"]
    pile.answer("第一完成人联系电话", "13900001234")
    for _ in range(2):
        found = pile.collected()
        assert found.questions == ()
        assert found.projects[0].values["lead_phone"].text == "13900001234"


def test_what_a_clerk_changed_in_the_workbook_stays_and_is_told(pile: Pile) -> None:
    one = pile.campaign.applications[0]
    pile.put("一.docx", form1(pile.campaign, one))
    pile.put("二.xlsx", form2(pile.campaign, one.recommender, "xlsx", [one]))
    pile.collected()
    pile.type_in(one.name, "所属行业", "模具制造")
    for _ in range(2):
        found = pile.collected()
        assert found.projects[0].values["industry"].text == "模具制造"
        assert [question.field for question in found.questions] == ["所属行业"]
    pile.answer("所属行业", f"改用：{one.industry}")
    assert pile.collected().projects[0].values["industry"].text == one.industry
    assert pile.collected().questions == ()


def test_a_row_that_a_clerk_took_out_stays_out_and_one_that_he_wrote_stays(pile: Pile) -> None:
    pile.put_all()
    pile.collected()
    book = load_workbook(pile.out / "applications.xlsx")
    sheet = book["申报项目"]
    gone = sheet["A3"].value
    sheet["A3"].value, sheet["C3"].value = "自编-9", "另外的项目"
    book.save(pile.out / "applications.xlsx")
    found = pile.collected()
    numbers = [one.number for one in found.projects]
    assert gone not in numbers
    assert "自编-9" in numbers
    assert [question.project for question in found.questions] == [gone]


def test_a_newer_version_takes_the_place_of_the_older_and_keeps_the_number(pile: Pile) -> None:
    one, other = pile.campaign.applications[:2]
    pile.put("一.docx", form1(pile.campaign, one))
    first = pile.put("二.docx", form1(pile.campaign, other))
    numbers = {project.values["name"].text: project.number for project in pile.collected().projects}
    os.utime(first, (datetime(2023, 8, 1, tzinfo=UTC).timestamp(),) * 2)
    newer = pile.put("二（最终版）.docx", form1(pile.campaign, other.model_copy(update={"industry": "农机"})))
    os.utime(newer, (datetime(2023, 8, 5, tzinfo=UTC).timestamp(),) * 2)
    found = pile.collected()
    assert {project.values["name"].text: project.number for project in found.projects} == numbers
    project = next(project for project in found.projects if project.values["name"].text == other.name)
    assert project.values["industry"].text == "农机"
    assert {note.file: note.kind for note in found.files}["二.docx"] == REPLACED
    (told,) = [question for question in found.questions if question.field == "申报表"]
    assert "2023-08-01" in told.raw
    assert "2023-08-05" in told.raw


def test_versions_whose_dates_do_not_tell_are_asked(pile: Pile) -> None:
    one = pile.campaign.applications[0]
    day = (datetime(2023, 8, 1, tzinfo=UTC).timestamp(),) * 2
    for name, industry in (("一.docx", "农机"), ("二.docx", "模具")):
        os.utime(pile.put(name, form1(pile.campaign, one.model_copy(update={"industry": industry}))), day)
    assert "industry" in asked(pile.collected().projects[0])
    pile.answer("申报表", "二.docx")
    assert pile.collected().projects[0].values["industry"].text == "模具"


def test_where_form_and_list_differ_the_form_counts_and_the_difference_is_asked(pile: Pile) -> None:
    one = pile.campaign.applications[0]
    pile.put("一.docx", form1(pile.campaign, one))
    row = one.model_copy(update={"name": f"{one.name}（改进型）", "industry": "农机"})
    pile.put("二.xlsx", form2(pile.campaign, one.recommender, "xlsx", [row]))
    found = pile.collected()
    assert found.projects[0].values["name"].text == one.name
    assert found.projects[0].values["category"].text == one.category
    assert [question.field for question in found.questions] == ["项目名称", "所属行业"]
    pile.answer("所属行业", "农机")
    assert pile.collected().projects[0].values["industry"].text == "农机"


def list_with_a_row_struck_out(pile: Pile, name: str) -> str:
    """A list of the pile; the name of the project in its row that is struck out."""
    rows = list(pile.campaign.applications)
    path = pile.put(name, form2(pile.campaign, rows[0].recommender, "xlsx", rows))
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    row = next(cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == rows[0].name)
    for cell in sheet[row]:
        cell.font = Font(strike=True)
    book.save(path)
    return rows[0].name


def test_a_row_of_a_list_that_is_struck_out_is_no_project_and_is_told_of_each_list(pile: Pile) -> None:
    (struck,) = {list_with_a_row_struck_out(pile, name) for name in ("甲.xlsx", "乙.xlsx")}
    found = pile.collected()
    assert struck not in {project.values["name"].text for project in found.projects}
    told = [question for question in found.questions if question.field == "汇总表"]
    assert {question.spot.file for question in told} == {"甲.xlsx", "乙.xlsx"}
    assert all("这一行全部划去了" in question.understood for question in told)


def test_the_heading_above_rows_of_a_list_is_their_category(pile: Pile) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["推荐单位：南昌市总工会"])
    sheet.append(["序号", "项目名称", "第一完成人", "联系电话", "所在单位及职务", "所属行业", "项目简介", "备注"])
    sheet.append(["一、小发明（1项）"])
    sheet.append([1, "主轴夹具", "张三丰", "13800001234", "某某公司 班长", "机械", "夹主轴。", "非公"])
    sheet.append(["（二）小建议"])
    sheet.append([2, "错峰用电", "李四光", "13800001235", "某某公司 组长", "机械", "省电。", "公有"])
    others = ["小革新或小设计", "小建议小计：1项", "以下为非小发明项目"]
    for number, other in enumerate(others, start=3):
        sheet.append([other])
        row = [number, f"节水阀{number}号", "王五", "13800001236", "某某公司 组长", "机械", "省水。", "公有"]
        sheet.append(row)
    sheet.append(["五、小设计", None, None, None, None, None, None, "共1项"])
    sheet.append([9, "工位牌", "赵六", "13800001237", "某某公司 组长", "机械", "好看。", "公有"])
    for row in (3, 5, 7, 9, 11):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=8)
    content = io.BytesIO()
    book.save(content)
    pile.put("汇总表.xlsx", content.getvalue())
    found = [project.values["category"] for project in pile.collected().projects]
    assert [one.text for one in found] == ["小发明", "小建议", "", "", "", "小设计"], "between them none says one thing"
    assert [one.spot.row for one in found[:2]] == [3, 5]


def test_a_form_of_which_a_program_left_the_words_alone_is_no_other_file(pile: Pile) -> None:
    (one, *_) = pile.campaign.applications
    document = Document(io.BytesIO(form1(pile.campaign, one)))
    flat = Document()
    for table in document.tables:
        flat.add_paragraph("".join(cell.text for row in table.rows for cell in row.cells))
    content = io.BytesIO()
    flat.save(content)
    pile.put("一.docx", content.getvalue())
    (note,) = pile.collected().files
    assert note.kind == UNREAD
    assert "像是申报表" in note.message
    assert "另存为 .docx" in note.message


def test_a_date_of_which_the_first_digit_slid_out_of_its_control_is_the_date(pile: Pile) -> None:
    (one, *_) = pile.campaign.applications
    document = Document(io.BytesIO(form1(pile.campaign, one)))
    for text in document.element.body.iter(f"{W}t"):
        control = next(text.iterancestors(f"{W}sdt"), None)
        tag = control.find(f"{W}sdtPr/{W}tag") if control is not None else None
        if tag is not None and tag.get(f"{W}val") == "applied_on":
            assert control is not None
            text.text, first = (text.text or "")[1:], (text.text or "")[0]
            control.addprevious(xml(f"<w:r><w:t>{first}</w:t></w:r>")[0])
            break
    else:
        pytest.fail("no date in a control")
    content = io.BytesIO()
    document.save(content)
    pile.put("一.docx", content.getvalue())
    (project,) = pile.collected().projects
    assert project.values["applied_on"].text == f"{one.applied_on:%Y-%m-%d}"
    assert project.values["applied_on"].state is State.NORMALISED


def test_other_papers_become_attachments_of_the_project_that_they_surely_belong_to(pile: Pile) -> None:
    one, other = pile.campaign.applications[:2]
    pile.put("甲/表.docx", form1(pile.campaign, one))
    pile.put("甲/证明材料/检测报告.pdf", b"%PDF-1.4 a")
    pile.put("乙.docx", form1(pile.campaign, other))
    pile.put("丙/说不清.pdf", b"%PDF-1.4 b")
    pile.put("丙/申报表（盖章）.pdf", b"%PDF-1.4 c")
    found = pile.collected()
    texts = {project.values["name"].text: project.values["attachments"].text for project in found.projects}
    number = next(project.number for project in found.projects if project.values["name"].text == one.name)
    assert texts == {one.name: f"{number}-检测报告.pdf", other.name: ""}
    assert (pile.out / "attachments" / f"{number}-检测报告.pdf").read_bytes() == b"%PDF-1.4 a"
    assert {note.file: note.kind for note in found.files}["丙/申报表（盖章）.pdf"] == "scan"
    pile.answer("附件", f"{number} {one.name}")
    assert "说不清" in next(p.values["attachments"].text for p in pile.collected().projects if p.number == number)


def test_beside_a_question_stands_what_is_around_it_on_the_paper(pile: Pile) -> None:
    one = pile.campaign.applications[0]
    paper = Paper(form1(pile.campaign, one))
    replaced(re.escape(full_date(one.applied_on)), "2023年8月  日")(paper)
    HABITS["two phones"][0](paper)
    pile.put("一.docx", paper.content())
    row = one.model_copy(update={"industry": "农机"})
    pile.put("二.xlsx", form2(pile.campaign, one.recommender, "xlsx", [row]))
    around = {question.field: question.around for question in pile.collected().questions}
    assert "申报时间" in around["申报时间"]
    assert one.lead_name in around["第一完成人联系电话"]
    assert f"项目名称：{one.name}" in around["所属行业"]


def test_lists_are_made_out_of_forms(pile: Pile, capsys: pytest.CaptureFixture[str]) -> None:
    for one in pile.campaign.of("南昌市总工会"):
        pile.put(f"{one.number}.docx", form1(pile.campaign, one))
    code, told = pile.told("--recommender", "南昌", "--form2", capsys=capsys)
    assert code == 0
    assert {question["field"] for question in told["questions"]} == {"项目类别", "是否非公", "项目简介"}
    made = sorted(path.name for path in (pile.out / "汇总表").rglob("南昌*"))
    assert [name.rpartition(".")[2] for name in made] == ["docx", "pdf", "xlsx"]
    sheet = load_workbook(next((pile.out / "汇总表").rglob("南昌*.xlsx"))).active
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {one.name for one in pile.campaign.of("南昌市总工会")} <= texts


@pytest.mark.long
def test_files_of_old_programs_are_saved_anew_and_read(
    pile: Pile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "100%完成").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "100%完成"))
    one = pile.campaign.applications[0]
    (tmp_path / "new").mkdir()
    for name, content in (
        ("一.docx", form1(pile.campaign, one)),
        ("二.xlsx", form2(pile.campaign, one.recommender, "xlsx", [one])),
    ):
        (tmp_path / "new" / name).write_bytes(content)
    for ending, name in (("doc", "一.docx"), ("xls", "二.xlsx")):
        saved_anew(ending, [tmp_path / "new" / name], pile.folder, tmp_path / "profile")
    assert sorted(path.name for path in pile.folder.iterdir()) == ["一.doc", "二.xls"]
    found = pile.collected()
    assert wrong_values(found.projects[0], one, pile.campaign) == []
    assert {note.file: note.kind for note in found.files} == {"一.doc": "form1", "二.xls": "form2"}


def test_where_no_program_opens_them_old_files_are_named_with_the_remedy(
    pile: Pile, monkeypatch: pytest.MonkeyPatch
) -> None:
    pile.put("一.doc", b"\xd0\xcf\x11\xe0")
    monkeypatch.setenv("PATH", "")
    (note,) = pile.collected().files
    assert note.kind == UNREAD
    assert "另存为 .docx" in note.message


def test_an_earlier_run_that_cannot_be_read_stops_the_next_and_stays(
    pile: Pile, capsys: pytest.CaptureFixture[str]
) -> None:
    pile.put_all()
    pile.collected()
    broken = pile.out / "待确认.xlsx"
    broken.write_bytes(b"PK")
    assert run(["collect", str(pile.folder), "--out", str(pile.out), str(pile.campaign.folder)]) == 1
    assert broken.read_bytes() == b"PK"
    assert "待确认.xlsx" in capsys.readouterr().err


def test_what_is_said_on_the_terminal_shows_nobodys_numbers(pile: Pile, capsys: pytest.CaptureFixture[str]) -> None:
    one = pile.campaign.applications[0]
    pile.put(f"{one.lead_phone}.docx", form1(pile.campaign, one))
    pile.put(f"{one.lead_id_number}.docx", b"PK")
    run(["collect", str(pile.folder), "--out", str(pile.out), str(pile.campaign.folder)])
    said = capsys.readouterr()
    assert "项目1个" in said.out
    assert not any(number in said.out + said.err for number in (one.lead_phone, one.lead_id_number))


# ---- habits and mutations: one form, read without a child


@pytest.fixture(scope="module")
def minimal() -> Campaign:
    return campaign_in(ROOT / "data_examples/minimal")


def read(content: bytes, campaign: Campaign) -> list[ReadPaper]:
    known = marks_of(campaign.settings.schema.forms.values(), synonyms_of([ROOT / "templates"])[0])
    value, _ = answered({"known": [asdict(one) for one in known], "name": "a.docx", "ending": ".docx"}, content)
    return list(papers_in(OPENED.validate_python(value), "a.docx", campaign.settings))


# What these habits write says otherwise than the data, or the same in other characters: it is taken as it stands.
SAY_OTHERWISE = frozenset({
    "the wrong box", "another day", "another value", "a raised digit too many", "a row added", "half-width marks",
    "half-width full stops", "straight quotation marks", "a patent's number without its letters",
    "two forms in one file, one of them wrong", "a digit before the text", "text that its row cuts",
    "a control closed behind its first paragraph", "a table within the text",
})  # fmt: skip


AS_THE_DATA = [
    name for name, (_, codes) in HABITS.items() if name not in SAY_OTHERWISE and "returned/different" not in codes
]


@pytest.mark.parametrize("name", AS_THE_DATA)
def test_a_habit_is_read_as_the_data_or_asked(name: str, minimal: Campaign) -> None:
    (one,) = minimal.applications
    paper = Paper(form1(minimal, one))
    HABITS[name][0](paper)
    papers = read(paper.content(), minimal)
    assert papers
    for found in papers:
        project = as_project(found)
        assert wrong_values(project, one, minimal, blanks=False) == []


@pytest.mark.parametrize("tracked", [False, True])
@pytest.mark.parametrize("gone", range(2))
def test_whoever_is_taken_out_of_the_rows_the_others_stay_who_they_were(
    gone: int, tracked: bool, minimal: Campaign
) -> None:
    (one,) = minimal.applications
    names = [each.name for each in one.completers]
    paper = Paper(form1(minimal, one))
    row = paper.row(names[gone])
    if tracked:
        row.insert(0, xml('<w:trPr><w:del w:id="1" w:author="甲"/></w:trPr>')[0])
    else:
        row.getparent().remove(row)
    (found,) = read(paper.content(), minimal)
    left = [name for at, name in enumerate(names) if at != gone]
    assert left
    assert [each["name"].text for each in found.completers] == left
    assert all(value.state is not State.ASK for each in found.completers for value in each.values())


def as_project(found: ReadPaper):  # type: ignore[no-untyped-def]
    from generator.collecting.found import Project

    return Project("", {key: value for key, value in found.values.items()}, found.completers)


def test_what_a_habit_says_otherwise_is_noticed_by_the_comparison(minimal: Campaign) -> None:
    (one,) = minimal.applications
    for name in ("the wrong box", "another value", "a row added"):
        paper = Paper(form1(minimal, one))
        HABITS[name][0](paper)
        assert wrong_values(as_project(read(paper.content(), minimal)[0]), one, minimal), name


def _sweep(seeds: range, minimal: Campaign) -> None:
    """No mutated form ends the program, and no value is one that does not stand on the form."""
    (one,) = minimal.applications
    form, invented, known = form1(minimal, one), [], 0
    for seed in seeds:
        content = _mutated(seed, form)
        standing = "".join("".join(Paper(content).root.itertext()).split())
        for found in read(content, minimal):
            for key in ("name", "industry", "implementation", "benefit", "lead_address", "lead_post", "background"):
                text = "".join(found.text(key).split())
                known += bool(text)
                if text and text not in standing:
                    invented.append((seed, key, text[:40]))
    assert known > 5 * len(seeds)
    assert invented == []


def test_mutated_forms_are_read_or_asked(minimal: Campaign) -> None:
    _sweep(range(100), minimal)


@pytest.mark.long
def test_a_thousand_more_mutated_forms_are_read_or_asked(minimal: Campaign, measured: Measured) -> None:
    _sweep(range(100, 1100), minimal)
    measured("mutated forms collected", 1000, "forms")


@pytest.mark.long
def test_every_record_of_the_example_comes_back_as_it_was(tmp_path: Path, measured: Measured) -> None:
    (tmp_path / "pile").mkdir()
    pile = Pile(campaign_in(EXAMPLE), tmp_path / "pile", tmp_path / "out")
    pile.put_all()
    for recommender in {one.recommender for one in pile.campaign.applications}:
        pile.put(f"Word/{recommender}.docx", form2(pile.campaign, recommender, "docx"))
    found = pile.collected()
    known = {(one.recommender, one.name, one.lead_name): one for one in pile.campaign.applications}
    whose = [
        known[tuple(one.values[key].text for key in ("recommender", "name", "lead_name"))] for one in found.projects
    ]
    wrong = [wrong_values(one, its, pile.campaign) for one, its in zip(found.projects, whose, strict=True)]
    assert [one for one in wrong if one] == []
    assert found.questions == ()
    measured("records collected from forms and lists of the example", len(found.projects), "projects")


@pytest.mark.long
def test_forms_that_libreoffice_saved_say_the_same(tmp_path: Path, measured: Measured) -> None:
    for folder in ("new", "pile"):
        (tmp_path / folder).mkdir()
    pile = Pile(campaign_in(EXAMPLE), tmp_path / "pile", tmp_path / "out")
    some = random.Random(7).sample(list(pile.campaign.applications), 40)
    for one in some:
        (tmp_path / "new" / f"{one.number}.docx").write_bytes(form1(pile.campaign, one))
    for recommender in {one.recommender for one in some}:
        own = [one for one in some if one.recommender == recommender]
        (tmp_path / "new" / f"{recommender}.xlsx").write_bytes(form2(pile.campaign, recommender, "xlsx", own))
    for kind, ending in (("docx:MS Word 2007 XML", "docx"), ("xlsx:Calc MS Excel 2007 XML", "xlsx")):
        saved_anew(kind, sorted((tmp_path / "new").glob(f"*.{ending}")), pile.folder, tmp_path / "profile")
    found, known = pile.collected(), {one.name: one for one in some}
    assert len(found.projects) == len(some)
    for project in found.projects:
        assert wrong_values(project, known[project.values["name"].text], pile.campaign) == []
    measured("forms saved by LibreOffice and collected", len(some), "forms")


def test_whatever_can_be_chosen_is_chosen_from_its_words(pile: Pile) -> None:
    settings = pile.campaign.settings
    pile.put("申报表.docx", form1(pile.campaign, pile.campaign.applications[0]))
    asked = {one.field: one for one in pile.collected().questions}
    chosen = [of for of in settings.schema.fields.application if of.required and words_of(of, settings)]
    for of in chosen:
        assert understood("", of, words_of(of, settings)).guess == words_of(of, settings), of.label
        if of.label in asked and of.key != "recommender":
            assert asked[of.label].choices == words_of(of, settings), of.label
    assert {"项目类别", "是否非公"} <= asked.keys()
