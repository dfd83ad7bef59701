"""The lines of an official title (GB/T 9704-2012, 7.3.1): whole words, in the shape of a trapezium or a diamond."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from itertools import combinations, pairwise

from generator.typesetting.breaking import NO_LINE_END, NO_LINE_START
from generator.typesetting.typeset import break_lines, char_widths

MOST_LINES = 5
SHORTEST_LINE = 3  # characters
LONGEST_QUOTE = 12  # characters of “…” and 《…》 that stay on one line
LONGEST_NAME = 14  # a longer name may be broken between its words
_CLASS = "xiaobiaosong"
_CHOICES = 24  # places looked at: of more, the best

# Words of such titles. What is no known word is kept whole where it can be.
_WORDS = (
    "关于开展 关于公布 关于印发 关于举办 关于表彰 关于授予 关于命名 关于组织 关于做好 关于评选 关于转发 "
    "关于推荐 关于申报 关于 开展 公布 印发 举办 表彰 授予 命名 组织 做好 评选 发布 推荐 申报 审定 转发 "
    "获得者 职工 活动 优秀成果 创新成果 技术创新 创新 成果 成果转化 推广 应用 项目申报表 申报汇总表 项目 "
    "名单 工作总结 介绍材料 材料 总结 工作 通知 通报 决定 意见 通告 公告 方案 办法 管理办法 规定 实施 "
    "管理 荣誉证书 证书 技术 经济 先进 集体 个人 单位 有关 事项 进一步 加强 全省 全区 全市 第一批 第二批 "
    "结果 情况 劳动竞赛 竞赛 建设 基层 一线 企业 中国 中华 全国 小发明 小创造 小革新 小设计 小建议 "
)
# What belongs to the word before it: kinds of places and of offices.
_ENDINGS = "省 市 县 区 自治区 自治州 总工会 工会 联合会 委员会 办公室 办公厅 公司 集团 中心 协会 厅 局 处 部 等 及其 "
_NEVER_FIRST = "的和与及暨等之、了"
_ATTACHED = "和与及暨、"  # what stands before these needs what follows them
_NUMBER = re.compile(
    r"[0-9０-９][0-9０-９.%％]*(?:年度|年|月|日|项|个|批|期|届|名|周年)?|第[一二三四五六七八九十]+[届批期次]"
)
_QUOTE = re.compile(r"“[^“”]*”|《[^《》]*》|〔[^〔〕]*〕|（[^（）]*）")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.-]*")

# What a break costs beside the shape of the lines; a shape between two others is worth some 10.
_IN_WORD, _IN_NAME, _AT_UNKNOWN, _AT_WORDS = 60.0, 30.0, 12.0, 5.0
_COSTS_BEFORE = {"关于": 0.0, "“": 6.0, "《": 4.0}
_COSTS_AFTER = {"活动": 3.0, "的": 4.0, "”": 14.0, "》": 8.0, "年": 8.0, "关于": 30.0}
_MORE_LINES, _HOURGLASS, _EQUAL, _SHORT, _UNEVEN = 15.0, 40.0, 4.0, 20.0, 10.0


def title_lines(
    lines: Sequence[str], width_em: float, names: Collection[str] = (), *, most: int = MOST_LINES
) -> tuple[str, ...]:
    """The lines as given where each fits `width_em`; else the whole title broken anew, the given breaks preferred.

    It gets `most` lines if that can be, and `names` are kept whole. No line is cut: where no good break is found the
    title is broken as other text is.
    """
    return _title_lines(tuple(lines), width_em, tuple(sorted(set(names), key=len, reverse=True)), most)


@lru_cache(maxsize=1024)
def _title_lines(lines: tuple[str, ...], width_em: float, names: tuple[str, ...], most: int) -> tuple[str, ...]:
    if all(_width(line) <= width_em for line in lines):
        return lines
    text = "".join(lines)
    own: set[int] = set()
    for line in lines[:-1]:
        own.add(len(line) + max(own, default=0))
    places = _places(text, names) | dict.fromkeys((place for place in own if not _forbidden(text, place)), 0.0)
    found = _best(text, width_em, places, most)
    return found or tuple(line.text for line in break_lines(text, width_em, 1, _CLASS))


@lru_cache(maxsize=4096)
def _width(text: str) -> float:
    return sum(char_widths(text, _CLASS))


def _best(text: str, width_em: float, places: dict[int, float], most: int) -> tuple[str, ...]:
    """The lines of least cost; none where no number of lines holds the text."""
    fewest = max(2, -int(-_width(text) // width_em))
    chosen = sorted(sorted(places, key=lambda place: places[place])[:_CHOICES])
    found: list[tuple[float, tuple[str, ...]]] = []
    for count in range(fewest, min(fewest + 1, most) + 1):
        for ends in combinations(chosen, count - 1):
            lines = tuple(text[start:end] for start, end in pairwise((0, *ends, len(text))))
            if all(len(line) >= SHORTEST_LINE and _width(line) <= width_em for line in lines):
                cost = sum(places[end] for end in ends) + _shape_cost([_width(line) for line in lines])
                found.append((cost + _MORE_LINES * (count - fewest), lines))
    return min(found)[1] if found else ()


def _shape_cost(widths: Sequence[float]) -> float:
    """What the shape costs: an hourglass most, then lines that are very short, alike, or very uneven."""
    longest, shortest = max(widths), min(widths)
    rising = [b > a for a, b in pairwise(widths) if b != a]
    hourglass = any(later and not earlier for earlier, later in pairwise(rising))
    cost = _UNEVEN * (longest - shortest) / longest
    return cost + _HOURGLASS * hourglass + _EQUAL * (longest == shortest) + _SHORT * (shortest <= SHORTEST_LINE + 1)


def _places(text: str, names: Sequence[str]) -> dict[int, float]:
    """Where a line may end, and at what cost."""
    pieces = list(_pieces(text, names))
    found: dict[int, float] = {}
    for (start, end, known), (_, after, known_next) in pairwise([*pieces, (len(text), len(text), True)]):
        if not known:
            found |= dict.fromkeys(range(start + 1, end), _IN_WORD)
        elif text[start:end] in names and end - start > LONGEST_NAME:
            inner = [edge for _, edge, _ in _pieces(text[start:end], ())]
            found |= {start + edge: _IN_NAME for edge in inner}
        if end < len(text):
            found[end] = _cost_between(text[start:end], text[end:after], known and known_next)
    return {place: cost for place, cost in found.items() if not _forbidden(text, place)}


def _cost_between(word: str, following: str, known: bool) -> float:
    for sign, cost in _COSTS_BEFORE.items():
        if following.startswith(sign):
            return cost
    for sign, cost in _COSTS_AFTER.items():
        if word.endswith(sign):
            return cost
    return _AT_WORDS if known else _AT_UNKNOWN


def _forbidden(text: str, place: int) -> bool:
    """Whether no line may end here, whatever the words are."""
    before, after = text[place - 1], text[place:]
    return (
        after[0] in NO_LINE_START
        or before in NO_LINE_END
        or after[0] in _NEVER_FIRST
        or before in _ATTACHED.replace("、", "")
        or any(after.startswith(ending) for ending in _endings())
    )


def _pieces(text: str, names: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """The text cut into names, numbers with their units, short quotes and words; False marks what is none of them."""
    place = unknown = 0
    while place < len(text):
        end = _known_end(text, place, names)
        if end == place:
            place += 1
            continue
        if unknown < place:
            yield unknown, place, False
        yield place, end, True
        place = unknown = end
    if unknown < place:
        yield unknown, place, False


def _known_end(text: str, place: int, names: Sequence[str]) -> int:
    """Where the name, number, quote or word ends that begins here; `place` where none does."""
    for name in names:
        if text.startswith(name, place):
            return place + len(name)
    for kind in (_NUMBER, _LATIN, _QUOTE):
        found = kind.match(text, place)
        if found and (kind is not _QUOTE or len(found[0]) <= LONGEST_QUOTE):
            return found.end()
    if text[place] in _NEVER_FIRST:
        return place + 1
    return place + next((len(word) for word in _longest_first() if text.startswith(word, place)), 0)


@cache
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted({*_WORDS.split(), *_endings()}, key=len, reverse=True))


@cache
def _endings() -> tuple[str, ...]:
    return tuple(_ENDINGS.split())
