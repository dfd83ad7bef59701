"""The introductions of these forty."""

from __future__ import annotations

from collections.abc import Callable

from hands.cases import PARTS, Case

CHINESE = "一二三四五"
HEADINGS: dict[str, Callable[[int, str], str]] = {
    "heads_part_words": lambda place, part: f"第{CHINESE[place]}部分  {part}",
    "heads_roman": lambda place, part: f"{'ⅠⅡⅢⅣⅤ'[place]}、{part}",
    "heads_half_closed": lambda place, part: f"{place + 1}）{part}",
    "heads_triangle": lambda place, part: f"▲{part}",
    "heads_stop_comma_space": lambda place, part: f"{place + 1} 、 {part} ：",
    "heads_with_semicolon": lambda place, part: f"{place + 1}.{part}{'；' if place < 4 else '。'}",
    "heads_number_sign": lambda place, part: f"{place + 1}#{part}",
    "heads_chinese_colon": lambda place, part: f"{CHINESE[place]}．{part}:",
}


def parts_of(case: Case) -> list[str]:
    """The introduction's paragraphs."""
    style = next((HEADINGS[habit] for habit in case.habits if habit in HEADINGS), HEADINGS["heads_with_semicolon"])
    order = [0, 2, 1, 3, 4] if "parts_in_another_order" in case else range(5)
    made: list[str] = []
    for place in order:
        part = PARTS[place]
        if "two_under_one_heading" in case and place >= 3:
            made.append("四、成熟程度、适用范围、安全性及应用情况和存在的问题" if place == 3 else "")
        elif "numbers_without_words" in case:
            made.append(f"{place + 1}．{case.said[part]}")
            continue
        else:
            made.append(style(place, part))
        indent = "　　" if "wide_indent" in case else ""
        made += [indent + one for one in case.said[part].split("\n")]
    return [one for one in made if one]
