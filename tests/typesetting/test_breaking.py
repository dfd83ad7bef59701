"""The quick way to a line's end, by the two characters there, against the careful one, by atoms."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from generator.typesetting.breaking import MARK, Paragraph, classify, fill, paragraphs

PLAIN = "汉字工艺。，、；：（）“”《》—…·!?.,;:()[]{}%/-–'\"’aZ09²³μΩ℃㎡①Ⅱ≥×°　 "
texts = st.text(st.sampled_from(PLAIN), max_size=80)


def paragraph_of(text: str) -> Paragraph:
    (made,) = paragraphs(text, [0.5 if char.isascii() else 1.0 for char in text])
    return made


@given(texts, st.floats(1, 30), st.sampled_from([0.0, 2.0]), st.sampled_from([0.0, 0.05, -0.02]))
@example("don’t’s 5 m³/h 3-B", 3.0, 0.0, 0.0)
@example("压力 5 kPa 下", 4.0, 0.0, 0.0)
@example("  前后有空格  ", 3.0, 2.0, 0.0)
def test_lines_ended_by_two_characters_are_those_of_the_atoms(
    text: str, width_em: float, indent_em: float, tracking_em: float
) -> None:
    quick = paragraph_of(text)
    careful = replace(quick, is_plain=False)
    assert quick.is_plain
    assert fill(quick, width_em, indent_em, tracking_em) == fill(careful, width_em, indent_em, tracking_em)


def test_a_text_with_a_mark_a_tab_or_a_new_line_is_cut_into_atoms() -> None:
    for text in ("e\u0301t", "一\t二", "一\n二", "一\u200b二"):
        assert not any(one.is_plain for one in paragraphs(text, [1.0] * len(text))), text


def test_no_character_of_a_plain_text_is_a_mark_or_glue() -> None:
    every = [chr(code) for code in range(0x20, 0x10000) if paragraphs(chr(code), [1.0])[0].is_plain]
    assert len(every) > 20_000
    assert not {MARK, "G", "Z"} & set(classify("".join(every)))
