"""The comparator of whole files rejects a moved row, a changed break, a lost mark, a lost page and a moved word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from support.agreeing import Hairline, disagreements, hairlines
from support.pages import Glyph, Page, Rule


def line(text: str, y_mm: float, x_mm: float = 30, page: int = 1) -> tuple[Glyph, ...]:
    return tuple(Glyph(page, sign, x_mm + 4 * place, y_mm) for place, sign in enumerate(text))


def drawn(number: int = 1) -> Page:
    """A page of a table with two cells, of two lines and of one."""
    rules = [Rule(number, True, at, 28, 100) for at in (20, 40)] + [
        Rule(number, False, at, 20, 40) for at in (28, 60, 100)
    ]
    lines = [line("甲乙丙☑", 26, page=number), line("序号。", 28.5, 62, number), line("丁戊", 31, page=number)]
    return Page(tuple(rules), tuple(lines))


def moved_row(page: Page) -> Page:
    return replace(page, rules=tuple(replace(one, at_mm=40.7) if one.at_mm == 40 else one for one in page.rules))


def changed_break(page: Page) -> Page:
    return replace(page, lines=(line("甲乙丙", 26), page.lines[1], line("☑丁戊", 31)))


def lost_mark(page: Page) -> Page:
    return replace(page, lines=(page.lines[0], page.lines[1][:-1], page.lines[2]))


def other_tick(page: Page) -> Page:
    return replace(page, lines=(line("甲乙丙□", 26), *page.lines[1:]))


def word_in_the_other_cell(page: Page) -> Page:
    return replace(page, lines=(page.lines[0], line("序号。", 28.5, 44), page.lines[2]))


def test_like_pages_agree_though_a_text_stands_a_little_lower_in_its_cell() -> None:
    lower = replace(drawn(), lines=(drawn().lines[0], drawn().lines[2], line("序号。", 31.7, 62)))
    assert disagreements([drawn()], [drawn()]) == []
    assert disagreements([drawn()], [lower]) == []


@pytest.mark.parametrize("spoilt", [moved_row, changed_break, lost_mark, other_tick, word_in_the_other_cell])
def test_a_spoilt_page_is_rejected(spoilt: Callable[[Page], Page]) -> None:
    assert disagreements([drawn()], [spoilt(drawn())])
    assert disagreements([spoilt(drawn())], [drawn()])


def test_a_page_more_or_a_word_on_the_next_one_is_rejected() -> None:
    two = [drawn(), drawn(2)]
    assert disagreements(two, two[:1])
    carried = [
        replace(two[0], lines=two[0].lines[:2]),
        replace(two[1], lines=(line("丁戊", 22, page=2), *two[1].lines)),
    ]
    assert disagreements(two, carried)


def test_a_known_hairline_is_let_through_and_nothing_more() -> None:
    known = Hairline("a", "official", "甲乙", "甲乙丙", 2)
    ours, word = [line("甲乙", 26), line("丙丁", 31)], [line("甲乙丙", 26), line("丁", 31)]
    assert disagreements([Page((), tuple(ours))], [Page((), tuple(word))], known=known) == []
    assert disagreements([Page((), tuple(ours))], [Page((), tuple(word))])
    further = [*ours, line("戊己", 36)], [*word, line("戊", 36), line("己", 41)]
    assert disagreements(*([Page((), tuple(some))] for some in further), known=known)


def test_a_word_that_stands_on_the_page_before_is_let_through_only_where_it_is_listed() -> None:
    ours = [Page((), (line("甲乙", 26),)), Page((), (line("丙丁", 26, page=2),))]
    word = [Page((), (line("甲乙丙", 26),)), Page((), (line("丁", 26, page=2),))]
    known = Hairline("a", "official", "甲乙", "甲乙丙", 2, "丙")
    assert disagreements(ours, word, known=known) == []
    assert disagreements(ours, word, known=replace(known, carried=""))
    assert disagreements(ours, word, known=replace(known, carried="丁"))


def test_words_that_two_pages_exchanged_are_told_though_the_document_has_them_all() -> None:
    ours = [Page((), (line("甲", 26),)), Page((), (line("乙", 26, page=2),))]
    word = [Page((), (line("乙", 26),)), Page((), (line("甲", 26, page=2),))]
    assert [one for one in disagreements(ours, word) if "only in" in one] == [
        "p1 only in the PDF: 甲, only in the Word file: 乙",
        "p2 only in the PDF: 乙, only in the Word file: 甲",
    ]


def test_every_hairline_of_the_list_is_another_end_of_the_same_line() -> None:
    listed = hairlines()
    assert len(listed) > 0
    for one in listed.values():
        shorter, longer = sorted((one.pdf, one.word), key=len)
        assert longer.startswith(shorter)
        assert 0 < len(longer) - len(shorter) <= 3
        assert one.lines < 30
