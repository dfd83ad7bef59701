"""What an earlier version kept is opened by this one; what a later one kept is refused in words and left as it is."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.earlier_state import NAME
from support.services import Running, running

from generator.campaign.errors import UsageError
from generator.interfaces.cli import run
from generator.interfaces.web.store.form import FORM, FORM_FILE, form_of
from generator.interfaces.web.store.store import Store

EARLIER = {int(path.name[len("form-") :].partition(".")[0]): path for path in Path(__file__).parent.glob("earlier/*")}


def test_of_every_form_there_is_a_folder() -> None:
    assert set(EARLIER) == set(range(1, FORM + 1))


@pytest.fixture(scope="module", params=sorted(EARLIER))
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service of this version over what one of each earlier form kept."""
    folder = tmp_path_factory.mktemp("upgraded")
    subprocess.run(["tar", "-xf", EARLIER[request.param], "-C", folder], check=True)
    with running(folder) as service:
        yield service


def test_its_campaigns_go_on(upgraded: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert form_of(upgraded.folder) == FORM
    (campaign,) = upgraded.ask("GET", "/api/v1/campaigns").json
    assert campaign["name"] == NAME
    here = f"/campaigns/{campaign['id']}"
    (before,) = upgraded.ask("GET", f"/api/v1{here}/builds").json
    assert before["state"] == "done"
    again = upgraded.built(campaign["id"], kinds=["certificate"], formats=["pdf"])
    assert again["state"] == "done", again
    papers = []
    for build in (before, again):
        api = f"/api/v1{here}/builds/{build['id']}/files"
        (one,) = (made for made in upgraded.ask("GET", api).json if "单张/002-" in made["path"])
        papers.append(upgraded.ask("GET", f"{api}/{one['id']}").body)
    for paper in papers:  # signed then and now with the same key
        (tmp_path / "a.pdf").write_bytes(paper)
        assert run(["verify", str(upgraded.folder / here.lstrip("/") / "files"), str(tmp_path / "a.pdf")]) == 0
        assert "真实有效" in capsys.readouterr().out
    assert upgraded.page(f"{here}/history").count("/undo") >= 1
    assert upgraded.page("/").count("/restore") == 1


@pytest.mark.parametrize("said", [f"{FORM + 1}\n", "", "x" * 100])
def test_a_folder_of_a_later_version_is_left_as_it_is(tmp_path: Path, said: str) -> None:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / "mine").touch()
    (tmp_path / FORM_FILE).write_text(said, encoding="utf-8")
    with pytest.raises(UsageError, match="新版本"):
        Store(tmp_path)
    assert (tmp_path / "tmp" / "mine").exists()
    assert not (tmp_path / "campaigns").exists()
    (tmp_path / FORM_FILE).write_text(f"{FORM}\n", encoding="utf-8")
    Store(tmp_path).close()  # which shows that nobody holds it any more
