"""Codes that prove a certificate: signed, printed as QR symbols in every format, read back, verified."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from certificates.award_campaigns import award_campaign, checked
from conftest import EXAMPLE
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image
from support.offices import converted_by_libreoffice

from generator.campaign.errors import UsageError
from generator.campaign.layout import package_templates
from generator.campaign.records import Campaign
from generator.checks.campaign import check_campaign
from generator.composing import codes
from generator.composing.certificates import winners_file
from generator.composing.issuing import coded, issued
from generator.interfaces.cli import run
from generator.rendering.html import pages
from generator.rendering.pdf.press import Press
from generator.rendering.sheets import qr
from generator.rendering.word import word_file
from generator.verifying.verdicts import verify

TEMPLATE = "certificate/certificate.html"
DOTS = 200  # of a desk scanner, per inch
FEW = frozenset({"1", "8", "57"})  # short, the longest of 60 characters, between
REVOKED = {"证书": "17", "撤销日期": "2023年12月20日", "撤销原因": "材料不实"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with a key of its own, one certificate of it revoked."""
    made = award_campaign(tmp_path_factory.mktemp("awards") / "campaign", {"撤销证书": [REVOKED]})
    assert run(["keygen", str(made)]) == 0
    return made


@pytest.fixture(scope="module")
def campaign(folder: Path) -> Campaign:
    return coded(checked(folder), codes.key_file(folder))


def scanned(content: bytes) -> list[list[str]]:
    """The codes on every page, as a scanner's picture shows them."""
    with pypdfium2.PdfDocument(content) as document:
        pictures = [page.render(scale=DOTS / 72, grayscale=True).to_pil() for page in document]
    return [[one.text for one in zxingcpp.read_barcodes(picture)] for picture in pictures]


# ---- the code


@pytest.mark.parametrize(("content", "written"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"ietf!", "QED8WEX0")])
def test_base_45_is_that_of_its_standard(content: bytes, written: str) -> None:
    """The examples of RFC 9285, 4.3 and 4.4."""
    assert codes.base45(content) == written
    assert codes.bytes_of(written) == content


@pytest.mark.parametrize("text", ["GGW", "a", ":::"])
def test_what_is_no_base_45_is_refused(text: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        codes.bytes_of(text)


def test_a_code_says_number_project_and_tier_and_is_signed() -> None:
    key = Ed25519PrivateKey.generate()
    statement = codes.Statement("第001号", "夹具", "一等优秀成果")
    code = codes.signed(statement, key)
    assert code.startswith("第001号\n夹具\n一等优秀成果\n")
    assert codes.split(code)[0] == statement
    assert codes.is_genuine(code, key.public_key())
    assert codes.signed(statement, key) == code
    assert not codes.is_genuine(code, Ed25519PrivateKey.generate().public_key())
    for old, new in (("001", "002"), ("夹具", "夹县"), ("一等", "二等")):
        assert not codes.is_genuine(code.replace(old, new), key.public_key())


def test_every_module_is_at_least_half_a_millimetre_and_the_symbol_finds_room() -> None:
    number, tier = "赣工五小证字〔2023〕第001-6号", "一等优秀成果"
    key = Ed25519PrivateKey.generate()
    sides = [
        qr.symbol(codes.signed(codes.Statement(number, "项" * length, tier), key)).side_mm for length in (2, 20, 60)
    ]
    assert qr.MODULE_MM >= 0.5
    assert sides == sorted(sides)
    assert sides[0] <= 23
    assert sides[1] <= 25
    assert sides[2] <= 30.5


# ---- in print


def test_every_printed_page_carries_its_own_code(campaign: Campaign) -> None:
    context = winners_file(campaign, FEW)
    found = scanned(Press().render(TEMPLATE, context))
    assert found == [[one["code"]] for one in context["certificates"]]


def test_the_compiled_pages_draw_the_code_where_the_reference_does(campaign: Campaign) -> None:
    for key in FEW:
        context = winners_file(campaign, frozenset({key}))
        compiled, reference = (symbol_box(render(TEMPLATE, context)) for render in (Press().render, pages.render))
        assert compiled == pytest.approx(reference, abs=0.15)


@pytest.mark.parametrize("overprint", [False, True])
def test_the_word_file_carries_the_codes_too(campaign: Campaign, tmp_path: Path, overprint: bool) -> None:
    changes = {"certificate_overprint": overprint, "overprint_right_mm": 2.0, "overprint_down_mm": 1.0}
    one = campaign.model_copy(update={"settings": campaign.settings.model_copy(update=changes)})
    context = winners_file(one, FEW)
    template = (package_templates() / "certificate/certificate.docx").read_bytes()
    path = tmp_path / "certificates.docx"
    path.write_bytes(word_file.render(template, context, modified=one.settings.issued_on))
    with zipfile.ZipFile(path) as package:
        assert len([name for name in package.namelist() if name.startswith("word/media/")]) == len(FEW)
    (made,) = converted_by_libreoffice([path], tmp_path)
    assert scanned(made.read_bytes()) == [[made["code"]] for made in context["certificates"]]
    assert symbol_box(made.read_bytes()) == pytest.approx(symbol_box(Press().render(TEMPLATE, context)), abs=0.3)


def symbol_box(content: bytes) -> list[float]:
    """Left, upper, right and lower edge of the first page's symbol, in mm."""
    with pypdfium2.PdfDocument(content) as document:
        picture = document[0].render(scale=DOTS / 72, grayscale=True).to_pil()
    (found,) = zxingcpp.read_barcodes(picture)
    corners = found.position
    return [
        edge * 25.4 / DOTS
        for edge in (corners.top_left.x, corners.top_left.y, corners.bottom_right.x, corners.bottom_right.y)
    ]


def test_without_a_key_there_is_no_code(campaign: Campaign) -> None:
    bare = campaign.model_copy(update={"codes": {}})
    assert scanned(Press().render(TEMPLATE, winners_file(bare, frozenset({"1"})))) == [[]]


# ---- the key


def test_the_private_key_is_its_owners_alone_and_never_in_the_output(folder: Path, tmp_path: Path, capfd: Any) -> None:
    private = folder / codes.KEY_NAME
    assert private.stat().st_mode & 0o777 == 0o600
    out = tmp_path / "out"
    arguments = ["build", str(folder), "--out", str(out), "--only", "certificate", "--number", "1,8", "--jobs", "1"]
    assert run(arguments) == 0
    secret = codes.private_key(private)
    told = "".join(capfd.readouterr())
    lines = [line for line in private.read_text().splitlines() if not line.startswith("-----")]
    for needle in (*lines, secret.private_bytes_raw().hex()):
        assert needle not in told
        for path in out.rglob("*"):
            assert path.is_dir() or needle.encode() not in path.read_bytes()
    inputs = [one["path"] for one in json.loads((out / "manifest.json").read_text())["inputs"]]
    assert not [name for name in inputs if name.endswith(".pem")]
    assert (out / "manifest.json").read_text().count("密钥") == 0


def test_a_key_is_not_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / codes.KEY_NAME).read_bytes()
    assert run(["keygen", str(folder)]) == 2
    assert codes.KEY_NAME in capsys.readouterr().err
    assert (folder / codes.KEY_NAME).read_bytes() == before


def key_problems(folder: Path) -> list[tuple[str, str]]:
    return [(one.severity, one.message) for one in check_campaign(folder)[2] if one.code == "certificate-key"]


def test_what_is_wrong_with_a_key_is_told(tmp_path: Path) -> None:
    folder = award_campaign(tmp_path / "campaign")
    assert key_problems(folder) == []
    key = folder / codes.KEY_NAME
    key.write_text("nothing")
    assert key_problems(folder) == [("error", "读不出密钥。")] or key_problems(folder) == [("error", "读不出公钥。")]
    key.unlink()
    codes.new_keys(folder)
    assert key_problems(folder) == []
    key.chmod(0o644)
    assert key_problems(folder) == [("warning", "密钥文件别的用户也能读取。")]
    (folder / "证书密钥（旧）.pem").write_bytes(key.read_bytes())
    assert [severity for severity, _ in key_problems(folder)] == ["error"]


def test_the_examples_key_is_known_to_be_for_demonstration_only() -> None:
    path = codes.key_file(EXAMPLE)
    assert path is not None
    assert "仅供演示" in path.name
    assert codes.is_demonstration(codes.public_key(path))


# ---- verifying


def test_codes_and_numbers_are_verified_against_the_campaign(folder: Path, campaign: Campaign) -> None:
    code = campaign.codes[issued(campaign)[0].number]
    (good,) = verify(folder, [code])
    assert good.valid
    assert good.text.startswith("真实有效：赣工五小证字〔2023〕第001号，一等优秀成果，《001")
    assert verify(folder, ["1"])[0].valid
    assert [one.valid for one in verify(folder, ["1", "17", "999"])] == [True, False, False]


def test_forged_revoked_and_unknown_ones_are_told_apart(folder: Path, campaign: Campaign) -> None:
    key = codes.private_key(folder / codes.KEY_NAME)
    code = campaign.codes[issued(campaign)[0].number]
    whole = {one.key: one for one in issued(campaign)}
    wrong = {
        "伪造或改动过": code.replace("一等", "特等"),
        "已撤销": codes.signed(whole["17"].statement, key),
        "签名相符，但登记中没有": codes.signed(codes.Statement("第1号", "甲", "乙"), key),
        "请核对数据": codes.signed(codes.Statement(whole["2"].number, "别的项目", whole["2"].tier), key),
        "不是证书验证码": "第001号\n夹具",
    }
    for said, one in wrong.items():
        (verdict,) = verify(folder, [one])
        assert not verdict.valid
        assert said in verdict.text
    assert verify(folder, [wrong["已撤销"]])[0].text.endswith("。2023年12月20日撤销：材料不实。")


def test_a_file_that_is_no_picture_is_told_so_and_not_as_a_number(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "code.txt").write_text("17", encoding="utf-8")
    with pytest.raises(UsageError, match="不是照片或 PDF"):
        verify(folder, [str(tmp_path / "code.txt")])


def test_a_demonstration_key_is_named_whatever_the_verdict(
    folder: Path, campaign: Campaign, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The key that everybody has proves nothing: the answer says so, in words and as JSON, also by number."""
    made = Path(shutil.copytree(folder, tmp_path / "campaign"))
    for key in made.glob("*.pem"):
        key.unlink()
    (shown,) = EXAMPLE.glob("证书密钥*.pem")
    shutil.copy(shown, made)
    key = codes.private_key(made / shown.name)
    whole = {one.key: one for one in issued(campaign)}
    genuine = codes.signed(whole["2"].statement, key)
    long = codes.signed(codes.Statement("甲\r\x1b[2K" + "乙" * 500, "名", "等"), key)
    asked = [genuine, codes.signed(whole["17"].statement, key), genuine.replace("等", "丙"), long, "2", "17"]
    findings = ["genuine", "revoked", "forged", "unknown", "genuine", "revoked"]
    verdicts = verify(made, asked)
    assert [one.finding.value for one in verdicts] == findings
    assert all(one.demo_key and "随程序公开的演示密钥" in one.text for one in verdicts)
    assert all(len(one.text) < 300 for one in verdicts)
    assert run(["verify", str(made), *asked, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["demo_key"] for one in told] == [True] * len(asked)
    assert [bool(one["signed"]) for one in told] == [True, True, False, True, False, False]
    assert [one.demo_key for one in verify(folder, [codes.signed(whole["2"].statement, own_key(folder)), "2"])] == [
        False, False
    ]  # fmt: skip


def own_key(folder: Path) -> Any:
    return codes.private_key(folder / codes.KEY_NAME)


def test_a_picture_or_pdf_is_read_and_the_public_key_is_enough(
    folder: Path, campaign: Campaign, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = Press().render(TEMPLATE, winners_file(campaign, FEW))
    (tmp_path / "some.pdf").write_bytes(content)
    with pypdfium2.PdfDocument(content) as document:
        photo = document[0].render(scale=DOTS / 72).to_pil().rotate(3, fillcolor="white", expand=True)
    photo.save(tmp_path / "photo.jpg", quality=80)
    assert run(["verify", str(folder), str(tmp_path / "some.pdf"), str(tmp_path / "photo.jpg")]) == 0
    assert capsys.readouterr().out.count("真实有效") == len(FEW) + 1
    away = tmp_path / "away"
    away.mkdir()
    (folder / codes.KEY_NAME).rename(away / codes.KEY_NAME)
    try:
        assert verify(folder, [str(tmp_path / "photo.jpg")])[0].valid
    finally:
        (away / codes.KEY_NAME).rename(folder / codes.KEY_NAME)


def test_a_picture_without_a_code_is_refused(folder: Path, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("L", (50, 50), 255).save(buffer, "PNG")
    (tmp_path / "white.png").write_bytes(buffer.getvalue())
    assert run(["verify", str(folder), str(tmp_path / "white.png")]) == 2
    assert run(["verify", str(folder), str(tmp_path / "none.png")]) == 2
