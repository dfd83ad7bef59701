"""Uploading, mending and removing through the HTTP interface."""

from __future__ import annotations

import io
import json
import socket
import time
import zipfile
from pathlib import Path

import pytest
from conftest import MINIMAL, ROOT
from support.bystanders import bystanders
from support.services import Running, files_of, multipart

from generator.interfaces.cli import run


def zipped(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, one in files.items():
            package.writestr(name, one)
    return content.getvalue()


def test_a_folder_and_its_zip_are_the_same_campaign(service: Running) -> None:
    files = files_of(MINIMAL)
    answers = [service.upload(files), service.upload({"五小活动.zip": zipped(files)})]
    paths = [[file["path"] for file in answer.json["files"]] for answer in answers]
    assert paths[0] == paths[1] == ["applications/NC-001.yaml", "campaign.yaml", "notice.yaml"]
    assert [answer.json["name"] for answer in answers] == ["minimal", "五小活动"]
    for answer in answers:
        assert service.ask("DELETE", f"/api/v1/campaigns/{answer.json['id']}").status == 204
        assert service.ask("GET", f"/api/v1/campaigns/{answer.json['id']}").json["code"] == "not-found"


def test_what_a_build_does_not_read_is_left_out_and_said(service: Running) -> None:
    files = files_of(MINIMAL) | {"minimal/make.py": b"import os", "minimal/.DS_Store": b"x"}
    answer = service.upload(files).json
    assert "make.py" in answer["note"]
    assert len(answer["files"]) == 3


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"../campaign.yaml": b"x"},
        {"a.zip": b"no zip"},
        {"a.zip": zipped({"../../campaign.yaml": b"x"})},
        {"a.zip": zipped({"CON/campaign.yaml": b"x"})},
        {"a.exe": b"MZ"},
        {"attachments/A.pdf": b"1", "attachments/a.pdf": b"2"},
        {"some.xlsx": b"1", "applications/some.xlsx": b"2"},
    ],
)
def test_an_unusable_upload_is_refused_and_leaves_nothing(service: Running, files: dict[str, bytes]) -> None:
    before = service.ask("GET", "/api/v1/campaigns").json
    answer = service.upload(files)
    assert (answer.status, answer.json["code"]) == (400, "upload-unusable")
    assert answer.json["message"]
    assert answer.json["fix"]
    assert service.ask("GET", "/api/v1/campaigns").json == before
    assert service.left() == []


def test_a_large_archive_blocks_nobody_and_very_many_are_refused(service: Running) -> None:
    many = zipped({f"attachments/{number}.pdf": b"%PDF" for number in range(2_900)})
    with bystanders(service) as seen:
        assert service.upload({"many.zip": many}).status == 201
    assert seen.wrong == []
    assert seen.median_ms < 500
    answer = service.upload({f"{number}.zip": zipped({"campaign.yaml": b"x"}) for number in range(51)})
    assert (answer.status, answer.json["code"]) == (413, "too-large")


def test_an_aborted_upload_leaves_nothing(service: Running) -> None:
    kind, body = multipart({"campaign.yaml": b"x" * 1_000_000})
    with socket.create_connection(("127.0.0.1", service.port)) as line:
        line.sendall(
            f"POST /api/v1/campaigns HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\nContent-Type: {kind}\r\n"
            f"Authorization: Bearer {service.token}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body[:500_000]
        )
        time.sleep(0.3)
    assert service.left() == []


def test_the_check_is_that_of_the_command_line(service: Running, capsys: pytest.CaptureFixture[str]) -> None:
    folder = ROOT / "data_examples/broken/excel-id-as-number"
    campaign = service.upload(files_of(folder)).json["id"]
    told = service.ask("GET", f"/api/v1/campaigns/{campaign}/check").json
    run(["check", str(folder), "--json"])
    expected = json.loads(capsys.readouterr().out)
    assert told["counts"] == expected["counts"]
    for problem in told["problems"]:
        assert problem.pop("recommender") == "南昌市总工会"
    assert sorted(told["problems"], key=str) == sorted(expected["problems"], key=str)
    report = service.ask("GET", f"/api/v1/campaigns/{campaign}/check.xlsx")
    assert report.body.startswith(b"PK")
    assert "filename*=utf-8''%E9%97%AE" in report.headers["content-disposition"]


def test_a_mended_file_takes_the_place_of_the_wrong_one(service: Running, tmp_path: Path) -> None:
    files = files_of(MINIMAL)
    right = files["minimal/applications/NC-001.yaml"]
    wrong = right.replace("项目类别: 小发明".encode(), "项目类别: 大发明".encode())
    campaign = service.upload(files | {"minimal/applications/NC-001.yaml": wrong}).json["id"]
    check = f"/api/v1/campaigns/{campaign}/check"
    assert [one["code"] for one in service.ask("GET", check).json["problems"]] == ["choice"]
    failed = service.built(campaign)
    assert (failed["state"], failed["counts"]) == ("failed", None)
    assert "检查" in failed["message"]
    service.upload({"NC-001.yaml": right}, f"/api/v1/campaigns/{campaign}/files")
    assert service.ask("GET", check).json["problems"] == []


def test_a_workbook_alone_gets_the_settings_that_come_with_the_program(service: Running) -> None:
    workbook = service.ask("GET", "/api/v1/papers/workbook.xlsx").body
    answer = service.upload({"填报表.xlsx": workbook}).json
    assert "applications/填报表.xlsx" in answer["note"]
    page = service.ask("GET", f"/campaigns/{answer['id']}").body.decode()
    assert "使用自带的 2023 年设置" in page
    done = service.ask("POST", f"/campaigns/{answer['id']}/starter")
    assert done.status == 303
    paths = [file["path"] for file in service.ask("GET", f"/api/v1/campaigns/{answer['id']}").json["files"]]
    assert paths == ["applications/填报表.xlsx", "campaign.yaml", "notice.yaml"]
