import pytest

from generator.composing.names import LONGEST_NAME_BYTES, file_name


@pytest.mark.parametrize(
    "hostile",
    [
        "../../外", "/etc/passwd", "C:\\外", "\\\\server\\share", "甲\x00乙", "a:b", "CON", "nul.txt", "COM¹", "LPT9.x",
        "尾点.", "尾空格 ", " 头空格", "...", "", "甲\u202e乙", "甲\u200b乙", "甲\n乙", "甲<>|?*\"乙", "汉" * 90,
    ],
)  # fmt: skip
def test_a_hostile_name_becomes_a_safe_one(hostile: str) -> None:
    name = file_name(hostile)
    assert name
    assert len(name.encode()) <= LONGEST_NAME_BYTES + 1
    assert not set(name) & set('/\\:*?"<>|\x00\n\u202e\u200b')
    assert name == name.strip(" .")
    assert name.split(".")[0].upper() not in {"CON", "NUL", "COM¹", "LPT9"}


def test_an_ordinary_name_stays_as_it_is() -> None:
    assert file_name("NC-001-立式铣床主轴快速对中夹具（Φ50）") == "NC-001-立式铣床主轴快速对中夹具（Φ50）"


def test_two_spellings_of_one_letter_become_one() -> None:
    assert file_name("caf\u0065\u0301") == file_name("caf\u00e9")
