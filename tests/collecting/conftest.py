"""A small campaign and a pile of its forms, for what is collected."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.pile import Pile, campaign_in
from support.small_campaign import write_small_campaign

from generator.campaign.records import Campaign


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return campaign_in(write_small_campaign(tmp_path_factory.mktemp("small") / "campaign", 4))


@pytest.fixture
def pile(campaign: Campaign, tmp_path: Path) -> Pile:
    (tmp_path / "pile").mkdir()
    return Pile(campaign, tmp_path / "pile", tmp_path / "out")
