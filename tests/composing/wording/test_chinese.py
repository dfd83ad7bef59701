from datetime import date

import pytest

from generator.composing.wording.chinese import full_date, full_date_in_numerals, numeral


@pytest.mark.parametrize(
    ("number", "word"),
    [(0, "〇"), (3, "三"), (10, "十"), (12, "十二"), (20, "二十"), (31, "三十一"), (99, "九十九")],
)
def test_a_number_is_written_in_chinese_numerals(number: int, word: str) -> None:
    assert numeral(number) == word


@pytest.mark.parametrize("number", [-1, 100])
def test_a_number_outside_the_range_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        numeral(number)


def test_dates_have_no_leading_zeros() -> None:
    assert full_date(date(2023, 7, 5)) == "2023年7月5日"
    assert full_date_in_numerals(date(2023, 11, 30)) == "二〇二三年十一月三十日"
    assert full_date_in_numerals(date(2020, 10, 20)) == "二〇二〇年十月二十日"
