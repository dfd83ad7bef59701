"""From a list of winners to certificates in hand: the stages after collecting, as a clerk goes through them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from support.browsing import choose, signed_in, until
from support.services import Running, files_of
from support.small_campaign import write_small_campaign

from generator.interfaces.cli import run

PICTURE_SHOWN = "document.querySelector('figure img').naturalWidth > 0"


@pytest.fixture
def campaign(service: Running, tmp_path: Path) -> str:
    """A campaign of three projects of which none has won yet."""
    folder = write_small_campaign(tmp_path / "五小活动", 3)
    for file in (folder / "applications").iterdir():
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if not line.startswith("评选结果")), encoding="utf-8")
    return str(service.upload(files_of(folder)).json["id"])


def test_winners_are_pasted_certificates_made_one_revoked_and_one_verified(
    service: Running, browser: Browser, campaign: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with signed_in(browser, service) as page:
        page.goto(f"{service.address}/campaigns/{campaign}/certificates")
        page.get_by_role("link", name="去登记评选结果").click()
        paste(page, "NC-001 一等\nNC-002 一等\nNC-00X 一等")
        expect(page.get_by_role("alert")).to_contain_text("有1行没有登记")
        expect(page.locator("textarea")).to_have_value("NC-00X 一等")
        page.locator("textarea").fill("NC-003 一等")
        page.get_by_role("button", name="按名单登记").click()
        page.get_by_role("button", name="按顺序编号").click()
        expect(page.get_by_label("NC-003 的证书序号")).to_have_value("3")
        page.get_by_role("link", name="发证").click()
        page.get_by_role("button", name="生成全部证书").click()
        expect(page.get_by_role("button", name="重新生成全部证书")).to_be_visible()
        assert moved_by_a_picture(page, "下载 PDF") == 0
        kept = fetch(page, tmp_path)
        revoke(page)
        with page.expect_download() as coming:
            page.get_by_role("link", name="下载公钥").click()
        coming.value.save_as(tmp_path / "公钥.pem")
        look_it_up(page, kept["3"])
    folder = service.folder / "campaigns" / campaign / "files"
    public = ["--public-key", str(tmp_path / "公钥.pem")]
    assert run(["verify", str(folder), *public, str(kept["1"])]) == 0
    assert "真实有效" in capsys.readouterr().out
    assert run(["verify", str(folder), *public, str(kept["3"])]) == 1
    assert "已撤销" in capsys.readouterr().out


def paste(page: Page, text: str) -> None:
    page.get_by_text("按名单登记", exact=False).first.click()
    page.locator("textarea").fill(text)
    page.get_by_role("button", name="按名单登记").click()


def moved_by_a_picture(page: Page, link: str) -> float:
    """By how many pixels the link moves when the picture below it has come: a click on it could miss."""
    held: list[Route] = []
    page.route("**/pages/*", lambda route: held.append(route))  # what Playwright calls takes attributes
    choose(page, "看哪一份", "2", until="commit")
    place = page.get_by_role("link", name=link)
    expect(page.get_by_role("heading", name="第002号")).to_be_visible()
    place.scroll_into_view_if_needed()
    before = place.bounding_box()
    until(page, "document.querySelector('figure img').naturalWidth === 0")
    for one in held:
        one.continue_()
    page.unroute("**/pages/*")
    until(page, PICTURE_SHOWN)
    after = place.bounding_box()
    assert held
    assert before
    assert after
    return abs(after["y"] - before["y"])


def fetch(page: Page, folder: Path) -> dict[str, Path]:
    """The first and the last certificate, each downloaded from where it is shown."""
    kept = {}
    for key in ("1", "3"):
        choose(page, "看哪一份", key)
        expect(page.get_by_role("heading", name=f"第00{key}号")).to_be_visible()
        until(page, PICTURE_SHOWN)
        with page.expect_download() as coming:
            page.get_by_role("link", name="下载 PDF").click()
        kept[key] = folder / f"{key}.pdf"
        coming.value.save_as(kept[key])
    return kept


def revoke(page: Page) -> None:
    """Revoke the one that is shown, first without a reason."""
    page.get_by_text("撤销这份证书").click()
    page.get_by_role("button", name="撤销 3").click()
    expect(page.get_by_text("请写明撤销的原因")).to_be_visible()
    page.get_by_label("撤销原因").fill("经查实材料不实")
    page.get_by_role("button", name="撤销 3").click()
    expect(page.get_by_text("已撤销。")).to_be_visible()


def look_it_up(page: Page, paper: Path) -> None:
    page.get_by_role("link", name="核对证书").click()
    page.get_by_label("或者证书的照片").set_input_files(paper)
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_role("status")).to_contain_text("已撤销")
