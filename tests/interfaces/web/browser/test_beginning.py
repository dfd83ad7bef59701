"""From an empty service to this year's notice, blanks and entry workbook, by somebody who only knows a browser."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from support.browsing import signed_in, until
from support.pace import pace_by_the_clock
from support.services import Running, running

MOST_INPUTS, MOST_SECONDS = 25, 300
NEVER_SAID = re.compile(r"yaml|utf-?8|applications", re.IGNORECASE)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("empty")) as one:
        yield one


class Clerk:
    """Somebody at the page, whose inputs are counted and who reads every page that comes."""

    def __init__(self, page: Page) -> None:
        self.page, self.inputs, self.read = page, 0, [page.inner_text("body")]

    def follow(self, name: str) -> None:
        """Press a link or button that leads to another page."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name)).first.click()
        self.inputs += 1
        self.read.append(self.page.inner_text("body"))

    def type(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).first.fill(text)
        self.inputs += 1


def test_a_new_user_comes_to_this_years_papers_in_a_few_inputs(empty: Running, browser: Browser) -> None:
    began = time.monotonic()
    with signed_in(browser, empty) as page:
        clerk = Clerk(page)
        clerk.follow("新建活动")
        clerk.type("年度", "2025")
        clerk.follow("新建")
        clerk.type("联系人", "李明")
        clerk.type("联系电话", "0791-86000000")
        clerk.type("申报截止", "2025年8月20日")
        expect(page.locator("[data-noticed-note]")).to_contain_text("共")
        clerk.follow("保存设置")
        clerk.follow("发通知")
        expect(page.locator(".intro")).to_contain_text("2025年8月20日申报")
        with page.expect_download() as coming:
            page.get_by_role("link", name="下载全部").click()
        clerk.inputs += 1
        content = Path(coming.value.path()).read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
    assert any(name.endswith("填报表.xlsx") for name in names)
    assert sum("通知" in name for name in names) >= 2
    assert sum(name.endswith(".docx") for name in names) == 3
    assert clerk.inputs <= MOST_INPUTS
    assert (time.monotonic() - began) * pace_by_the_clock() < MOST_SECONDS
    assert [found[0] for text in clerk.read if (found := NEVER_SAID.search(text))] == []


def test_the_page_beside_the_form_follows_what_is_typed_and_tells_mistakes_at_their_box(
    empty: Running, browser: Browser
) -> None:
    with signed_in(browser, empty) as page:
        page.goto(f"{empty.address}/new")
        page.get_by_role("button", name="新建").click()
        page.wait_for_url("**/settings")
        first = page.locator(".sheet").first
        before = first.get_attribute("src")
        box = page.get_by_label("评选截止", exact=True)
        box.fill("2025年2月30日")
        wrong = page.locator("[data-wrong-of='v.评选截止']")
        expect(wrong).to_contain_text("这一天不存在")
        expect(page.locator("[data-noticed]")).to_have_class(re.compile("stale"))
        box.fill("9月5日")
        box.fill(f"{time.localtime().tm_year}年9月5日")
        expect(wrong).to_be_empty()
        until(page, f"document.querySelector('.sheet').getAttribute('src') !== '{before}'")
        until(page, "document.querySelector('.sheet').naturalWidth === 800")
        page.on("dialog", lambda asked: asked.accept())


def test_a_row_is_added_and_a_paragraph_moved_with_scripts_and_without(empty: Running, browser: Browser) -> None:
    with signed_in(browser, empty) as page:
        page.goto(f"{empty.address}/new")
        page.get_by_role("button", name="新建").click()
        page.wait_for_url("**/settings")
        address = page.url.removesuffix("/settings")
        rows = page.locator("[id='w-t.等次'] ~ table").first.locator("tbody tr")
        count = rows.count()
        page.get_by_role("button", name="再加一行").nth(2).click()
        expect(rows).to_have_count(count + 1)
        rows.nth(count).locator("input").first.fill("鼓励奖")
        rows.nth(count).locator("input").nth(1).fill("若干")
        page.get_by_role("button", name="保存设置").click()
        expect(page.get_by_role("status").first).to_contain_text("已保存")
        assert "鼓励奖" in [box.input_value() for box in rows.locator("input").all()]
        page.goto(f"{address}/wording")
        lead = page.locator("[name='p.1.lead']").input_value()
        page.get_by_role("button", name="上移").first.click()
        page.wait_for_url("**saved**")
        assert page.locator("[name='p.0.lead']").input_value() == lead
