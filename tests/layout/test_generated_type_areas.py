"""No text of campaigns that nobody wrote leaves the type area of its page or crosses a rule."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.generated_campaigns import generated
from support.measured import Measured
from support.type_areas import misplaced_in

from generator.campaign.errors import errors_of
from generator.checks.campaign import check_campaign
from generator.interfaces.cli import run

LOOKED_THROUGH = "type areas: PDF files of generated campaigns looked through, nothing misplaced"


def looked_through(seed: int, folder: Path) -> int:
    """How many files of a generated campaign were looked through; none of one that `check` refuses."""
    campaign, output = generated(seed, folder / "campaign"), folder / "output"
    if errors_of(check_campaign(campaign)[2]):
        return 0
    assert run(["build", str(campaign), "--out", str(output), "--jobs", "1"]) == 0
    files = sorted(output.rglob("*.pdf"))
    assert misplaced_in(output, files) == []
    return len(files)


@pytest.mark.parametrize("seed", [10])
def test_no_text_of_a_generated_campaign_leaves_its_type_area(seed: int, tmp_path: Path) -> None:
    assert looked_through(seed, tmp_path) > 10


@pytest.mark.long
@pytest.mark.parametrize("seed", range(50))
def test_no_text_of_50_generated_campaigns_leaves_its_type_area(seed: int, tmp_path: Path, measured: Measured) -> None:
    measured(LOOKED_THROUGH, looked_through(seed, tmp_path), "files")
    shutil.rmtree(tmp_path)
