from generator.reading.raw import MOST_NAMED, near_miss

NUMBERS = tuple(f"{city}-{count:03}" for city in ("YT", "NC", "GZ") for count in range(1, 101))


def test_a_name_in_other_letters_is_the_one_that_is_meant() -> None:
    assert near_miss("nc-001", NUMBERS) == "是否应为“NC-001”？"


def test_what_is_like_nothing_is_told_the_first_names_and_how_many_there_are() -> None:
    told = near_miss("第一个", NUMBERS)
    assert told.startswith("可用的有：YT-001、YT-002、")
    assert told.endswith("……共300个。")
    assert told.count("、") == MOST_NAMED - 1
    assert near_miss("第一个", NUMBERS[:3]) == "可用的有：YT-001、YT-002、YT-003。"
