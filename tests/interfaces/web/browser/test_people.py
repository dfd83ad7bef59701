"""The pages of accounts for everybody: axe-core finds nothing wrong, and a recommender signs in and uploads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from support.by_recommender import EXAMPLE, workbook_of
from support.services import Running, running
from support.signed import PASSWORD, invited, person

from .test_accessibility import wrong_on

NANCHANG, OTHER = "南昌市总工会", "赣州市总工会"


@dataclass(frozen=True)
class Staffed:
    """A service with accounts and a campaign for which nothing has come in."""

    service: Running
    campaign: str


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    with running(tmp_path_factory.mktemp("staffed")) as service:
        settings = {name: (EXAMPLE / name).read_bytes() for name in ("campaign.yaml", "notice.yaml")}
        campaign = f"/campaigns/{service.upload(settings).json['id']}"
        person(service, "林芳", "admin")
        person(service, "王芳", "office")
        person(service, "南昌", "recommender", NANCHANG)
        yield Staffed(service, campaign)


def signed_in(page: Page, service: Running, name: str) -> None:
    page.goto(f"{service.address}/login")
    page.get_by_label("登录名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()


def test_axe_finds_nothing_serious_on_the_pages_of_accounts(staffed: Staffed, browser: Browser) -> None:
    service, wrong = staffed.service, {}
    invitation = f"/invite/{invited(service.folder, '新来的', 'office')}"
    pages = {
        "": {"login": "/login", "invitation": invitation},
        "林芳": {"accounts": "/accounts", "actions": "/actions", "own account": "/me"},
        "南昌": {"own home": "/", "own page": staffed.campaign, "own questions": f"{staffed.campaign}/questions"},
    }
    for name, addresses in pages.items():
        with browser.new_context() as context:
            page = context.new_page()
            if name:
                signed_in(page, service, name)
            for what, address in addresses.items():
                page.goto(service.address + address)
                assert page.locator("h1").is_visible(), what
                wrong |= wrong_on(page, what)
    assert wrong == {}


def test_a_recommender_uploads_its_own_and_is_refused_anothers_by_name(
    staffed: Staffed, browser: Browser, tmp_path: Path
) -> None:
    own, foreign = tmp_path / "填报表.xlsx", tmp_path / "别家的.xlsx"
    own.write_bytes(workbook_of(NANCHANG))
    foreign.write_bytes(workbook_of(OTHER))
    with browser.new_context() as context:
        page = context.new_page()
        signed_in(page, staffed.service, "南昌")
        page.goto(staffed.service.address + staffed.campaign)
        page.locator("input[name=files]").set_input_files(own)
        expect(page.get_by_text("27项").first).to_be_visible()
        page.locator("input[name=files]").set_input_files(foreign)
        expect(page.locator("main")).to_contain_text("别家的.xlsx")
        expect(page.locator("main")).to_contain_text(OTHER)
        page.goto(staffed.service.address + staffed.campaign)
        expect(page.get_by_text("27项").first).to_be_visible()


def test_what_was_typed_can_be_kept_though_another_window_signed_out(staffed: Staffed, browser: Browser) -> None:
    with browser.new_context() as context:
        page, other = context.new_page(), context.new_page()
        signed_in(page, staffed.service, "王芳")
        page.goto(f"{staffed.service.address}{staffed.campaign}/settings")
        other.goto(staffed.service.address)
        other.get_by_role("button", name="退出").click()
        page.get_by_label("联系人", exact=True).fill("李明")
        expect(page.locator("[data-noticed-note]")).to_contain_text("登录已过期，现在保存不了")
        signed_in(other, staffed.service, "王芳")
        page.get_by_role("button", name="保存设置").click()
        expect(page.get_by_role("status").first).to_contain_text("已保存")
        assert page.get_by_label("联系人", exact=True).input_value() == "李明"
