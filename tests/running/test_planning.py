"""How a campaign is cut into pieces of work: everything once, what shares pages together, never too much at a time."""

import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from support.small_campaign import RECOMMENDERS, write_small_campaign

from generator.campaign.errors import TemplateError
from generator.campaign.kinds import KINDS
from generator.running import batching, planning
from generator.running.making import Batch
from generator.running.options import Options
from generator.running.work import Order


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine applications, three of each recommender."""
    return write_small_campaign(tmp_path_factory.mktemp("planning") / "campaign", 9)


def batches(campaign: Path, work: Path, kinds: frozenset[str] = frozenset(KINDS)) -> list[Batch]:
    """What the pieces of its plan are about, in their order."""
    plan = planning.planned(Order(Options(campaign, work / "out", kinds), work, work / "pieces"))
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
    monkeypatch.setattr(batching, "RECORDS_AT_ONCE", 2)
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


@pytest.fixture
def photographed(tmp_path: Path) -> Path:
    """The other award, whose forms show photographs, with those of one project in a folder of their own."""
    campaign = Path(shutil.copytree(ROOT / "data_examples" / "another-award", tmp_path / "campaign"))
    attachments = campaign / "attachments"
    (attachments / "照片").mkdir()
    (attachments / "AS-001-照片.jpg").rename(attachments / "照片" / "一.jpg")
    file = campaign / "applications" / "AS-001.yaml"
    text = file.read_text(encoding="utf-8")
    assert "AS-001-照片.jpg" in text
    file.write_text(text.replace("AS-001-照片.jpg", "照片/一.jpg"), encoding="utf-8")
    return campaign


def keys(campaign: Path, work: Path, kind: str) -> list[str]:
    """What the pieces of one project's documents of that kind are known by."""
    work.mkdir()
    options = Options(campaign, work / "out", frozenset({kind}), records=frozenset({"AS-001"}))
    return [piece.key for piece in planning.planned(Order(options, work, work / "pieces")).pieces]


@pytest.mark.parametrize("kind", ["form1", "packet"])
def test_a_photograph_wherever_it_lies_decides_what_is_made_of_it(
    photographed: Path, tmp_path: Path, kind: str
) -> None:
    before = keys(photographed, tmp_path / "before", kind)
    assert before
    assert keys(photographed, tmp_path / "again", kind) == before
    shutil.copy(photographed / "attachments" / "AS-003-照片.jpg", photographed / "attachments" / "照片" / "一.jpg")
    assert not set(keys(photographed, tmp_path / "after", kind)) & set(before)


def test_the_template_of_a_further_form_is_tried_before_it_is_bound_into_packets(
    photographed: Path, tmp_path: Path
) -> None:
    page = photographed / "templates" / "opinion" / "opinion.html"
    page.write_text("<html><body>{{ nothing_of_that_name }}</body></html>", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"opinion/opinion\.html"):
        keys(photographed, tmp_path / "work", "packet")
