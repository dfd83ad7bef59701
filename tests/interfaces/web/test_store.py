"""What is kept is removed after the set time, but not under a build that runs."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from generator.campaign.errors import UsageError
from generator.campaign.masking import without_persons
from generator.interfaces.web.limits import BUILDS_KEPT, CAMPAIGNS_KEPT
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store import names
from generator.interfaces.web.store.abouts import CampaignAbout, Choice
from generator.interfaces.web.store.problem_pages import PROBLEMS
from generator.interfaces.web.store.removing import take_expired
from generator.interfaces.web.store.store import LONGEST_ROOT_BYTES, Store, file_id


def test_a_campaign_goes_after_the_set_time(tmp_path: Path) -> None:
    store = Store(tmp_path / "state")
    old, busy, new = (store.add_campaign(name) for name in ("old", "busy", "new"))
    for one in (old, busy):
        store.write_campaign(one.model_copy(update={"made": one.made - timedelta(days=8)}))
    assert len(take_expired(store, 7, {busy.id})) == 1
    assert {one.id for one in store.campaigns()} == {busy.id, new.id}
    store.add_build(busy.id, Choice())
    assert take_expired(store, 7) == [], "a build of today keeps its campaign"


def test_a_folder_whose_name_is_too_long_for_what_lies_in_it_is_refused(tmp_path: Path) -> None:
    one = "很长的文件夹名字" * 4
    longest = tmp_path / one / one / one
    fitting = longest.joinpath("x" * (LONGEST_ROOT_BYTES - len(os.fsencode(longest)) - 1))
    store = Store(fitting)
    campaign = store.add_campaign("one")
    database = store.campaign_folder(campaign.id) / "check-None-20260101-0123456789abcdef" / PROBLEMS
    database.parent.mkdir()
    sqlite3.connect(database).close()
    store.close()
    with pytest.raises(UsageError, match="太长"):
        Store(fitting.with_name(f"{fitting.name}x"))
    assert not fitting.with_name(f"{fitting.name}x").exists()


def test_there_is_an_end_to_what_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path / "state")
    kept = [store.add_campaign("one") for _ in range(CAMPAIGNS_KEPT)]
    for _ in range(BUILDS_KEPT):
        store.add_build(kept[0].id, Choice())
    for add in (lambda: store.add_campaign("more"), lambda: store.add_build(kept[0].id, Choice())):
        with pytest.raises(RefusedError) as refused:
            add()
        assert refused.value.code == "full"


def test_what_is_removed_meanwhile_is_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "state")
    stays, goes = (store.add_campaign(name).id for name in ("stays", "goes"))
    read = store.campaign

    def read_late(name: str) -> CampaignAbout:
        if name == goes:
            store.take_campaign(name)
        return read(name)

    monkeypatch.setattr(store, "campaign", read_late)
    assert [one.id for one in store.campaigns()] == [stays]


@pytest.mark.parametrize("name", ["", "..", "../../etc", "0" * 23, "0" * 24, "A" * 24])
def test_only_names_of_its_own_are_looked_up(tmp_path: Path, name: str) -> None:
    store = Store(tmp_path / "state")
    with pytest.raises(RefusedError):
        store.campaign_folder(name)


def test_nothing_is_called_in_addresses_so_that_it_is_masked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = hashlib.sha256("03-申报表/NC-4028.pdf".encode()).hexdigest()
    assert without_persons(digest[:16]) != digest[:16], "looks like a telephone number"
    name = file_id("03-申报表/NC-4028.pdf")
    assert without_persons(name) == name
    assert name in digest
    assert file_id("03-申报表/NC-1.pdf") == hashlib.sha256("03-申报表/NC-1.pdf".encode()).hexdigest()[:16]
    unlucky = SimpleNamespace(token_hex=lambda count: ("bc6433484919110798754502" + "ab" * count)[: 2 * count])
    monkeypatch.setattr(names, "secrets", unlucky)
    store = Store(tmp_path / "state")
    campaign = store.add_campaign("a")
    for one in (campaign.id, store.add_build(campaign.id, Choice()).id):
        assert without_persons(one) == one
