"""What a page shows goes with what is: the bar of a build, a lost line, a service that started anew, going back."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from conftest import ROOT
from playwright.sync_api import Browser, Error, Page, expect
from support.browsing import choose, signed_in, until
from support.services import Running, files_of, free_port, running
from support.small_campaign import write_small_campaign

VALUES = "[...document.querySelectorAll('[data-bar]')].map(bar => bar.value)"


def order(page: Page, service: Running, campaign: str) -> None:
    """Order everything on the page of builds."""
    page.goto(f"{service.address}/campaigns/{campaign}/builds")
    page.get_by_role("button", name="开始生成").click()
    page.wait_for_url("**/builds/*")


def test_the_bar_moves_from_the_first_second(service: Running, browser: Browser, campaign: str) -> None:
    with signed_in(browser, service) as page:
        order(page, service, campaign)
        seen: list[float] = []
        while page.locator("[data-bar]").count() and len(seen) < 3_000:
            with suppress(Error):  # the page goes on to the results under our eyes
                seen += page.evaluate(VALUES)
            page.wait_for_timeout(10)
        expect(page.get_by_role("heading", level=1)).to_have_text("预览和下载")
    assert seen == sorted(seen)
    assert len({value for value in seen if 0 < value < 300}) >= 3, "while the data is checked"
    assert len(set(seen)) >= 6


def test_two_tabs_follow_one_build_and_a_lost_line_is_told_and_taken_up(
    service: Running, browser: Browser, campaign: str
) -> None:
    with signed_in(browser, service) as page, signed_in(browser, service) as other:
        page.route("**/events", lambda route: route.abort("internetdisconnected"))
        order(page, service, campaign)
        other.goto(page.url)
        expect(page.get_by_text("连接断了，正在重连")).to_be_visible()
        page.unroute_all()
        for one in (page, other):
            expect(one.get_by_role("heading", level=1)).to_have_text("预览和下载")


def test_after_a_new_start_the_page_says_so_and_offers_to_make_it_again(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    with browser.new_context() as context:
        page = context.new_page()
        with running(tmp_path, port=port) as first:
            campaign = first.upload(files_of(write_small_campaign(tmp_path / "活动", 12))).json["id"]
            page.goto(first.link)
            page.wait_for_url(f"{first.address}/")
            order(page, first, campaign)
            build = page.url
            until(page, "document.querySelector('[data-bar]').value > 0")
            os.kill(first.process.pid, 9)
            expect(page.get_by_text("连接断了，正在重连")).to_be_visible()
        with running(tmp_path, port=port) as second:
            expect(page.get_by_role("heading", level=1)).to_have_text("请重新登录")
            page.get_by_label("窗口里的网址").fill(second.link)
            page.get_by_role("button", name="打开").click()
            page.wait_for_url(build)
            expect(page.get_by_role("status")).to_have_text("服务重新启动过，这次没有做完。")
            expect(page.get_by_text("取消")).to_have_count(0)
            page.get_by_role("button", name="重新生成").click()
            page.wait_for_url("**/builds/*")
            assert page.url != build
            expect(page.get_by_role("heading", level=1)).to_have_text("预览和下载")


def test_going_back_shows_what_is_chosen(service: Running, browser: Browser) -> None:
    wrong = service.upload(files_of(ROOT / "data_examples/broken/several-at-once")).json["id"]
    with signed_in(browser, service) as page:
        page.goto(f"{service.address}/campaigns/{wrong}/check")
        for severity in ("错误", "提醒"):
            choose(page, "级别", severity)
        page.go_back()
        page.wait_for_url("**severity=error**")
        expect(page.get_by_label("级别")).to_have_value("error")
        expect(page.locator("h3.severity.error")).to_have_count(1)
        page.go_back()
        expect(page.get_by_label("级别")).to_have_value("")


def test_a_lost_session_comes_back_to_where_it_was(service: Running, browser: Browser, campaign: str) -> None:
    with signed_in(browser, service) as page:
        page.goto(f"{service.address}/campaigns/{campaign}/check")
        page.context.add_cookies([{"name": f"wuxiao-{service.port}", "value": "gone", "url": service.address}])
        page.get_by_role("link", name="生成和下载").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("请重新登录")
        page.get_by_label("窗口里的网址").fill(f"  {service.link}  ")
        page.get_by_role("button", name="打开").click()
        page.wait_for_url(f"**/campaigns/{campaign}/builds")
        expect(page.get_by_role("heading", level=1)).to_have_text("生成文书")


def test_what_was_sent_after_the_session_was_over_can_be_saved_once_somebody_is_in_again(
    service: Running, browser: Browser, campaign: str
) -> None:
    with signed_in(browser, service) as page:
        page.goto(f"{service.address}/campaigns/{campaign}/settings")
        page.get_by_label("联系人", exact=True).fill("陶小满")
        page.context.add_cookies([{"name": f"wuxiao-{service.port}", "value": "gone", "url": service.address}])
        page.get_by_role("button", name="保存设置").click()
        expect(page.get_by_role("status")).to_contain_text("填的内容还留在这个窗口里")
        page.get_by_label("窗口里的网址").fill(service.link)
        page.get_by_role("button", name="打开").click()
        expect(page.get_by_role("status").first).to_contain_text("登录过期时填的内容还没有保存。")
        page.get_by_role("button", name="保存那时填的").click()
        expect(page.get_by_role("status").first).to_contain_text("已保存")
        assert page.get_by_label("联系人", exact=True).input_value() == "陶小满"
        page.reload()
        expect(page.get_by_role("button", name="保存那时填的")).to_have_count(0)
