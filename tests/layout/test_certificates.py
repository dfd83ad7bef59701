"""Certificates: every length on one page, inside the border, and balanced. All figures are ours (docs/layout.md)."""

from __future__ import annotations

from typing import Any

import pytest
from layout.measuring import Box, Line, Page, measured

from generator.composing.fitting.slots import fitted_words
from generator.rendering.html import pages

pytestmark = pytest.mark.xdist_group("layout-certificates")

FRAME = (22.65, 22.65, 274.35, 187.35)  # the inside of the border's innermost rule
MARGIN = 10.0  # at least this much lies free between the frame and the words
MIDDLE = (148.5, 105.0)
WORDS = (36.0, 261.0)  # left and right edge of the words
SIX = ("欧阳建国", "买买提·艾力", "李一", "王二", "张三丰", "赵六")
LONGEST_NAME = (
    "焊装主线点焊机器人电极帽修磨质量光电判别与冷却水断流双重联锁"
    "防止批量虚焊的成套装置研制与应用推广及其改进型设计研究新成果"
)
NAMES = {2: "夹具", 8: "防错定位夹具改进", 25: LONGEST_NAME[:25], 45: LONGEST_NAME[:45], 60: LONGEST_NAME}


def certificate(people: int, name: str) -> dict[str, Any]:
    recipients = "、".join(SIX[:people]) + "同志："
    body = f"{'你们' if people > 1 else '你'}完成的《{name}》项目，在2023年江西省职工“五小”活动中被评为一等优秀成果。"
    closing = "特发此证，以资鼓励。"
    return {
        "title": "荣誉证书",
        "number": "赣工五小证字〔2023〕第001号",
        "recipients": recipients,
        "body": body,
        "closing": closing,
        "issuer": "江西省总工会",
        "date": "二〇二三年十一月三十日",
        "body_size_pt": fitted_words("certificate_body", body + closing).size_pt,
        "recipients_size_pt": fitted_words("certificate_recipients", recipients).size_pt,
    }


@pytest.fixture(scope="module")
def made() -> dict[tuple[int, int], Page]:
    cases = [(people, length) for people in (1, 2, 6) for length in NAMES]
    context = {"certificates": [certificate(people, NAMES[length]) for people, length in cases]}
    found = measured(pages.render("certificate/certificate.html", context))
    assert len(found) == len(cases)
    return dict(zip(cases, found, strict=True))


def ink(lines: list[Line]) -> Box:
    boxes = [line.ink for line in lines]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def parts(page: Page) -> tuple[list[Line], list[Line], list[Line]]:
    """Title and number, words, signature."""
    return page.lines[:2], page.lines[2:-2], page.lines[-2:]


def test_the_longest_name_has_60_characters_and_every_case_its_own_page(made: dict[tuple[int, int], Page]) -> None:
    assert {length: len(name) for length, name in NAMES.items()} == {length: length for length in NAMES}
    for (people, length), page in made.items():
        assert (round(page.width), round(page.height)) == (297, 210)
        for text in (*SIX[:people], f"《{NAMES[length]}》", "特发此证，以资鼓励。", "江西省总工会"):
            assert text in page.text


def test_everything_lies_inside_the_border_with_a_margin(made: dict[tuple[int, int], Page]) -> None:
    for case, page in made.items():
        left, top, right, bottom = ink(page.lines)
        assert left > FRAME[0] + MARGIN, case
        assert top > FRAME[1] + MARGIN, case
        assert right < FRAME[2] - MARGIN, case
        assert bottom < FRAME[3] - MARGIN, case


def test_the_page_is_balanced_for_the_shortest_and_the_longest(made: dict[tuple[int, int], Page]) -> None:
    for case, page in made.items():
        head, words, signature = parts(page)
        _, top, _, bottom = ink(page.lines)
        assert (top + bottom) / 2 == pytest.approx(MIDDLE[1], abs=4), case
        _, first, _, last = ink(words)
        # The block of words stands in the middle of the page, whatever its length.
        assert (first + last) / 2 == pytest.approx(MIDDLE[1], abs=12), case
        # Between number, words and signature there is room, and no more above than below by half.
        above, below = first - ink(head)[3], ink(signature)[1] - last
        assert above > 10, case
        assert below > 10, case
        assert 0.5 < above / below < 2, case


def test_head_and_words_are_centred_across_the_page(made: dict[tuple[int, int], Page]) -> None:
    for case, page in made.items():
        head, words, signature = parts(page)
        for line in head:
            assert line.middle == pytest.approx(MIDDLE[0], abs=0.3), case
        assert min(line.left for line in words) == pytest.approx(WORDS[0], abs=0.1)
        full = [line.right for line in words if line.right > WORDS[1] - 5]
        assert all(right == pytest.approx(WORDS[1], abs=0.3) for right in full), case
        assert signature[0].middle == pytest.approx(signature[1].middle, abs=0.3)


def test_the_type_is_large_and_no_line_holds_less_than_a_word(made: dict[tuple[int, int], Page]) -> None:
    for case, page in made.items():
        _, words, _ = parts(page)
        assert min(line.chars[0].size_mm for line in words) > 18 * 25.4 / 72 - 0.01, case
        assert min(len(line.text) for line in words) > 3, case
    assert made[1, 2].lines[3].chars[0].size_mm > made[6, 60].lines[3].chars[0].size_mm
