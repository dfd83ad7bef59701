"""What a clerk does, in Debian's Chromium: from the printed link to the documents on their disk."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from support.browsing import choose, choose_by_enter, enter, signed_in, tab_to, until
from support.services import Running
from support.small_campaign import RECOMMENDERS, write_small_campaign

from generator.interfaces.cli import run

WRONG = "项目类别: 大发明"
RIGHT = "项目类别: 小发明"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_small_campaign(tmp_path / "五小活动", 3)


def spoil(folder: Path) -> Path:
    """The application file in which something was made wrong."""
    file = folder / "applications" / "NC-002.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(RIGHT, WRONG), encoding="utf-8")
    return file


def test_a_new_user_uploads_sees_problems_mends_builds_looks_and_downloads(
    service: Running, browser: Browser, small: Path, tmp_path: Path
) -> None:
    wrong = spoil(small)
    with signed_in(browser, service) as page:
        page.goto(f"{service.address}/new")
        page.locator("input[data-folder]").set_input_files(small)
        expect(page.get_by_role("status")).to_contain_text("已放入5个文件")
        page.get_by_role("link", name="下一步：检查").click()
        see_the_problem(page)
        wrong.write_text(wrong.read_text(encoding="utf-8").replace(WRONG, RIGHT), encoding="utf-8")
        page.get_by_role("link", name="上传改好的文件").click()
        drop(page, wrong)
        page.get_by_role("button", name="放入", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("已放入填报表1个")
        page.get_by_role("link", name="下一步：检查").click()
        expect(page.get_by_role("status").first).to_contain_text("可以生成")
        page.get_by_role("link", name="下一步：生成").click()
        order_some(page)
        page.reload()  # as one does who thinks that it hangs
        expect(page.get_by_role("heading", level=1)).to_have_text("预览和下载")
        look_at_the_certificates(page)
        with page.expect_download() as coming:
            page.get_by_role("link", name="下载全部（").click()
        content = Path(coming.value.path()).read_bytes()
        assert coming.value.suggested_filename.startswith("五小活动-全部文件-")
    out = tmp_path / "out"
    two = [option for name in RECOMMENDERS[:2] for option in ("--recommender", name)]
    key = service.folder / "campaigns" / coming.value.url.split("/campaigns/")[1][:24] / "keys" / "证书密钥.pem"
    two += ["--key", str(key)]
    assert run(["build", str(small), "--out", str(out), "--only", "form1,certificate", "--format", "pdf", *two]) == 0
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        fetched = {name: package.read(name) for name in package.namelist()}
    made = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert fetched == made
    assert len(made) == 6


def drop(page: Page, file: Path) -> None:
    """Drag a file to where files are to be dropped."""
    script = "([name, text]) => { const all = new DataTransfer(); all.items.add(new File([text], name)); return all; }"
    dragged = page.evaluate_handle(script, [file.name, file.read_text(encoding="utf-8")])
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": dragged})


def see_the_problem(page: Page) -> None:
    expect(page.get_by_role("status").first).to_contain_text("有1处错误")
    expect(page.locator(".state tbody .chart .enough")).to_have_count(len(RECOMMENDERS))
    row = page.locator(".problems li", has_text="大发明")
    expect(row).to_contain_text("NC-002的申报数据")
    expect(row).to_contain_text("是否应为“小发明”")
    expect(row.locator("td.wrong")).to_have_text("大发明")
    choose(page, "级别", "提醒")
    expect(page.get_by_text("大发明")).to_have_count(0)
    choose(page, "级别", "错误")
    expect(page.locator(".problems li", has_text="大发明")).to_have_count(1)
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载问题清单（Excel）").click()
    assert coming.value.suggested_filename == "问题清单.xlsx"
    sheet = load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes())).worksheets[0]
    assert any("大发明" in str(cell) for row in sheet.values for cell in row)


def order_some(page: Page) -> None:
    for box in page.locator("[name=kinds], [name=formats]").all():
        box.uncheck()
    for name in ("申报表", "证书", "PDF"):
        page.get_by_label(name, exact=True).check()
    page.get_by_text("只生成其中几个（").click()
    for name in RECOMMENDERS[:2]:
        page.get_by_label(name).check()
    page.get_by_role("button", name="开始生成").click()
    page.wait_for_url("**/builds/*")


def look_at_the_certificates(page: Page) -> None:
    page.get_by_role("link", name="证书2").or_(page.get_by_role("link", name="证书3")).first.click()
    wall = page.locator(".wall img")
    expect(wall).to_have_count(2)
    until(page, "[...document.querySelectorAll('.wall img')].every(one => one.naturalWidth === 480)")
    wall.last.click()
    until(page, "[...document.querySelectorAll('figure img')].map(one => one.naturalWidth).join() === '1400'")
    expect(page.locator("#shown")).to_contain_text(".pdf")


def test_the_keyboard_is_enough_and_a_build_can_be_cancelled(service: Running, browser: Browser, small: Path) -> None:
    with signed_in(browser, service) as page:
        tab_to(page, "新建活动")
        enter(page)
        tab_to(page, "选择文件或压缩包")
        choose_by_enter(page, sorted(path for path in small.rglob("*") if path.is_file()))
        page.wait_for_url("**/campaigns/*")
        for name in ("下一步：检查", "下一步：生成"):
            tab_to(page, name)
            enter(page)
        tab_to(page, "通知")
        page.keyboard.press("Space")
        for name in ("开始生成", "取消生成"):
            tab_to(page, name)
            enter(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("已取消")
        expect(page.get_by_role("status")).to_contain_text("没有留下文件")
        tab_to(page, "返回“生成”")
        enter(page)
        expect(page.locator(".rows")).to_contain_text("已取消")
        expect(page.locator(".rows .note")).not_to_contain_text("通知")
        page.on("dialog", lambda asked: asked.accept())
        tab_to(page, "删除")
        enter(page)
        expect(page.get_by_text("还没有生成过")).to_be_visible()


def test_an_upload_shows_how_far_it_is_and_can_be_stopped(service: Running, browser: Browser) -> None:
    before = service.ask("GET", "/api/v1/campaigns").json
    with signed_in(browser, service) as page:
        page.goto(f"{service.address}/new")
        slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000}
        page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
        large = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": bytes(4_000_000)}
        page.locator("input[name=files]").first.set_input_files(large)
        expect(page.get_by_text("正在上传：")).to_contain_text("%")
        until(page, "(bar => 0 < bar.value && bar.value < 100)(document.querySelector('[data-bar]'))")
        page.get_by_role("button", name="取消上传").click()
        expect(page.get_by_text("拖到这里")).to_be_visible()
    assert service.ask("GET", "/api/v1/campaigns").json == before


def test_without_scripts_the_plain_form_uploads(service: Running, browser: Browser, small: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(service.link)
        page.wait_for_url(f"{service.address}/")
        page.get_by_role("link", name="新建活动").first.click()
        page.locator("input[name=files]").set_input_files(sorted(one for one in small.rglob("*") if one.is_file()))
        page.get_by_role("button", name="上传").click()
        expect(page.get_by_role("status")).to_contain_text("已放入5个文件")
