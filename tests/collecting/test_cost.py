"""A pile of forms takes little time, and no more memory the larger it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import EXAMPLE
from support.measured import Measured
from support.pace import pace
from support.pile import Pile, campaign_in, form1, form2
from support.process_trees import Took, took

MOST_BYTES = 300_000_000
SECONDS_A_FORM = 0.2  # of a processor: far more than it takes, so that a busy machine passes
SECONDS = 30  # for the whole example on two processors, by the processor's clock


def collected(pile: Pile) -> Took:
    """What it took to collect the pile, every project of which is found."""
    done = took(["collect", str(pile.folder), "--out", str(pile.out), str(pile.campaign.folder), "--json"])
    assert done.code == 0
    assert json.loads(done.out)["projects"]
    return done


def pile_of(count: int, tmp_path: Path) -> Pile:
    """Forms of the example in Word and the list of each of their recommenders in Excel."""
    folder = tmp_path / str(count)
    folder.mkdir()
    pile = Pile(campaign_in(EXAMPLE), folder, tmp_path / f"{count}-out")
    some = list(pile.campaign.applications)[:count]
    for one in some:
        pile.put(f"{one.number}.docx", form1(pile.campaign, one))
    for recommender in {one.recommender for one in some}:
        own = [one for one in some if one.recommender == recommender]
        pile.put(f"{recommender}.xlsx", form2(pile.campaign, recommender, "xlsx", own))
    return pile


def test_a_form_takes_little_time_and_memory(tmp_path: Path) -> None:
    done = collected(pile_of(40, tmp_path))
    assert done.processor_seconds * pace() < 5 + 40 * SECONDS_A_FORM
    assert done.peak_bytes < MOST_BYTES


@pytest.mark.long
def test_the_whole_example_takes_little_time_and_memory(tmp_path: Path, measured: Measured) -> None:
    few, all_of_it = (collected(pile_of(count, tmp_path)) for count in (60, 303))
    assert all_of_it.processor_seconds * pace() < SECONDS
    assert all_of_it.peak_bytes < MOST_BYTES
    assert all_of_it.peak_bytes < 1.5 * few.peak_bytes
    measured("303 forms and their lists collected, of processors", round(all_of_it.processor_seconds, 1), "s")
    measured("303 forms and their lists collected, memory at most", round(all_of_it.peak_bytes / 1e6), "MB")
