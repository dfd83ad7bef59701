"""The rows of a returned list, in Word or Excel: its header told by its words, then a project in each row.

Totals, notes and empty rows are no projects; 同上 stands for what the row above says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.campaign.errors import Place, Problem
from generator.campaign.masking import quoted
from generator.reading.raw import Raw, RawRecord
from generator.reading.returned.found import around, goes_on, outside, unread
from generator.reading.returned.labels import SEALS
from generator.reading.returned.lists.cells import (
    ROW_NUMBER,
    ListRow,
    chosen_options,
    is_error,
    joined_halves,
    withdrawn,
)
from generator.reading.returned.lists.header import ListHeader, unit_label, unknown_columns
from generator.reading.returned.marks import LONG, NAME, FormMarks, SlotMark
from generator.reading.returned.people import is_ditto
from generator.reading.returned.ticks import bare_of_signs, has_tick
from generator.reading.returned.values import Value

_TOTAL = re.compile(
    r"(?:合计|总计|小计|共计|总数)[:：]?.*|注[:：].*|(?:备注|说明)[:：].*|以下(?:空白|无正文).*|填表人.*|示例.*|例[:：].*"
)
# What is written below the rows, wherever it stands there.
_FOOT = re.compile(
    r"[^:：]{0,8}(?:人|员|领导|主席|部长|电话|手机|日期|时间|意见|单位|部门|[章字]|制表|审核|复核|备注|说明|注|计)"
    r"(?:[(（][^()（）]{0,8}[)）])?[:：].*|(?:本[页表]|合计|总计)?共(?:计|有)?\d+.*|第\d+页.*|以下(?:空白|无正文).*"
    r"|(?:填报|填表|申报|推荐|所在)?单位|[^:：]{0,4}(?:负责人|领导|主席)|[\d年月日.\-/]+|其中.{0,12}\d+[项个件家].{0,8}|以上(?:项目|各项|所有|均|为|共|\d).*|.{0,10}[(（].{0,4}[章字][)）]"
)
# In a row's values what is said above it over all columns: the last of it, all of it, behind 申报单位：; and what its
# own column says of who recommends it; what is said above the list itself.
HEADING, HEADINGS, STATED, OWN_RECOMMENDER, TITLES = "heading", "headings", "stated", "own_recommender", "titles"
TICKED = "ticked"  # the words of the columns of which nothing else is known and in which the row is ticked
TICKS = "打了勾的栏目"  # so begins what is told of such a column
_STRUCK = "这一行全部划去了，没有当作项目。"
_EXAMPLE = re.compile(r"(?:示例|样例|举例|例如?|例子)(?:[:：].*)?|[（(](?:示例|样例|例)[)）].*")
_AN_EXAMPLE = "这一行写着是例子，没有当作项目。"
_ONE_NAME = "项目名称和上一行是合并的一格，当作同一个项目；这一行另外写有{}，没有核对。"
_AFTER_NAME = re.compile(r"\s{2,}|\t|[申填]\s*[报表]\s*[时日]\s*[间期]")
LONGEST_NAME = 60
_ROW = "整行"
_SENTENCE_ENDS = ("。", "！", "？", "；", ".", ";")
_MOST_SHOWN = 8  # places of a column in one message
_BEHIND_LABEL = re.compile(r"\s*(?:[:：（(\s]|$)")


@dataclass(frozen=True)
class ListTable:
    """Rows of a list below one header, and the recommender named above it."""

    form: FormMarks
    recommender: str
    rows: tuple[RawRecord, ...]
    problems: tuple[Problem, ...] = ()


def recommender_in(texts: Sequence[str], form: FormMarks) -> str | None:
    """The name behind 申报单位： in the texts above a header, the last of them, without the words for the seal.

    It may stand in the text after it, which is the next cell. Empty where no name stands there, None without a label.
    """
    label = unit_label(form)
    for at in range(len(texts) - 1, -1, -1) if form.unit_label else ():
        if (found := label.match(texts[at])) is not None:
            following = texts[at + 1] if at + 1 < len(texts) else ""
            return _named(found["rest"]) or ("" if re.search("[:：]", following) else _named(following))
    return None


def _named(text: str) -> str:
    """The name at the beginning of the text, before a gap or the label of the day."""
    without = SEALS.sub("", text).strip(" \t\n\u3000:：")
    return "".join(_AFTER_NAME.split(without)[0].split())[:LONGEST_NAME]


@dataclass(frozen=True)
class Above:
    """What is said above rows of those below: by a heading over a group of them, by all of these, by 申报单位：.

    `titles` are the lines above the list's header.
    """

    heading: Raw | None = None
    headings: tuple[str, ...] = ()
    whose: str | None = None
    titles: tuple[str, ...] = ()


def records(header: ListHeader, rows: Iterable[ListRow], above: Above) -> tuple[list[RawRecord], list[Problem]]:
    """The projects in these rows, and what stands beside their controls."""
    found = _Records(header, above)
    for row in rows:
        found.take(row)
    return found.made, [*found.problems, *found.unknown_columns()]


class _Records:
    """The projects of a list so far; what is said above a row counts for it until something else is said."""

    def __init__(self, header: ListHeader, above: Above) -> None:
        self.made: list[RawRecord] = []
        self.problems: list[Problem] = []
        self._header, self._above = header, above
        self._header_place = above.heading.place if above.heading is not None else Place("")
        self._unknown: dict[int, list[tuple[Place, str]]] = defaultdict(list)
        self._ticked: dict[int, list[tuple[Place, str]]] = defaultdict(list)

    def take(self, row: ListRow) -> None:
        """Take the row: a project, more of the one above, or what is said of those below."""
        if is_none(self._header, row):
            self._say(row)
            if any(value.is_struck for value, _ in row.cells.values()):
                self.problems.append(unread(row.place, "", _STRUCK))
            elif _is_example(self._header, row):
                self.problems.append(unread(row.place, _ROW, _AN_EXAMPLE))
        elif self.made and _is_of_one_name(self._header, row):
            self._tell_of_more(row)
        elif self.made and is_more_of(self._header, row, self.made[-1]):
            self._go_on(row)
        else:
            self._add(row)

    def _say(self, row: ListRow) -> None:
        """What the row, which is no project, says of those below it; an empty one changes nothing."""
        texts = [value.text for _, (value, _) in sorted(row.cells.items()) if value.text.strip()]
        heading = _heading(row, self._above.heading)
        if is_of_unit(texts, self._header.form):
            # A line below the rows that says what none above does is of those, and nobody knows of which.
            is_known = self._above.whose or not self.made
            whose = recommender_in(texts, self._header.form) if is_known else ""
            self._above = replace(self._above, heading=heading, headings=(), whose=whose)
        elif texts:
            self._above = replace(self._above, heading=heading, headings=(*self._above.headings, " ".join(texts)))

    def _add(self, row: ListRow) -> None:
        above = self.made[-1].values if self.made else {}
        values = self._said_above()
        for column, mark in self._header.columns.items():
            value, place = row.cells.get(column, (Value(""), row.place))
            if is_ditto(value.text) and mark.slot in above:
                value = Value(str(above[mark.slot].value))
            values[mark.slot] = self._raw(value, mark, place)
            self.problems += around(value, mark, place)
        self.problems += row.told
        values |= {slot: self._raw(*one) for slot, one in joined_halves(self._header, row, above).items()}
        values |= {slot: Raw(text, place) for slot, (text, place) in chosen_options(self._header, row).items()}
        if self._header.whose is not None:
            value, place = row.cells.get(self._header.whose, (Value(""), row.place))
            before = above.get(OWN_RECOMMENDER)
            values[OWN_RECOMMENDER] = before if before and is_ditto(value.text) else Raw(value.text, place)
        for column, (value, place) in row.cells.items():
            if _is_more(self._header, column, value):
                self.problems.append(outside(value.text, place))
            elif column in self._header.written - self._header.known and value.text.strip():
                (self._ticked if _is_tick(value.text) else self._unknown)[column].append((place, value.text))
        values |= self._columns_ticked(row)
        if said := withdrawn(self._header, row):
            self.problems.append(unread(row.place, _ROW, f"这一行写着{quoted(said)}，仍当作项目读入了。"))
        self.made.append(RawRecord(values, row.place))

    def _columns_ticked(self, row: ListRow) -> dict[str, Raw]:
        """The words of the columns that nobody asked for and that are ticked in the row."""
        unknown = dict(unknown_columns(self._header))
        found = [(word, row.cells[column]) for column, word in unknown.items() if column in row.cells]
        ticked = [(word, place) for word, (value, place) in found if _is_tick(value.text)]
        return {TICKED: Raw(tuple(word for word, _ in ticked), ticked[0][1])} if ticked else {}

    def _said_above(self) -> dict[str, Raw]:
        above, place = self._above, Place("")
        said = {HEADINGS: Raw(above.headings, place)} if above.headings else {}
        said |= {} if above.heading is None else {HEADING: above.heading}
        said |= {TITLES: Raw(above.titles, self._header_place)} if above.titles else {}
        return said | ({} if above.whose is None else {STATED: Raw(above.whose, place)})

    def _raw(self, value: Value, mark: SlotMark, place: Place) -> Raw:
        """The value; that a cell shows an error is told."""
        if mark.slot != ROW_NUMBER and is_error(value.text):
            self.problems.append(unread(place, mark.label, f"这一格显示{value.text}，是算不出结果的公式，没有核对。"))
        return Raw(value.text, place, whole=value.whole)

    def _go_on(self, row: ListRow) -> None:
        """Add what the row says to the project above, which is told."""
        last = self.made[-1].values
        for column, mark in self._header.columns.items():
            text = row.cells[column][0].text.strip() if column in row.cells else ""
            before = last.get(mark.slot)
            if text and mark.slot != ROW_NUMBER and before is not None:
                own = str(before.value or "")
                gap = "\n" if mark.holds == LONG and own.endswith(_SENTENCE_ENDS) else ""
                last[mark.slot] = replace(before, value=f"{own}{gap}{text}", whole="")
                self.problems.append(goes_on(mark, text, before.place))

    def _tell_of_more(self, row: ListRow) -> None:
        """Tell what a further row of the project above says, whose name is one cell over both."""
        said = [text for column, text in _entered(self._header, row).items() if column not in row.rest]
        if said:
            written = "、".join(map(quoted, said[:_MOST_SHOWN]))
            self.problems.append(unread(row.place, _ROW, _ONE_NAME.format(written)))

    def unknown_columns(self) -> Iterator[Problem]:
        """That columns which nobody asked for were not read, each with what stands there."""
        for column, word in unknown_columns(self._header):
            if found := self._unknown[column]:
                said = "、".join(f"{place.cell}{quoted(text)}" for place, text in found[:_MOST_SHOWN])
                more = f"等{len(found)}处" if len(found) > _MOST_SHOWN else ""
                message = f"不认识的栏目{quoted(word)}没有核对，里面写有：{said}{more}。"
                yield unread(found[0][0], word[:LONGEST_NAME], message)
            if ticks := self._ticked[column]:
                where = "、".join(place.cell for place, _ in ticks[:_MOST_SHOWN])
                more = f"等{len(ticks)}处" if len(ticks) > _MOST_SHOWN else ""
                message = f"{TICKS}{quoted(word)}不认识，没有核对，打勾的是：{where}{more}。"
                yield unread(ticks[0][0], word[:LONGEST_NAME], message)


def _heading(row: ListRow, above: Raw | None) -> Raw | None:
    """What the row, which is no project, says of those below it, in all its cells; an empty one changes nothing."""
    said = {value.text.strip(): place for value, place in row.cells.values() if value.text.strip()}
    return Raw(" ".join(said), next(iter(said.values()))) if said else above


def is_none(header: ListHeader, row: ListRow) -> bool:
    """Whether the row is empty but for its number, or says something of the table."""
    texts = [value.text.strip() for _, (value, _) in sorted(row.cells.items()) if value.text.strip()]
    entered = [text for column, text in _entered(header, row).items() if not is_error(text)]
    is_foot = all(_FOOT.fullmatch("".join(text.split())) for text in entered)
    first = texts[0] if texts else ""
    is_total = _TOTAL.fullmatch("".join(first.split())) is not None
    return is_foot or is_total or is_of_unit(texts, header.form) or _is_example(header, row)


def _is_example(header: ListHeader, row: ListRow) -> bool:
    """Whether the row says of itself, before or in its name, that it is an example."""
    told = (value.text for column, (value, _) in row.cells.items() if _slot(header, column) in (ROW_NUMBER, NAME))
    return any(_EXAMPLE.fullmatch("".join(text.split())) for text in told)


def _is_of_one_name(header: ListHeader, row: ListRow) -> bool:
    """Whether the row is one more of the project above: one cell over both has its name, and most of the others too."""
    own = len(_entered(header, row).keys() - row.rest)
    return own <= len(header.known) / 2 and any(_slot(header, column) == NAME for column in row.rest)


def _is_tick(text: str) -> bool:
    """Whether nothing but a tick stands there."""
    return has_tick(text) and not bare_of_signs(text)


def _slot(header: ListHeader, column: int) -> str:
    return header.columns[column].slot if column in header.columns else ""


def _entered(header: ListHeader, row: ListRow) -> Mapping[int, str]:
    """The texts of the row in columns that are read, without its number."""
    numbers = {column for column, mark in header.columns.items() if mark.slot == ROW_NUMBER}
    if header.whose is not None:
        numbers.add(header.whose)
    return {
        column: value.text
        for column, (value, _) in row.cells.items()
        if column in header.known - numbers and value.text.strip()
    }


def is_of_unit(texts: Sequence[str], form: FormMarks) -> bool:
    """Whether a row with these texts says who recommends those below it: 申报单位：宜春市总工会."""
    found = unit_label(form).match(texts[0]) if texts and form.unit_label else None
    return found is not None and _BEHIND_LABEL.match(found["rest"]) is not None


def is_more_of(header: ListHeader, row: ListRow, above: RawRecord) -> bool:
    """Whether the row only goes on with texts of the project above: long ones, or a few where it has no number."""
    entered = _entered(header, row)
    marks = [header.columns.get(column) for column in entered]
    number = next((column for column, mark in header.columns.items() if mark.slot == ROW_NUMBER), None)
    if number is not None and number in row.cells and row.cells[number][0].text.strip():
        return False
    if all(mark is not None and mark.holds == LONG for mark in marks):
        return True
    is_numbered = number is not None and above.text(ROW_NUMBER) != ""
    return is_numbered and all(mark is not None and (mark.holds == LONG or mark.slot == NAME) for mark in marks)


def _is_more(header: ListHeader, column: int, value: Value) -> bool:
    """Whether a text stands in the row where the header has no column."""
    return column not in header.written and bool(value.text.strip()) and not value.text.strip().isdecimal()
