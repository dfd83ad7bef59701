"""The comparators of pages see what is wrong with a page, and nothing where two pages are alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.pages import Page, changed_lines, measured, moved_labels, moved_rules, places

from generator.rendering.html import pages

STYLE = """@page { size: 100mm; margin: 0 } body { margin: 0; font: 12pt "Noto Serif CJK SC" }
div { position: absolute; line-height: 1 } .rule { background: black; height: 0.5pt; width: 60mm; left: 10mm }"""
LABELS = ("项目名称", "所属行业")


@pytest.fixture
def page(tmp_path: Path) -> Callable[..., list[Page]]:
    """A function that makes a page of two labels, two lines and a rule."""

    def made(
        rule_mm: float = 30, label_mm: float = 20, label: str = "项 目 名 称", first: str = "甲乙", second: str = "丙丁"
    ) -> list[Page]:
        file = tmp_path / "page.pdf"
        html = (
            f"<style>{STYLE}</style><div style='top:10mm;left:{label_mm}mm'>{label}</div>"
            f"<div style='top:10mm;left:70mm'>所属行业</div><div class=rule style='top:{rule_mm}mm'></div>"
            f"<div style='top:50mm;left:10mm'>{first}</div><div style='top:60mm;left:10mm'>{second}</div>"
        )
        pages.weasyprint.HTML(string=html).write_pdf(file)
        return measured(file)

    return made


def test_like_pages_have_no_difference(page: Callable[..., list[Page]]) -> None:
    one, other = page(), page(rule_mm=30.4, label_mm=20.8)
    assert len(one[0].rules) == 1
    assert one[0].texts == ["项目名称所属行业", "甲乙", "丙丁"]
    assert moved_rules(one, other) == []
    assert moved_labels(one, other, LABELS) == []
    assert changed_lines(one, other) == []


def test_places_are_measured_in_millimetres(page: Callable[..., list[Page]]) -> None:
    made = page()
    assert made[0].rules[0].at_mm == pytest.approx(30 + 0.25 * 25.4 / 72, abs=0.01)
    assert (made[0].rules[0].start_mm, made[0].rules[0].end_mm) == pytest.approx((10, 70), abs=0.01)
    assert [place.x_mm for place in places(made, "项目名称")] == pytest.approx([20], abs=0.01)


def test_a_shifted_rule_is_seen(page: Callable[..., list[Page]]) -> None:
    assert len(moved_rules(page(), page(rule_mm=30.6))) == 2


def test_a_missing_rule_is_seen(page: Callable[..., list[Page]]) -> None:
    assert len(moved_rules(page(), [])) == 1
    assert len(moved_rules([], page())) == 1


def test_a_moved_label_is_seen(page: Callable[..., list[Page]]) -> None:
    assert len(moved_labels(page(), page(label_mm=21.2), LABELS)) == 1


def test_a_missing_label_is_seen(page: Callable[..., list[Page]]) -> None:
    assert len(moved_labels(page(), page(label=""), LABELS)) == 1


def test_a_label_that_neither_page_has_is_seen(page: Callable[..., list[Page]]) -> None:
    assert moved_labels(page(), page(), ["专利号"]) == ["专利号: — / —"]


def test_a_changed_word_is_seen(page: Callable[..., list[Page]]) -> None:
    assert moved_labels(page(), page(label="项 目 姓 名"), LABELS)
    assert changed_lines(page(), page(second="丙戊")) == ["p1.3 -丙丁 +丙戊"]


def test_another_line_break_is_seen(page: Callable[..., list[Page]]) -> None:
    assert changed_lines(page(), page(first="甲", second="乙丙丁")) == ["p1.2 -甲乙 +甲", "p1.3 -丙丁 +乙丙丁"]


def test_a_missing_page_is_seen(page: Callable[..., list[Page]]) -> None:
    assert len(changed_lines(page(), [])) == 3
