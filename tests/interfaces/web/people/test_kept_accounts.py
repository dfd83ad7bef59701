"""The database of accounts, cut off or spoilt: the service is as it was, or lets nobody in."""

from __future__ import annotations

from pathlib import Path

from support.services import running
from support.signed import person

from generator.interfaces.web.people.database import FILE


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
