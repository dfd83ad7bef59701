"""Nothing that was ever in a campaign is lost: every change can be looked at, downloaded and taken back."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from conftest import MINIMAL
from support.services import Running, files_of

from generator.ground.disk import make_below
from generator.interfaces.web.store.history import History

FORM = {"Content_Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def history(tmp_path: Path) -> History:
    for name in ("files", "temporary"):
        (tmp_path / name).mkdir()
    return History(tmp_path, tmp_path / "temporary")


def there(folder: Path) -> dict[str, bytes]:
    files = folder / "files"
    return {one.relative_to(files).as_posix(): one.read_bytes() for one in files.rglob("*") if one.is_file()}


def test_undoing_everything_in_turn_goes_back_through_every_state(tmp_path: Path, history: History) -> None:
    chance, states = random.Random(7), [there(tmp_path)]
    for step in range(40):
        paths = chance.sample(["a.yaml", "applications/甲.xlsx", "attachments/深/b.pdf", "c"], chance.randint(1, 3))
        writes = {path: chance.choice([None, b"1", b"2", str(step).encode()]) for path in paths}
        if history.change(f"{step}", writes):
            states.append(there(tmp_path))
    numbers = [one.number for one in history.versions()]
    for number, state in zip(reversed(numbers), reversed(states[:-1]), strict=True):
        assert history.undo(number).stayed == ()
        assert there(tmp_path) == state
    assert list((tmp_path / "temporary").iterdir()) == []


def test_an_undo_leaves_what_was_changed_again_and_names_it(tmp_path: Path, history: History) -> None:
    history.change("1", {"a": b"old", "b": b"old"})
    second = history.change("2", {"a": b"new", "b": b"new"})
    history.change("3", {"a": b"newest"})
    assert second
    assert history.undo(second.number).stayed == ("a",)
    assert there(tmp_path) == {"a": b"newest", "b": b"old"}


def test_an_undo_can_itself_be_undone(tmp_path: Path, history: History) -> None:
    history.change("1", {"a": b"old"})
    history.change("2", {"a": None})
    undone = history.undo(2).version
    assert undone
    assert there(tmp_path) == {"a": b"old"}
    history.undo(undone.number)
    assert there(tmp_path) == {}


def test_files_that_were_there_before_the_history_are_kept_too(tmp_path: Path, history: History) -> None:
    make_below(tmp_path, tmp_path / "files" / "x" / "a")
    (tmp_path / "files" / "x" / "a").write_bytes(b"older")
    made = history.change("1", {"x/a": b"new"})
    assert made
    assert made.changes[0].before
    assert history.content(made.changes[0].before).read_bytes() == b"older"


def test_the_same_bytes_are_no_change(history: History) -> None:
    assert history.change("1", {"a": b"x"})
    assert history.change("2", {"a": b"x"}) is None
    assert len(history.versions()) == 1


def test_a_clerk_finds_a_removed_file_downloads_it_and_brings_it_back(service: Running) -> None:
    made = service.upload(files_of(MINIMAL)).json
    here, own = f"/campaigns/{made['id']}", {"Origin": service.address}
    file = next(one for one in made["files"] if one["path"].startswith("applications/"))
    content = (MINIMAL / file["path"]).read_bytes()
    assert service.ask("POST", f"{here}/files/{file['id']}/remove", **own).status == 303
    page = service.ask("GET", f"{here}/history").body.decode()
    assert "移去" in page
    links = re.findall(r'href="([^"]+/before)"', page)
    assert service.ask("GET", links[0]).body == content
    assert "NC-001.yaml" in service.ask("GET", links[0]).headers["content-disposition"]
    assert service.ask("POST", f"{here}/history/2/undo", **own).status == 303
    paths = [one["path"] for one in service.ask("GET", f"/api/v1{here}").json["files"]]
    assert file["path"] in paths
    assert "已在第3次撤销" in service.ask("GET", f"{here}/history").body.decode()
    assert service.ask("GET", f"{here}/history/9/files/{file['id']}/after").status == 404


def test_a_file_sent_through_the_interface_under_the_same_name_leaves_the_old_one(service: Running) -> None:
    made = service.upload(files_of(MINIMAL)).json
    here = f"/campaigns/{made['id']}"
    service.upload({"notice.yaml": b"new"}, f"/api/v1{here}/files")
    page = service.ask("GET", f"{here}/history").body.decode()
    before = re.findall(r'href="([^"]+/before)"', page)
    assert service.ask("GET", before[0]).body == (MINIMAL / "notice.yaml").read_bytes()
