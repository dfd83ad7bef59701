"""Printing over paper that has border and title already: the same words, moved, and nothing else."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from certificates.award_campaigns import award_campaign, checked
from support.offices import converted_by_libreoffice

from generator.campaign.layout import package_templates
from generator.campaign.records import Campaign
from generator.composing.certificates import calibration, winners_file
from generator.rendering.html import pages
from generator.rendering.pdf.press import Press
from generator.rendering.word import word_file

RIGHT_MM, DOWN_MM = 3.5, -2.0
MM = 25.4 / 72
TITLE = "荣誉证书"
FEW = frozenset({"1", "8", "30", "97"})


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return checked(award_campaign(tmp_path_factory.mktemp("awards") / "campaign"))


def moved(campaign: Campaign, right_mm: float, down_mm: float) -> Campaign:
    changes = {"certificate_overprint": True, "overprint_right_mm": right_mm, "overprint_down_mm": down_mm}
    return campaign.model_copy(update={"settings": campaign.settings.model_copy(update=changes)})


def chars(page: Any) -> list[tuple[str, float, float, float]]:
    """Every character of the page with its place in mm and its size, the title's apart from it."""
    found = [(char["text"], char["x0"] * MM, char["top"] * MM, char["size"]) for char in page.chars]
    return sorted(one for one in found if one[0].strip() and one[3] < 50)


def compare(whole: Any, over: Any, right_mm: float, down_mm: float, tolerance_mm: float) -> None:
    before, after = chars(whole), chars(over)
    assert len(before) > 60
    assert [one[0] for one in before] == [one[0] for one in after]
    for old, new in zip(before, after, strict=True):
        assert new[1] - old[1] == pytest.approx(right_mm, abs=tolerance_mm)
        assert new[2] - old[2] == pytest.approx(down_mm, abs=tolerance_mm)
        assert new[3] == pytest.approx(old[3])


@pytest.mark.parametrize("render", [Press().render, pages.render], ids=["compiled", "reference"])
def test_overprint_differs_from_full_print_by_the_background_and_the_offset(campaign: Campaign, render: Any) -> None:
    whole = render("certificate/certificate.html", winners_file(campaign, FEW))
    over = render("certificate/certificate.html", winners_file(moved(campaign, RIGHT_MM, DOWN_MM), FEW))
    with pdfplumber.open(io.BytesIO(whole)) as before, pdfplumber.open(io.BytesIO(over)) as after:
        assert len(before.pages) == len(after.pages) == len(FEW)
        for full, bare in zip(before.pages, after.pages, strict=True):
            assert (bare.width, bare.height) == (full.width, full.height)
            assert [char["text"] for char in full.chars if char["size"] > 50] == list(TITLE)
            assert [char["text"] for char in bare.chars if char["size"] > 50] == []
            assert full.rects or full.curves
            assert bare.rects + bare.curves + bare.lines + bare.images == []
            compare(full, bare, RIGHT_MM, DOWN_MM, 0.01)


def test_the_word_file_differs_in_the_same_way(campaign: Campaign, tmp_path: Path) -> None:
    template = (package_templates() / "certificate/certificate.docx").read_bytes()
    day = campaign.settings.issued_on
    for name, one in (("whole", campaign), ("over", moved(campaign, RIGHT_MM, DOWN_MM))):
        content = word_file.render(template, winners_file(one, FEW), modified=day)
        (tmp_path / f"{name}.docx").write_bytes(content)
    files = [tmp_path / "whole.docx", tmp_path / "over.docx"]
    converted = {path.stem: path for path in converted_by_libreoffice(files, tmp_path)}
    with pdfplumber.open(converted["whole"]) as before, pdfplumber.open(converted["over"]) as after:
        assert len(before.pages) == len(after.pages) == len(FEW)
        for full, bare in zip(before.pages, after.pages, strict=True):
            assert "".join(char["text"] for char in full.chars if char["size"] > 50) == TITLE
            assert not [char for char in bare.chars if char["size"] > 50 and char["text"].strip()]
            assert bare.rects + bare.curves + bare.lines + bare.images == []
            compare(full, bare, RIGHT_MM, DOWN_MM, 0.05)


def test_the_calibration_page_has_a_cross_at_every_corner_where_its_words_say(campaign: Campaign) -> None:
    context = calibration(moved(campaign, RIGHT_MM, DOWN_MM).settings)
    with pdfplumber.open(io.BytesIO(pages.render("certificate/calibration.html", context))) as made:
        (page,) = made.pages
        rounds = [curve for curve in page.curves if (curve["x1"] - curve["x0"]) * MM == pytest.approx(1.8, abs=0.05)]
        centres = sorted(
            (round((one["x0"] + one["x1"]) / 2 * MM, 1), round((one["top"] + one["bottom"]) / 2 * MM, 1))
            for one in rounds
        )
        words = "".join(page.extract_text().split())
    assert centres == [(28.5, 23.0), (28.5, 183.0), (275.5, 23.0), (275.5, 183.0)]
    for said in ("应是25毫米", "相距应是247毫米", "应是160毫米", "套打右移3.5毫米，套打下移-2.0毫米"):
        assert said in words
