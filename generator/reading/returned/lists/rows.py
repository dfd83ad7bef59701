"""The rows of a returned list, in Word or Excel: its header told by its words, then a project in each row.

Totals, notes and empty rows are no projects; 同上 stands for what the row above says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.campaign.errors import Place, Problem
from generator.reading.raw import Raw, RawRecord
from generator.reading.returned.found import around, outside, unread
from generator.reading.returned.labels import SEALS, labels, printed
from generator.reading.returned.marks import FormMarks, SlotMark
from generator.reading.returned.people import is_ditto
from generator.reading.returned.values import Value

_MOST_LOST = 0.45  # of a list's headers: the others may have been changed
_TOTAL = re.compile(
    r"(?:合计|总计|小计|共计|总数)[:：]?.*|注[:：].*|(?:备注|说明)[:：].*|以下(?:空白|无正文).*|填表人.*|示例.*|例[:：].*"
)
# What is written below the rows, wherever it stands there.
_FOOT = re.compile(
    r"[^:：]{0,8}(?:人|员|领导|主席|部长|电话|手机|日期|时间|意见|单位|部门|[章字]|制表|审核|复核|备注|说明|注|计)"
    r"(?:[(（][^()（）]{0,8}[)）])?[:：].*|(?:本[页表]|合计|总计)?共(?:计|有)?\d+.*|第\d+页.*|以下(?:空白|无正文).*"
    r"|(?:填报|填表|申报|推荐|所在)?单位|[^:：]{0,4}(?:负责人|领导|主席)|[\d年月日.\-/]+|.{0,10}[(（].{0,4}[章字][)）]"
)
_ROW_NUMBER = "row_number"
HEADING = "heading"  # in a row's values, what stands above it over all columns
_STRUCK = "这一行全部划去了，没有当作项目。"
_AFTER_NAME = re.compile(r"\s{2,}|\t|[申填]\s*[报表]\s*[时日]\s*[间期]")
LONGEST_NAME = 60
_UNIT_LABELS = ("推荐单位", "报送单位", "填报单位", "上报单位")  # how else people call whose list it is


@dataclass(frozen=True)
class ListHeader:
    """A row that is a list's header: the list, the slot of each of its columns, and all columns with words."""

    form: FormMarks
    columns: Mapping[int, SlotMark]
    written: frozenset[int] = frozenset()

    @property
    def share(self) -> float:
        """How much of the list's header it has."""
        return len({mark.slot for mark in self.columns.values()}) / len(self.form.slots)


@dataclass(frozen=True)
class ListTable:
    """Rows of a list below one header, and the recommender named above it."""

    form: FormMarks
    recommender: str
    rows: tuple[RawRecord, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class ListRow:
    """A row below a header: what stands in each column, with its place; in a sheet also its number."""

    cells: Mapping[int, tuple[Value, Place]]
    place: Place
    row: int = 0


def header_in(texts: Mapping[int, str], known: Iterable[FormMarks]) -> ListHeader | None:
    """The header that a row with these texts by columns is; None where it is none, or says more than a header."""
    return _best({column: (text,) for column, text in texts.items()}, known)


def header_of_two(
    upper: Mapping[int, str], lower: Mapping[int, str], known: Iterable[FormMarks], *, joined: bool
) -> ListHeader | None:
    """The header that two rows are: columns are called by the words of both, by the lower or by the upper ones.

    Of rows that are not `joined` by a cell over both the lower must say nothing but labels.
    """
    pairs = {column: (upper.get(column, ""), lower.get(column, "")) for column in sorted({*upper, *lower})}
    best = _best({column: (f"{over}{under}", under, over) for column, (over, under) in pairs.items()}, known)
    if best is None or not any(under.strip() for under in lower.values()):
        return None
    called = labels(frozenset(word for mark in best.form.marks for word in mark.words))
    named = (called.whole(under) or called.whole(f"{over}{under}") for over, under in pairs.values() if under.strip())
    return best if joined or all(named) else None


def _best(texts: Mapping[int, Sequence[str]], known: Iterable[FormMarks]) -> ListHeader | None:
    """The header with these texts by columns, each in several wordings."""
    best = max((_header(texts, form) for form in known), key=lambda one: one.share, default=None)
    written = sum(any(text.strip() for text in some) for some in texts.values())
    if best is None or best.share < 1 - _MOST_LOST or len(best.columns) < written * (1 - _MOST_LOST):
        return None
    return best


def _header(texts: Mapping[int, Sequence[str]], form: FormMarks) -> ListHeader:
    words = {word: mark for mark in reversed(form.marks) for word in mark.words}
    known = labels(frozenset(words))
    columns: dict[int, SlotMark] = {}
    for column, some in texts.items():
        word = next((word for text in some if (word := known.whole(text))), "")
        if word and words[word] not in columns.values():
            columns[column] = words[word]
    written = frozenset(column for column, some in texts.items() if any(text.strip() for text in some))
    return ListHeader(form, columns, written)


def recommender_in(texts: Sequence[str], form: FormMarks) -> str:
    """The name behind 申报单位： in the texts above a header, the last of them, without the words for the seal.

    It may stand in the text after it, which is the next cell.
    """
    labels = "|".join(map(printed, (form.unit_label, *_UNIT_LABELS)))
    label = re.compile(rf"\s*(?:{labels})(?P<rest>.*)", re.DOTALL)
    for at in range(len(texts) - 1, -1, -1) if form.unit_label else ():
        if (found := label.match(texts[at])) is not None:
            following = texts[at + 1] if at + 1 < len(texts) else ""
            return _named(found["rest"]) or ("" if re.search("[:：]", following) else _named(following))
    return ""


def _named(text: str) -> str:
    """The name at the beginning of the text, before a gap or the label of the day."""
    without = SEALS.sub("", text).strip(" \t\n\u3000:：")
    return "".join(_AFTER_NAME.split(without)[0].split())[:LONGEST_NAME]


def records(header: ListHeader, rows: Iterable[ListRow]) -> tuple[list[RawRecord], list[Problem]]:
    """The projects in these rows, and what stands beside their controls."""
    made: list[RawRecord] = []
    problems: list[Problem] = []
    above: Mapping[str, Raw] = {}
    heading: Raw | None = None
    for row in rows:
        if is_none(header, row):
            heading = _heading(row, heading)
            if any(value.is_struck for value, _ in row.cells.values()):
                problems.append(unread(row.place, "", _STRUCK))
            continue
        values = {} if heading is None else {HEADING: heading}
        for column, mark in header.columns.items():
            value, place = row.cells.get(column, (Value(""), row.place))
            if is_ditto(value.text) and mark.slot in above:
                value = Value(str(above[mark.slot].value))
            values[mark.slot] = Raw(value.text, place, whole=value.whole)
            problems += around(value, mark, place)
        more = [one for column, one in row.cells.items() if _is_more(header, column, one[0])]
        problems += [outside(value.text, place) for value, place in more]
        made.append(RawRecord(values, row.place))
        above = values
    return made, problems


def _heading(row: ListRow, above: Raw | None) -> Raw | None:
    """What the row, which is no project, says of those below it, in all its cells; an empty one changes nothing."""
    said = {value.text.strip(): place for value, place in row.cells.values() if value.text.strip()}
    return Raw(" ".join(said), next(iter(said.values()))) if said else above


def is_none(header: ListHeader, row: ListRow) -> bool:
    """Whether the row is empty but for its number, or says something of the table."""
    texts = [value.text.strip() for _, (value, _) in sorted(row.cells.items())]
    first = next((text for text in texts if text), "")
    entered = [
        value.text
        for column, (value, _) in row.cells.items()
        if column in header.columns and header.columns[column].slot != _ROW_NUMBER and value.text.strip()
    ]
    is_foot = all(_FOOT.fullmatch("".join(text.split())) for text in entered)
    return is_foot or _TOTAL.fullmatch("".join(first.split())) is not None


def _is_more(header: ListHeader, column: int, value: Value) -> bool:
    """Whether a text stands in the row where the header has no column."""
    return column not in header.written and bool(value.text.strip()) and not value.text.strip().isdecimal()
