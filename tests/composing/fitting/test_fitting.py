"""Names of any length stand on one line of their place: letterhead, signature, imprint, certificate."""

from __future__ import annotations

import pytest

from generator.composing.fitting.fitting import (
    certificate_sign_lines,
    certificate_sign_pt,
    imprint_lines,
    letterhead_pt,
    line_pt,
    longest_letterhead,
    signature_gaps,
    signature_pt,
)
from generator.typesetting.typeset import width_em

LINE_PT = 156 * 72 / 25.4  # the type area of GB/T 9704-2012, 5.2.1
NAME = "新疆维吾尔自治区总工会职工技术协会与劳动和经济工作部办公室"
LENGTHS = range(2, 31)  # as long as campaign.yaml takes them
DATES = ("2023年7月20日", "2023年11月30日")


def name(length: int) -> str:
    return (NAME * 2)[:length]


@pytest.mark.parametrize("length", LENGTHS)
def test_the_letterhead_is_no_wider_than_the_type_area_and_as_large_as_that_allows(length: int) -> None:
    size_pt, characters = letterhead_pt(name(length)), length + len("文件")
    assert characters * (size_pt + 3.15) <= LINE_PT
    assert size_pt == 54 or characters * (size_pt + 0.5 + 3.15) > LINE_PT
    assert (size_pt >= 18) is (length <= longest_letterhead())


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("length", LENGTHS)
def test_signature_and_date_stand_inside_the_type_area(length: int, sealed: bool) -> None:
    for date in DATES:
        gaps = signature_gaps(name(length), date, sealed)
        sizes = signature_pt(name(length)), 16
        for text, gap_pt, size_pt in zip((name(length), date), gaps, sizes, strict=True):
            wide_pt = width_em(text, "fangsong") * size_pt - 0.25 * len(text)
            assert gap_pt >= 0
            assert gap_pt + wide_pt <= LINE_PT + 0.3
    assert signature_pt(name(length)) == (16 if length <= 28 else pytest.approx(14.5, abs=0.5))


def test_without_a_seal_the_name_ends_two_characters_in_as_long_as_it_has_room() -> None:
    em = 15.75  # 7.3.5.2
    for length in range(8, 27):
        gap_pt, date_pt = signature_gaps(name(length), DATES[0], sealed=False)
        wide, long = (width_em(text, "fangsong") * 16 - 0.25 * len(text) for text in (name(length), DATES[0]))
        assert gap_pt == pytest.approx(2 * em)
        assert gap_pt + wide - (date_pt + long) == pytest.approx(2 * em)  # the date starts two after the name


@pytest.mark.parametrize("length", range(1, 41))
def test_the_printing_office_stands_beside_its_date(length: int) -> None:
    for date in DATES:
        lines = imprint_lines(name(length), date)
        assert "".join(lines) == name(length)
        assert all(
            width_em(line, "fangsong") + width_em(f"{date}印发", "fangsong") + 3 <= LINE_PT / 14 for line in lines
        )


@pytest.mark.parametrize("length", LENGTHS)
def test_the_issuer_of_a_certificate_stands_on_two_lines_at_most(length: int) -> None:
    lines, size_pt = certificate_sign_lines(name(length)), certificate_sign_pt(name(length))
    assert "".join(lines) == name(length)
    assert len(lines) == (1 if length <= 17 else 2)
    assert 14 <= size_pt <= 20
    assert all(width_em(line, "kaiti") * size_pt <= 84 * 72 / 25.4 for line in lines)


def test_a_line_is_set_at_the_largest_half_point_that_fits() -> None:
    assert line_pt("江西省总工会  制", "fangsong", 156, 16) == 16
    assert line_pt("国" * 40, "fangsong", 156, 16) == 11
    assert line_pt("", "fangsong", 156, 16) == 16
