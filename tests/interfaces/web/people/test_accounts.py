"""Accounts: a link once used sets the password, a closed account is out at once, nobody is told who there is."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from support.services import Running, files_of, running
from support.signed import PASSWORD, filled, invited, key_of, person, session_of, signed_in_again, taken_up

from generator.interfaces.cli import run
from generator.interfaces.web.people import accounts
from generator.interfaces.web.people.database import FILE
from generator.interfaces.web.people.people import People
from generator.interfaces.web.people.who import Role
from generator.interfaces.web.refusals import RefusedError

ZERO = "0" * 24


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("accounts")) as one:
        yield one


@pytest.fixture(scope="module")
def admin(service: Running) -> Running:
    return person(service, "admin", "admin")


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_the_first_account_is_added_while_the_service_runs_and_ends_the_printed_link(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(tmp_path) as service:
        opened = service.ask("GET", f"/start?token={service.token}", Authorization="")
        alone = replace(service, token=session_of(opened))
        assert "/accounts" not in alone.page("/"), "one is alone as before"
        assert alone.ask("GET", "/accounts").status == 403
        assert run(["account", "list", "--data", str(service.folder)]) == 0
        assert "还没有账号" in said(capsys)
        assert service.ask("GET", "/").status == 200
        assert run(["account", "add", "lin", "--role", "admin", "--data", str(service.folder)]) == 0
        found = re.search(r"/invite/(\S+)", said(capsys))
        assert found
        for who in (service, alone):
            assert who.ask("GET", "/").status == 401
        link = filled(service, "/login", link=service.token)
        assert link.status == 403
        admin = taken_up(service, found[1], "林主任")
        assert "/accounts" in admin.page("/")
        assert "林主任" in admin.page("/me")
    with running(tmp_path) as again:
        assert "token=" not in again.log.read_text(encoding="utf-8")
        assert replace(again, token=admin.token).ask("GET", "/").status == 200, "a restart signs nobody out"


def test_a_recommender_that_no_campaign_lists_is_told_when_its_account_is_added(
    service: Running, admin: Running
) -> None:
    admin.upload(files_of(ROOT / "data_examples/starter"))
    assert '<option value="南昌市总工会"></option>' in admin.page("/accounts"), "it can be chosen from a list"
    said = {
        name: admin.fill("/accounts", {"name": name[:3], "role": "recommender", "recommender": name}).body.decode()
        for name in ("南昌市总工会", "南昌总工会")
    }
    told = {name: f"现在没有活动列有“{name}”" in page for name, page in said.items()}
    assert told == {"南昌市总工会": False, "南昌总工会": True}


def test_a_link_is_used_once_and_looking_at_it_uses_nothing_up(service: Running, admin: Running) -> None:
    secret = invited(service.folder, "once", "office")
    for _ in range(3):
        page = service.ask("GET", f"/invite/{secret}", Authorization="")
        assert (page.status, "省评选办公室" in page.body.decode()) == (200, True)
    for name, password, again in (
        ("once", "short", "short"),
        ("once", PASSWORD, "other"),
        ("admin", PASSWORD, PASSWORD),
        ("once", "aaaaaaaaaa", "aaaaaaaaaa"),
        ("", PASSWORD, PASSWORD),
    ):
        wrong = filled(service, f"/invite/{secret}", name=name, password=password, again=again)
        assert wrong.status == 422, (name, password)
        assert 'class="bad"' in wrong.body.decode()
    taken_up(service, secret, "once")
    assert service.ask("GET", f"/invite/{secret}", Authorization="").status == 404
    assert filled(service, f"/invite/{secret}", name="once", password=PASSWORD, again=PASSWORD).status == 404
    for guess in ("x", "x" * 43, ZERO):
        assert service.ask("GET", f"/invite/{guess}", Authorization="").status == 404


def test_a_new_link_resets_the_password_and_the_old_ones_open_nothing(service: Running, admin: Running) -> None:
    own = person(service, "forgetful", "office")
    number = re.search(r'/accounts/(\d+)/close" data-ask="要关闭“forgetful”', admin.page("/accounts"))
    assert number
    links = []
    for _ in range(2):
        page = filled(admin, f"/accounts/{number[1]}/link", admin.token).body.decode()
        links.append(re.search(r"/invite/([\w-]+)", page)[1])  # type: ignore[index]
    assert service.ask("GET", f"/invite/{links[0]}", Authorization="").status == 404, "the newer one takes its place"
    assert own.ask("GET", "/").status == 200, "a link alone ends nothing"
    taken_up(service, links[1], "forgetful", "another long one")
    assert own.ask("GET", "/").status == 401
    assert signed_in_again(service, "forgetful").status == 403
    assert signed_in_again(service, "forgetful", "another long one").status == 303


def test_closing_an_account_ends_its_sessions_at_once(service: Running, admin: Running) -> None:
    own = person(service, "leaving", "recommender", "南昌市总工会")
    second = replace(service, token=session_of(signed_in_again(service, "leaving")))
    assert own.ask("GET", "/").status == second.ask("GET", "/").status == 200
    found = re.search(r'/accounts/(\d+)/close" data-ask="要关闭“leaving”', admin.page("/accounts"))
    assert found
    assert filled(admin, f"/accounts/{found[1]}/close", admin.token).status == 303
    assert own.ask("GET", "/").status == second.ask("GET", "/").status == 401
    closed, unknown = signed_in_again(service, "leaving"), signed_in_again(service, "nobody")
    said = closed.body.replace(b'value="leaving"', b'value="nobody"')  # what was typed stands in the box again
    assert (closed.status, said) == (unknown.status, unknown.body), "nobody is told who there is"
    assert person(service, "leaving", "office").ask("GET", "/").status == 200, "the name can be given again"
    own_number = re.search(
        r'<td data-label="编号">(\d+)</td><th scope="row" data-label="登录名">admin<', admin.page("/accounts")
    )
    assert own_number
    assert filled(admin, f"/accounts/{own_number[1]}/close", admin.token).status == 422, "nobody closes the own account"


def test_changing_the_own_password_puts_the_others_out(service: Running, admin: Running) -> None:
    own = person(service, "careful", "office")
    elsewhere = replace(service, token=session_of(signed_in_again(service, "careful")))
    assert (
        filled(own, "/me/password", own.token, old="wrong one", password="a new one!", again="a new one!").status == 403
    )
    assert filled(own, "/me/password", own.token, old=PASSWORD, password="a new one!", again="a new one?").status == 422
    assert filled(own, "/me/password", own.token, old=PASSWORD, password="careful", again="careful").status == 422
    assert filled(own, "/me/password", own.token, old=PASSWORD, password="a new one!", again="a new one!").status == 303
    assert own.ask("GET", "/me").status == 200
    assert elsewhere.ask("GET", "/me").status == 401
    assert signed_in_again(service, "careful", "a new one!").status == 303
    assert filled(own, "/logout", own.token).status == 200
    assert own.ask("GET", "/me").status == 401


def test_a_password_that_was_changed_while_it_was_compared_opens_nothing(tmp_path: Path) -> None:
    people = People(tmp_path)
    with people.changing() as connection:
        account, secret = accounts.add(connection, "lin", Role.OFFICE)
        accounts.take_up(connection, secret, "lin", "old hash")
        _, compared = accounts.password_of(connection, "lin")
        accounts.require_kept(connection, account.id, compared)
        accounts.change_password(connection, account.id, "new hash", "")
        with pytest.raises(RefusedError):
            accounts.require_kept(connection, account.id, compared)
        accounts.close(connection, account.id)
        for kept in (compared, "new hash", None):
            with pytest.raises(RefusedError):
                accounts.require_kept(connection, account.id, kept)
    people.close()


def test_keys_have_a_role_are_shown_once_and_can_be_revoked(
    service: Running, admin: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    page = filled(admin, "/accounts/keys", admin.token, name="oa", role="office").body.decode()
    secret = re.search(r"wuxiao_[\w-]+", page)
    assert secret
    assert secret[0] not in admin.page("/accounts")
    program = replace(service, token=secret[0])
    assert program.ask("GET", "/api/v1/campaigns").status == 200
    assert program.ask("GET", "/accounts").status == 403
    of_one = replace(service, token=key_of(service.folder, "city", "recommender", "南昌市总工会"))
    assert of_one.ask("GET", "/api/v1/info").status == 200
    assert of_one.ask("GET", "/api/v1/campaigns").json["code"] == "not-allowed"
    assert of_one.ask("GET", f"/api/v1/campaigns/{ZERO}/check").json["code"] == "not-found"
    for who in (program, of_one):  # the gate lets it through, though nothing is there yet to answer
        assert who.send("/api/v1/render/form1", {}).status not in (401, 403)
    with closing(sqlite3.connect(service.folder / FILE)) as kept:
        used = kept.execute("select used from keys").fetchall()
        assert all("00:00:00" in one for (one,) in used if one), "the day of the last use, not the moment"
        assert any(one for (one,) in used)
    assert run(["account", "key", "oa", "--revoke", "--data", str(service.folder)]) == 0
    assert program.ask("GET", "/api/v1/campaigns").json["code"] == "signed-out"
    assert run(["account", "list", "--data", str(service.folder)]) == 0
    assert "oa，省评选办公室，已停用" in said(capsys)


def test_no_secret_stands_in_the_file_and_only_its_owner_reads_it(service: Running, admin: Running) -> None:
    secret = invited(service.folder, "hashed", "office")
    own = taken_up(service, secret, "hashed")
    for file in service.folder.glob(f"{FILE}*"):
        assert file.stat().st_mode & 0o077 == 0, file
        content = file.read_bytes()
        for one in (secret, own.token, PASSWORD):
            assert one.encode() not in content, file
    with closing(sqlite3.connect(service.folder / FILE)) as kept:
        assert all(one.startswith("$argon2id$") for (one,) in kept.execute("select password from accounts") if one)
    log = service.log.read_text(encoding="utf-8").partition("Ctrl+C")[2]
    assert "GET /invite/{secret}" in log
    assert secret not in log


@pytest.mark.parametrize(
    ("written", "word"),
    [
        (["add", "x", "--role", "recommender"], "申报单位"),
        (["add", "x", "--role", "office", "--recommender", "南昌市总工会"], "申报单位"),
        (["add", "two words", "--role", "office"], "登录名"),
        (["add", "admin", "--role", "office"], "已经有"),
        (["close", "nobody"], "没有这个账号"),
        (["link", "nobody"], "没有这个账号"),
        (["key", "x"], "--role"),
        (["key", "x", "--revoke"], "没有这个密钥"),
    ],
)
def test_a_mistake_on_the_command_line_is_told_and_changes_nothing(
    written: list[str], word: str, service: Running, admin: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    before = admin.page("/accounts")
    assert run(["account", *written, "--data", str(service.folder)]) == 2
    assert word in capsys.readouterr().err
    assert admin.page("/accounts") == before


def test_a_program_signs_in_with_name_and_password(service: Running, admin: Running) -> None:
    person(service, "clerk", "office")
    opened = service.ask("POST", "/api/v1/session", f'{{"name": "clerk", "password": "{PASSWORD}"}}'.encode(),
                         Content_Type="application/json", Authorization="")  # fmt: skip
    assert opened.status == 200, opened
    assert replace(service, token=opened.json["token"]).ask("GET", "/api/v1/campaigns").status == 200
    wrong = service.ask("POST", "/api/v1/session", b'{"password": "correct horse"}', Content_Type="application/json")
    assert wrong.json["code"] == "wrong-password"


def test_other_machines_may_come_without_a_password_file_once_there_are_accounts(tmp_path: Path) -> None:
    from generator.campaign.errors import UsageError
    from generator.interfaces.web.service import Service, require_guard

    one = Service(tmp_path, host="10.1.2.3", certificate=tmp_path, key=tmp_path)
    with pytest.raises(UsageError, match="wuxiao account add"):
        require_guard(one, has_accounts=False)
    require_guard(one, has_accounts=True)
