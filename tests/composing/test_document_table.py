"""The table of documents: whatever is made stands in it once, with a kind and a template that there are."""

from pathlib import Path

import pytest

from generator.campaign.errors import CAMPAIGN, PROJECT, RECOMMENDER, Touch
from generator.campaign.kinds import FORM1, FORM2, KINDS, PACKET, PROGRESS, ROWS, TEMPLATE_ENDINGS
from generator.campaign.layout import package_templates
from generator.campaign.records import Campaign
from generator.checks.campaign import check_campaign
from generator.composing.document_table import blanks, documents, pdf_of, progress, table
from generator.composing.documents import Asked

EXAMPLE = Path("data_examples/jiangxi-2023")


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    found, _, _ = check_campaign(EXAMPLE)
    assert found is not None
    return found


def test_every_kind_has_a_row_but_packets_which_are_bound_of_the_others(campaign: Campaign) -> None:
    assert {row.kind for row in table(campaign.settings)} == {*ROWS, PROGRESS} - {PACKET}


def test_kinds_and_their_folders_are_told_apart() -> None:
    assert len(set(KINDS)) == len({row.folder for row in ROWS}) == len(ROWS) == 9


def test_forms_of_cells_can_be_protected_and_lists_not_since_rows_are_added_to_them(campaign: Campaign) -> None:
    assert {row.template for row in table(campaign.settings) if row.locks} == {"form1/form1"}


def test_every_template_of_the_table_comes_with_the_program(campaign: Campaign) -> None:
    rows = table(campaign.settings)
    named = {f"{row.template}.{TEMPLATE_ENDINGS[output]}" for row in rows for output in row.formats}
    assert len(named) > 15
    assert not [name for name in named if not (package_templates() / name).is_file()]


def test_every_document_lies_in_its_kinds_folder_under_a_name_of_its_own(campaign: Campaign) -> None:
    folders = {row.key: row.folder for row in ROWS}
    made = list(documents(Asked(campaign), KINDS))
    assert {one.kind for one in made} == set(KINDS) - {PACKET.key}
    assert len({one.path for one in made}) == len(made) > 1000
    assert all(one.path.startswith(f"{folders[one.kind]}/") for one in made)


def test_a_document_is_made_of_the_part_whose_record_it_has(campaign: Campaign) -> None:
    kinds = {row.key: row for row in ROWS}
    made = [one for one in documents(Asked(campaign), KINDS) if one.record]
    assert {one.kind for one in made} == {"form1", "form2", "intro", "summary", "certificate"}
    for one in made:
        assert one.made_of[:2] == (Touch(CAMPAIGN, one.kind), Touch(kinds[one.kind].made_of[0], one.record))


def test_the_papers_of_a_recommender_are_those_of_a_whole_build(campaign: Campaign) -> None:
    name = campaign.settings.recommenders[0].name
    numbers = {one.number for one in campaign.of(name)}
    whole = [one for one in documents(Asked(campaign), {"form1", "form2"}) if one.record in {name, *numbers}]
    some = list(documents(Asked(campaign, {name}), {"form1", "form2"}))
    assert [one.path for one in some] == [one.path for one in whole]
    assert {part.kind for one in some for part in one.made_of} == {CAMPAIGN, PROJECT, RECOMMENDER}


def test_the_formats_of_a_document_share_what_they_are_made_of(campaign: Campaign) -> None:
    contexts: dict[str, set[int]] = {}
    for one in documents(Asked(campaign), {"form2"}):
        contexts.setdefault(one.record, set()).add(id(one.context))
    assert len(contexts) > 5
    assert {len(some) for some in contexts.values()} == {1}


def test_what_packets_hold_is_what_is_published(campaign: Campaign) -> None:
    asked, one = Asked(campaign), campaign.applications[0]
    published = {document.path for document in documents(asked, {"form1", "form2"})}
    assert pdf_of(FORM1, asked, one).path in published
    assert pdf_of(FORM2, asked, one.recommender).path in published


def test_blanks_and_progress_need_nothing_but_the_settings(campaign: Campaign) -> None:
    assert [one.path for one in blanks(campaign.settings)] == [
        one.path for one in documents(Asked(campaign), {"blank"})
    ]
    assert [one.path for one in progress(campaign.settings, {"title": ""})] == ["申报进度.pdf", "申报进度.xlsx"]
    assert not [one for one in documents(Asked(campaign), {PROGRESS.key})]
