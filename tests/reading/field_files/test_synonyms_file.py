"""synonyms.yaml says what the labels of returned forms are also called; what is wrong there stops nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from generator.campaign.errors import Severity
from generator.checks.campaign import check_campaign
from generator.reading.field_files.synonyms_file import read_synonyms, synonyms_of
from generator.reading.returned.labels import LONGEST_LABEL, bare_label


def test_the_program_s_own_synonyms_are_sound_and_no_label_is_another_s() -> None:
    found, problems = synonyms_of([ROOT / "templates"])
    assert problems == []
    assert len(found) > 20
    assert all(0 < len(bare_label(word)) <= LONGEST_LABEL for words in found.values() for word in words)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("职称: 等级", "yaml-shape", 1),
        ("- 职称", "yaml-shape", 0),
        ("性别: [男女]\n职称: ['']", "definition", 2),
        ("职称: [" + "长" * 30 + "]", "definition", 1),
        ("职称: [", "yaml-syntax", 1),
    ],
)
def test_a_wrong_entry_is_told_by_its_line(text: str, code: str, line: int) -> None:
    found, problems = read_synonyms(text.encode(), "templates/synonyms.yaml")
    assert found == {}
    assert [(one.code, one.place.line) for one in problems][:1] == [(code, line)]


def test_a_campaign_s_own_synonyms_that_are_wrong_stop_nothing(minimal: Path) -> None:
    (minimal / "templates").mkdir(exist_ok=True)
    (minimal / "templates/synonyms.yaml").write_text("职称: 等级", encoding="utf-8")
    campaign, _, problems = check_campaign(minimal)
    assert campaign is not None
    assert [(one.severity, one.place.file) for one in problems] == [(Severity.WARNING, "templates/synonyms.yaml")]
