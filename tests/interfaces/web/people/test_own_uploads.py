"""What a recommender's account sends changes its own material alone; what is another's is refused by name."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import ROOT
from openpyxl import load_workbook
from support.by_recommender import EXAMPLE, gbk_zip, numbers_of, workbook_of
from support.services import Running, free_port, multipart, running
from support.signed import person

from generator.interfaces.web.store.store import file_id

from .conftest import pdf_saying

NANCHANG, GANZHOU = "南昌市总工会", "赣州市总工会"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Collecting:
    """A campaign that collects: the office and a recommender at it."""

    office: Running
    own: Running
    other: Running
    here: str

    def files(self) -> dict[str, int]:
        found = self.office.ask("GET", f"/api/v1{self.here}").json["files"]
        return {one["path"]: one["bytes"] for one in found}

    def projects(self) -> dict[str, int]:
        rows = self.office.ask("GET", f"/api/v1{self.here}/progress").json["rows"]
        return {row["recommender"]: row["applications"] for row in rows if row["applications"]}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Running, Running]]:
    with running(tmp_path_factory.mktemp("collecting")) as alone:
        office = person(alone, "office", "office")
        own, other = (person(alone, name[:2], "recommender", name) for name in (NANCHANG, GANZHOU))
        yield office, own, other


@pytest.fixture
def collecting(service: tuple[Running, Running, Running]) -> Collecting:
    """Where something is taken in."""
    return begun(service)


@pytest.fixture(scope="module")
def standing(service: tuple[Running, Running, Running]) -> Collecting:
    """Where nothing is to change."""
    return begun(service)


def begun(service: tuple[Running, Running, Running]) -> Collecting:
    office, own, other = service
    settings = {name: (EXAMPLE / name).read_bytes() for name in ("campaign.yaml", "notice.yaml")}
    made = Collecting(office, own, other, f"/campaigns/{office.upload(settings).json['id']}")
    assert "/recommenders/" in send(other, made, {"填报表.xlsx": workbook_of(GANZHOU)})
    return made


def send(who: Running, at: Collecting, files: dict[str, bytes]) -> str:
    """Upload as a page without scripts does; where it goes on."""
    kind, body = multipart(files)
    answer = who.ask("POST", f"{at.here}/arrivals", body, Content_Type=kind, Origin=who.address)
    assert answer.status == 303, answer.body.decode()
    return answer.headers["location"]


def agree(who: Running, address: str, **chosen: str) -> int:
    return who.fill(address, {"take": "1", **chosen}).status


def test_the_own_workbook_is_taken_in_and_shown_on_the_own_page(collecting: Collecting) -> None:
    goes_to = send(collecting.own, collecting, {"填报表.xlsx": workbook_of(NANCHANG)})
    assert f"/recommenders/{file_id(NANCHANG)}?done=" in goes_to
    page = collecting.own.page(goes_to)
    assert "已放入填报表1个" in page
    assert "27项" in page
    assert "申报截止：2023年8月15日" in page
    assert "申报截止：2023年8月15日" in collecting.own.page("/")
    assert collecting.projects() == {NANCHANG: 27, GANZHOU: len(numbers_of(GANZHOU))}
    of_other = f"{goes_to.rpartition('=')[0]}=2"  # the version in which the other's workbook came
    assert GANZHOU not in collecting.own.page(of_other)


def test_the_own_page_says_how_many_questions_wait_for_an_answer(collecting: Collecting) -> None:
    folder = ROOT / "data_examples/returned/南昌"
    forms = {one.name: one.read_bytes() for one in sorted(folder.rglob("*.docx"))[:6]}
    page = collecting.own.page(send(collecting.own, collecting, forms))
    found = re.search(r"交回的表格里有(\d+)处看不准，等您答复", page)
    assert found
    questions = collecting.own.page(f"{collecting.here}/questions")
    assert f'待答复<span class="count">{found[1]}</span>' in questions


def test_after_two_forms_the_rest_of_them_and_the_list_are_taken_too(collecting: Collecting) -> None:
    folder = ROOT / "data_examples/returned/南昌"
    forms = {one.name: one.read_bytes() for one in sorted(folder.rglob("[!~]*.*")) if one.suffix in (".docx", ".xlsx")}
    send(collecting.own, collecting, {name: forms[name] for name in ("04-南昌-电泳挂具.docx", "12-南昌-注液机.docx")})
    page = collecting.own.page(send(collecting.own, collecting, forms))
    assert "会改动别的申报单位" not in page


def test_nobody_is_asked_whose_the_own_files_are(standing: Collecting) -> None:
    page = standing.own.page(send(standing.own, standing, {"说明.txt": b"abc"}))
    assert f"申报表、汇总表：{NANCHANG}" in page
    assert "不知道是谁的" not in page
    assert "不知道是谁的" in standing.office.page(send(standing.office, standing, {"说明.txt": b"abc"}))


def test_what_waits_for_an_answer_is_told_so_among_the_own_problems(collecting: Collecting) -> None:
    form = ROOT / "data_examples/returned/南昌/04-南昌-电泳挂具.docx"
    page = collecting.own.page(send(collecting.own, collecting, {form.name: form.read_bytes()}))
    assert page.count("请在“待确认”里回答") == page.count("没有填写。")


def test_what_no_form_says_of_the_own_projects_can_be_answered(collecting: Collecting) -> None:
    folder = ROOT / "data_examples/returned/南昌"
    forms = {one.name: one.read_bytes() for one in sorted(folder.rglob("*.docx"))[:2]}
    send(collecting.own, collecting, forms)
    asked = [who.page(f"{collecting.here}/questions") for who in (collecting.own, collecting.office, collecting.other)]
    assert ["项目类别" in page for page in asked] == [True, True, False]


def test_while_the_settings_have_an_error_nobody_is_told_that_the_campaign_is_gone(collecting: Collecting) -> None:
    own = f"{collecting.here}/recommenders/{file_id(NANCHANG)}"
    assert collecting.own.ask("GET", own).status == 200
    name, good = "campaign.yaml", (EXAMPLE / "campaign.yaml").read_bytes()
    collecting.office.upload({name: good + "\n年度: 没定\n".encode()}, f"/api/v1{collecting.here}/files")
    answer = collecting.own.ask("GET", own)
    assert (answer.status, "活动的设置正在修改" in answer.body.decode()) == (409, True)
    collecting.own.ask("GET", "/")
    collecting.office.page(f"{collecting.here}/check")
    assert "评选办公室正在修改设置" in collecting.own.page("/")
    collecting.office.upload({name: good}, f"/api/v1{collecting.here}/files")
    assert collecting.own.ask("GET", own).status == 200


def test_a_service_that_begins_anew_meanwhile_still_shows_a_city_its_campaign(tmp_path: Path) -> None:
    port, name, content = free_port(), "campaign.yaml", (EXAMPLE / "campaign.yaml").read_bytes()
    with running(tmp_path, port=port) as alone:
        office, own = person(alone, "office", "office"), person(alone, "own", "recommender", NANCHANG)
        campaign = office.upload({name: content}).json["id"]
        assert f"/campaigns/{campaign}/" in own.page("/")
        office.upload({name: content + "\n年度: 没定\n".encode()}, f"/api/v1/campaigns/{campaign}/files")
    with running(tmp_path, port=port):
        assert campaign in own.page("/")
        assert own.ask("GET", f"/campaigns/{campaign}/recommenders/{file_id(NANCHANG)}").status == 409
        other = person(alone, "other", "recommender", "江西省农林水利工会")
        assert campaign not in other.page("/"), "it was never listed"


def test_a_campaign_is_shown_from_the_day_on_which_applications_begin(
    service: tuple[Running, Running, Running],
) -> None:
    office, own, _ = service
    text = (EXAMPLE / "campaign.yaml").read_text(encoding="utf-8")
    today = date.today()  # noqa: DTZ011 - as the office types it
    for key, later in {"申报开始": 1, "申报截止": 2, "评选截止": 3}.items():
        day = today + timedelta(days=later)
        text = re.sub(f"(?m)^{key}: .*$", f"{key}: {day.year}年{day.month}月{day.day}日", text)
    settings = {"campaign.yaml": text.encode(), "notice.yaml": (EXAMPLE / "notice.yaml").read_bytes()}
    campaign = office.upload(settings).json["id"]
    assert campaign in office.page("/")
    assert campaign not in own.page("/")
    begun = re.sub("(?m)^申报开始: .*", f"申报开始: {today.year}年{today.month}月{today.day}日", text)
    place = office.folder / "campaigns" / campaign / "files" / "campaign.yaml"
    place.write_text(begun, encoding="utf-8")
    assert campaign in own.page("/")


def test_another_ones_workbook_is_refused_by_name_and_nothing_of_it_is_taken(standing: Collecting) -> None:
    before = standing.files(), standing.projects()
    content = workbook_of(GANZHOU, {numbers_of(GANZHOU)[0]: None})
    waits = send(standing.own, standing, {"填报表.xlsx": content})
    page = standing.own.page(waits)
    assert "不能放入的1个" in page
    assert "填报表.xlsx" in page
    assert f"里面写的是{GANZHOU}" in page
    for chosen in (f"workbook|{GANZHOU}||", f"workbook|{NANCHANG}||", "workbook|*||", "setting|||"):
        agree(standing.own, waits, **{"as-0": chosen})
        assert (standing.files(), standing.projects()) == before, chosen


def test_of_a_zip_the_own_part_is_taken_and_the_rest_refused(collecting: Collecting) -> None:
    before = collecting.projects()
    everything = gbk_zip(
        {"南昌.xlsx": workbook_of(NANCHANG), "赣州.xlsx": workbook_of(GANZHOU), "campaign.yaml": b"a: b"}
    )
    waits = send(collecting.own, collecting, {"全部.zip": everything})
    page = collecting.own.page(waits)
    assert "不能放入的2个" in page
    assert "只能由评选办公室改" in page
    assert agree(collecting.own, waits) == 303
    assert collecting.projects() == before | {NANCHANG: 27}
    assert collecting.files()["campaign.yaml"] == (EXAMPLE / "campaign.yaml").stat().st_size


def test_a_workbook_of_several_and_one_with_awards_are_refused(standing: Collecting) -> None:
    before = standing.files()
    waits = send(standing.own, standing, {"全省.xlsx": (EXAMPLE / "applications.xlsx").read_bytes()})
    assert "不能放入的1个" in standing.own.page(waits)
    book = load_workbook(io.BytesIO(workbook_of(NANCHANG)))
    sheet = book.create_sheet("评选结果")
    sheet.append(["项目编号", "等次", "证书序号"])
    sheet.append([numbers_of(NANCHANG)[0], "一等优秀成果", 1])
    content = io.BytesIO()
    book.save(content)
    waits = send(standing.own, standing, {"填报表.xlsx": content.getvalue()})
    assert "评选结果" in standing.own.page(waits)
    agree(standing.own, waits)
    assert standing.files() == before


def test_a_number_of_another_project_is_not_taken(standing: Collecting) -> None:
    before = standing.files()
    clash = workbook_of(NANCHANG, {numbers_of(NANCHANG)[0]: {"项目编号": numbers_of(GANZHOU)[0]}})
    waits = send(standing.own, standing, {"填报表.xlsx": clash})
    assert "不能用" in standing.own.page(waits)
    agree(standing.own, waits)
    assert standing.files() == before


def test_a_project_that_names_another_ones_file_does_not_come_by_it(collecting: Collecting) -> None:
    number, theirs = numbers_of(NANCHANG)[0], f"{numbers_of(GANZHOU)[0]}-图纸.pdf"
    agree(collecting.other, send(collecting.other, collecting, {theirs: pdf_saying("secret")}))
    assert f"attachments/{theirs}" in collecting.files()
    before = collecting.files()
    claim = workbook_of(NANCHANG, {number: {"附件": theirs}})
    waits = send(collecting.own, collecting, {"填报表.xlsx": claim})
    assert "附件名称" in collecting.own.page(waits)
    agree(collecting.own, waits)
    assert collecting.files() == before
    assert collecting.own.ask("GET", f"{collecting.here}/files/{file_id(f'attachments/{theirs}')}").status == 404
    assert collecting.other.ask("GET", f"{collecting.here}/files/{file_id(f'attachments/{theirs}')}").status == 200


def test_an_attachment_for_another_ones_project_waits_with_the_own_ones(collecting: Collecting) -> None:
    send(collecting.own, collecting, {"填报表.xlsx": workbook_of(NANCHANG)})
    before, theirs = collecting.files(), f"{numbers_of(GANZHOU)[0]}-假的.pdf"
    waits = send(collecting.own, collecting, {theirs: pdf_saying("forged")})
    if "/arrivals/" in waits:
        shown = collecting.own.page(waits)
        assert numbers_of(GANZHOU)[1] not in shown, "no number of another's to choose from"
        agree(collecting.own, waits, **{"as-0": f"attachment|{NANCHANG}||", "project-0": numbers_of(GANZHOU)[0]})
    found = collecting.files()
    assert set(found) - set(before) <= {f"unsorted/{NANCHANG}/{theirs}"}
    assert {path: found[path] for path in before} == before


def test_what_waited_of_another_is_not_fetched_by_naming_it(collecting: Collecting) -> None:
    waits = send(collecting.other, collecting, {"没有归到项目.pdf": pdf_saying("secret")})
    if "/arrivals/" in waits:
        agree(collecting.other, waits)
    there = f"unsorted/{GANZHOU}/没有归到项目.pdf"
    assert there in collecting.files()
    claim = workbook_of(NANCHANG, {numbers_of(NANCHANG)[0]: {"附件": "没有归到项目.pdf"}})
    send(collecting.own, collecting, {"填报表.xlsx": claim})
    assert there in collecting.files()
    assert "attachments/没有归到项目.pdf" not in collecting.files()


def test_an_upload_in_pieces_is_the_own_ones_whatever_it_says(standing: Collecting) -> None:
    content = workbook_of(GANZHOU)
    announced = {"files": [{"path": "填报表.xlsx", "bytes": len(content)}], "recommender": GANZHOU}
    upload = standing.own.send(f"{standing.here}/arrivals/pieces", announced).json["upload"]
    path = f"{standing.here}/arrivals/{upload}"
    for who in (standing.other, replace(standing.own, token="")):
        assert who.ask("GET", f"{path}/pieces").status in (401, 404)
        assert who.ask("POST", f"{path}/pieces/0", content).status in (401, 404)
    assert standing.own.ask("POST", f"{path}/pieces/0", content).status == 200
    goes_to = standing.own.ask("POST", f"{path}/whole").json["go"]
    assert f"里面写的是{GANZHOU}" in standing.own.page(goes_to)
    assert standing.other.ask("GET", goes_to).status == 404
    assert standing.office.ask("GET", goes_to).status == 200


def test_what_waits_is_told_by_its_first_file_and_who_sent_it(standing: Collecting) -> None:
    waits = send(standing.own, standing, {"用不上的.txt": b"x", "说明.txt": b"y"})
    assert f"{NANCHANG}上传的“用不上的.txt”等2个文件还没有放入" in standing.office.page(standing.here)
    assert standing.own.fill(waits, {"drop": "1"}).status == 303


def test_the_own_file_can_be_taken_out_and_no_others(collecting: Collecting) -> None:
    send(collecting.own, collecting, {"填报表.xlsx": workbook_of(NANCHANG)})
    theirs, own = (f"{collecting.here}/files/{file_id(f'applications/{name}.xlsx')}" for name in (GANZHOU, NANCHANG))
    assert collecting.own.ask("GET", own).status == 200
    assert collecting.own.ask("GET", theirs).status == 404
    assert collecting.own.ask("POST", f"{theirs}/remove").status == 404
    assert collecting.own.ask("POST", f"{own}/move").status == 404
    answer = collecting.own.ask("POST", f"{own}/remove")
    assert answer.status == 303
    assert "文件已移去。要放回来，请再上传一次，或请省评选办公室在“修改记录”里恢复。" in collecting.own.page(
        answer.headers["location"]
    )
    assert NANCHANG not in collecting.projects()
    assert GANZHOU in collecting.projects()
