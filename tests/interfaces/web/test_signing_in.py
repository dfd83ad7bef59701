"""Signing in: whoever has no session is asked for it, and comes back to where they were, never elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from support.services import Answer, Running, running

from generator.interfaces.web.coming_back import FIRST_PAGE, asked_page, local_path

FORM = {"Content_Type": "application/x-www-form-urlencoded", "Authorization": ""}
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service that a password opens."""
    folder = tmp_path_factory.mktemp("locked")
    password = folder / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    password.chmod(0o600)
    with running(folder, "--password-file", str(password)) as one:
        yield one


def heading(answer: Answer) -> str:
    found = re.search("<h1>(.*?)</h1>", answer.body.decode())
    assert found
    return found[1]


def then(answer: Answer) -> str:
    """Where the form on the page leads to."""
    found = re.search('name="then" value="(.*?)"', answer.body.decode())
    assert found
    return found[1].replace("&amp;", "&")


def test_the_first_visit_shows_the_form_and_nothing_to_leave(locked: Running) -> None:
    answer = locked.ask("GET", "/", Authorization="")
    page = answer.body.decode()
    assert (answer.status, heading(answer), then(answer)) == (401, "登录", "/")
    assert 'type="password"' in page
    assert "退出" not in page
    assert 'class="bad"' not in page


def test_a_lost_session_comes_back_to_where_it_was(locked: Running) -> None:
    asked = "/campaigns/000000000000000000000000/check?severity=error&page=2"
    lost = locked.ask("GET", asked, Authorization="", Cookie=f"wuxiao-{locked.port}=gone")
    assert (lost.status, heading(lost), then(lost)) == (401, "请重新登录", asked)
    form = FORM | {"Origin": locked.address}
    wrong = locked.ask("POST", "/login", f"password=guess&then={quote(asked)}".encode(), **form)
    assert (wrong.status, then(wrong)) == (403, asked), "a wrong password forgets nothing"
    right = locked.ask("POST", "/login", f"password={quote(PASSWORD)}&then={quote(asked)}".encode(), **form)
    assert (right.status, right.headers["location"]) == (303, asked)
    cookie = right.headers["set-cookie"].partition(";")[0]
    assert locked.ask("GET", asked, Authorization="", Cookie=cookie).status == 404, (
        "signed in, and there is no such one"
    )


def test_what_was_sent_without_a_session_comes_back_to_its_page(locked: Running) -> None:
    here = "/campaigns/000000000000000000000000/builds"
    referer = f"{locked.address}{here}?asked=true"
    answer = locked.ask("POST", here, b"", **FORM, Origin=locked.address, Referer=referer)
    assert (answer.status, then(answer)) == (401, f"{here}?asked=true")
    assert "刚才做的没有保存" in answer.body.decode(), "nobody thinks that what was typed is kept"
    looked = locked.ask("GET", here, Authorization="", Cookie=f"wuxiao-{locked.port}=gone")
    assert "没有保存" not in looked.body.decode()


def test_without_a_password_the_printed_address_opens_and_leads_back(service: Running) -> None:
    lost = service.ask("GET", "/interface", Authorization="")
    assert then(lost) == "/interface"
    form = FORM | {"Origin": service.address}
    opened = service.ask("POST", "/login", f"link={quote(service.link)}&then=%2Finterface".encode(), **form)
    assert (opened.status, opened.headers["location"]) == (303, "/interface")
    old = service.ask("POST", "/login", f"link={quote(service.link[:-5])}&then=%2Finterface".encode(), **form)
    assert (old.status, then(old)) == (403, "/interface")
    assert "不能用了" in old.body.decode()


@pytest.mark.parametrize(
    "address",
    [
        "", "https://evil.example/", "//evil.example", "/\\evil.example", "\\evil.example", "/a\\b", "evil.example",
        "javascript:alert(1)", "http:/x", "/\t/evil.example", " /", "/ x", "/页", "/login", "/logout", "/start?token=1",
        "/api/v1/campaigns", "/static/page.js",
    ],
)  # fmt: skip
def test_nobody_is_led_elsewhere(service: Running, address: str) -> None:
    assert local_path(address) == FIRST_PAGE
    form = FORM | {"Origin": service.address}
    opened = service.ask("POST", "/login", f"link={service.token}&then={quote(address, safe='')}".encode(), **form)
    assert opened.headers["location"] == FIRST_PAGE


def test_pages_of_the_service_are_kept() -> None:
    for address in ("/", "/interface", "/campaigns/0123456789abcdef01234567/check?page=2&severity=error"):
        assert local_path(address) == address
    assert asked_page("GET", "/campaigns/x", "a=1", "") == "/campaigns/x?a=1"
    assert asked_page("POST", "/campaigns/x/files", "", "http://127.0.0.1:1/campaigns/x?b=2") == "/campaigns/x?b=2"


def test_a_program_is_told_in_json(locked: Running) -> None:
    answer = locked.ask("GET", "/api/v1/campaigns", Authorization="")
    assert (answer.status, answer.json["code"]) == (401, "signed-out")
