"""通报, 发证, 核对 and 归档 in the browser, and that the command line agrees with what was made there."""

from __future__ import annotations

import hashlib
import html
import io
import re
import shutil
import time
import zipfile
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import pypdfium2
import pytest
from conftest import MINIMAL, ROOT
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openpyxl import load_workbook
from PIL import Image
from support.forms import posted, said, sent, text_of, values_of
from support.services import Running, files_of
from support.small_campaign import write_small_campaign

from generator.composing.codes import written_keys
from generator.interfaces.cli import run

PATIENCE_SECONDS = 240
PICTURE = re.compile(r"<img\b[^<]*")
YESTERDAY = (date.today() - timedelta(days=1)).isoformat()  # noqa: DTZ011 - as a clerk types it


@pytest.fixture(scope="module")
def issued(service: Running, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A campaign of three winners with bulletin and certificates made on their pages."""
    folder = write_small_campaign(tmp_path_factory.mktemp("issued") / "活动", 3)
    campaign = str(service.upload(files_of(folder)).json["id"])
    for stage in ("bulletin", "certificates"):
        assert posted(service, f"/campaigns/{campaign}/{stage}").status == 303
    wait_for_builds(service, campaign)
    return campaign


@pytest.fixture
def fresh(service: Running, tmp_path: Path) -> str:
    """The same before anything was made."""
    folder = write_small_campaign(tmp_path / "活动", 3)
    settings = folder / "campaign.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("\n# 版记", "撤销证书: [] # 每份一行\n\n# 版记"), "utf-8"
    )
    return str(service.upload(files_of(folder)).json["id"])


def wait_for_builds(service: Running, campaign: str) -> list[dict[str, object]]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        builds: list[dict[str, object]] = service.ask("GET", f"/api/v1/campaigns/{campaign}/builds").json
        if all(one["state"] not in ("waiting", "running") for one in builds):
            return builds
        time.sleep(0.2)
    raise AssertionError("builds do not end")


def files(service: Running, campaign: str) -> Path:
    return service.folder / "campaigns" / campaign / "files"


def certificate(service: Running, campaign: str, key: str) -> bytes:
    """The PDF of one certificate, fetched by the link of its page."""
    page = service.ask("GET", f"/campaigns/{campaign}/certificates?one={key}").body.decode()
    address = page.partition(">下载 PDF<")[0].rpartition('href="')[2].partition('"')[0]
    answer = service.ask("GET", address)
    assert answer.status == 200, address
    return answer.body


# ---- the bulletin


def test_the_bulletins_page_says_what_it_prints_and_what_is_missing(service: Running, issued: str) -> None:
    page = text_of(service.ask("GET", f"/campaigns/{issued}/bulletin"))
    assert "一等优秀成果 3 / 3" in page
    assert "里还没有号数" in page
    assert "第1页，共" in page
    assert [name in page for name in ("（Word）", "（PDF）", "获奖名单（Excel）")] == [True] * 3


def test_one_page_of_the_bulletin_is_shown_at_a_time(service: Running, issued: str) -> None:
    page = service.ask("GET", f"/campaigns/{issued}/bulletin?page=2").body.decode()
    assert page.count("<figure>") == 1
    address = page.partition('<figure><img src="')[2].partition('"')[0]
    assert "/pages/2?" in address
    assert service.ask("GET", address).headers["content-type"] == "image/png"


@pytest.mark.parametrize("stage", ["bulletin?page=2", "certificates?one=2"])
def test_a_page_keeps_the_place_of_its_picture_while_that_comes(service: Running, issued: str, stage: str) -> None:
    page = service.ask("GET", f"/campaigns/{issued}/{stage}").body.decode()
    kept = re.search(r'<figure><img src="([^"]+)" width="(\d+)" height="(\d+)"', page)
    assert kept, page
    picture = Image.open(io.BytesIO(service.ask("GET", html.unescape(kept[1])).body))
    assert picture.size == pytest.approx((int(kept[2]), int(kept[3])), abs=2)


def test_every_picture_of_a_page_names_its_width_and_height() -> None:
    pages = [file.read_text(encoding="utf-8") for file in (ROOT / "templates/web").glob("*.html")]
    pictures = PICTURE.findall("\n".join(pages))
    assert len(pictures) > 5
    assert [one for one in pictures if "width=" not in one or "height=" not in one] == []


def test_while_something_is_made_its_page_says_how_far_it_is(service: Running, fresh: str) -> None:
    posted(service, f"/campaigns/{fresh}/certificates")
    (build,) = service.ask("GET", f"/api/v1/campaigns/{fresh}/builds").json
    for address in (f"/campaigns/{fresh}/certificates", f"/campaigns/{fresh}/builds/{build['id']}"):
        page = service.ask("GET", address)
        assert page.status == 200
        assert "取消生成" in text_of(page)
        assert b"data-follow" in page.body
    wait_for_builds(service, fresh)


def test_errors_that_stop_it_take_the_buttons_place(service: Running, fresh: str) -> None:
    file = files(service, fresh) / "applications" / "NC-002.yaml"
    text = file.read_text(encoding="utf-8").replace("证书序号: 2", "证书序号: 1")
    file.unlink()
    file.write_text(text, encoding="utf-8")
    for stage in ("bulletin", "certificates"):
        page = service.ask("GET", f"/campaigns/{fresh}/{stage}")
        assert re.search("NC-002 [^：]*：.*证书序号1与项目 NC-001 重复", said(page)[0]), "whose it is is told too"
        assert b"primary" not in page.body


# ---- certificates and their key


def test_certificates_carry_codes_that_the_command_line_finds_genuine(
    service: Running, issued: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = service.ask("GET", f"/campaigns/{issued}/certificates/public-key").body
    assert key.startswith(b"-----BEGIN PUBLIC KEY-----")
    (tmp_path / "key.pem").write_bytes(key)
    (tmp_path / "二.pdf").write_bytes(certificate(service, issued, "2"))
    exported = tmp_path / "exported"
    shutil.copytree(files(service, issued), exported)
    assert run(["verify", str(exported), str(tmp_path / "二.pdf")]) == 0
    assert "真实有效：赣工五小证字〔2023〕第002号" in capsys.readouterr().out
    (exported / "证书公钥.pem").unlink()
    assert run(["verify", str(exported), "--public-key", str(tmp_path / "key.pem"), str(tmp_path / "二.pdf")]) == 0


def test_the_private_key_is_in_no_file_that_can_be_fetched(service: Running, issued: str) -> None:
    folder = service.folder / "campaigns" / issued
    private = folder / "keys" / "证书密钥.pem"
    assert private.stat().st_mode & 0o777 == 0o600
    secret = private.read_bytes().splitlines()[1]
    held = {
        path.relative_to(folder).parts[0]
        for path in folder.rglob("*")
        if path.is_file() and (b"PRIVATE KEY" in path.read_bytes() or secret in path.read_bytes())
    }
    assert held == {"keys"}
    archive = service.ask("GET", f"/campaigns/{issued}/archive/download")
    with zipfile.ZipFile(io.BytesIO(archive.body)) as package:
        assert not [name for name in package.namelist() if b"PRIVATE KEY" in package.read(name)]


def test_certificates_ordered_among_other_documents_are_signed_too(service: Running, fresh: str) -> None:
    form = {"asked": "true", "kinds": ["notice", "certificate"], "formats": "pdf"}
    build = posted(service, f"/campaigns/{fresh}/builds", form).headers["location"].rpartition("/")[2]
    wait_for_builds(service, fresh)
    api = f"/api/v1/campaigns/{fresh}/builds/{build}/files"
    (one,) = (made for made in service.ask("GET", api).json if "单张/002-" in made["path"])
    paper = service.ask("GET", f"{api}/{one['id']}").body
    verdict = sent(service, f"/campaigns/{fresh}/certificates/verify", {}, ("picture", "a.pdf", paper))
    assert said(verdict)[0].startswith("有效")


def test_each_completers_certificate_is_shown_on_its_own(service: Running, tmp_path: Path) -> None:
    folder = write_small_campaign(tmp_path / "活动", 2)
    settings = folder / "campaign.yaml"
    text = settings.read_text(encoding="utf-8")
    assert "证书发放: 每个项目一份" in text
    settings.write_text(text.replace("证书发放: 每个项目一份", "证书发放: 每名完成人一份"), encoding="utf-8")
    campaign = service.upload(files_of(folder)).json["id"]
    here = f"/campaigns/{campaign}/certificates"
    posted(service, here)
    wait_for_builds(service, campaign)
    assert "共6份" in text_of(service.ask("GET", here))
    assert "共3份" in text_of(service.ask("GET", f"{here}?q=2"))
    page = service.ask("GET", f"{here}?one=2-3").body.decode()
    assert "第002-3号" in page
    assert "/pages/3?" in page.partition("<figure>")[2]
    posted(service, f"{here}/revoke", {"key": "2-2", "day": YESTERDAY, "reason": "不实"})
    posted(service, here)
    wait_for_builds(service, campaign)
    assert "/pages/2?" in service.ask("GET", f"{here}?one=2-3").body.decode().partition("<figure>")[2]
    assert "已撤销" in text_of(service.ask("GET", f"{here}?one=2-2"))


def test_certificates_are_found_by_name_unit_and_number_and_shown_one_by_one(service: Running, issued: str) -> None:
    here = f"/campaigns/{issued}/certificates"
    assert "共3份" in text_of(service.ask("GET", here))
    for asked in ("3号铣床", "3", "003", "第003号"):
        page = service.ask("GET", f"{here}?q={quote(asked)}")
        assert "共1份" in text_of(page), asked
        assert "第003号" in text_of(page), asked
    page = service.ask("GET", f"{here}?one=2").body.decode()
    assert page.count("<figure>") == 1
    assert 'rel="prev"' in page
    assert 'rel="next"' in page


def test_one_certificate_is_printed_again(service: Running, issued: str) -> None:
    answer = posted(service, f"/campaigns/{issued}/certificates/reprint", {"key": "2"})
    assert answer.status == 303
    goes_on = answer.headers["location"]
    build = goes_on.partition("again=")[2].partition("#")[0]
    wait_for_builds(service, issued)
    shown = service.page(goes_on.partition("#")[0])
    assert "已按现在的资料重新生成" in shown
    assert (shown.count("下载要打印的 PDF"), shown.partition("重新生成。")[2].count("下载 Word")) == (1, 2)
    made = service.ask("GET", f"/api/v1/campaigns/{issued}/builds/{build}/files").json
    assert {one["path"] for one in made if one["format"] == "pdf"} == {
        "05-证书/荣誉证书（补打）.pdf",
        next(one["path"] for one in made if "单张/002-" in one["path"] and one["format"] == "pdf"),
    }
    # What is shown is still the whole, not the reprint.
    assert "荣誉证书（全部）" in text_of(service.ask("GET", f"/campaigns/{issued}/certificates"))


# ---- revoking


def test_a_revocation_is_written_and_everything_else_of_the_file_stays(service: Running, fresh: str) -> None:
    file = files(service, fresh) / "campaign.yaml"
    before = file.read_text(encoding="utf-8")
    here = f"/campaigns/{fresh}/certificates"
    answer = posted(service, f"{here}/revoke", {"key": "2", "day": "2023-12-20", "reason": "经查实 材料不实"})
    assert answer.headers["location"] == f"{here}?one=2"
    row = "撤销证书: # 每份一行\n  - {证书: 2, 撤销日期: 2023年12月20日, 撤销原因: 经查实 材料不实}\n"
    assert "撤销证书: [] # 每份一行\n" in before
    assert file.read_text(encoding="utf-8") == before.replace("撤销证书: [] # 每份一行\n", row)
    page = service.ask("GET", answer.headers["location"])
    assert "已撤销。 2023年12月20日撤销：经查实 材料不实。" in said(page)[0].replace("已撤销。2023", "已撤销。 2023")
    verdict = sent(service, f"{here}/verify", {"asked": "2"})
    assert said(verdict)[0].startswith("已撤销")
    assert posted(service, f"{here}/restore", {"key": "2"}).status == 303
    assert file.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("day", "reason", "why"),
    [
        ("", "不实", "请选撤销的日期。"),
        ("2199-01-01", "不实", "撤销的日期不能在今天以后。"),
        (YESTERDAY, "  ", "请写明撤销的原因"),
        (YESTERDAY, "字" * 41, "有41个字，最多40个字。"),
    ],
)
def test_a_revocation_that_is_refused_keeps_what_was_typed(
    service: Running, fresh: str, day: str, reason: str, why: str
) -> None:
    before = (files(service, fresh) / "campaign.yaml").read_bytes()
    answer = posted(service, f"/campaigns/{fresh}/certificates/revoke", {"key": "1", "day": day, "reason": reason})
    assert answer.status == 422
    assert why in text_of(answer)
    assert values_of(answer, "reason") == [reason]
    assert (files(service, fresh) / "campaign.yaml").read_bytes() == before


# ---- winners that are none any more


def test_a_winner_withdrawn_after_its_certificate_was_made_is_told_until_they_are_made_anew(
    service: Running, fresh: str
) -> None:
    here = f"/campaigns/{fresh}"
    posted(service, f"{here}/certificates")
    wait_for_builds(service, fresh)
    assert "现在名单改了" not in text_of(service.ask("GET", f"{here}/certificates"))
    tier = "一等优秀成果"
    row = {"number": "NC-002", "tier": "", "serial": "", "seen": f"{tier}|2"}
    saved = posted(service, f"{here}/review", row)
    told = "第2号“2号铣床主轴快速对中夹具”：名单里没有第2号了。"
    for page in (saved.headers["location"], f"{here}/certificates"):
        shown = text_of(service.ask("GET", page))
        assert told in shown
        assert "已经发出去的要撤销" in shown
    rows = {"number": ["NC-001"], "tier": [tier], "serial": ["2"], "seen": [f"{tier}|1"]}
    saved = posted(service, f"{here}/review", rows)
    shown = text_of(service.ask("GET", saved.headers["location"]))
    assert "第1号“1号铣床主轴快速对中夹具”：名单里没有第1号了。" in shown
    assert "第2号“2号铣床主轴快速对中夹具”：这个序号现在是“1号铣床主轴快速对中夹具”的。" in shown


def test_winners_whose_data_have_errors_are_not_called_missing(service: Running, tmp_path: Path) -> None:
    folder = write_small_campaign(tmp_path / "活动", 2)
    for file in (folder / "applications").iterdir():
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub("(?m)^所在单位:.*$", f"所在单位: {'长' * 60}", text), encoding="utf-8")
    campaign = service.upload(files_of(folder)).json["id"]
    for page in ("bulletin", "certificates"):
        shown = text_of(service.ask("GET", f"/campaigns/{campaign}/{page}"))
        assert "还没有评选结果" not in shown
        assert "请先改正" in shown
    verdict = sent(service, f"/campaigns/{campaign}/certificates/verify", {"asked": "1"})
    assert said(verdict)[0].startswith("没有核对：评选结果或获奖项目的资料有错误，改正以前核对不准。")


# ---- printing


def test_overprinting_and_its_offsets_are_set_and_the_page_that_measures_follows(service: Running, fresh: str) -> None:
    here = f"/campaigns/{fresh}/certificates"
    done = posted(service, f"{here}/printing", {"overprint": "是", "right": "1.5", "down": "-2"})
    assert done.status == 303
    assert "已保存。" in service.page(done.headers["location"])
    text = (files(service, fresh) / "campaign.yaml").read_text(encoding="utf-8")
    assert [line.partition(" #")[0] for line in text.splitlines() if "套打" in line.partition("#")[0]] == [
        "证书套打: 是", "套打右移毫米: 1.5", "套打下移毫米: -2",
    ]  # fmt: skip
    assert values_of(service.ask("GET", f"{here}/printing"), "right") == ["1.5"]
    moved = service.ask("GET", f"{here}/calibration").body
    posted(service, f"{here}/printing", {"overprint": "是", "right": "0", "down": "0"})
    assert service.ask("GET", f"{here}/calibration").body != moved
    with pypdfium2.PdfDocument(moved) as document:
        assert len(document) == 1


@pytest.mark.parametrize("right", ["16", "1.25", "多一点", "nan"])
def test_an_offset_that_no_printer_needs_is_told_at_its_box(service: Running, fresh: str, right: str) -> None:
    answer = posted(
        service, f"/campaigns/{fresh}/certificates/printing", {"overprint": "是", "right": right, "down": "0"}
    )
    assert answer.status == 422
    assert values_of(answer, "right") == [right]
    assert b'id="why-right"' in answer.body


def test_packets_are_made_in_so_many_copies(service: Running, fresh: str) -> None:
    here = f"/campaigns/{fresh}/certificates"
    refused = posted(service, f"{here}/packets", {"copies": "0", "sides": "不生成"})
    assert refused.status == 422
    assert values_of(refused, "copies") == ["0"]
    answer = posted(service, f"{here}/packets", {"copies": "3", "sides": "背面倒序"})
    build = answer.headers["location"].rpartition("/")[2]
    (made,) = (one for one in wait_for_builds(service, fresh) if one["id"] == build)
    assert made["state"] == "done"
    assert "单面打印: 背面倒序" in (files(service, fresh) / "campaign.yaml").read_text(encoding="utf-8")
    names = [one["path"] for one in service.ask("GET", f"/api/v1/campaigns/{fresh}/builds/{build}/files").json]
    assert any("背面" in name for name in names)


# ---- verifying


def test_a_certificate_is_verified_by_number_by_picture_and_by_text(service: Running, issued: str) -> None:
    here = f"/campaigns/{issued}/certificates/verify"
    assert said(sent(service, here, {"asked": "2"}))[0].startswith("有效")
    unknown = sent(service, here, {"asked": "99"})
    assert said(unknown)[0].startswith("不能确认")
    assert "请再对照" not in text_of(unknown), "there is nothing to compare with"
    pdf = certificate(service, issued, "3")
    assert said(sent(service, here, {"asked": ""}, ("picture", "扫描件.pdf", pdf)))[0].startswith("有效")
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=2).to_pil()
    photograph = io.BytesIO()
    picture.convert("RGB").rotate(4, expand=True, fillcolor="grey").save(photograph, "JPEG", quality=80)
    seen = said(sent(service, here, {"asked": ""}, ("picture", "IMG_1.JPG", photograph.getvalue())))
    assert seen[0].startswith("有效")
    assert "第003号" in seen[0]
    forged = "赣工五小证字〔2023〕第003号\n3号铣床主轴快速对中夹具\n一等优秀成果\n" + "A1" * 48
    assert said(sent(service, here, {"asked": forged}))[0].startswith("伪造或改动过")


@pytest.mark.parametrize(
    ("asked", "file", "words"),
    [
        ("", None, "请写证书编号，或选择证书的照片。"),
        ("/etc/passwd.png", None, "请选择证书的照片"),
        ("", ("picture", "证书.docx", b"PK"), "请选择证书的照片"),
        ("", ("picture", "证书扫描.png", b"no picture"), "读不出"),
        ("一\n二\n三\n四", None, "现在只能按证书编号核对"),
    ],
)
def test_what_cannot_be_verified_is_told_on_the_page(
    service: Running, fresh: str, issued: str, asked: str, file: tuple[str, str, bytes] | None, words: str
) -> None:
    campaign = fresh if "\n" in asked else issued
    answer = sent(service, f"/campaigns/{campaign}/certificates/verify", {"asked": asked}, file)
    assert answer.status == 422
    assert words in said(answer)[0]
    assert not re.search("照片[.]|请核对后再试", said(answer)[0]), "no file of this name was sent"


# ---- the archive


def test_the_archive_holds_everything_with_sums_that_are_right(service: Running, issued: str) -> None:
    answer = service.ask("GET", f"/campaigns/{issued}/archive/download")
    assert answer.status == 200
    with zipfile.ZipFile(io.BytesIO(answer.body)) as package:
        names = package.namelist()
        content = {name: package.read(name) for name in names}
    own = {
        path.relative_to(files(service, issued)).as_posix()
        for path in files(service, issued).rglob("*")
        if path.is_file()
    }
    assert {name.removeprefix("活动资料/") for name in names if name.startswith("活动资料/")} == own
    assert {name.split("/")[1] for name in names if name.startswith("生成的文书/")} == {"05-证书", "06-通报"}
    lines = content["归档清单.txt"].decode().splitlines()[1:]
    told = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert told == {
        name: hashlib.sha256(content[name]).hexdigest() for name in names if not name.startswith("归档清单")
    }
    sheet = load_workbook(io.BytesIO(content["归档清单.xlsx"])).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("序号", "文件", "是什么", "大小（字节）", "校验码（SHA-256）")
    assert {f"{row[1]}": row[4] for row in rows[1:]} == told


def test_what_the_archive_lacks_is_told_with_the_page_that_mends_it(service: Running, issued: str, fresh: str) -> None:
    page = service.ask("GET", f"/campaigns/{issued}/archive")
    assert "公示 没有记下公示的起止日期。" in text_of(page)
    assert f'href="/campaigns/{issued}/publicity"' in page.body.decode()
    assert "通报 还没有生成。" in text_of(service.ask("GET", f"/campaigns/{fresh}/archive"))
    assert "通报 齐了" in text_of(page)


def test_what_was_made_before_the_data_changed_is_told(service: Running, fresh: str) -> None:
    posted(service, f"/campaigns/{fresh}/bulletin")
    wait_for_builds(service, fresh)
    here = f"/campaigns/{fresh}/bulletin"
    assert not any("改动过" in one for one in said(service.ask("GET", here)))
    late = {"notice.yaml": (MINIMAL / "notice.yaml").read_bytes() + b"\n", "attachments/late.txt": b"x"}
    assert service.upload(late, f"/api/v1/campaigns/{fresh}/files").status == 200
    assert not any("改动过" in one for one in said(service.ask("GET", here))), "no bulletin is made of these"
    posted(
        service,
        f"/campaigns/{fresh}/review",
        {"number": "NC-001", "tier": "一等优秀成果", "serial": "9", "seen": "一等优秀成果|1"},
    )
    assert any("资料在生成以后改动过" in one for one in said(service.ask("GET", here)))
    assert "通报 是资料改动以前生成的" in text_of(service.ask("GET", f"/campaigns/{fresh}/archive"))


# ---- a key of another machine


@pytest.fixture
def moved(service: Running, issued: str) -> str:
    """The campaign with certificates as it is brought in somewhere else."""
    exported = service.ask("GET", f"/campaigns/{issued}/export.zip").body
    return str(service.upload({"活动.zip": exported}).json["id"])


def test_a_campaign_from_elsewhere_asks_for_its_key_before_it_makes_certificates(service: Running, moved: str) -> None:
    here = f"/campaigns/{moved}/certificates"
    page = service.ask("GET", here)
    assert "密钥不在这里" in text_of(page)
    assert page.body.count(b"primary") == 1
    assert posted(service, here).status == 422
    assert not (service.folder / "campaigns" / moved / "keys").exists()


def test_the_key_of_its_certificates_is_taken_and_no_other(service: Running, issued: str, moved: str) -> None:
    here = f"/campaigns/{moved}/certificates"
    example = next((ROOT / "data_examples/jiangxi-2023").glob("*.pem")).read_bytes()
    own = (service.folder / "campaigns" / issued / "keys" / "证书密钥.pem").read_bytes()
    other = written_keys(Ed25519PrivateKey.generate())[0]
    for content, why in ((b"no key", "读不出密钥"), (example, "演示密钥"), (other, "这不是生成本活动证书的密钥")):
        answer = sent(service, f"{here}/key", {}, ("key", "证书密钥.pem", content))
        assert answer.status == 422
        assert why in text_of(answer)
    assert sent(service, f"{here}/key", {}, ("key", "证书密钥.pem", own)).status == 303
    assert (service.folder / "campaigns" / moved / "keys" / "证书密钥.pem").stat().st_mode & 0o777 == 0o600
    keys = [service.ask("GET", f"/campaigns/{one}/certificates/public-key").body for one in (moved, issued)]
    assert keys[0] == keys[1]
    verdict = sent(service, f"{here}/verify", {}, ("picture", "a.pdf", certificate(service, issued, "1")))
    assert said(verdict)[0].startswith("有效")
    assert sent(service, f"{here}/key", {}, ("key", "证书密钥.pem", own)).status == 422  # it stays


def test_a_key_that_is_lost_can_be_given_up(service: Running, issued: str, moved: str) -> None:
    here = f"/campaigns/{moved}/certificates"
    assert posted(service, f"{here}/new-key").status == 303
    assert "密钥不在这里" not in text_of(service.ask("GET", here))
    verdict = sent(service, f"{here}/verify", {}, ("picture", "a.pdf", certificate(service, issued, "1")))
    assert said(verdict)[0].startswith("伪造或改动过")
