"""The log of actions: who did what to which campaign, also what was not done; no personal data, no file names."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from conftest import MINIMAL
from support.services import files_of
from support.signed import filled, key_of, signed_in_again

from generator.interfaces.web.people import log
from generator.interfaces.web.people.database import FILE
from generator.interfaces.web.people.log import Done, Wanted
from generator.interfaces.web.people.people import People
from generator.interfaces.web.people.who import Who

from .conftest import ATTACHMENTS, NAMES, Staffed


def entries(staffed: Staffed, query: str = "") -> list[list[str]]:
    """The rows of the page as texts: time, who, what, campaign, whether it was done."""
    page = staffed.admin.page(f"/actions{query}")
    rows = re.findall(r"<tr><td data-label=\"时间\".*?</tr>", page, re.S)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)] for row in rows
    ]


def test_what_is_done_is_written_down_before_it_is_answered(staffed: Staffed) -> None:
    name = re.search(r'class="campaign">([^<]+)<', staffed.office.page(f"{staffed.here}/settings"))
    assert name
    assert filled(staffed.office, f"{staffed.here}/rename", staffed.office.token, name="改过的名称").status == 303
    first = entries(staffed)[0]
    assert first[1:3] == ["office", "给活动改了名"]
    assert staffed.campaign[:8] in first[3]
    assert first[4] == "已做"
    assert filled(staffed.office, f"{staffed.here}/rename", staffed.office.token, name="").status == 422
    assert entries(staffed)[0][2:] == ["给活动改了名", f"改过的名称 {staffed.campaign[:8]}", "没有做成"]
    assert filled(staffed.own, f"{staffed.here}/rename", staffed.own.token, name="我的").status == 404
    assert entries(staffed)[0][1:3] == ["own", "给活动改了名"]
    assert entries(staffed)[0][4] == "没有做成"
    begun = filled(staffed.office, "/new", staffed.office.token, year="2031", name="新的活动")
    assert begun.status == 303, begun.body.decode()
    assert entries(staffed)[0][2:] == ["新建了活动", f"新的活动 {begun.headers['location'].split('/')[2][:8]}", "已做"]


def test_a_campaign_that_a_program_brings_is_named(staffed: Staffed) -> None:
    program = replace(staffed.office, token=key_of(staffed.office.folder, "archive", "office"))
    brought = program.upload(files_of(MINIMAL))
    assert brought.headers["location"] == f"/api/v1/campaigns/{brought.json['id']}"
    assert entries(staffed)[0][2:] == ["导入了活动", f"{brought.json['name']} {brought.json['id'][:8]}", "已做"]


def test_signing_in_and_failing_to_is_written_down(staffed: Staffed) -> None:
    assert signed_in_again(staffed.office, "other").status == 303
    assert entries(staffed)[0][1:3] == ["other", "登录"]
    assert signed_in_again(staffed.office, "other", "a wrong password").status == 403
    assert entries(staffed)[0][1:] == ["other", "登录", "", "没有做成"]
    count = len(entries(staffed))
    assert signed_in_again(staffed.office, "my password, by mistake", "x").status == 403
    assert len(entries(staffed)) == count, "what is no account's name is not kept"


def test_the_page_is_filtered_and_for_administrators_alone(staffed: Staffed) -> None:
    for who in (staffed.office, staffed.own):
        assert who.ask("GET", "/actions").status == 403
    assert {row[1] for row in entries(staffed, "?who=own")} == {"own"}
    assert {row[4] for row in entries(staffed, "?failed=true")} == {"没有做成"}
    assert {row[2] for row in entries(staffed, "?what=%E7%99%BB%E5%BD%95")} == {"登录"}
    assert all(staffed.campaign[:8] in row[3] for row in entries(staffed, f"?campaign={staffed.campaign}"))
    assert entries(staffed, "?what=%25") == []


def test_the_log_names_no_person_and_no_file(staffed: Staffed) -> None:
    with closing(sqlite3.connect(staffed.office.folder / FILE)) as kept:
        text = "\n".join(map(str, kept.execute("select * from entries")))
    assert "登录" in text
    for word in (*NAMES, *ATTACHMENTS, "360102", ".pdf", ".xlsx", ".yaml", staffed.own.token):
        assert word not in text


def test_old_entries_go_and_others_stay(tmp_path: Path) -> None:
    people = People(tmp_path)
    with people.changing() as connection:
        from generator.interfaces.web.people import accounts
        from generator.interfaces.web.people.who import Role

        accounts.add(connection, "a", Role.ADMIN)
    who = Who(name="a")
    for number in range(250):
        people.note(who, Done(f"做了{number}"))
    with closing(sqlite3.connect(tmp_path / FILE)) as kept:
        long_ago = (datetime.now() - timedelta(days=800)).isoformat(" ")  # noqa: DTZ005
        kept.execute("update entries set made = ? where id <= 100", (long_ago,))
        kept.commit()
    people.sweep(730)
    found, total = people.read(lambda one: log.entries(one, Wanted(), 2))
    assert (total, len(found), found[0].what) == (150, 50, "做了149")
    people.close()
