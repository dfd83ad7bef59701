"""An error stops only what it touches: what is asked for, and cannot be made right, is refused by name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.campaigns import as_workbook
from support.own_fields import FIELDS
from support.small_campaign import write_small_campaign

from generator.campaign.kinds import ROWS
from generator.checks.campaign import check_campaign
from generator.composing.codes import KEY_NAME
from generator.interfaces.cli import run
from generator.pipeline import LEFT_OUT_NAME
from generator.running.earlier_output import MANIFEST

# Projects 1 to 5 are winners; 1 and 4 are of 南昌, 2 and 5 of 赣州, 3 and 6 of 九江.
WRONG, WINNER, HERS = "NC-006", "NC-003", "九江市总工会"


OF_RECORDS = {row.key for row in ROWS if "project" in row.per}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six applications of three recommenders, the last of which won nothing; a work summary of the last recommender."""
    folder = write_small_campaign(tmp_path / "campaign", 6)
    edit(folder, "campaign.yaml", "数量: 6}", "数量: 5}")
    edit(folder, f"applications/{WRONG}.yaml", "评选结果: {等次: 一等优秀成果, 证书序号: 6}\n", "")
    (folder / "summaries").mkdir()
    (folder / "summaries/九江.yaml").write_text(f"申报单位: {HERS}\n工作总结: 认真组织。\n", encoding="utf-8")
    return folder


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def spoil(folder: Path, number: str) -> None:
    """One wrong cell of one project."""
    edit(folder, f"applications/{number}.yaml", "第一完成人性别: 男", "第一完成人性别: 公")


def made(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def build(folder: Path, out: Path, *options: str) -> int:
    return run(["build", str(folder), "--out", str(out), "--jobs", "1", *options])


UNTOUCHED = (
    "--only notice",
    "--only blank",
    "--only notice,blank --format docx",
    "--only certificate",
    "--only certificate --number 3",
    "--only bulletin",
    "--only certificate,bulletin --recommender 九江市总工会",
    "--recommender 南昌市总工会",
    "--recommender 赣州市总工会",
    "--only packet --recommender 南昌市总工会 --recommender 赣州市总工会",
    "--record NC-001",
    "--record NC-003",
    "--record NC-001,NC-002",
    "--record NC-001 --only form1,form2",
    "--record NC-003 --only notice,certificate",
    "--record NC-003 --only bulletin",
)
TOUCHED = (
    "",
    "--only form1",
    "--recommender 九江市总工会",
    "--record NC-006",
    "--record NC-001,NC-006",
    "--record NC-003 --only form2",
)


@pytest.mark.parametrize("options", UNTOUCHED)
def test_one_wrong_cell_does_not_stop_what_it_does_not_touch(
    options: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(folder, tmp_path / "clean", *options.split()) == 0
    spoil(folder, WRONG)
    capsys.readouterr()
    assert build(folder, tmp_path / "out", *options.split()) == 0
    clean, now = made(tmp_path / "clean"), made(tmp_path / "out")
    assert len(now) > 1
    assert {path: now[path] for path in now if path != MANIFEST} == {
        path: clean[path] for path in clean if path != MANIFEST
    }
    told = "".join(capsys.readouterr())
    assert "公" not in told
    assert "另有1处错误" in told


@pytest.mark.parametrize("options", TOUCHED)
def test_one_wrong_cell_stops_what_it_touches_and_is_named(
    options: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(folder, WRONG)
    assert build(folder, tmp_path / "out", *options.split()) == 1
    told = capsys.readouterr().err
    assert f"applications/{WRONG}.yaml" in told
    assert "第一完成人性别" in told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ("--only bulletin", 1),
        ("--only certificate", 1),
        ("--only certificate --number 3", 1),
        ("--only certificate --number 1,2", 0),
        ("--only certificate --recommender 南昌市总工会", 0),
        ("--only certificate --recommender 九江市总工会", 1),
        ("--recommender 南昌市总工会", 0),
        ("--only notice,blank", 0),
        ("--record NC-006", 0),
    ],
)
def test_a_winners_wrong_cell_stops_the_awards_but_no_other_certificate(
    options: str, code: int, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(folder, WINNER)
    assert build(folder, tmp_path / "out", *options.split()) == code
    assert (f"applications/{WINNER}.yaml" in capsys.readouterr().err) == (code == 1)


def test_everything_that_is_sound_is_made_the_same_and_the_rest_is_listed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(folder, tmp_path / "clean") == 0
    spoil(folder, WRONG)
    capsys.readouterr()
    assert build(folder, tmp_path / "out", "--sound-only") == 1
    clean, now = made(tmp_path / "clean"), made(tmp_path / "out")
    sheet = now.pop(LEFT_OUT_NAME)
    assert all(clean[path] == content for path, content in now.items() if path != MANIFEST)
    missing = clean.keys() - now.keys()
    assert missing == {path for path in clean if WRONG in path or path.rsplit("/", 1)[-1].startswith(HERS)}
    left_out = json.loads(now[MANIFEST])["left_out"]
    assert [(one["kind"], one["name"], one["papers"]) for one in left_out] == [
        ("project", WRONG, ["form1", "intro", "packet"]),
        ("recommender", HERS, ["form2", "summary", "packet"]),
    ]
    assert all("第一完成人性别" in one["reasons"][0]["field"] for one in left_out)
    (tmp_path / "list.xlsx").write_bytes(sheet)
    rows = list(load_workbook(tmp_path / "list.xlsx").active.iter_rows(min_row=2, values_only=True))
    assert [row[:3] for row in rows] == [
        ("申报表、介绍材料、申报材料", HERS, WRONG),
        ("汇总表、工作总结、申报材料", HERS, HERS),
    ]
    told = capsys.readouterr()
    assert f"未生成：{WRONG}（{HERS}）的申报表、介绍材料、申报材料" in told.out


def test_nothing_is_left_out_of_sound_data(folder: Path, tmp_path: Path) -> None:
    assert build(folder, tmp_path / "out", "--sound-only") == 0
    assert json.loads((tmp_path / "out" / MANIFEST).read_bytes())["left_out"] == []
    assert not (tmp_path / "out" / LEFT_OUT_NAME).exists()


def touches(folder: Path, capsys: pytest.CaptureFixture[str]) -> set[tuple[str, str]]:
    """What the errors of the campaign touch, by `check --json`."""
    capsys.readouterr()
    assert run(["check", str(folder), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    errors = [one for one in problems if one["severity"] == "error"]
    return {(touch["kind"], touch["name"]) for one in errors for touch in one["touches"]}


OWN = {("project", WRONG), ("recommender", HERS)}
COUNTED = {"recommender", "name", "non_public"}
Spoil = Callable[[Path], None]


def rewritten(file: str, old: str, new: str) -> Spoil:
    return lambda folder: edit(folder, file, old, new)


def removed(label: str) -> Spoil:
    """The application without the value of this label."""

    def spoil(folder: Path) -> None:
        path = folder / f"applications/{WRONG}.yaml"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(f"{label}:")]
        assert len(kept) == len(lines) - 1, label
        path.write_text("".join(kept), encoding="utf-8")

    return spoil


REQUIRED = [
    field
    for field in FIELDS.application
    if field.required and field.key not in {"number", "recommender"} and field.kind.name != "LONG_TEXT"
]


@pytest.mark.parametrize("field", REQUIRED, ids=lambda field: field.key)
def test_a_value_that_is_missing_touches_its_project_and_recommender(
    field: object, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    removed(field.label)(folder)
    bulletin = {("campaign", "bulletin")} if field.key in COUNTED else set()
    assert touches(folder, capsys) == OWN | bulletin


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (rewritten("campaign.yaml", "年度: 2023", "年度: 二零"), {("campaign", "")}),
        (rewritten("notice.yaml", "主送:", "主送给:"), {("campaign", "notice")}),
        (rewritten("summaries/九江.yaml", HERS, "九江总工会"), {("recommender", "")}),
        (rewritten("summaries/九江.yaml", "工作总结: 认真组织。", "工作总结:"), {("recommender", HERS)}),
        (rewritten(f"applications/{WINNER}.yaml", "证书序号: 3", "证书序号: 三"), {("awards", WINNER)}),
        (
            rewritten(f"applications/{WINNER}.yaml", "证书序号: 3", "证书序号: 1"),
            {("awards", "NC-001"), ("awards", WINNER)},
        ),
        (rewritten(f"applications/{WINNER}.yaml", "一等优秀成果", "二等优秀成果"), {("awards", "")}),
        (
            rewritten(f"applications/{WINNER}.yaml", "姓名: 邹建平, 性别: 男", "姓名: 邹建平, 性别: 公"),
            {("project", WINNER), ("recommender", HERS), ("awards", WINNER)},
        ),
        (
            rewritten(f"applications/{WRONG}.yaml", f"申报单位: {HERS}", "申报单位: 九江总工会"),
            {("project", WRONG), ("recommender", ""), ("campaign", "bulletin")},
        ),
        (
            rewritten(f"applications/{WRONG}.yaml", f"项目编号: {WRONG}", "项目编号:"),
            {
                ("project", "6号铣床主轴快速对中夹具"),
                ("recommender", HERS),
                ("awards", "6号铣床主轴快速对中夹具"),
                ("campaign", "bulletin"),
            },
        ),
        (
            lambda folder: (folder / f"applications/{WRONG}.yaml").write_text("项目编号: [", encoding="utf-8"),
            {
                ("project", f"applications/{WRONG}.yaml"),
                ("recommender", ""),
                ("awards", f"applications/{WRONG}.yaml"),
                ("campaign", "bulletin"),
            },
        ),
    ],
)
def test_each_kind_of_error_touches_what_is_doubtful_by_it(
    spoil: Spoil, expected: set[tuple[str, str]], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(folder)
    assert touches(folder, capsys) == expected


def test_what_was_handed_in_stops_nothing(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "returned").mkdir()
    (folder / "returned/坏.docx").write_bytes(b"no Word file")
    (folder / "returned/链接.docx").symlink_to("/etc/hostname")
    assert run(["check", str(folder)]) == 0
    assert "链接.docx" in capsys.readouterr().out
    assert build(folder, tmp_path / "out", "--only", "notice") == 0
    (folder / "returned/链接.docx").unlink()
    assert run(["check", str(folder)]) == 0
    assert "坏.docx" in capsys.readouterr().out


def test_the_bulletin_counts_applications_that_are_wrong_elsewhere(folder: Path, tmp_path: Path) -> None:
    assert build(folder, tmp_path / "clean", "--only", "bulletin", "--format", "docx") == 0
    spoil(folder, WRONG)
    assert build(folder, tmp_path / "out", "--only", "bulletin", "--format", "docx") == 0
    clean, now = made(tmp_path / "clean"), made(tmp_path / "out")
    assert {path for path in now if now[path] != clean[path]} == {MANIFEST}


def test_a_row_without_a_number_stops_no_other_recommender(folder: Path, tmp_path: Path) -> None:
    edit(folder, f"applications/{WRONG}.yaml", f"项目编号: {WRONG}", "项目编号:")
    assert build(folder, tmp_path / "one", "--only", "form1,form2,packet", "--recommender", "南昌市总工会") == 0
    assert build(folder, tmp_path / "two", "--only", "form1", "--recommender", HERS) == 1


def test_a_file_that_cannot_be_read_lacks_in_what_holds_all_and_in_nothing_else(folder: Path, tmp_path: Path) -> None:
    assert build(folder, tmp_path / "clean") == 0
    file = f"applications/{WINNER}.yaml"
    (folder / file).write_text("项目编号: [", encoding="utf-8")
    assert build(folder, tmp_path / "forms", "--only", "form1") == 1
    assert not (tmp_path / "forms").exists()
    assert build(folder, tmp_path / "one", "--record", "NC-001") == 0
    assert build(folder, tmp_path / "two", "--only", "certificate", "--number", "1") == 0
    assert build(folder, tmp_path / "out", "--sound-only") == 1
    clean, now = made(tmp_path / "clean"), made(tmp_path / "out")
    assert {path for path in now if path in clean and now[path] != clean[path]} == {MANIFEST}
    assert {path for path in now if path.startswith("05-证书/")} == {
        path for path in clean if path.startswith("05-证书/单张/") and "/003-" not in path
    }
    left_out = json.loads(now[MANIFEST])["left_out"]
    assert ("project", file, ["form1", "intro", "packet"]) in [
        (one["kind"], one["name"], one["papers"]) for one in left_out
    ]


def divided(folder: Path) -> Path:
    """The campaign's applications in one workbook, their completers and awards in another one, which is returned."""
    campaign, _, _ = check_campaign(folder)
    assert campaign is not None
    as_workbook(folder, campaign.settings, campaign.applications)
    shutil.rmtree(folder / "applications")
    (folder / "applications").mkdir()
    for name, emptied in (("项目", ("其他完成人", "评选结果")), ("人员", ("申报项目",))):
        book = load_workbook(folder / "applications.xlsx")
        for sheet in emptied:
            book[sheet].delete_rows(3, book[sheet].max_row)
        book.save(folder / f"applications/{name}.xlsx")
    (folder / "applications.xlsx").unlink()
    return folder / "applications/人员.xlsx"


def test_no_form_lacks_completers_that_stand_in_a_workbook_that_cannot_be_read(folder: Path, tmp_path: Path) -> None:
    people = divided(folder)
    assert build(folder, tmp_path / "clean", "--only", "form1", "--format", "docx") == 0
    people.write_bytes(b"no workbook")
    assert build(folder, tmp_path / "out", "--sound-only", "--only", "form1,notice", "--format", "docx") == 1
    assert not [path for path in made(tmp_path / "out") if path.startswith("03-申报表/")]


def test_a_column_without_its_header_is_told_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = divided(folder)
    book = load_workbook(people)
    book["其他完成人"]["A1"] = "编号X"
    book.save(people)
    assert run(["check", str(folder), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [one["code"] for one in problems if one["severity"] == "error"] == ["unknown-header"]


def test_a_broken_key_stops_the_certificates_alone(folder: Path, tmp_path: Path) -> None:
    assert build(folder, tmp_path / "clean") == 0
    (folder / KEY_NAME).write_text("no key", encoding="utf-8")
    assert build(folder, tmp_path / "out", "--sound-only") == 1
    clean, now = made(tmp_path / "clean"), made(tmp_path / "out")
    assert clean.keys() - now.keys() == {path for path in clean if path.startswith("05-证书/")}


@pytest.mark.parametrize("unit", ["每个项目一份", "每名完成人一份"])
def test_a_revoked_certificate_whose_row_is_wrong_stops_no_other(
    unit: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(folder, "campaign.yaml", "证书发放: 每个项目一份", f"证书发放: {unit}")
    part = "" if unit == "每个项目一份" else "-2"
    revoked = "撤销证书:\n  - {{证书: {}, 撤销日期: 2023年12月1日, 撤销原因: 查重}}\n"
    settings = (folder / "campaign.yaml").read_text(encoding="utf-8")
    (folder / "campaign.yaml").write_text(settings + revoked.format(f"3{part}"), encoding="utf-8")
    spoil(folder, WINNER)
    assert touches(folder, capsys) == {("project", WINNER), ("recommender", HERS), ("awards", WINNER)}
    (folder / "campaign.yaml").write_text(settings + revoked.format(f"9{part}"), encoding="utf-8")
    assert ("campaign", "certificate") in touches(folder, capsys)


def test_an_application_without_a_number_is_told_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    removed("项目编号")(folder)
    assert run(["check", str(folder), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [one["code"] for one in problems if one["severity"] == "error"] == ["required"]


def test_an_unknown_record_is_named_with_the_nearest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(folder, folder.parent / "out", "--record", "NC-01") == 2
    told = capsys.readouterr().err
    assert "NC-01" in told
    assert "是否应为" in told


@pytest.mark.parametrize(
    ("options", "papers"),
    [
        (("--record", "NC-001"), {"form1", "intro", "packet", "certificate"}),
        (("--record", WRONG), {"form1", "intro", "packet"}),
        (("--record", "NC-001", "--only", "form1,form2"), {"form1", "form2"}),
        (("--record", "NC-001", "--only", "certificate,notice"), {"certificate", "notice"}),
    ],
)
def test_of_a_project_its_own_papers_are_made_and_others_where_they_are_named(
    options: tuple[str, ...], papers: set[str], folder: Path, tmp_path: Path
) -> None:
    assert build(folder, tmp_path / "out", *options) == 0
    files = json.loads((tmp_path / "out" / MANIFEST).read_bytes())["files"]
    assert {file["document"] for file in files} == papers
    owners = {options[1], "南昌市总工会", ""}
    assert {file["record"] for file in files} <= owners
    assert all(file["record"] == options[1] for file in files if file["document"] in OF_RECORDS)


def test_a_projects_papers_are_the_same_as_among_all_others(folder: Path, tmp_path: Path) -> None:
    assert build(folder, tmp_path / "whole") == 0
    assert build(folder, tmp_path / "out", "--record", "NC-001") == 0
    whole, now = made(tmp_path / "whole"), made(tmp_path / "out")
    assert len(now) == 8
    assert all(whole[path] == content for path, content in now.items() if path != MANIFEST)


def test_projects_are_named_in_one_list_or_one_by_one(folder: Path, tmp_path: Path) -> None:
    assert build(folder, tmp_path / "list", "--record", "NC-001，NC-002、 NC-004", "--only", "form1") == 0
    single = ("--record", "NC-001", "--record", "NC-002,NC-004", "--only", "form1")
    assert build(folder, tmp_path / "single", *single) == 0
    assert made(tmp_path / "list") == made(tmp_path / "single")
    assert len(made(tmp_path / "list")) == 7


@pytest.mark.parametrize("nothing", ["", ",", "NC-001x"])
def test_no_number_is_not_every_number(nothing: str, folder: Path, tmp_path: Path) -> None:
    assert build(folder, tmp_path / "out", "--record", nothing) == 2


@pytest.mark.parametrize(
    "options",
    [
        ("--record", "NC-001", "--recommender", HERS, "--only", "form1,form2"),
        ("--record", WRONG, "--only", "certificate"),
        ("--record", WRONG, "--recommender", "南昌"),
        ("--only", "summary", "--recommender", "南昌"),
        ("--only", "notice", "--format", "xlsx"),
    ],
)
def test_what_there_is_none_of_is_told_and_takes_no_earlier_outputs_place(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    assert build(folder, out, "--only", "blank", "--format", "xlsx") == 0
    earlier = made(out)
    assert len(earlier) == 2
    assert build(folder, out, *options) == 2
    told = capsys.readouterr().err
    assert "没有要生成的文件" in told
    assert all(option in told for option in options if option.startswith("--"))
    assert made(out) == earlier
