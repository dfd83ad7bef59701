"""How a campaign is cut into pieces of work: everything once, what shares pages together, never too much at a time."""

import shutil
from pathlib import Path

import pytest
from support.small_campaign import RECOMMENDERS, write_small_campaign

from generator.campaign.kinds import FORMATS, KINDS
from generator.running import planning
from generator.running.making import Batch
from generator.running.work import Order, make_plan


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine applications, three of each recommender."""
    return write_small_campaign(tmp_path_factory.mktemp("planning") / "campaign", 9)


def batches(campaign: Path, work: Path, kinds: frozenset[str] = frozenset(KINDS)) -> list[Batch]:
    """What the pieces of its plan are about, in their order."""
    order = Order(
        campaign=campaign,
        staging=work,
        pieces=work / "pieces",
        kinds=kinds,
        formats=frozenset(FORMATS),
        recommenders=frozenset(),
        protect=False,
        reference=False,
        flush=False,
    )
    plan = make_plan(order)
    found = [piece.load() for piece in plan.pieces]
    assert [piece.files for piece in plan.pieces] == [batch.files for batch in found]
    return found


def paths(some: list[Batch]) -> list[str]:
    documents = [document.path for batch in some for document in batch.documents]
    return sorted([*documents, *(f"{plan.path}.pdf" for batch in some for plan in batch.plans)])


def test_a_recommenders_packet_is_bound_with_the_documents_that_it_holds(campaign: Path, tmp_path: Path) -> None:
    found = batches(campaign, tmp_path)
    for name in RECOMMENDERS:
        (own,) = (batch for batch in found if name in {plan.record for plan in batch.plans})
        records = {document.record for document in own.documents}
        assert {plan.record for plan in own.plans} == records
        assert len(records) == 4
        assert {document.kind for document in own.documents} == {"form1", "intro", "form2"}


def test_many_applications_are_cut_into_pieces_and_everything_is_still_made_once(
    campaign: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = paths(batches(campaign, tmp_path))
    monkeypatch.setattr(planning, "RECORDS_AT_ONCE", 2)
    cut = batches(campaign, tmp_path)
    assert paths(cut) == whole
    assert len(whole) == len(set(whole)) > 60
    of_recommenders = [batch for batch in cut if set(batch.records) & set(RECOMMENDERS)]
    assert [len(batch.records) for batch in of_recommenders] == [1, 1, 1]
    of_applications = [batch for batch in cut if any(document.kind == "form1" for document in batch.documents)]
    assert [len(batch.records) for batch in of_applications] == [2, 1] * 3


def test_the_papers_that_weasyprint_lays_out_are_one_piece_and_the_first(campaign: Path, tmp_path: Path) -> None:
    first, *others = batches(campaign, tmp_path)
    assert {document.kind for document in first.documents} == {"notice", "bulletin"}
    assert not any(document.kind in {"notice", "bulletin"} for batch in others for document in batch.documents)


def test_only_what_is_asked_for_is_planned(campaign: Path, tmp_path: Path) -> None:
    found = batches(campaign, tmp_path, frozenset({"form2"}))
    assert {document.kind for batch in found for document in batch.documents} == {"form2"}
    assert not any(batch.plans for batch in found)


def test_a_project_numbered_like_a_recommender_is_no_part_of_it(campaign: Path, tmp_path: Path) -> None:
    changed = Path(shutil.copytree(campaign, tmp_path / "campaign"))
    file = changed / "applications/NC-002.yaml"
    text = file.read_text(encoding="utf-8").replace("项目编号: NC-002", f"项目编号: {RECOMMENDERS[0]}")
    file.write_text(text, encoding="utf-8")
    (tmp_path / "work").mkdir()
    made = paths(batches(changed, tmp_path / "work"))
    assert len(made) == len(set(made))
    assert sum(RECOMMENDERS[0] in path.rsplit("/", 1)[-1] for path in made) > 4
