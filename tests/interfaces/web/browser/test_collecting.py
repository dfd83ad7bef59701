"""Collecting in Debian's Chromium: many workbooks of one name, a city's zip, a broken line, a closed tab."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, expect
from support.browsing import signed_in
from support.by_recommender import EXAMPLE, gbk_zip, numbers_of, recommenders, summary_docx, workbook_of
from support.services import Running

NANCHANG = "南昌市总工会"


def new_campaign(service: Running) -> str:
    """A campaign with the example's settings alone."""
    files = {name: (EXAMPLE / name).read_bytes() for name in ("campaign.yaml", "notice.yaml")}
    return f"/campaigns/{service.upload(files).json['id']}"


def choose(page: Page, files: Mapping[str, bytes], folder: Path) -> None:
    """Choose files in the page's dialog."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    page.locator("#upload input[name=files]").set_input_files([folder / name for name in files])


def drop_all(page: Page, files: list[tuple[str, bytes]]) -> None:
    """Drag files to the page, as many of one name as there are."""
    script = """files => { const all = new DataTransfer();
        for (const [name, text] of files) {
            const bytes = Uint8Array.from(atob(text), one => one.charCodeAt(0));
            all.items.add(new File([bytes], name));
        }
        return all; }"""
    given = [[name, base64.b64encode(content).decode()] for name, content in files]
    page.dispatch_event("#upload [data-drop]", "drop", {"dataTransfer": page.evaluate_handle(script, given)})


def test_eighteen_workbooks_of_one_name_and_one_that_is_mended_and_undone(
    service: Running, browser: Browser, tmp_path: Path
) -> None:
    names = recommenders()
    random.Random(5).shuffle(names)
    campaign, (first, *_) = new_campaign(service), numbers_of(NANCHANG)
    with signed_in(browser, service) as page:
        page.goto(service.address + campaign)
        drop_all(page, [("填报表.xlsx", workbook_of(name)) for name in names])
        expect(page.get_by_role("status").first).to_contain_text("填报表18个")
        expect(page.locator(".board tfoot")).to_contain_text("303")
        page.get_by_role("link", name=NANCHANG).click()
        choose(page, {"改好的(1).xlsx": workbook_of(NANCHANG, {first: None})}, tmp_path)
        expect(page.get_by_role("heading", level=1)).to_have_text("放入之前看一看")
        expect(page.locator("main")).to_contain_text("27项 → 26项")
        expect(page.locator(".effect .bad")).to_contain_text(first)
        page.get_by_role("button", name="放入", exact=True).click()
        expect(page.locator(".figures")).to_contain_text("26项")
        page.get_by_role("button", name="撤销").click()
        expect(page.get_by_role("status")).to_contain_text("已撤销")
        page.goto(service.address + campaign)
        expect(page.locator(".board tfoot")).to_contain_text("303")


def test_a_citys_zip_is_taken_in_with_everything_in_it(service: Running, browser: Browser, tmp_path: Path) -> None:
    campaign = new_campaign(service)
    own = {f"附件/{one.name}": one.read_bytes() for one in (EXAMPLE / "attachments").glob("NC-*")}
    own |= {
        "填报表.xlsx": workbook_of(NANCHANG),
        "工作总结.docx": summary_docx("南昌市总工会工作总结", ["一、做法。"], [NANCHANG]),
        "现场.jpg": (EXAMPLE / "attachments/GZ-001-现场照片.jpg").read_bytes(),
    }
    with signed_in(browser, service) as page:
        page.goto(service.address + campaign)
        choose(page, {"南昌.zip": gbk_zip(own)}, tmp_path)
        page.locator("section[aria-labelledby=unsure]").get_by_label("哪个项目的附件").fill(numbers_of(NANCHANG)[2])
        page.get_by_role("button", name="放入", exact=True).click()
        expect(page.get_by_role("status").first).to_contain_text("附件4个")
        page.get_by_role("link", name=NANCHANG).click()
        expect(page.locator(".files tbody tr")).to_have_count(len(own) + 1)  # the summary as it was sent, too
        expect(page.locator(".files")).to_contain_text("现场.jpg")


def test_a_broken_line_goes_on_with_what_has_not_come_and_leaving_is_asked(
    service: Running, browser: Browser, tmp_path: Path
) -> None:
    campaign, sent = new_campaign(service), []

    def broken(route: Route) -> None:
        sent.append(route.request.url)
        if len(sent) == 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    content = random.Random(1).randbytes(18_000_000)
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto(service.link)
        page.wait_for_url(f"{service.address}/")
        page.goto(service.address + campaign)
        page.route("**/pieces/0?*", broken)
        choose(page, {"会议录像.bin": content}, tmp_path)
        expect(page.get_by_text("从断开的地方接着传")).to_be_visible()
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        page.evaluate("setTimeout(() => location.assign('/'))")
        expect(page.get_by_role("heading", name="请看一看这1个")).to_be_visible()
        page.get_by_role("button", name="放入", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("未分类")
    assert asked == ["beforeunload"]
    assert [int(re.findall(r"at=(\d+)", one)[0]) for one in sent] == [0, 8_000_000, 8_000_000, 16_000_000]
    folder = service.folder / campaign.strip("/") / "files"
    assert (folder / "unsorted/会议录像.bin").read_bytes() == content


def test_a_file_that_is_too_large_is_named_before_anything_is_sent(
    service: Running, browser: Browser, tmp_path: Path
) -> None:
    with signed_in(browser, service) as page:
        page.goto(service.address + new_campaign(service))
        page.evaluate("document.querySelector('#upload').dataset.file = 1000000")
        choose(page, {"大照片.jpg": bytes(2_000_000)}, tmp_path)
        expect(page.get_by_role("alert")).to_have_text("“大照片.jpg”有2 MB，一个文件最多1 MB。")
