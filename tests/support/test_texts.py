from support.texts import missing_values


def test_a_changed_word_is_found() -> None:
    assert missing_values("项目名称：甲乙丙", {"name": "甲乙丙", "unit": "甲丙"}) == ["unit"]


def test_line_breaks_do_not_matter() -> None:
    assert missing_values("甲乙丙丁", {"name": "甲乙\n丙 丁"}) == []
