"""The database of accounts, cut off or spoilt: the service is as it was, or lets nobody in."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update
from support.services import running
from support.signed import person

from generator.campaign.errors import MachineError
from generator.interfaces.web.people import accounts
from generator.interfaces.web.people.database import FILE
from generator.interfaces.web.people.people import People
from generator.interfaces.web.people.tables import ACCOUNTS
from generator.interfaces.web.people.who import Role
from generator.interfaces.web.refusals import RefusedError


def test_a_first_account_that_was_cut_off_leaves_the_service_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir(mode=0o700)
    (tmp_path / "state" / FILE).touch(0o600)
    with running(tmp_path) as service:
        assert service.ask("GET", "/").status == 200, "an empty file is no account"


def test_a_spoilt_database_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir(mode=0o700)
    with running(tmp_path) as service:
        person(service, "admin", "admin")
        for file in service.folder.glob(f"{FILE}*"):
            file.unlink()
        (service.folder / FILE).write_bytes(b"no database" * 1000)
        assert service.ask("GET", "/").status in (401, 503)


FOLDERS = ("a%20b", "e%E4%B8", "x%2Fy", "q?x=1", "a#b", "保存 五小", ":memory:", "file:x")


@pytest.mark.parametrize("name", FOLDERS)
def test_accounts_are_kept_in_the_folder_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    people = People(folder)
    with people.changing() as connection:
        accounts.add(connection, "office", Role.OFFICE)
    people.close()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (folder / FILE).is_file()
    again = People(folder)
    assert again.exist
    again.close()


def test_a_name_is_the_same_in_any_width_and_case(tmp_path: Path) -> None:
    people = People(tmp_path)
    with people.changing() as connection:
        accounts.add(connection, "ＯＦＦＩＣＥ１", Role.OFFICE)
        for typed in ("office1", "Office1", "ＯＦＦＩＣＥ１", "ｏｆｆｉｃｅ１", " OFFICE1 "):
            assert accounts.by_name(connection, typed).name == "OFFICE1"
            with pytest.raises(RefusedError, match="已经有"):
                accounts.add(connection, typed, Role.OFFICE)
        accounts.add(connection, "Élan", Role.OFFICE)
        assert accounts.by_name(connection, "Élan").name == "Élan", "capitals that SQLite does not know"
    people.close()


def test_a_name_that_was_kept_as_it_was_typed_is_still_found(tmp_path: Path) -> None:
    people = People(tmp_path)
    with people.changing() as connection:
        account, _ = accounts.add(connection, "office", Role.OFFICE)
        connection.execute(update(ACCOUNTS).values(name="ＬＩＮ"))
        assert accounts.by_name(connection, "ＬＩＮ").id == account.id
    people.close()


def test_a_spoilt_database_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1000)
    with pytest.raises(MachineError, match="请从备份恢复") as told:
        People(tmp_path).read(accounts.are_there)
    assert "Error" not in f"{told.value}"
