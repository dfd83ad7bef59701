"""Material as people have it: sorted by recommender, told before it replaces anything, and nothing of it lost."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from conftest import ROOT
from support.by_recommender import EXAMPLE, gbk_zip, numbers_of, recommenders, summary_docx, workbook_of
from support.services import Answer, Running, files_of, multipart, running

NANCHANG = "南昌市总工会"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("office")) as one:
        yield one


@pytest.fixture
def campaign(office: Running) -> str:
    """A campaign with the example's settings, for which nothing has come in."""
    settings = {name: (EXAMPLE / name).read_bytes() for name in ("campaign.yaml", "notice.yaml")}
    made = office.upload(settings).json
    return f"/campaigns/{made['id']}"


def send(office: Running, campaign: str, files: dict[str, bytes], **fields: str) -> str:
    """Upload as a page without scripts does; where it goes on."""
    kind, body = multipart(files)
    for name, value in fields.items():
        boundary = kind.partition("=")[2]
        part = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        body = part + body
    answer = office.ask("POST", f"{campaign}/arrivals", body, Content_Type=kind, Origin=office.address)
    assert answer.status == 303, answer.body.decode()
    return answer.headers["location"]


def page(office: Running, address: str) -> str:
    answer = office.ask("GET", address)
    assert answer.status == 200, answer.body.decode()
    return answer.body.decode()


def post(office: Running, address: str, **fields: str) -> str:
    """Send a form; where it goes on, or the page that it answers with."""
    body = urlencode(fields).encode()
    answer = office.ask("POST", address, body, Content_Type=FORM, Origin=office.address)
    assert answer.status in (200, 303), answer.body.decode()
    return answer.headers.get("location", "") or answer.body.decode()


def files(office: Running, campaign: str) -> list[str]:
    return [one["path"] for one in office.ask("GET", f"/api/v1{campaign}").json["files"]]


def projects(office: Running, campaign: str) -> dict[str, int]:
    rows = office.ask("GET", f"/api/v1{campaign}/progress").json["rows"]
    return {row["recommender"]: row["applications"] for row in rows if row["applications"]}


def chosen(text: str) -> dict[str, str]:
    """The form of the page as it stands."""
    selects = re.findall(r'<select id="(as-\d+)".*?</select>', text, re.S)
    values = {}
    for name in selects:
        inner = re.search(rf'<select id="{name}".*?</select>', text, re.S)
        assert inner
        options = re.findall(r'<option value="([^"]*)"( selected)?', inner.group())
        values[name] = next((value for value, selected in options if selected), options[0][0])
    values |= dict(re.findall(r'name="(project-\d+)" list="projects" value="([^"]*)"', text))
    return values


def test_eighteen_workbooks_of_one_name_in_any_order_give_every_recommender_its_projects(
    office: Running, campaign: str
) -> None:
    names = recommenders()
    random.Random(3).shuffle(names)
    for name in names:
        assert "?done=" in send(office, campaign, {"填报表.xlsx": workbook_of(name)})
    found = projects(office, campaign)
    assert (len(found), sum(found.values())) == (18, 303)
    assert f"applications/{NANCHANG}.xlsx" in files(office, campaign)


def test_a_workbook_sent_again_under_another_name_tells_what_changes_and_changes_that_alone(
    office: Running, campaign: str
) -> None:
    others = recommenders()[1:3]
    for name in (NANCHANG, *others):
        send(office, campaign, {"填报表.xlsx": workbook_of(name)})
    before, (first, second, *_) = projects(office, campaign), numbers_of(NANCHANG)
    again = workbook_of(NANCHANG, {first: None, second: {"项目名称": "改过名称的项目"}})
    waits = send(office, campaign, {"填报表(最终版)(1).xlsx": again})
    shown = page(office, waits)
    assert "27项 → 26项" in shown
    assert first in shown
    assert "改过名称的项目" in shown
    assert projects(office, campaign) == before, "nothing is done before somebody agrees"
    assert "还没有放入" in page(office, campaign)
    done = post(office, waits, take="1", **chosen(shown))
    assert "26项" in page(office, done)
    assert projects(office, campaign) == before | {NANCHANG: 26}
    assert len([path for path in files(office, campaign) if path.startswith("applications/")]) == 3
    version = done.rpartition("=")[2]
    post(office, f"{campaign}/history/{version}/undo")
    assert projects(office, campaign) == before


def test_the_same_workbook_again_changes_nothing(office: Running, campaign: str) -> None:
    content = workbook_of(NANCHANG)
    send(office, campaign, {"填报表.xlsx": content})
    assert "?same=true" in send(office, campaign, {"又发一次.xlsx": content})


def test_a_workbook_of_several_takes_the_place_of_single_ones_and_the_other_way_round(
    office: Running, campaign: str
) -> None:
    send(office, campaign, {"填报表.xlsx": workbook_of(NANCHANG)})
    waits = send(office, campaign, {"全省.xlsx": (EXAMPLE / "applications.xlsx").read_bytes()})
    shown = page(office, waits)
    assert "有18家申报单位" in shown
    post(office, waits, take="1", **chosen(shown))
    assert sum(projects(office, campaign).values()) == 303
    assert [path for path in files(office, campaign) if "applications/" in path] == ["applications/多个申报单位.xlsx"]
    waits = send(office, campaign, {"填报表.xlsx": workbook_of(NANCHANG, {numbers_of(NANCHANG)[0]: None})})
    post(office, waits, take="1", **chosen(page(office, waits)))
    found = projects(office, campaign)
    assert (found[NANCHANG], sum(found.values())) == (26, 302)


def test_a_citys_zip_loses_nothing(office: Running, campaign: str) -> None:
    own = {f"附件/{one.name}": one.read_bytes() for one in (EXAMPLE / "attachments").glob("NC-*")}
    title, lines = "南昌市总工会2023年“五小”活动工作总结", ["一、做法。发动早。", "二、成效。27项。"]
    own |= {
        "附件/现场照片.jpg": (EXAMPLE / "attachments/GZ-001-现场照片.jpg").read_bytes(),
        "工作总结.docx": summary_docx(title, lines, [NANCHANG, "2023年8月1日"]),
        "填报表.xlsx": workbook_of(NANCHANG),
        "附件清单.txt": "清单".encode(),
        "补充.zip": gbk_zip({"再压一层/专利证书.pdf": b"%PDF-1.4"}),
    }
    waits = send(office, campaign, {"南昌市.zip": gbk_zip(own)})
    shown = page(office, waits)
    assert "看不出是哪个项目的附件" in shown
    form = chosen(shown)
    photo = re.search(r'<th[^>]*>[^<]*现场照片\.jpg.*?name="(project-\d+)"', shown, re.S)
    assert photo
    number = numbers_of(NANCHANG)[1]
    post(office, waits, take="1", **form | {photo.group(1): number})
    found = files(office, campaign)
    assert f"attachments/{number}-现场照片.jpg" in found
    assert {f"unsorted/{NANCHANG}/附件清单.txt", f"unsorted/{NANCHANG}/再压一层/专利证书.pdf"} <= set(found)
    assert len([path for path in found if path.startswith("attachments/")]) == 4
    rows = office.ask("GET", f"/api/v1{campaign}/check").json["problems"]
    assert not [one for one in rows if one["code"].startswith("attachment") and number in one["message"]]
    folder = office.folder / campaign.strip("/") / "files"
    written = (folder / f"summaries/{NANCHANG}.yaml").read_text(encoding="utf-8")
    assert written.splitlines()[1:] == [f"申报单位: {NANCHANG}", "工作总结: |", *(f"  {line}" for line in lines)]
    assert (folder / f"originals/{NANCHANG}/{NANCHANG}.docx").read_bytes() == own["工作总结.docx"]


def test_attachments_that_came_before_their_workbook_are_found_when_it_comes(office: Running, campaign: str) -> None:
    one = next((EXAMPLE / "attachments").glob("NC-001-*"))
    waits = send(office, campaign, {one.name: one.read_bytes()})
    post(office, waits, take="1", **chosen(page(office, waits)))
    assert f"unsorted/{one.name}" in files(office, campaign)
    waits = send(office, campaign, {"填报表.xlsx": workbook_of(NANCHANG)})
    assert "?done=" in waits
    assert f"attachments/{one.name}" in files(office, campaign)


def test_whose_a_nameless_workbook_is_comes_from_the_page_it_is_dropped_on(office: Running, campaign: str) -> None:
    nameless = workbook_of(NANCHANG, {number: {"申报单位": None} for number in numbers_of(NANCHANG)})
    assert "/arrivals/" in send(office, campaign, {"填报表.xlsx": nameless})
    assert "/recommenders/" in send(office, campaign, {"填报表.xlsx": nameless}, recommender=NANCHANG)
    assert f"applications/{NANCHANG}.xlsx" in files(office, campaign)


def test_an_upload_that_is_not_wanted_leaves_the_campaign_as_it_was(office: Running, campaign: str) -> None:
    before = files(office, campaign)
    waits = send(office, campaign, {"全省.xlsx": (EXAMPLE / "applications.xlsx").read_bytes()})
    assert post(office, waits, drop="1") == campaign
    assert files(office, campaign) == before
    gone = office.ask("GET", waits)  # as with the back button
    assert gone.status == 404
    assert f'href="{campaign}"' in gone.body.decode()
    assert "还没有放入" not in page(office, campaign)


def test_returned_forms_become_projects_and_their_questions_are_answered_on_a_page(
    office: Running, campaign: str
) -> None:
    returned = ROOT / "data_examples/returned/赣州市总工会.zip"
    assert "?done=" in send(office, campaign, {returned.name: returned.read_bytes()})
    found = projects(office, campaign)
    assert list(found) == ["赣州市总工会"]
    assert found["赣州市总工会"] > 15
    paths = files(office, campaign)
    assert {"applications.xlsx", "待确认.xlsx"} <= set(paths)
    assert any(path.startswith("returned/赣州市总工会/") for path in paths)
    shown = page(office, f"{campaign}/questions")
    choice = re.search(r'name="(choice-[0-9a-f]+)" value="0"', shown)
    assert choice
    done = page(office, post(office, f"{campaign}/questions", **{choice.group(1): "0"}))
    assert "已保存1处答复" in done
    assert "已答复1处" in done
    assert "答复了1处" in page(office, f"{campaign}/history")


def locked() -> bytes:
    """A file as Office saves it with a password, as far as anybody sees from outside."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("填报表.xlsx", locked(), "文件加了密码，打不开。"),
        ("08-南昌-卷绕机.docx", locked(), "文件加了密码，打不开。"),
        ("申报表.doc", locked(), "文件加了密码，打不开。"),
        ("汇总.xlsx", b"", "文件是空的"),
        ("卷绕机.docx", b"", "文件是空的"),
    ],
)
def test_a_file_that_nobody_can_open_is_told_with_why(
    office: Running, campaign: str, name: str, content: bytes, said: str
) -> None:
    shown = page(office, send(office, campaign, {name: content}))
    assert said in shown
    assert "请转成 PDF" not in shown


def test_an_empty_zip_is_told_as_empty_and_leaves_nothing_waiting(office: Running, campaign: str) -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    kind, body = multipart({"材料.zip": empty.getvalue()})
    answer = office.ask("POST", f"{campaign}/arrivals", body, Content_Type=kind, Origin=office.address)
    assert answer.status == 400
    assert "压缩包或文件夹是空的" in answer.body.decode()
    assert "还没有放入" not in page(office, campaign)


def test_an_empty_zip_among_other_files_is_told_before_they_are_taken_in(office: Running, campaign: str) -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    waits = send(office, campaign, {"附件.zip": empty.getvalue(), "填报表.xlsx": workbook_of(NANCHANG)})
    assert "压缩包“附件.zip”是空的，里面没有文件。" in page(office, waits)
    assert "?done=" in post(office, waits, take="1", **chosen(page(office, waits)))
    assert projects(office, campaign) == {NANCHANG: len(numbers_of(NANCHANG))}


def test_a_scan_taken_in_as_a_form_is_told_as_unread(office: Running, campaign: str) -> None:
    folder = ROOT / "data_examples/returned/南昌"
    names = ("04-南昌-电泳挂具.docx", "19-南昌-申报表扫描件.jpg")
    sent = {name: (folder / name).read_bytes() for name in names}
    told = page(office, send(office, campaign, sent, recommender=NANCHANG))
    assert "其中“19-南昌-申报表扫描件.jpg”程序读不出内容，请补交填写好的 Word 或 Excel 文件。" in told


def test_the_same_form_under_another_name_is_told_and_not_taken_again(office: Running, campaign: str) -> None:
    form = (ROOT / "data_examples/returned/南昌/04-南昌-电泳挂具.docx").read_bytes()
    send(office, campaign, {"电泳挂具.docx": form}, recommender=NANCHANG)
    before = files(office, campaign)
    waits = send(office, campaign, {"申报表（副本）.docx": form}, recommender=NANCHANG)
    assert "和已经收到的“电泳挂具.docx”完全相同，没有再放。" in page(office, waits)
    assert files(office, campaign) == before


def test_an_answer_that_cannot_be_used_is_not_counted_and_stays_in_its_box(office: Running, campaign: str) -> None:
    returned = ROOT / "data_examples/returned/南昌/09-南昌-PCB钻机.docx"
    send(office, campaign, {returned.name: returned.read_bytes()}, recommender="南昌市总工会")
    questions = re.findall(r"<fieldset.*?</fieldset>", page(office, f"{campaign}/questions"), re.S)
    boxes = {
        field: found[1]
        for field in ("批准时间", "申报时间")
        for one in questions
        if field in one and (found := re.search(r'name="(text-[0-9a-f]+)"', one))
    }
    shown = post(
        office, f"{campaign}/questions", **{boxes["批准时间"]: "2022年13月40日", boxes["申报时间"]: "2023年8月9日"}
    )
    assert "已保存1处答复" in shown
    assert "有1处答复不能用，没有保存" in shown
    assert "已答复1处" in shown
    assert f'name="{boxes["批准时间"]}" value="2022年13月40日"' in shown
    assert boxes["申报时间"] not in shown
    only = post(office, f"{campaign}/questions", **{boxes["批准时间"]: "不知道"})
    assert "已保存" not in only
    assert 'value="不知道"' in only


def test_what_is_wrong_on_a_returned_form_is_told_with_its_own_file_and_cell(office: Running, campaign: str) -> None:
    returned = ROOT / "data_examples/returned/赣州市总工会.zip"
    send(office, campaign, {returned.name: returned.read_bytes()})
    shown = page(office, f"{campaign}/check")
    where = re.findall(r'<p class="where">(.*?)</p>', shown)
    assert "交回的“赣州市总工会/09-赣州-揉捻机.docx”，第1个表格第4行第3格，专利状况" in where
    assert "交回的“赣州市总工会/赣州-汇总表(盖章版).xlsx”，“Sheet1”表H9，项目类别" in where, "a list is a sheet"
    assert "交回的“赣州市总工会/15-赣州-脐橙.docx”，联系人" in where, "the form has no such cell"
    assert not [one for one in where if "填报表" in one], "nobody has seen the workbook that was made of them"
    lacking = re.findall(r'没有填写。</p><p class="remedy">(.*?)</p>', shown)
    assert lacking
    assert all("“待确认”里回答" in one for one in lacking), "each is a question, so it is answered there"
    assert re.search(rf'href="{campaign}/questions">回答待确认的\d+处', shown)
    columns = re.findall(r'<th scope="col"[^>]*>(<span>)?', shown.partition("申报进度")[0])
    assert columns
    assert not any(columns), "a form has no columns with letters"


def test_a_recommender_who_sends_a_workbook_after_forms_is_not_counted_twice(office: Running, campaign: str) -> None:
    returned = ROOT / "data_examples/returned/赣州市总工会.zip"
    send(office, campaign, {returned.name: returned.read_bytes()})
    before = projects(office, campaign)["赣州市总工会"]
    waits = send(office, campaign, {"填报表.xlsx": workbook_of("赣州市总工会")})
    shown = page(office, waits)
    assert f"{before}项 → 26项" in shown
    post(office, waits, take="1", **chosen(shown))
    assert projects(office, campaign) == {"赣州市总工会": 26}


def test_a_file_nobody_can_use_is_kept_and_can_be_given_a_place(office: Running, campaign: str) -> None:
    send(office, campaign, {"填报表.xlsx": workbook_of(NANCHANG)})
    waits = send(office, campaign, {"会议纪要.txt": b"x"})
    asked = page(office, waits)
    assert "请看一看这1个" in asked, "it is told before it lies among others unseen"
    post(office, waits, take="1", **chosen(asked))
    shown = page(office, f"{campaign}/files?place=unsorted")
    assert "会议纪要.txt" in shown
    link = re.search(rf'href="({campaign}/files/[0-9a-f]+)"', shown)
    assert link
    assert office.ask("GET", link.group(1)).body == b"x"
    waits = post(office, f"{link.group(1)}/move")
    assert "/arrivals/" in waits
    assert "会议纪要.txt" in page(office, waits)


def test_every_blank_that_was_handed_out_is_known_when_it_comes_back_empty(office: Running, campaign: str) -> None:
    blanks = {f"交回的{name}": one.body for name, one in handed_out(office, campaign).items()}
    assert all(content.startswith(b"PK") for content in blanks.values())
    waits = send(office, campaign, blanks)
    asked = page(office, waits)
    assert asked.count("没有填写。") == len(blanks)
    done = post(office, waits, take="1", **chosen(asked))
    assert f"已放入未分类的{len(blanks)}个。" in page(office, done)


def handed_out(office: Running, campaign: str) -> dict[str, Answer]:
    names = ("workbook.xlsx", "form1.docx", "form2.docx", "form2.xlsx")
    return {name: office.ask("GET", f"/api/v1{campaign}/papers/{name}") for name in names}


def test_the_page_of_a_recommender_shows_projects_problems_and_files(office: Running, campaign: str) -> None:
    send(office, campaign, {"南昌填报.xlsx": workbook_of(NANCHANG)})
    address = re.search(rf'href="({campaign}/recommenders/[0-9a-f]+)">{NANCHANG}', page(office, campaign))
    assert address
    shown = page(office, address.group(1))
    assert numbers_of(NANCHANG)[0] in shown
    assert "南昌填报.xlsx" in shown
    report = office.ask("GET", f"{address.group(1)}/problems.xlsx")
    assert report.body.startswith(b"PK")


def test_a_whole_campaign_folder_may_still_be_sent(office: Running, folder: Path) -> None:
    made = office.upload(files_of(folder)).json
    assert "已收到" in page(office, f"/campaigns/{made['id']}")


def test_a_file_that_is_too_large_is_refused_by_its_name_and_the_figure(tmp_path: Path) -> None:
    with running(tmp_path, "--file-mb", "1", "--campaign-mb", "2") as office:
        settings = {name: (EXAMPLE / name).read_bytes() for name in ("campaign.yaml", "notice.yaml")}
        campaign = f"/campaigns/{office.upload(settings).json['id']}"
        kind, body = multipart({"现场录像.mp4": bytes(1_500_000)})
        refused = office.ask("POST", f"{campaign}/arrivals", body, Content_Type=kind, Origin=office.address)
        assert refused.status == 413
        assert "“现场录像.mp4”有1.5 MB，一个文件最多1 MB。" in refused.body.decode()
        announced = {"files": [{"path": f"{number}.pdf", "bytes": 900_000} for number in range(3)]}
        told = office.send(f"{campaign}/arrivals/pieces", announced)
        assert (told.status, told.json["message"]) == (413, "文件太大：共有2.7 MB，一个活动最多2 MB。")


def test_what_came_in_pieces_is_asked_for_and_gone_on_with(office: Running, campaign: str) -> None:
    content = workbook_of(NANCHANG)
    begun = office.send(f"{campaign}/arrivals/pieces", {"files": [{"path": "填报表.xlsx", "bytes": len(content)}]}).json
    here = f"{campaign}/arrivals/{begun['upload']}"
    assert office.ask("POST", f"{here}/pieces/0?at=0", content[:1000]).json == {"received": 1000}
    assert office.ask("POST", f"{here}/pieces/0?at=0", content[:1000]).status == 409, "sent twice"
    assert office.ask("GET", f"{here}/pieces").json == {"received": [1000]}
    assert office.ask("POST", f"{here}/whole").status == 400
    office.ask("POST", f"{here}/pieces/0?at=1000", content[1000:])
    assert "?done=" in office.ask("POST", f"{here}/whole").json["go"]
    assert projects(office, campaign) == {NANCHANG: 27}


def test_two_files_of_one_name_in_one_upload_are_both_there(office: Running, campaign: str) -> None:
    books = {name: workbook_of(name) for name in recommenders()[:2]}
    announced = {"files": [{"path": "填报表.xlsx", "bytes": len(content)} for content in books.values()]}
    begun = office.send(f"{campaign}/arrivals/pieces", announced).json
    here = f"{campaign}/arrivals/{begun['upload']}"
    for number, content in enumerate(books.values()):
        office.ask("POST", f"{here}/pieces/{number}?at=0", content)
    office.ask("POST", f"{here}/whole")
    assert set(projects(office, campaign)) == set(books)


def test_what_nobody_can_use_never_takes_the_place_of_something_else(office: Running, campaign: str) -> None:
    for content in (b"1", b"2", b"2"):
        waits = send(office, campaign, {"说明.txt": content})
        if "/arrivals/" in waits:
            post(office, waits, take="1", **chosen(page(office, waits)))
    assert [path for path in files(office, campaign) if "unsorted" in path] == [
        "unsorted/说明.txt",
        "unsorted/说明（2）.txt",
    ]


def test_very_many_attachments_of_nobody_wait_unsorted_and_the_page_stays_short(office: Running, campaign: str) -> None:
    send(office, campaign, {"填报表.xlsx": workbook_of(NANCHANG)})
    many = {f"照片/{number}.jpg": f"{number}".encode() for number in range(60)}
    waits = send(office, campaign, many)
    shown = page(office, waits)
    assert len(chosen(shown)) < 60
    assert "另有40个附件" in shown
    post(office, waits, take="1", **chosen(shown))
    assert len([path for path in files(office, campaign) if path.startswith("unsorted/")]) == 60
