"""A real build of a campaign full of hostile names, and input folders with what are no files."""

import json
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import MINIMAL
from lxml import etree
from openpyxl import load_workbook
from support.hostile import TYPED, UNTYPABLE
from support.texts import bare

from generator.campaign.errors import errors_of
from generator.checks.campaign import check_campaign, check_papers_of, check_settings_of
from generator.interfaces.cli import run
from generator.running.earlier_output import MANIFEST

RECOMMENDERS = ("../../外", "C:\\外", "CON", "=1+1", "-rf", "Abc", "ABC", "尾点.")
ATTACHMENTS = ("-rf.pdf", "=cmd.pdf", "CON.pdf", "~$甲.pdf", "尾点..pdf", "'; id;.pdf")


def quoted(name: str) -> str:
    """The name as a YAML scalar."""
    return json.dumps(name)


def write_campaign(folder: Path, names: tuple[str, ...], attachments: tuple[str, ...] = ()) -> Path:
    """The minimal campaign with an application for each name, all winners, handed in by hostile recommenders."""
    shutil.copytree(MINIMAL, folder)
    settings, first = folder / "campaign.yaml", folder / "applications/NC-001.yaml"
    recommenders = "".join(
        f"  - {{名称: {quoted(name)}, 简称: 简称{place}, 类型: 设区市总工会, 最低数量: 0}}\n"
        for place, name in enumerate(RECOMMENDERS)
    )
    text = settings.read_text(encoding="utf-8")
    text = text.replace("  - {名称: 南昌市总工会, 简称: 南昌, 类型: 设区市总工会, 最低数量: 1}\n", recommenders)
    for old, new in (("数量: 10", f"数量: {len(names)}"), ("数量: 30", "数量: 0"), ("数量: 60", "数量: 0")):
        text = text.replace(old, new)
    settings.write_text(text, encoding="utf-8")
    text = first.read_text(encoding="utf-8")
    first.unlink()
    for place, name in enumerate(names):
        one = text
        for old, new in (
            ("项目编号: NC-001", f"项目编号: {quoted(name[:18])}"),
            ("申报单位: 南昌市总工会", f"申报单位: {quoted(RECOMMENDERS[place % len(RECOMMENDERS)])}"),
            ("项目名称: 立式铣床主轴快速对中夹具", f"项目名称: {quoted(name)}"),
            # Of another unit each: some of these names differ in width and case alone, and would be one project.
            ("所在单位: 江西昌北恒岳精密机械有限公司", f"所在单位: {quoted(f'{name[:30]}{place}厂')}"),
            ("其他完成人:", f"评选结果: {{等次: 一等优秀成果, 证书序号: {place + 1}}}\n其他完成人:"),
            ("申报时间:", f"附件: {json.dumps(attachments)}\n申报时间:" if attachments and not place else "申报时间:"),
        ):
            assert old in one
            one = one.replace(old, new)
        (folder / f"applications/{place:03d}.yaml").write_text(one, encoding="utf-8")
    return folder


def test_untypable_names_are_refused_with_a_problem_and_typable_ones_are_not(tmp_path: Path) -> None:
    campaign = write_campaign(tmp_path / "campaign", (*TYPED, *UNTYPABLE))
    _, _, problems = check_campaign(campaign)
    refused = {problem.place.file for problem in errors_of(problems)}
    assert {f"applications/{place:03d}.yaml" for place in range(len(TYPED), len(TYPED) + len(UNTYPABLE))} <= refused
    wrong = [problem for problem in errors_of(problems) if problem.place.file < f"applications/{len(TYPED):03d}.yaml"]
    assert [problem for problem in wrong if problem.field in ("项目编号", "项目名称", "所在单位")] == []


def test_a_build_of_hostile_names_stays_in_its_folder_and_keeps_every_name_as_typed(tmp_path: Path) -> None:
    campaign = write_campaign(tmp_path / "campaign", TYPED, ATTACHMENTS)
    (campaign / "attachments").mkdir()
    for name in ATTACHMENTS:
        (campaign / "attachments" / name).write_bytes(ONE_PAGE)
    before = sorted(tmp_path.rglob("*"))
    out = tmp_path / "甲/out"
    kinds = "form1,form2,certificate,bulletin,packet"
    assert run(["build", str(campaign), "--out", str(out), "--jobs", "1", "--only", kinds]) == 0
    listed = {file["path"]: file for file in json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"]}
    assert {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()} == {*listed, MANIFEST}
    assert sorted(path for path in tmp_path.rglob("*") if tmp_path / "甲" not in (path, *path.parents)) == before
    assert [path.name for path in (tmp_path / "甲").iterdir()] == ["out"]
    names_in_cells = []
    for path in out.rglob("*.xlsx"):
        for sheet in load_workbook(path):
            cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
            assert [cell.coordinate for cell in cells if cell.data_type not in ("s", "n")] == []
            assert [cell.value for cell in cells if cell.data_type == "n"] == []
            names_in_cells += [bare(cell.value) for cell in cells]
    for name in TYPED:  # Form 2, register, list of winners
        assert names_in_cells.count(bare(name)) >= 3, name
    forms = [path for path, file in listed.items() if file["document"] == "form1" and file["format"] == "docx"]
    assert len(forms) == len(TYPED)
    texts = [_word_text(out / path) for path in forms]
    for name in TYPED:
        assert any(bare(name) in text for text in texts), name


def _word_text(path: Path) -> str:
    with ZipFile(path) as package:
        return bare("".join(etree.fromstring(package.read("word/document.xml")).itertext()))


@pytest.mark.parametrize("name", ["../campaign.yaml", "/etc/passwd", "C:\\外.pdf", "..", ".", "a/../../campaign.yaml"])
def test_an_attachment_outside_its_folder_is_not_found(name: str, tmp_path: Path) -> None:
    campaign = write_campaign(tmp_path / "campaign", ("甲",), (name,))
    _, _, problems = check_campaign(campaign)
    assert "attachment" in [problem.code for problem in errors_of(problems)]


def test_an_attachment_whose_name_goes_on_over_a_line_is_refused(tmp_path: Path) -> None:
    campaign = write_campaign(tmp_path / "campaign", ("甲",), ("甲\n乙.pdf",))
    assert "line-break" in [problem.code for problem in errors_of(check_campaign(campaign)[2])]


def test_an_attachment_whose_name_hides_its_ending_is_refused(tmp_path: Path) -> None:
    campaign = write_campaign(tmp_path / "campaign", ("甲",), ("甲\u202efdp.exe",))
    assert "character" in [problem.code for problem in errors_of(check_campaign(campaign)[2])]


def a_link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def a_link_inside(path: Path) -> None:
    path.symlink_to(path.parent)


def a_dangling_link(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's path may have 107 bytes only
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    finally:
        os.chdir(here)


@pytest.mark.parametrize(
    "place",
    [
        "campaign.yaml",
        "notice.yaml",
        "applications.xlsx",
        "applications",
        "applications/NC-002.yaml",
        "applications/南昌/表.xlsx",
        "attachments/图.jpg",
        "attachments",
        "summaries/总结.yaml",
        "templates/form1/form1.html",
        "templates/shared",
    ],
)
@pytest.mark.parametrize("make", [a_link, a_link_inside, a_dangling_link, a_pipe, a_socket])
def test_what_is_no_file_is_refused_and_never_opened(
    make: Callable[[Path], None], place: str, minimal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = minimal / place
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(path, ignore_errors=True)
    path.unlink(missing_ok=True)
    make(path)
    for problems in (check_campaign(minimal)[2], check_settings_of(minimal)[1], check_papers_of(minimal)[1]):
        assert [(problem.code, problem.place.file) for problem in problems] == [("special-file", place)]
    assert run(["check", str(minimal)]) == 1
    assert run(["progress", str(minimal)]) == 1
    assert f"{place} 是" in capsys.readouterr().err


@pytest.mark.parametrize("make", [a_link, a_link_inside, a_dangling_link, a_pipe, a_socket])
def test_what_is_no_file_among_the_returned_forms_is_a_reminder_and_none_of_them_is_opened(
    make: Callable[[Path], None], minimal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (minimal / "returned").mkdir()
    (minimal / "returned/坏.docx").write_bytes(b"no Word file")
    make(minimal / "returned/表.docx")
    problems = check_campaign(minimal)[2]
    assert [(one.code, one.place.file, one.severity) for one in problems] == [
        ("special-file", "returned/表.docx", "warning")
    ]
    assert run(["check", str(minimal)]) == 0
    assert "表.docx 是" in capsys.readouterr().out


def test_a_device_is_refused(minimal: Path) -> None:
    try:
        os.mknod(minimal / "applications.xlsx", 0o600 | 0o020000, os.makedev(1, 5))  # /dev/zero
    except PermissionError:
        pytest.skip("only root makes devices")
    assert [problem.code for problem in check_campaign(minimal)[2]] == ["special-file"]


def test_a_link_to_a_folder_that_is_not_read_does_no_harm(minimal: Path, tmp_path: Path) -> None:
    (minimal / "旧输出").symlink_to(tmp_path)
    assert check_campaign(minimal)[2] == []


ONE_PAGE = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R/Size 4>>
"""
