"""Builds: the queue is bounded, cancelling ends every process, what is made equals the command line's."""

from __future__ import annotations

import io
import json
import os
import re
import time
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import MINIMAL, ROOT
from support.services import Running, files_of, processes_of, running

from generator.campaign.kinds import KINDS
from generator.interfaces.cli import run
from generator.interfaces.web.limits import BUILDS_AT_ONCE, BUILDS_WAITING


def test_the_zip_equals_the_command_lines_output_byte_for_byte(
    service: Running, build: str, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run(["build", str(folder), "--out", str(out)]) == 0
    answer = service.ask("GET", f"{build}/zip")
    assert "filename*=utf-8''small-" in answer.headers["content-disposition"].lower()
    with zipfile.ZipFile(io.BytesIO(answer.body)) as package:
        made = {name: package.read(name) for name in package.namelist()}
    here = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert made.keys() == here.keys()
    assert [name for name in made if made[name] != here[name]] == []
    for file in service.ask("GET", f"{build}/files").json:
        assert service.ask("GET", f"{build}/files/{file['id']}").body == here[file["path"]]


def test_a_page_is_a_picture(service: Running, build: str) -> None:
    form = next(file for file in service.ask("GET", f"{build}/files").json if file["path"].endswith(".pdf"))
    picture = service.ask("GET", f"{build}/files/{form['id']}/pages/1?size=small")
    assert (picture.status, picture.headers["content-type"]) == (200, "image/png")
    assert picture.body.startswith(b"\x89PNG")
    shown = service.ask("GET", f"{build}/files/{form['id']}?inline=true").headers
    assert shown["content-disposition"].startswith("inline"), "the browser's own viewer shows it"
    assert "default-src" not in shown["content-security-policy"], "which is a page with parts of its own"
    for page in (0, form["pages"] + 1):
        assert service.ask("GET", f"{build}/files/{form['id']}/pages/{page}").status == 404


def test_events_tell_everybody_who_asks_again_how_a_build_ended(service: Running, campaign: str) -> None:
    unknown = {"recommenders": ["南昌市总工会", "南昌市总公会"]}
    made = service.send(f"/api/v1/campaigns/{campaign}/builds", unknown).json
    for _ in range(2):  # the second time as after a reload, when the build has ended
        told = service.ask("GET", f"/api/v1/campaigns/{campaign}/builds/{made['id']}/events")
        assert told.headers["content-type"].startswith("text/event-stream")
        data = [line for line in told.body.decode().splitlines() if line.startswith("data: ")]
        last = json.loads(data[-1].removeprefix("data: "))
        assert last["state"] == "failed"
        assert "南昌市总公会" in last["message"]


def test_the_queue_is_bounded_and_cancelling_ends_every_process(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        campaigns = [service.upload(files_of(MINIMAL)).json["id"] for _ in range(2)]
        answers = [
            service.send(f"/api/v1/campaigns/{campaigns[number % 2]}/builds", {})
            for number in range(BUILDS_AT_ONCE + BUILDS_WAITING + 1)
        ]
        assert [answer.status for answer in answers] == [202] * (BUILDS_AT_ONCE + BUILDS_WAITING) + [429]
        assert answers[-1].json["code"] == "busy"
        states = [_state(service, answer.json) for answer in answers[:-1]]
        assert states.count("running") <= BUILDS_AT_ONCE
        for answer in reversed(answers[:-1]):
            made = answer.json
            told = service.ask("POST", f"/api/v1/campaigns/{made['campaign']}/builds/{made['id']}/cancel").json
            assert told["state"] in ("cancelled", "done")
        assert not _lasting(processes_of(service))
        assert not list(service.folder.rglob(".staging-*"))


def _state(service: Running, made: dict[str, str]) -> str:
    state: str = service.ask("GET", f"/api/v1/campaigns/{made['campaign']}/builds/{made['id']}").json["state"]
    return state


def _lasting(processes: set[int]) -> set[int]:
    """Those that are still there after a while."""
    deadline = time.monotonic() + 10
    while processes and time.monotonic() < deadline:
        time.sleep(0.1)
        processes = {one for one in processes if _is_running(one)}
    return processes


def _is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_builds_end_with_a_service_that_is_killed_and_are_told_so_by_the_next(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        campaign = service.upload(files_of(MINIMAL)).json["id"]
        made = service.send(f"/api/v1/campaigns/{campaign}/builds", {}).json
        while _state(service, made) == "waiting":
            time.sleep(0.05)
        while not (children := processes_of(service)):
            time.sleep(0.05)
        time.sleep(0.5)
        os.kill(service.process.pid, 9)
        assert not _lasting(children)
    with running(tmp_path) as service:
        told = service.ask("GET", f"/api/v1/campaigns/{campaign}/builds/{made['id']}").json
        assert told["state"] == "failed"
        assert told["message"] == "服务重新启动过，这次没有做完。"
        page = service.ask("GET", f"/campaigns/{campaign}/builds/{made['id']}").body.decode()
        assert "重新生成" in page
        assert "取消" not in page
        assert service.ask("DELETE", f"/api/v1/campaigns/{campaign}").status == 204
        assert not list((service.folder / "campaigns").iterdir())


def test_a_certificate_is_printed_again_by_its_number(service: Running, campaign: str) -> None:
    page = f"/campaigns/{campaign}/builds"
    form = {"Content_Type": "application/x-www-form-urlencoded", "Origin": service.address}
    assert service.ask("POST", page, b"kinds=form1&formats=everything&numbers=2", **form).status == 422
    asked = service.ask("POST", page, b"kinds=form1&formats=pdf&numbers=2%E3%80%813", **form)
    build = f"/api/v1{asked.headers['location']}"
    events = service.ask("GET", f"{build}/events").body.decode()
    assert '"state":"done"' in events.replace(" ", ""), events
    made = service.ask("GET", f"{build}/files").json
    assert {file["document"] for file in made} == {"certificate"}
    assert {file["record"] for file in made} >= {"NC-002", "NC-003"}
    assert "NC-001" not in {file["record"] for file in made}
    unknown = service.built(campaign, kinds=["certificate"], formats=["pdf"], numbers=["404"])
    assert (unknown["state"], "没有序号或编号为“404”的证书" in unknown["message"]) == ("failed", True), unknown


def test_papers_of_one_project_are_made_by_its_number(service: Running, campaign: str) -> None:
    about = service.built(campaign, formats=["docx"], records=["NC-002", "NC-002"])
    made = service.ask("GET", f"/api/v1/campaigns/{campaign}/builds/{about['id']}/files").json
    assert {file["record"] for file in made} == {"NC-002"}
    assert {file["document"] for file in made} == {"form1", "intro", "certificate"}
    unknown = service.built(campaign, records=["NC-02"])
    assert (unknown["state"], "没有项目编号为“NC-02”的项目" in unknown["message"]) == ("failed", True), unknown
    assert "--" not in unknown["message"], "nobody here writes options"


def test_a_further_form_is_ordered_by_itself_and_all_kinds_are_all_of_the_campaign(service: Running) -> None:
    campaign = service.upload(files_of(ROOT / "data_examples" / "another-award")).json["id"]
    page = f"/campaigns/{campaign}/builds"
    shown = service.ask("GET", page).body.decode()
    ticked = dict(re.findall(r'name="kinds" value="(\w+)" checked>(.+?)</label>', shown))
    assert ticked["opinion"] == "征求意见表"
    assert set(KINDS) < set(ticked)
    about = service.built(campaign, kinds=["opinion"], formats=["pdf"], recommenders=["铜仁市总工会"])
    made = service.ask("GET", f"/api/v1{page}/{about['id']}/files").json
    assert {file["document"] for file in made} == {"opinion"}
    form = {"Content_Type": "application/x-www-form-urlencoded", "Origin": service.address}
    every = "&".join([*(f"kinds={kind}" for kind in ticked), "formats=pdf", "recommenders=铜仁市总工会"])
    for body, kinds in ((every, ["*"]), (every.replace("kinds=opinion&", ""), [*KINDS])):
        asked = service.ask("POST", page, quote(body, safe="=&").encode(), **form)
        told = service.ask("GET", f"/api/v1{asked.headers['location']}").json
        assert sorted(told["choice"]["kinds"]) == sorted(kinds)
        assert service.ask("DELETE", f"/api/v1{asked.headers['location']}").status == 204


@pytest.mark.parametrize(
    ("order", "status"),
    [
        ({"records": [""]}, 422),
        ({"kinds": []}, 422),
        ({"kinds": ["everything"]}, 422),
        ({"formats": ["odt"]}, 422),
        ({"numbers": ["2"]}, 422),
        ({"recommenders": [""]}, 422),
        ({"jobs": 64}, 422),
    ],
)
def test_a_wrong_order_is_refused(service: Running, campaign: str, order: dict[str, object], status: int) -> None:
    answer = service.send(f"/api/v1/campaigns/{campaign}/builds", order)
    assert (answer.status, answer.json["code"]) == (status, "invalid")
