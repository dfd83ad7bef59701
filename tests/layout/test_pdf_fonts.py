"""Which font each character of a finished PDF comes from, how wide it is, and what is refused before printing."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Callable
from pathlib import Path

import pytest
from layout.measuring import Char, measured
from layout.papers import notice_pdf
from typesetting.test_fonts import run_python, write_font

from generator.checks.campaign import check_campaign
from generator.rendering.html import pages
from generator.typesetting.fonts import FONT_CLASSES, covering_face

PUNCTUATION = "“”‘’…—"
RARE = "䶮堃"
TESTS = Path(__file__).parent.parent
APPLICATION = "applications/NC-001.yaml"
LEAD = "第一完成人: 龚晓堃"


def page_of_classes(folder: Path, text: str) -> bytes:
    """A PDF of one line in every font class."""
    lines = "".join(f"<p class={name}>{text}</p>" for name in FONT_CLASSES)
    source = f"<html lang=zh-CN><title>t</title><style>{{{{ fonts_css|safe }}}} p {{ font-size: 16pt }}</style>{lines}"
    (folder / "own.html").write_text(source, encoding="utf-8")
    return pages.render("own.html", {}, folders=[folder])


def chars_by_class(pdf: bytes) -> dict[str, list[Char]]:
    (page,) = measured(pdf)
    lines = [list(line.chars) for line in page.lines]
    assert len(lines) == len(FONT_CLASSES)
    return dict(zip(FONT_CLASSES, lines, strict=True))


def test_quotes_ellipsis_and_dash_are_full_width_and_from_the_chinese_font(tmp_path: Path) -> None:
    for name, chars in chars_by_class(page_of_classes(tmp_path, f"国{PUNCTUATION}国")).items():
        assert "".join(char.text for char in chars) == f"国{PUNCTUATION}国"
        assert {char.font.name for char in chars} == {chars[0].font.name}, name
        for char in chars:
            assert char.advance == pytest.approx(char.size_mm, abs=0.001), (name, char.text)


def test_the_notice_prints_its_quotes_full_width_from_the_font_of_its_text() -> None:
    quotes = [char for page in measured(notice_pdf(), [1, 2, 3, 4]) for char in page.chars if char.text in "“”"]
    assert len(quotes) > 20
    body = [char for char in quotes if char.size_mm == pytest.approx(16 * 25.4 / 72, abs=0.01)]
    assert {char.font.name for char in body} == {covering_face("国", "fangsong").family}
    assert all(char.advance == pytest.approx(char.size_mm, abs=0.001) for char in quotes)


def test_digits_and_latin_letters_come_from_the_chinese_font_too(tmp_path: Path) -> None:
    for name, chars in chars_by_class(page_of_classes(tmp_path, "国2023Word")).items():
        assert len({char.font.name for char in chars}) == 1, name
        assert all(char.advance < 0.65 * char.size_mm for char in chars[1:5]), name


def test_a_rare_character_is_lent_by_the_next_font_of_the_class(tmp_path: Path) -> None:
    made = chars_by_class(page_of_classes(tmp_path, f"国{RARE}国"))
    for name, chars in made.items():
        wanted = [covering_face(char.text, name) for char in chars]
        assert all(
            face and face.family.replace(" ", "-") in char.font.name for face, char in zip(wanted, chars, strict=True)
        )
    assert len({char.font.name for char in made["fangsong"]}) == 2
    assert len({char.font.name for char in made["songti"]}) == 1


def test_an_official_font_comes_first_in_every_class_and_the_stand_in_next(tmp_path: Path) -> None:
    """Planted fonts under the official names hold 国 alone: 甲 comes from the stand-in, 䶮 from what has it."""
    planted = tmp_path / "planted"
    planted.mkdir()
    for name, font in FONT_CLASSES.items():
        write_font(planted / f"{name}.ttf", font.official[0], "国 ")
    code = (
        f"import sys; sys.path[:0] = [{str(TESTS)!r}]\n"
        "from pathlib import Path\n"
        "from layout.test_pdf_fonts import page_of_classes, chars_by_class\n"
        f"made = chars_by_class(page_of_classes(Path({str(tmp_path)!r}), '国甲䶮'))\n"
        "print({name: [char.font.name for char in chars] for name, chars in made.items()})"
    )
    printed = literal_eval(run_python(code, WUXIAO_FONTS=str(planted)).splitlines()[-1])
    assert set(printed) == set(FONT_CLASSES)
    for name, (official, stand_in, lent) in printed.items():
        assert official not in (stand_in, lent), name
        assert FONT_CLASSES[name].stand_in[0].replace(" ", "-") in stand_in, name
        assert "Noto" in lent, name
    # On this machine without them, the stand-in is the first.
    for name, chars in chars_by_class(page_of_classes(tmp_path, "国")).items():
        assert FONT_CLASSES[name].stand_in[0].replace(" ", "-") in chars[0].font.name


# ---- what is looked up before anything is printed


def test_an_old_private_use_character_is_printed_as_what_it_was(edited: Callable[[str, str, str], Path]) -> None:
    campaign, _, problems = check_campaign(edited(APPLICATION, LEAD, "第一完成人: 龚晓\ue863"))
    assert campaign is not None, [str(problem) for problem in problems]
    assert campaign.applications[0].lead_name == "龚晓䶮"


@pytest.mark.parametrize("char", ["\ue000", "\U000f0000", "\U0002ffff"])
def test_a_character_that_no_font_shows_is_refused_with_its_code_and_field(
    char: str, edited: Callable[[str, str, str], Path]
) -> None:
    _, _, problems = check_campaign(edited(APPLICATION, LEAD, f"第一完成人: 龚晓{char}"))
    told = [str(problem) for problem in problems if problem.severity.label == "错误"]
    assert any(f"{ord(char):04X}" in problem and "第一完成人" in problem for problem in told), told
