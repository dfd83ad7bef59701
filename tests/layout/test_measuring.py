"""What the measuring itself finds on pages whose places are known."""

from __future__ import annotations

from pathlib import Path

import pytest
from layout.cells import ruled_rows
from layout.measuring import Page, Rule, lying_rules, measured, upright_rules

from generator.rendering.html import pages

STYLE = (
    "<style>{{ fonts_css|safe }} @page { size: 210mm 297mm; margin: 0 } body { margin: 0 }"
    " div { position: absolute; line-height: 1; font-size: 10mm; white-space: pre }</style>"
)


def page_of(folder: Path, body: str) -> Page:
    source = f"<html lang=zh-CN><title>t</title>{STYLE}<body class=fangsong>{body}"
    (folder / "own.html").write_text(source, encoding="utf-8")
    (page,) = measured(pages.render("own.html", {}, folders=[folder]))
    return page


def test_a_filled_box_is_a_rule_with_its_edges_and_colour(tmp_path: Path) -> None:
    box = '<div style="left:50mm;top:100mm;width:60mm;height:0.35mm;background:#ff0000"></div>'
    (rule,) = page_of(tmp_path, box).rules
    found = (rule.left, rule.top, rule.right, rule.bottom)
    assert found == pytest.approx((50, 100, 110, 100.35), abs=0.005)
    assert rule.lies
    assert rule.thickness == pytest.approx(0.35, abs=0.005)
    assert rule.colour == (1, 0, 0)


def test_the_border_of_a_box_is_measured_by_its_ink(tmp_path: Path) -> None:
    box = '<div style="left:50mm;top:100mm;width:60mm;height:10mm;border-bottom:1mm solid black"></div>'
    (rule,) = page_of(tmp_path, box).rules
    assert (rule.left, rule.top, rule.right, rule.bottom) == pytest.approx((50, 110, 110, 111), abs=0.005)


def test_what_is_transparent_is_no_ink(tmp_path: Path) -> None:
    hidden = '<div style="left:50mm;top:9mm;width:60mm;height:1mm;background:rgba(0,0,0,0)"></div>'
    hidden += '<div style="left:50mm;top:100mm;border-top:1mm solid transparent;width:60mm"></div>'
    hidden += '<div style="left:50mm;top:150mm;color:transparent">国</div>'
    page = page_of(tmp_path, f'{hidden}<div style="left:10mm;top:10mm">国</div>')
    assert page.rules == ()
    assert page.text == "国"


def test_characters_have_their_origin_advance_and_ink(tmp_path: Path) -> None:
    page = page_of(tmp_path, '<div style="left:20mm;top:50mm;letter-spacing:1mm">国一“</div>')
    (line,) = page.lines
    assert line.text == "国一“"
    assert [char.x for char in line.chars] == pytest.approx([20, 31, 42], abs=0.05)
    assert all(char.advance == pytest.approx(10, abs=0.01) for char in line.chars)
    frame, dash, quote = (char.ink for char in line.chars)
    assert frame is not None
    assert dash is not None
    assert quote is not None
    assert 8 < frame[3] - frame[1] < 10
    assert dash[3] - dash[1] < 1.5
    assert frame[1] < dash[1] < frame[3]
    assert quote[0] > 46  # the opening quote stands in the right half of its square


def test_a_cells_text_is_read_line_by_line_and_no_neighbours(tmp_path: Path) -> None:
    rules = "".join(
        f'<div style="left:{x}mm;top:20mm;width:0.2mm;height:60mm;background:black"></div>' for x in (20, 60)
    )
    rules += "".join(
        f'<div style="left:20mm;top:{y}mm;width:40mm;height:0.2mm;background:black"></div>' for y in (20, 80)
    )
    texts = '<div style="left:25mm;top:30mm">甲乙<br>丙</div><div style="left:65mm;top:30mm">丁</div>'
    page = page_of(tmp_path, rules + texts)
    ((box,),) = ruled_rows(page)
    assert page.text_in(box) == "甲乙丙"


def test_a_turned_page_is_measured_as_printed_and_as_shown() -> None:
    page = Page(1, 210, 297, 90, (), (Rule(28, 100, 29, 260, (0,)),))
    (rule,) = page.upright().rules
    assert (rule.left, rule.top, rule.right, rule.bottom) == (37, 28, 197, 29)
    assert (page.upright().width, page.upright().height) == (297, 210)


def test_rules_less_than_a_third_of_a_millimetre_apart_are_one() -> None:
    rules = [Rule(10, y, 50, y + 0.1, (0,)) for y in (20, 20.2, 30)] + [Rule(10, 20, 10.1, 30, (0,))]
    assert lying_rules(rules) == pytest.approx([20.05, 30.05])
    assert upright_rules(rules) == pytest.approx([10.05])
